package review

import (
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Interested is a member whose registered interest touches a case.
type Interested struct {
	Review string      `json:"review"`
	Person string      `json:"person"`
	Kind   string      `json:"kind"` // code of the packs' list interest_kinds
	Text   lang.Text   `json:"text"` // the kind in words
	With   string      `json:"with"` // unit, person, company
	Ground flow.Ground `json:"ground"`
}

// Because says what the interest is and what it lies with.
func (i Interested) Because() lang.Text {
	with := lang.T("申请单位或者参与单位", "a unit of the case")
	switch i.With {
	case "person":
		with = lang.T("项目组成员", "somebody of the team")
	case "company":
		with = lang.T("资助方", "a sponsor")
	}
	return lang.T("登记的利益：%s（%s）", "registered interest: %s (%s)").With(i.Text, with)
}

// interested finds whose registered interests touch cases; of nobody where no
// register is kept.
func (s *Service) interested(r store.Reader, f Facts, region string, cases ...string) ([]Interested, error) {
	if s.Interests == nil || len(cases) == 0 {
		return nil, nil
	}
	return s.Interests(r, s.Book.On(f.Today, region), f.Today, cases...)
}

// registered is the registered interest of a person in the case at hand, or nil.
func (f Facts) registered(person string) *Interested {
	if i := slices.IndexFunc(f.Interested, func(x Interested) bool { return x.Person == person }); i >= 0 {
		return &f.Interested[i]
	}
	return nil
}

// refuseInterested tells why somebody with a registered interest does not review.
func refuseInterested(x *Interested) *errs.Error {
	return errs.Mistake("reviewers", "review.reviewers.interest", "委员登记过与此件有关的利益，不能审查（审查办法第八条）。%s。",
		"A member whose registered interest touches the case does not review it (Review Measures, article 8): %s.", x.Because())
}

// Proposals are the members who are proposed for recusal from the cases that wait
// on an agenda: whose registered interests touch them, and who are not out already. The office
// and the chair see all of them, others their own.
func (s *Service) Proposals(r store.Reader, p auth.Principal, now time.Time, meeting string) ([]Interested, error) {
	m, err := s.Meeting(r, p, meeting)
	if err != nil {
		return nil, err
	}
	var cases []string
	for i := range m.Items {
		if item := &m.Items[i]; item.State == ItemPlanned || item.State == ItemOpen {
			cases = append(cases, item.Review)
		}
	}
	f, _, err := s.facts(r, p.Person, now, m.Committee, nil, nil)
	if err != nil {
		return nil, err
	}
	list, err := s.interested(r, f, "", cases...)
	if err != nil {
		return nil, err
	}
	may, err := auth.Can(r, p, auth.Meeting, meeting, auth.MeetingEdit)
	return slices.DeleteFunc(list, func(x Interested) bool {
		return m.Item(x.Review).Out(x.Person) || !may[auth.MeetingEdit] && x.Person != p.Person || m.Item(x.Review).Out(p.Person)
	}), err
}

// InterestsIn are the members whose registered interests touch a case, for whoever
// names its reviewers or puts it on an agenda.
func (s *Service) InterestsIn(r store.Reader, p auth.Principal, now time.Time, id string) ([]Interested, error) {
	if err := auth.Allow(r, p, auth.ReviewSchedule, auth.Review, id); err != nil {
		return nil, err
	}
	c, err := s.lookCase(r, id)
	if err != nil {
		return nil, err
	}
	f, _, err := s.facts(r, p.Person, now, c.Committee, nil, nil)
	if err != nil {
		return nil, err
	}
	return s.interested(r, f, c.Region, id)
}
