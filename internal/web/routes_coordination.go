package web

import (
	"lunheng/internal/coordination"
)

// coordinationRoutes are the addresses of coordination mechanisms.
func (s *Server) coordinationRoutes() []route {
	out := []route{
		{"GET /coordination", s.mechanisms, loggedIn},
		{"GET /coordination/map", s.duties, loggedIn},
		{"GET /coordination/public", s.publicTasks, anyone},
		{"GET /coordination/tasks", s.taskBoard, loggedIn},
		{"GET /coordination/tasks.xlsx", s.taskBook, loggedIn},
		{"GET /coordination/budgets", s.budgets, loggedIn},
		{"GET /coordination/budgets.xlsx", s.budgetBook, loggedIn},
		{"GET /coordination/yearlies", s.yearlies, loggedIn},
		{"GET /coordination/mechanisms/{id}", s.mechanismPage, loggedIn},
		{"GET /coordination/tasks/{id}", s.taskPage, loggedIn},
		{"GET /coordination/tasks/{id}/evidence", s.taskEvidence, loggedIn},
		{"GET /coordination/sessions/{id}", s.sessionPage, loggedIn},
		{"GET /coordination/sessions/{id}/session.ics", s.sessionIcal, loggedIn},
		{"GET /coordination/sessions/{id}/minutes.pdf", s.coordPaper("minutes.pdf", (*coordination.Service).Minutes), loggedIn},
		{"GET /coordination/consultations/{id}", s.consultationPage, loggedIn},
		{"GET /coordination/advices/{id}", s.advicePage, loggedIn},
		{"GET /coordination/yearlies/{id}", s.yearlyPage, loggedIn},
		{"GET /coordination/yearlies/{id}/figures", s.yearlyFigures, loggedIn},
		{"GET /coordination/yearlies/{id}/report.pdf", s.coordPaper("report.pdf", (*coordination.Service).YearlyPaper), loggedIn},
		{"GET /coordination/upwards/{id}", s.upwardPage, loggedIn},
		{"GET /coordination/upwards/{id}/figures", s.upwardFigures, loggedIn},
		{"GET /coordination/upwards/{id}/report.pdf", s.coordPaper("report.pdf", (*coordination.Service).UpwardPaper), loggedIn},
		{"GET /coordination/upwards/{id}/report.xlsx", s.upwardBook, loggedIn},
	}
	for _, kind := range []string{coordination.SessionKind, coordination.ConsultationKind, coordination.AdviceKind, coordination.UpwardKind} {
		out = append(out, route{"GET /coordination/" + coordinationParts[kind], s.coordRows(kind), loggedIn})
	}
	forms := map[string]formPage{"/coordination/new": s.foundMechanism()}
	for _, of := range []map[string]coordForm{s.mechanismForms(), s.taskForms(), s.sessionForms(), s.consultationForms(), s.adviceForms(), s.yearlyForms(), s.upwardForms()} {
		for path, f := range of {
			forms["/coordination/"+coordinationParts[f.kind]+"/{id}/"+path] = s.coordPage(f)
		}
	}
	for path, f := range forms {
		out = append(out, route{"GET " + path, f.show, loggedIn}, route{"POST " + path, f.send, loggedIn})
	}
	return out
}
