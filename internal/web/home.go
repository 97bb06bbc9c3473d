package web

import (
	"slices"

	"github.com/a-h/templ"

	"lunheng/internal/lang"
	pages "lunheng/internal/web/pages/home"
)

// homeBlock is what the home page shows to holders of an office, or to
// everybody; nil when it has nothing to say to this person.
type homeBlock func(*Request) (templ.Component, error)

// homeBlocks are the parts of the home page: what cannot wait, then the work of one's
// own office or, of who has none, of one's own projects, then what the areas ask.
// Somebody with several offices sees the parts of each.
func (s *Server) homeBlocks(r *Request) []homeBlock {
	own, besides := []homeBlock{s.homeBodies, s.homeSecretary, s.homeChair, s.homeMember}, []homeBlock{s.homeResearcher}
	if len(r.Me.Offices) == 0 {
		own, besides = besides, nil
	}
	return slices.Concat([]homeBlock{s.homeEmergencies, s.homeWarnings}, own, []homeBlock{
		s.homeGates,
		s.homeConsent,
		s.homeMandates,
		s.homeSites,
		s.homeRecheck,
		s.homeFilings,
		s.homeRules,
		s.homeQuality,
		s.homeInterests,
		s.homeProgrammes,
		s.homeInspections,
		s.homeCases,
		s.homeComplaints,
		s.homeSanctions,
		s.homeCoordination,
		s.homeTraining,
	}, besides)
}

// home is the first page after logging in.
func (s *Server) home(r *Request) error {
	v := pages.Home{Page: r.Info(lang.T("首页", "Home")), Name: r.C.Text(r.Me.Name)}
	for _, block := range s.homeBlocks(r) {
		part, err := block(r)
		if err != nil {
			return err
		}
		if part != nil {
			v.Blocks = append(v.Blocks, part)
		}
	}
	return r.Page(pages.HomePage(r.C, v))
}
