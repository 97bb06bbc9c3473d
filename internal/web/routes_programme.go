package web

// programmeRoutes are the addresses of programmes of public money, of the projects in
// them, and of what holds their payments.
func (s *Server) programmeRoutes() []route {
	out := []route{
		{"GET /programmes", s.programmes, loggedIn},
		{"GET /programmes/{id}", s.programmePage, loggedIn},
		{"GET /programmes/{id}/projects.xlsx", s.programmeBook, loggedIn},
		{"GET /projects", s.projects, loggedIn},
		{"GET /projects/{id}", s.projectPage, loggedIn},
		{"GET /projects/{id}/pledge.pdf", s.pledgePaper, loggedIn},
		{"GET /payments", s.payments, loggedIn},
		{"GET /payments/list.xlsx", s.paymentBook, loggedIn},
	}
	for path, f := range map[string]formPage{
		"/programmes/new": s.beginProgramme(), "/programmes/{id}/guide": s.writeGuide(), "/programmes/{id}/publish": s.publishProgramme(), "/programmes/{id}/close": s.closeProgramme(),
		"/programmes/{id}/apply": s.applyProject(), "/projects/{id}/write": s.writeProject(), "/projects/{id}/activity": s.linkActivity(), "/projects/{id}/pledge": s.signPledge(), "/projects/{id}/submit": s.submitProject(),
		"/projects/{id}/check": s.checkProject(), "/projects/{id}/doubts/{who}": s.settleDoubt(), "/projects/{id}/admit": s.admitProject(), "/projects/{id}/approve": s.approveFunding(),
		"/projects/{id}/payments/{n}": s.payProject(), "/projects/{id}/findings/new": s.noteFinding(), "/projects/{id}/findings/{finding}/answer": s.answerFinding(),
		"/projects/{id}/findings/{finding}/close": s.closeFinding(), "/projects/{id}/referrals/{referral}/answer": s.answerReferral(), "/projects/{id}/report": s.reportProject(), "/projects/{id}/finish": s.finishProject(),
		"/projects/{id}/accept": s.acceptProject(), "/projects/{id}/evaluate": s.evaluateProject(), "/projects/{id}/refuse": s.refuseProject(), "/projects/{id}/withdraw": s.withdrawProject(),
		"/projects/{id}/terminate": s.terminateProject(),
	} {
		out = append(out, route{"GET " + path, f.show, loggedIn}, route{"POST " + path, f.send, loggedIn})
	}
	return out
}
