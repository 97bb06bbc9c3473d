package conduct

import (
	"slices"
	"time"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// State is an approved activity, folded from its stream.
type State struct {
	ID        string     `json:"id"` // of the activity
	Version   int64      `json:"version"`
	State     flow.State `json:"state"`
	Review    string     `json:"review"` // the case that approved it
	Committee string     `json:"committee"`
	Unit      string     `json:"unit,omitempty"`
	Leader    string     `json:"leader"`
	Title     string     `json:"title"`
	Region    string     `json:"region,omitempty"`
	Months    int        `json:"months"`           // between follow-ups
	Due       time.Time  `json:"due,omitzero"`     // of the next one
	Closer    bool       `json:"closer,omitempty"` // approved in an emergency
	Listed    []string   `json:"listed,omitempty"`
	Overdue   bool       `json:"overdue,omitempty"` // the follow-up ran out
	Reason    string     `json:"reason,omitempty"`  // why it stopped or ended
	By        string     `json:"by,omitempty"`      // who suspended it
	Anew      string     `json:"anew,omitempty"`    // report whose change has to come as an amendment
	Stopped   string     `json:"stopped,omitempty"` // report whose decision suspended or ended it
	Since     time.Time  `json:"since,omitzero"`    // of the present state
	Reports   []Report   `json:"reports,omitempty"`
}

// Report is one report with what became of it.
type Report struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	Review  string `json:"review"`
	Version int64  `json:"version"` // of the stream, when it was made or last revised
	Content
	By        string    `json:"by"`
	At        time.Time `json:"at,omitzero"`
	Revised   int       `json:"revised,omitempty"` // how often
	Outcome   string    `json:"outcome,omitempty"`
	DecidedAt time.Time `json:"decided_at,omitzero"`
	Taken     bool      `json:"taken,omitempty"` // back, before it was decided
}

// Open reports whether the report waits for a decision.
func (r Report) Open() bool { return r.Outcome == "" && !r.Taken }

// Live reports whether the activity has not ended.
func (s State) Live() bool { return slices.Contains(live(), s.State) }

// Report finds a report by its id, or nil.
func (s *State) Report(id string) *Report {
	i := slices.IndexFunc(s.Reports, func(r Report) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return &s.Reports[i]
}

// open is the open report of a kind, or nil.
func (s *State) open(kind string) *Report {
	i := slices.IndexFunc(s.Reports, func(r Report) bool { return r.Kind == kind && r.Open() })
	if i < 0 {
		return nil
	}
	return &s.Reports[i]
}

// Fold gives the activity that its events make.
func Fold(events []journal.Event) (State, error) {
	var s State
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		s.ID, s.Version = e.Subject(), e.Version
		if s.State != next {
			s.Since = e.At
		}
		s.State = next
		s.apply(e)
	})
	return s, err
}

func (s *State) apply(e journal.Event) {
	switch b := e.Body.(type) {
	case Begun:
		s.Review, s.Committee, s.Unit, s.Leader, s.Title, s.Region = b.Review, b.Committee, b.Unit, b.Leader, b.Title, b.Region
		s.Months, s.Due, s.Closer, s.Listed = b.Months, b.Due, b.Closer, b.Listed
	case FollowedUp:
		s.Months, s.Due, s.Overdue = b.Months, b.Due, false
	case Rescheduled:
		s.Months, s.Due = b.Months, b.Due
	case Suspended:
		s.Reason, s.By, s.Stopped = b.Reason, b.By, b.Report
	case Resumed, Reinstated, Closed:
		s.Reason, s.By, s.Stopped = "", "", ""
	case Lapsed:
		s.Overdue = true
	case Terminated:
		s.Reason, s.Stopped = b.Reason, b.Report
	default:
		s.applyReport(e)
	}
}

func (s *State) applyReport(e journal.Event) {
	switch b := e.Body.(type) {
	case Reported:
		s.Reports = append(s.Reports, Report{ID: b.Report, Kind: b.Kind, Review: b.Review, Version: e.Version, Content: b.Content, By: e.Actor, At: e.At})
		s.owes(b.Report, b.Content)
	case Revised:
		if r := s.Report(b.Report); r != nil {
			r.Content, r.Version = b.Content, e.Version
			r.Revised++
			s.owes(b.Report, b.Content)
		}
	case Withdrawn:
		if r := s.Report(b.Report); r != nil {
			r.Taken = true
		}
	case Decided:
		r := s.Report(b.Report)
		if r == nil {
			return
		}
		switch {
		case b.Outcome == OutcomeAnew:
			s.Anew = b.Report
		case s.Anew == b.Report && r.Outcome == OutcomeAnew: // decided otherwise on appeal
			s.Anew = ""
		}
		r.Outcome, r.DecidedAt = b.Outcome, e.At
	}
}

// owes notes that an amendment is owed: what was reported goes beyond the approval;
// one that changes something is what was asked for.
func (s *State) owes(report string, c Content) {
	switch {
	case len(c.Exceeds) > 0:
		s.Anew = report
	case len(c.Changes) > 0 || s.Anew == report:
		s.Anew = ""
	}
}
