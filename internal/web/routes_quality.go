package web

// qualityRoutes are the addresses of quality checks.
func (s *Server) qualityRoutes() []route {
	out := []route{
		{"GET /committees/{id}/quality", s.qualityChecks, loggedIn},
		{"GET /quality/{id}", s.qualityPage, loggedIn},
		{"GET /quality/{id}/cases/{review}", s.scoredPage, loggedIn},
	}
	for path, f := range map[string]formPage{
		"/committees/{id}/quality/new": s.announceCheck(), "/quality/{id}/draw": s.drawSample(), "/quality/{id}/close": s.closeCheck(),
		"/quality/{id}/cancel": s.cancelCheck(), "/quality/{id}/acknowledge": s.acknowledgeCheck(),
		"/quality/{id}/cases/{review}/assign": s.assignCase(), "/quality/{id}/cases/{review}/score": s.scoreCase(),
	} {
		out = append(out, route{"GET " + path, f.show, loggedIn}, route{"POST " + path, f.send, loggedIn})
	}
	return out
}
