package web

import (
	"github.com/a-h/templ"

	"lunheng/internal/lang"
	pages "lunheng/internal/web/pages/home"
)

// homeBlock is what the home page shows to holders of an office, or to
// everybody; nil when it has nothing to say to this person.
type homeBlock func(*Request) (templ.Component, error)

// homeBlocks are the parts of the home page, the most pressing first. Somebody
// with several offices sees the parts of each.
func (s *Server) homeBlocks() []homeBlock {
	return []homeBlock{
		s.homeEmergencies,
		s.homeWarnings,
		s.homeMandates,
		s.homeGates,
		s.homeSites,
		s.homeRecheck,
		s.homeFilings,
		s.homeRules,
		s.homeSecretary,
		s.homeChair,
		s.homeMember,
		s.homeQuality,
		s.homeInterests,
		s.homeTraining,
		s.homeComplaints,
		s.homeSanctions,
		s.homeProgrammes,
		s.homeInspections,
		s.homeCases,
		s.homeCoordination,
		s.homeConsent,
		s.homeResearcher,
		s.homeBodies,
	}
}

// home is the first page after logging in.
func (s *Server) home(r *Request) error {
	v := pages.Home{Page: r.Info(lang.T("首页", "Home")), Name: r.C.Text(r.Me.Name)}
	for _, block := range s.homeBlocks() {
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
