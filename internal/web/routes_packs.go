package web

// packRoutes are the addresses of the rules: what is in force, its versions, and
// drafts.
func (s *Server) packRoutes() []route {
	return []route{
		{"GET /rules", s.ruleList, loggedIn},
		{"GET /rules/drafts/new", s.newPack().show, loggedIn},
		{"POST /rules/drafts/new", s.newPack().send, loggedIn},
		{"GET /rules/versions/{id}", s.packVersion, loggedIn},
		{"GET /rules/versions/{id}/files", s.redraftPack().show, loggedIn},
		{"POST /rules/versions/{id}/files", s.redraftPack().send, loggedIn},
		{"GET /rules/versions/{id}/publish", s.publishPack().show, loggedIn},
		{"POST /rules/versions/{id}/publish", s.publishPack().send, loggedIn},
		{"GET /rules/versions/{id}/withdraw", s.withdrawPack().show, loggedIn},
		{"POST /rules/versions/{id}/withdraw", s.withdrawPack().send, loggedIn},
		{"POST /rules/versions/{id}/discard", s.discardPack, loggedIn},
		{"POST /rules/versions/{id}/rehearse", s.rehearsePack, loggedIn},
		{"GET /rules/versions/{id}/trial", s.trialPart, loggedIn},
		{"GET /rules/versions/{id}/trial/{list}", s.trialList, loggedIn},
		{"GET /rules/{id}", s.pack, loggedIn},
	}
}
