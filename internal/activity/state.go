package activity

import (
	"slices"
	"time"

	"lunheng/internal/assess"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// State is an application, folded from its events.
type State struct {
	ID      string     `json:"id"`
	State   flow.State `json:"state"`
	Version int64      `json:"version"` // number of the last event

	Unit       string `json:"unit"`
	Region     string `json:"region"`
	Leader     string `json:"leader"`
	Origin     string `json:"origin"`
	CopiedFrom string `json:"copied_from"`
	Committee  string `json:"committee"` // of the last submission
	Review     string `json:"review"`    // the case, once the committee has told it

	Fields     Values            `json:"fields"`
	Changes    map[string]Change `json:"changes,omitempty"` // of each field ever filled in
	Team       []Member          `json:"team,omitempty"`    // the leader first
	Files      []File            `json:"files,omitempty"`   // in the order of their coming
	Profile    *assess.Activity  `json:"profile,omitempty"` // nil: not assessed yet
	Assessment *Assessment       `json:"assessment,omitempty"`
	AssessedAt int64             `json:"assessed_at"` // version of the answers
	Parked     []Parked          `json:"parked,omitempty"`
	// HintAnswers are the answers to hints of the screener, by fact, oldest first.
	HintAnswers map[string][]HintAnswer `json:"hint_answers,omitempty"`
	Opinion     *Opinion                `json:"opinion,omitempty"` // of a machine, the last one asked for

	Submissions []Submission `json:"submissions,omitempty"`
	Amendments  []Amendment  `json:"amendments,omitempty"`
	Kept        []Kept       `json:"kept,omitempty"`
	Missing     []Missing    `json:"missing,omitempty"` // what the committee last asked for
	Rereview    bool         `json:"rereview"`          // the changes lead to a second review

	CreatedAt time.Time `json:"created_at,omitzero"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
}

// Kept is a label that somebody put on a version.
type Kept struct {
	Version int64     `json:"version"`
	Label   string    `json:"label"`
	By      string    `json:"by"`
	At      time.Time `json:"at,omitzero"`
}

// Fold derives the application from its events, oldest first.
func Fold(events []journal.Event) (State, error) {
	s := State{Fields: Values{}, Changes: map[string]Change{}}
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		s.State, s.ID, s.Version, s.UpdatedAt = next, e.Subject(), e.Version, e.At
		s.apply(e)
	})
	return s, err
}

// apply takes in the payload of an event.
func (s *State) apply(e journal.Event) {
	switch b := e.Body.(type) {
	case Drafted:
		s.CreatedAt, s.Unit, s.Region, s.Leader, s.Origin, s.CopiedFrom = e.At, b.Unit, b.Region, b.Leader, b.Origin, b.CopiedFrom
		s.Team = []Member{{Person: b.Leader, Role: Leader}}
		s.set(e, b.Fields)
	case Assessed:
		s.Profile, s.Assessment, s.AssessedAt = &b.Profile, &b.Assessment, e.Version
	case Saved:
		s.set(e, b.Fields)
	case ValuesParked:
		s.park(e, b.Fields)
	case ParkDropped:
		s.unpark(b.Field, b.By)
	case HintAnswered:
		if s.HintAnswers == nil {
			s.HintAnswers = map[string][]HintAnswer{}
		}
		s.HintAnswers[b.Fact] = append(s.HintAnswers[b.Fact], HintAnswer{b.Words, b.Reason, e.Actor, e.At})
	case UnitChosen:
		s.Unit, s.Region = b.Unit, b.Region
	case VersionKept:
		s.Kept = append(s.Kept, Kept{e.Version, b.Label, e.Actor, e.At})
	case Discarded:
	default:
		s.applyPeople(e)
		s.applyFiles(e)
		s.applyReview(e)
		s.applyOpinion(e)
	}
}

func (s *State) applyPeople(e journal.Event) {
	switch b := e.Body.(type) {
	case PersonAdded:
		s.remove(b.Person)
		s.Team = append(s.Team, Member(b))
	case PersonRemoved:
		s.remove(b.Person)
	case LeaderChanged:
		s.remove(b.Former)
		s.remove(b.Leader)
		s.Leader = b.Leader
		s.Team = slices.Insert(s.Team, 0, Member{b.Leader, Leader})
		if b.FormerRole != "" {
			s.Team = append(s.Team, Member{b.Former, b.FormerRole})
		}
	}
}

func (s *State) applyFiles(e journal.Event) {
	switch b := e.Body.(type) {
	case FileAttached:
		s.Files = append(s.Files, b.File)
	case FileReplaced:
		for i := range s.Files {
			if s.Files[i].ID == b.Replaces {
				s.Files[i] = b.File
			}
		}
	case FileRemoved:
		s.Files = slices.DeleteFunc(s.Files, func(f File) bool { return f.ID == b.File })
	}
}

func (s *State) applyReview(e journal.Event) {
	switch b := e.Body.(type) {
	case Submitted:
		s.Committee, s.Assessment = b.Committee, &b.Assessment
		s.Missing, s.Rereview = nil, false
		s.Submissions = append(s.Submissions, Submission{N: b.N, Version: e.Version, At: e.At, By: e.Actor, Committee: b.Committee,
			Mandate: b.Mandate, Region: b.Region, Hash: b.Hash, Event: e.ID, Claim: b.Claim})
	case TakenUp:
		s.Review, s.Missing, s.Rereview = b.Review, nil, false
	case Returned:
		s.Review, s.Missing = b.Review, b.Missing
	case ChangesAsked:
		s.Review, s.Missing, s.Rereview = b.Review, b.Points, b.Rereview
	case Amended:
		s.set(e, b.Fields)
		s.Files = b.files(s.Files)
		s.Amendments = append(s.Amendments, Amendment{N: b.N, Version: e.Version, At: e.At, Report: b.Report, Review: b.Review, Hash: b.Hash})
	case Approved:
		s.Review = b.Review
	case Rejected:
		s.Review = b.Review
	case Exempted:
		s.Review = b.Review
	case ExemptionEnded: // what is handed in next is another case
		s.Review, s.Missing = "", nil
		if b.Reason != "" {
			s.Missing = []Missing{{Text: b.Reason}}
		}
	case Withdrawn:
		s.Review = b.Review
	}
}

// set takes new values in. Whoever sets a field has chosen: what the same
// person had parked there is settled.
func (s *State) set(e journal.Event, fields Values) {
	for code, v := range fields {
		s.Fields[code] = v
		if v.IsEmpty() {
			delete(s.Fields, code)
		}
		s.Changes[code] = Change{e.Version, e.Actor, e.At}
		s.unpark(code, e.Actor)
	}
}

func (s *State) park(e journal.Event, fields Values) {
	for code, v := range fields {
		s.unpark(code, e.Actor)
		s.Parked = append(s.Parked, Parked{code, e.Actor, v, e.At})
	}
	slices.SortFunc(s.Parked, comparePark)
}

func comparePark(a, b Parked) int {
	if a.Field != b.Field {
		return compareText(a.Field, b.Field)
	}
	return compareText(a.By, b.By)
}

func (s *State) unpark(field, by string) {
	s.Parked = slices.DeleteFunc(s.Parked, func(p Parked) bool { return p.Field == field && p.By == by })
}

func (s *State) remove(person string) {
	s.Team = slices.DeleteFunc(s.Team, func(m Member) bool { return m.Person == person })
}

// Exists reports whether there is such an application.
func (s State) Exists() bool { return s.Version > 0 }

// Editable reports whether the applicant has the file.
func (s State) Editable() bool { return s.State == StateDraft || s.State == StateCorrecting }

// Title is what the application is called; empty while nobody has named it.
func (s State) Title() string { return s.Fields[TitleField].String() }

// File returns a present file by its id.
func (s State) File(id string) (File, bool) {
	i := slices.IndexFunc(s.Files, func(f File) bool { return f.ID == id })
	if i < 0 {
		return File{}, false
	}
	return s.Files[i], true
}

// FilesOf returns the files of a field.
func (s State) FilesOf(field string) []File {
	return slices.DeleteFunc(slices.Clone(s.Files), func(f File) bool { return f.Field != field })
}

// Member returns somebody of the team.
func (s State) Member(person string) (Member, bool) {
	i := slices.IndexFunc(s.Team, func(m Member) bool { return m.Person == person })
	if i < 0 {
		return Member{}, false
	}
	return s.Team[i], true
}

// Filled lists the fields that hold something, files included, sorted.
func (s State) Filled() []string {
	var out []string
	for code := range s.Fields {
		out = append(out, code)
	}
	for _, f := range s.Files {
		out = append(out, f.Field)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// editable refuses when the applicant does not have the file.
func (s State) editable() error {
	if s.Editable() {
		return nil
	}
	return errs.New(errs.Refused, "activity.closed", lang.T(
		"申请当前处于“%s”，不能修改。您填写的内容还在页面上；可以复制为新的草稿。",
		"The application is %q and can't be changed now. What you typed is still on the page; you can copy it into a new draft."),
		Table.Info(s.State).Text)
}
