package web

// inspectionRoutes are the addresses of plans, inspectors, visits and findings.
func (s *Server) inspectionRoutes() []route {
	out := []route{
		{"GET /yearplans", s.yearPlans, loggedIn},
		{"GET /yearplans/{id}", s.yearPlanPage, loggedIn},
		{"GET /yearplans/{id}/draw.json", s.yearPlanDraw, loggedIn},
		{"GET /departments/{id}/inspectors", s.inspectorsPage, loggedIn},
		{"GET /inspections", s.inspections, loggedIn},
		{"GET /inspections/{id}", s.inspectionPage, loggedIn},
		{"GET /inspections/{id}/files/{hash}", s.inspectionFile, loggedIn},
		{"GET /inspections/{id}/report.pdf", s.inspectionPaper, loggedIn},
		{"GET /published-inspections", s.publicVisits, anyone},
		{"GET /published-inspections/{id}", s.publicVisit, anyone},
		{"GET /published-inspections/{id}/draw.json", s.publicDrawFile, anyone},
		{"GET /findings", s.findings, loggedIn},
		{"GET /findings.xlsx", s.findingBook, loggedIn},
	}
	for _, forms := range []map[string]formPage{s.yearPlanForms(), s.visitForms(), s.orderForms()} {
		for path, f := range forms {
			out = append(out, route{"GET " + path, f.show, loggedIn}, route{"POST " + path, f.send, loggedIn})
		}
	}
	return out
}
