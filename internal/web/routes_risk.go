package web

import "maps"

// riskRoutes are the addresses of signals, registers of risks, what is known from
// outside, warnings and bulletins.
func (s *Server) riskRoutes() []route {
	out := []route{
		{"GET /signals", s.signals, loggedIn},
		{"GET /signals/{id}", s.signalPage, loggedIn},
		{"GET /risks", s.risks, loggedIn},
		{"GET /risks/{id}", s.riskPage, loggedIn},
		{"GET /leads", s.leads, loggedIn},
		{"GET /leads/{id}", s.leadPage, loggedIn},
		{"GET /imports", s.imports, loggedIn},
		{"GET /imports/{id}", s.importPage, loggedIn},
		{"GET /warnings", s.warnings, loggedIn},
		{"GET /warnings/{id}", s.warningPage, loggedIn},
		{"GET /bulletins", s.bulletins, anyone}, // those that are open; of one's own, the others too
		{"GET /bulletins/{id}", s.bulletinPage, anyone},
		{"GET /bulletins/{id}/bulletin.pdf", s.bulletinPaper, anyone},
	}
	forms := map[string]formPage{"/signals/{id}/judge": s.judgeSignal(), "/risks/new": s.newRisk(), "/risks/{id}/reassess": s.reassessRisk(), "/risks/{id}/measures/new": s.planRisk(),
		"/risks/{id}/measures/{measure}/done": s.doRisk(), "/risks/{id}/close": s.closeRisk()}
	maps.Copy(forms, s.leadForms())
	maps.Copy(forms, s.warningForms())
	maps.Copy(forms, s.bulletinForms())
	for path, f := range forms {
		out = append(out, route{"GET " + path, f.show, loggedIn}, route{"POST " + path, f.send, loggedIn})
	}
	return out
}
