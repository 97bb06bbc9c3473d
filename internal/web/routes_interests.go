package web

import "lunheng/internal/interests"

// interestRoutes are the addresses of the register of interests.
func (s *Server) interestRoutes() []route {
	out := []route{
		{"GET /interests", s.myInterests, loggedIn},
		{"GET /people/{id}/interests", s.interestsPage, loggedIn},
		{"GET /committees/{id}/interests", s.committeeInterests, loggedIn},
	}
	for path, f := range map[string]formPage{
		"/people/{id}/interests/new/unit": s.declareStanding(interests.WithUnit), "/people/{id}/interests/new/person": s.declareStanding(interests.WithPerson),
		"/people/{id}/interests/new/company": s.declareStanding(interests.WithCompany), "/people/{id}/interests/{interest}/end": s.endInterest(),
		"/people/{id}/interests/confirm": s.confirmInterests(),
	} {
		out = append(out, route{"GET " + path, f.show, loggedIn}, route{"POST " + path, f.send, loggedIn})
	}
	return out
}
