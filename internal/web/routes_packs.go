package web

// packRoutes are the addresses of the rules: what is in force, its versions, and
// drafts.
func (s *Server) packRoutes() []route {
	return []route{
		{"GET /rules", s.ruleList, loggedIn},
		{"GET /packs/new", s.newPack().show, loggedIn},
		{"POST /packs/new", s.newPack().send, loggedIn},
		{"GET /packs/{id}", s.packVersion, loggedIn},
		{"GET /packs/{id}/files", s.redraftPack().show, loggedIn},
		{"POST /packs/{id}/files", s.redraftPack().send, loggedIn},
		{"GET /packs/{id}/publish", s.publishPack().show, loggedIn},
		{"POST /packs/{id}/publish", s.publishPack().send, loggedIn},
		{"GET /packs/{id}/withdraw", s.withdrawPack().show, loggedIn},
		{"POST /packs/{id}/withdraw", s.withdrawPack().send, loggedIn},
		{"POST /packs/{id}/discard", s.discardPack, loggedIn},
		{"POST /packs/{id}/rehearse", s.rehearsePack, loggedIn},
		{"GET /packs/{id}/trial", s.trialPart, loggedIn},
		{"GET /packs/{id}/trial/{list}", s.trialList, loggedIn},
		{"GET /rules/{id}", s.pack, loggedIn},
	}
}
