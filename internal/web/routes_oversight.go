package web

// oversightRoutes are the addresses of what supervisors see.
func (s *Server) oversightRoutes() []route {
	return []route{
		{"GET /oversight", s.oversight, loggedIn},
		{"GET /oversight/questions", s.oversightQuestions, loggedIn},
		{"GET /oversight/questions/{question}", s.oversightQuestion, loggedIn},
		{"GET /oversight/questions/{question}/list.xlsx", s.questionBook, loggedIn},
		{"GET /oversight/consistency", s.oversightAlike, loggedIn},
		{"GET /oversight/units", s.oversightUnits, loggedIn},
		{"GET /oversight/units/list.xlsx", s.unitsBook, loggedIn},
		{"GET /oversight/list/{measure}", s.oversightList, loggedIn},
		{"GET /oversight/list/{measure}/list.xlsx", s.oversightBook, loggedIn},
	}
}
