package web

// complaintRoutes are the addresses of those who receive reports of wrongs and of
// custodians. Where reporters go is the portal's.
func (s *Server) complaintRoutes() []route {
	out := []route{
		{"GET /complaints", s.complaints, loggedIn},
		{"GET /complaints/{id}", s.complaintPage, loggedIn},
		{"GET /complaints/{id}/letters/{seq}", s.complaintLetter, loggedIn},
		{"GET /intakes/{id}", s.intakePage, loggedIn},
	}
	for path, f := range map[string]formPage{
		"/complaints/{id}/take-up": s.takeUpComplaint(), "/complaints/{id}/reply": s.replyComplaint(), "/complaints/{id}/case": s.caseOfComplaint(), "/complaints/{id}/close": s.closeComplaint(), "/complaints/{id}/reopen": s.reopenComplaint(),
		"/complaints/{id}/hold": s.holdComplaint(), "/complaints/{id}/release": s.releaseComplaint(), "/complaints/{id}/refer": s.referComplaint(), handOverPath: s.handOverComplaint(),
		"/complaints/{id}/identity/ask": s.askIdentity(), "/complaints/{id}/identity/agree": s.agreeIdentity(), "/complaints/{id}/identity/refuse": s.refuseIdentity(),
		"/intakes/{id}/people/new": s.nameReceiver(), "/intakes/{id}/people/{person}/leave": s.leaveIntake(), "/intakes/{id}/key": s.intakeKey(),
	} {
		out = append(out, route{"GET " + path, f.show, loggedIn}, route{"POST " + path, f.send, loggedIn})
	}
	return out
}

// handOverPath sends all letters of a report anew, which is more than other forms.
const handOverPath = "/complaints/{id}/hand-over"
