package web

// filingRoutes are the addresses of registrations and yearly reports.
func (s *Server) filingRoutes() []route {
	out := []route{
		{"GET /filings", s.filings, loggedIn},
		{"GET /filings/{id}", s.filingPage, loggedIn},
		{"GET /filings/{id}/package.zip", s.filingPackage, loggedIn},
		{"GET /filings/{id}/receipts/{hash}", s.filingReceipt, loggedIn},
		{"GET /committees/{id}/reports", s.reports, loggedIn},
		{"GET /reports/{id}", s.reportPage, loggedIn},
		{"GET /reports/{id}/report.pdf", s.reportFile("pdf", "application/pdf"), loggedIn},
		{"GET /reports/{id}/report.json", s.reportFile("json", "application/json"), loggedIn},
	}
	for path, f := range map[string]formPage{
		"/filings/{id}/prepare": s.prepareFiling(), "/filings/{id}/submit": s.submitFiling(), "/filings/{id}/return": s.returnFiling(),
		"/filings/{id}/receipt": s.registerFiling(), "/filings/{id}/confirm": s.confirmFiling(), "/filings/{id}/lapse": s.lapseFiling(),
		"/filings/{id}/reopen": s.reopenFiling(), "/filings/{id}/withdraw": s.withdrawFiling(),
		"/committees/{id}/reports/new": s.compileReport(), "/reports/{id}/remarks": s.remarkReport(), "/reports/{id}/sign": s.signReport(),
		"/reports/{id}/reopen": s.reopenReport(),
	} {
		out = append(out, route{"GET " + path, f.show, loggedIn}, route{"POST " + path, f.send, loggedIn})
	}
	return out
}
