package web

// learningRoutes are the addresses of training in ethics.
func (s *Server) learningRoutes() []route {
	out := []route{
		{"GET /training", s.myTraining, loggedIn},
		{"GET /training/to-confirm", s.trainingToConfirm, loggedIn},
		{"GET /people/{id}/training", s.trainingPage, loggedIn},
		{"GET /people/{id}/training/{record}/certificate", s.trainingFile, loggedIn},
		{"GET /committees/{id}/training", s.committeeTraining, loggedIn},
		{"GET /units/{id}/training", s.unitTraining, loggedIn},
		{"GET /committees/{id}/training/import", s.importTraining("committee").show, loggedIn},
		{"POST /committees/{id}/training/import", s.importedTraining("committee"), loggedIn},
		{"GET /units/{id}/training/import", s.importTraining("unit").show, loggedIn},
		{"POST /units/{id}/training/import", s.importedTraining("unit"), loggedIn},
	}
	for path, f := range map[string]formPage{
		"/people/{id}/training/new": s.enterTraining(), "/people/{id}/training/{record}/confirm": s.confirmTraining(),
		"/people/{id}/training/{record}/refuse": s.refuseTraining(), "/people/{id}/training/{record}/withdraw": s.withdrawTraining(),
		"/people/{id}/training/{record}/lift": s.liftTraining(),
	} {
		out = append(out, route{"GET " + path, f.show, loggedIn}, route{"POST " + path, f.send, loggedIn})
	}
	return out
}
