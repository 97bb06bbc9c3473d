package recheck

import (
	"slices"
	"time"

	"lunheng/internal/draw"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
)

// ClockAnswer is the time in which the department answers (article 31).
const ClockAnswer = "expert_recheck"

// State is one re-review, folded from its stream.
type State struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`

	Review      string    `json:"review"`
	Activity    string    `json:"activity"`
	Committee   string    `json:"committee"`
	Unit        string    `json:"unit"`
	Applicant   string    `json:"applicant"`
	Department  string    `json:"department"`
	Title       string    `json:"title"`
	Number      string    `json:"number"`
	Application int64     `json:"application"`
	Listed      []string  `json:"listed"`
	Fields      []string  `json:"fields,omitempty"`
	AI          bool      `json:"ai,omitempty"`
	Region      string    `json:"region,omitempty"`
	Items       []Item    `json:"items"`
	Missing     []Missing `json:"missing,omitempty"` // of the last return
	Note        string    `json:"note,omitempty"`
	AppliedAt   time.Time `json:"applied_at,omitzero"`
	AcceptedAt  time.Time `json:"accepted_at,omitzero"`
	Due         time.Time `json:"due,omitzero"` // while the clock runs

	Draws      *draw.Announcement `json:"draw,omitempty"` // the last one announced
	Announced  string             `json:"announced,omitempty"`
	AnnouncedT time.Time          `json:"announced_at,omitzero"`
	Drawn      *PanelDrawn        `json:"drawn,omitempty"`
	DrawnAt    time.Time          `json:"drawn_at,omitzero"`
	People     []Named            `json:"people,omitempty"` // behind the pseudonyms; the department's secret
	Barred     []Barred           `json:"barred,omitempty"`
	Panel      []Expert           `json:"panel,omitempty"` // who left included
	Out        []Barred           `json:"out,omitempty"`   // stepped out in any draw
	Opinion    *review.Opinion    `json:"opinion,omitempty"`
	AnsweredAt time.Time          `json:"answered_at,omitzero"`
}

// Expert is a place on the panel.
type Expert struct {
	Ref     string    `json:"ref"`
	Person  string    `json:"person,omitempty"`
	Denied  bool      `json:"denied"` // has declared that there is no interest
	Left    string    `json:"left,omitempty"`
	Nature  string    `json:"nature,omitempty"`
	Finding *Finding  `json:"finding,omitempty"`
	At      time.Time `json:"at,omitzero"` // of the finding
}

// Fold gives the re-review that its events make.
func Fold(events []journal.Event) (State, error) {
	var s State
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		s.apply(e)
		s.State, s.Version = next, e.Version
	})
	return s, err
}

// Open reports whether the re-review is under way.
func (s State) Open() bool { return slices.Contains(openStates(), s.State) }

// Sitting are the experts on the panel now.
func (s State) Sitting() []Expert {
	return slices.DeleteFunc(slices.Clone(s.Panel), func(e Expert) bool { return e.Left != "" })
}

// Seat is the place of somebody who sits, or nil.
func (s State) Seat(person string) *Expert {
	for i := range s.Panel {
		if e := &s.Panel[i]; e.Person == person && e.Left == "" {
			return e
		}
	}
	return nil
}

// Counts says how many of the panel agree, and how many do not.
func (s State) Counts() (agree, disagree int) {
	for _, e := range s.Sitting() {
		switch {
		case e.Finding == nil:
		case e.Finding.Agrees:
			agree++
		default:
			disagree++
		}
	}
	return agree, disagree
}

// Outside is a re-review as those see it who may not know the experts.
func (s State) Outside() State {
	s.People, s.Barred, s.Panel, s.Out, s.Drawn = nil, nil, nil, nil, nil
	return s
}

// allows refuses an event that is not legal in the present state.
func (s State) allows(event string) error {
	if Table.Allows(s.State, event) {
		return nil
	}
	if s.State == StateNone {
		return errs.New(errs.NotFound, "recheck.missing", lang.T("没有这项复核。", "There is no such re-review."))
	}
	return errs.New(errs.Refused, "recheck.state", lang.T(
		"复核目前的状态是“%s”，不能这样处理。", "The re-review is in the state “%s”, which does not allow this."), Table.Info(s.State).Text)
}

func (s *State) apply(e journal.Event) {
	for _, move := range flow.MovesOf(e.Body) {
		s.Due = move.Due // zero when it ends
	}
	switch b := e.Body.(type) {
	case Applied:
		due := s.Due
		*s = State{ID: e.Subject(), Review: b.Review, Activity: b.Activity, Committee: b.Committee, Unit: b.Unit, Applicant: b.Applicant,
			Department: b.Department, Title: b.Title, Number: b.Number, Application: b.Application, Listed: b.Listed, Fields: b.Fields,
			AI: b.AI, Region: b.Region, Items: b.Items, AppliedAt: e.At, Due: due}
	case Returned:
		s.Missing, s.Note = b.Items, b.Note
	case Completed:
		s.Items, s.Missing, s.Note = b.Items, nil, ""
	case Accepted:
		s.AcceptedAt = e.At
	case FedBack:
		o := b.Opinion
		s.Opinion, s.AnsweredAt = &o, e.At
	default:
		s.applyPanel(e)
	}
}

// applyPanel takes in what happens to the panel.
func (s *State) applyPanel(e journal.Event) {
	switch b := e.Body.(type) {
	case CandidatesListed:
		s.People, s.Barred = b.People, b.Barred
	case DrawAnnounced:
		a := b.Announcement
		s.Draws, s.Announced, s.AnnouncedT, s.Drawn, s.Panel = &a, e.ID, e.At, nil, nil
	case PanelDrawn:
		s.Drawn, s.DrawnAt = &b, e.At
		for _, ref := range b.Panel {
			s.Panel = append(s.Panel, Expert{Ref: ref, Person: s.person(ref)})
		}
	case InterestDenied:
		s.expert(b.Ref).Denied = true
	case ExpertReplaced:
		s.leave(b.Ref, b.Why, b.Nature)
		s.Panel = append(s.Panel, Expert{Ref: b.Next, Person: s.person(b.Next)})
	case PanelBroken:
		s.leave(b.Ref, b.Why, b.Nature)
	case OpinionGiven:
		x := s.expert(b.Ref)
		f := b.Finding
		x.Finding, x.At = &f, e.At
	}
}

func (s *State) leave(ref, why, nature string) {
	x := s.expert(ref)
	x.Left, x.Nature, x.Finding = why, nature, nil
	s.Out = append(s.Out, Barred{Person: x.Person, Reason: why})
}

// expert is the place of a pseudonym; one that nobody has is thrown away.
func (s *State) expert(ref string) *Expert {
	for i := range s.Panel {
		if s.Panel[i].Ref == ref {
			return &s.Panel[i]
		}
	}
	return &Expert{}
}

func (s *State) person(ref string) string {
	for _, p := range s.People {
		if p.Ref == ref {
			return p.Person
		}
	}
	return ""
}
