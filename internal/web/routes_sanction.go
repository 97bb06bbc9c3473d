package web

// sanctionRoutes are the addresses of the ledger of sanctions and of questions to it.
func (s *Server) sanctionRoutes() []route {
	out := []route{
		{"GET /sanctions", s.sanctions, loggedIn},
		{"GET /sanctions/{id}", s.sanctionPage, loggedIn},
		{"GET /sanction-lists", s.sanctionLists, loggedIn},
		{"GET /sanction-lists/template.xlsx", s.sanctionTemplate, loggedIn},
		{"GET /sanction-lists/{id}", s.sanctionListPage, loggedIn},
		{"GET /sanction-lists/{id}/report.xlsx", s.sanctionReport, loggedIn},
		{"GET /vetoes", s.vetoes, loggedIn},
		{"GET /vetoes/{id}", s.vetoPage, loggedIn},
		{"GET /vetoes/{id}/answer.xlsx", s.vetoBook, loggedIn},
		{"GET /vetoes/{id}/answer.json", s.vetoFile, loggedIn},
		{"GET /vetoes/{id}/decision.json", s.vetoReceipt, loggedIn},
	}
	for path, f := range map[string]formPage{
		"/sanctions/new": s.newSanction(), "/sanctions/{id}/subjects/new": s.nameSubject(), "/sanctions/{id}/measures/new": s.addMeasure(), "/sanctions/{id}/parts/{part}/drop": s.dropPart(),
		"/sanctions/{id}/issue": s.issueSanction(), "/sanctions/{id}/discard": s.discardSanction(), "/sanctions/{id}/annul": s.annulSanction(), "/sanctions/{id}/ask": s.askCorrection(),
		"/sanctions/{id}/measures/{measure}/fulfil": s.fulfilMeasure(), "/sanctions/{id}/measures/{measure}/correct": s.correctMeasure(),
		"/sanctions/{id}/requests/{request}/answer": s.answerCorrection(), "/vetoes/new": s.askVeto(),
		"/sanction-lists/new": s.offerSanctions(), "/sanction-lists/{id}/confirm": s.confirmSanctions(), "/sanction-lists/{id}/discard": s.discardSanctions(),
	} {
		out = append(out, route{"GET " + path, f.show, loggedIn}, route{"POST " + path, f.send, loggedIn})
	}
	return out
}
