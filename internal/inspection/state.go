package inspection

import (
	"fmt"
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// State is one visit, folded from its stream.
type State struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Planned
	Members     []Member        `json:"members"` // of the team, who left included
	Day         calendar.Day    `json:"day,omitempty"`
	Note        string          `json:"note,omitempty"`
	Unannounced string          `json:"unannounced,omitempty"`
	Points      []string        `json:"points,omitempty"`
	Answers     []PointAnswered `json:"answers,omitempty"` // the last of each point
	Records     []Record        `json:"records,omitempty"` // taken up; the last version of each
	Findings    []Finding       `json:"findings"`
	Summary     string          `json:"summary,omitempty"`
	Reported    time.Time       `json:"reported_at,omitzero"`
	CommentDue  time.Time       `json:"comment_due,omitzero"`
	Comments    []Commented     `json:"comments,omitempty"` // on the present draft
	Conclusion  string          `json:"conclusion,omitempty"`
	SignedAt    time.Time       `json:"signed_at,omitzero"`
	SignedBy    string          `json:"signed_by,omitempty"` // person
	Orders      []Held          `json:"orders"`
	ReferredTo  []Referred      `json:"referred,omitempty"`
	Answered    []Feedback      `json:"answered,omitempty"` // by funders
	Reason      string          `json:"reason,omitempty"`   // of the cancellation
}

// Feedback is a funder's answer to what was handed over.
type Feedback struct {
	FunderAnswered
	At time.Time `json:"at"`
}

// Member is an inspector of the team.
type Member struct {
	Person string `json:"person"`
	Denied bool   `json:"denied"`           // said that they have no interest
	Left   string `json:"left,omitempty"`   // why; empty: goes
	Nature string `json:"nature,omitempty"` // of the interest
}

// Finding is what was found, and where.
type Finding struct {
	FindingAdded
	Dropped string    `json:"dropped,omitempty"` // why; empty: stands
	At      time.Time `json:"at"`
	By      string    `json:"by"` // person
}

// Held is an order and what became of it.
type Held struct {
	Order
	Round    int             `json:"round"` // from 1; each renewal is another
	Evidence []EvidenceGiven `json:"evidence,omitempty"`
	Since    int             `json:"since"` // pieces of evidence that an earlier round had
	Closed   bool            `json:"closed"`
	Note     string          `json:"note,omitempty"` // of the last judgement
}

// Overdue reports whether an order is open after its last day.
func (h Held) Overdue(day calendar.Day) bool { return !h.Closed && h.Due < day }

// Shown reports whether there is evidence of this round.
func (h Held) Shown() bool { return len(h.Evidence) > h.Since }

func (h Held) clock() string { return fmt.Sprintf("order-%d", h.N) }

// Fold gives the visit that its events make.
func Fold(events []journal.Event) (State, error) {
	var s State
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		s.ID = e.Subject()
		s.apply(e)
		s.State, s.Version = next, e.Version
	})
	return s, err
}

func (s *State) apply(e journal.Event) {
	switch b := e.Body.(type) {
	case Planned:
		s.Planned = b
		for _, n := range b.Team {
			s.Members = append(s.Members, Member{Person: n.Person})
		}
	case InterestDenied:
		s.Member(b.Person).Denied = true
	case InspectorReplaced:
		m := s.Member(b.Person)
		m.Left, m.Nature = b.Why, b.Nature
		s.Members = append(s.Members, Member{Person: b.Next})
	case Notified:
		s.Day, s.Note = b.Day, b.Note
	case Opened:
		s.Day, s.Unannounced, s.Points = b.Day, b.Unannounced, b.Points
	case Cancelled:
		s.Reason = b.Reason
	default:
		s.applyVisit(e)
		s.applyAfter(e)
	}
}

// applyVisit takes in what happens on the spot.
func (s *State) applyVisit(e journal.Event) {
	switch b := e.Body.(type) {
	case PointAnswered:
		s.Answers = append(slices.DeleteFunc(s.Answers, func(a PointAnswered) bool { return a.Point == b.Point }), b)
	case RecordTakenUp:
		s.Records = append(slices.DeleteFunc(s.Records, func(r Record) bool { return r.Kind == b.Kind && r.ID == b.ID }), b.Record)
	case FindingAdded:
		s.Findings = append(s.Findings, Finding{FindingAdded: b, At: e.At, By: e.Actor})
	case FileAdded:
		f := s.Finding(b.Finding)
		f.Files = append(slices.Clone(f.Files), b.File)
	case FindingDropped:
		s.Finding(b.N).Dropped = b.Reason
	}
}

// applyAfter takes in what follows the visit.
func (s *State) applyAfter(e journal.Event) {
	switch b := e.Body.(type) {
	case Reported:
		s.Summary, s.Reported, s.Comments = b.Summary, e.At, nil
		for _, m := range b.Moves {
			s.CommentDue = m.Due
		}
	case Commented:
		s.Comments = append(s.Comments, b)
	case Signed:
		s.Conclusion, s.SignedAt, s.SignedBy = b.Conclusion, e.At, e.Actor
		for _, o := range b.Orders {
			s.Orders = append(s.Orders, Held{Order: o, Round: 1})
		}
	case EvidenceGiven:
		o := s.Order(b.Order)
		o.Evidence = append(o.Evidence, b)
	case OrderExtended:
		s.Order(b.Order).Due = b.Due
	case OrderClosed:
		o := s.Order(b.Order)
		o.Closed, o.Note = true, b.Note
	case OrderRenewed:
		o := s.Order(b.Order)
		o.Due, o.Note, o.Round, o.Since = b.Due, b.Reason, o.Round+1, len(o.Evidence)
	case Referred:
		s.ReferredTo = append(s.ReferredTo, b)
	case FunderAnswered:
		s.Answered = append(s.Answered, Feedback{b, e.At})
	}
}

// Member is an inspector who goes, or nil.
func (s *State) Member(person string) *Member {
	if i := slices.IndexFunc(s.Members, func(m Member) bool { return m.Person == person && m.Left == "" }); i >= 0 {
		return &s.Members[i]
	}
	return nil
}

// Going are the people of the team.
func (s State) Going() []string {
	var out []string
	for _, m := range s.Members {
		if m.Left == "" {
			out = append(out, m.Person)
		}
	}
	return out
}

// Finding is one finding by its number, or nil.
func (s *State) Finding(n int) *Finding {
	if n < 1 || n > len(s.Findings) {
		return nil
	}
	return &s.Findings[n-1]
}

// Standing are the findings that were not dropped.
func (s State) Standing() []Finding {
	return slices.DeleteFunc(slices.Clone(s.Findings), func(f Finding) bool { return f.Dropped != "" })
}

// Order is one order by the number of its finding, or nil.
func (s *State) Order(n int) *Held {
	if i := slices.IndexFunc(s.Orders, func(o Held) bool { return o.N == n }); i >= 0 {
		return &s.Orders[i]
	}
	return nil
}

// OpenOrders are those that are not closed.
func (s State) OpenOrders() []Held {
	return slices.DeleteFunc(slices.Clone(s.Orders), func(o Held) bool { return o.Closed })
}

// Answer is what was said to a point; empty: nothing yet.
func (s State) Answer(point string) PointAnswered {
	if i := slices.IndexFunc(s.Answers, func(a PointAnswered) bool { return a.Point == point }); i >= 0 {
		return s.Answers[i]
	}
	return PointAnswered{}
}

// Unanswered is how many points are left.
func (s State) Unanswered() int { return len(s.Points) - len(s.Answers) }

// Files are all files of the visit, in the order in which they came.
func (s State) Files() []*blob.Kept {
	var out []*blob.Kept
	for _, f := range s.Findings {
		out = append(out, f.Files...)
	}
	for _, c := range s.Comments {
		out = append(out, c.Files...)
	}
	for _, o := range s.Orders {
		for _, e := range o.Evidence {
			out = append(out, e.Files...)
		}
	}
	return out
}

// allows refuses an event that is not legal in the present state.
func (s State) allows(event string) error {
	if Table.Allows(s.State, event) {
		return nil
	}
	if s.State == StateNone {
		return errs.New(errs.NotFound, "inspection.missing", lang.T("没有这次检查。", "There is no such inspection."))
	}
	return errs.Refuse("inspection.state", "检查目前的状态是“%s”，不能这样处理。", "The inspection is in the state “%s”, which does not allow this.", Table.Info(s.State).Text)
}
