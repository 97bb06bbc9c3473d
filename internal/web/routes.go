package web

import "slices"

// routes is the whole table of addresses that browsers may ask for.
func (s *Server) routes() []route {
	return slices.Concat(
		s.entryRoutes(),
		s.committeeRoutes(),
		s.registerRoutes(),
		s.packRoutes(),
		s.researcherRoutes(),
		s.recheckRoutes(),
		s.appealRoutes(),
		s.exemptionRoutes(),
		s.consentRoutes(),
		s.mandateRoutes(),
		s.conductRoutes(),
		s.siteRoutes(),
		s.gateRoutes(),
		s.filingRoutes(),
		s.learningRoutes(),
		s.interestRoutes(),
		s.qualityRoutes(),
		s.sanctionRoutes(),
		s.inspectionRoutes(),
		s.programmeRoutes(),
		s.complaintRoutes(),
		s.oversightRoutes(),
		s.violationRoutes(),
		s.riskRoutes(),
		s.coordinationRoutes(),
	)
}

// entryRoutes are the addresses before and around the work.
func (s *Server) entryRoutes() []route {
	return []route{
		// Entry
		{"GET /{$}", s.front, anyone},
		{"GET /login", s.loginPage, anyone},
		{"POST /login", s.login, anyone},
		{"POST /demo/login", s.demoLogin, anyone},
		{"POST /logout", s.logout, anyone},
		{"POST /preferences/language", s.setLanguage, anyone},
		{"POST /preferences/theme", s.setTheme, anyone},
		{"GET /styleguide", s.styleGuide, anyone},

		{"GET /search", s.search, loggedIn},

		// The two-minute check
		{"GET /check", s.check, anyone},
	}
}
