package gate

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// ClockEnds runs until the next piece of evidence that counts loses its force.
const ClockEnds = "gate_ends"

// State is the gate of an activity, folded from its stream.
type State struct {
	ID      string     `json:"id"` // of the activity
	Version int64      `json:"version"`
	State   flow.State `json:"state"`

	Answered bool         `json:"answered"` // the leader has said what else is involved
	Involves []string     `json:"involves,omitempty"`
	Papers   []Evidence   `json:"papers,omitempty"`
	Project  calendar.Day `json:"project,omitempty"` // when the project was approved
	Day      calendar.Day `json:"day,omitempty"`     // when the work began
	Met      []Held       `json:"met,omitempty"`     // what held at the start
	Used     int          `json:"used,omitzero"`     // animals
	Uses     []Use        `json:"uses,omitempty"`
	Ends     calendar.Day `json:"ends,omitempty"` // for which the clock runs
}

// Use is an entry about animals that were used.
type Use struct {
	AnimalsUsed
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// Standing is what became of a piece of evidence.
type Standing string

// The standings.
const (
	Waiting  Standing = "waiting" // for the committee's secretary or chair
	InForce  Standing = "accepted"
	SentBack Standing = "returned"
	Revoked  Standing = "withdrawn"
	Replaced Standing = "replaced" // by a later one
)

// Evidence is a piece of evidence with what became of it.
type Evidence struct {
	N int `json:"n"`
	Paper
	Standing Standing     `json:"standing"`
	By       string       `json:"by"`
	At       time.Time    `json:"at"`
	Judge    string       `json:"judge,omitempty"`
	JudgedAt time.Time    `json:"judged_at,omitzero"`
	Words    string       `json:"words,omitempty"` // note or reasons
	Lost     calendar.Day `json:"lost,omitempty"`  // when it was taken back
}

// Fold gives the gate that its events make.
func Fold(id string, events []journal.Event) (State, error) {
	s := State{ID: id}
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		s.apply(e)
		s.State, s.Version = next, e.Version
	})
	return s, err
}

// Paper is a piece of evidence by its number, or nil.
func (s State) Paper(n int) *Evidence {
	if n < 1 || n > len(s.Papers) {
		return nil
	}
	return &s.Papers[n-1]
}

// Counts is the accepted evidence for a condition, or nil.
func (s State) Counts(code, place string) *Evidence { return s.last(code, place, InForce) }

// last is the newest evidence for a condition that stands like this.
func (s State) last(code, place string, as Standing) *Evidence {
	for i := len(s.Papers) - 1; i >= 0; i-- {
		if e := &s.Papers[i]; e.Condition == code && e.Place == place && e.Standing == as {
			return e
		}
	}
	return nil
}

// Animals is how many may be used.
func (s State) Animals() int {
	if e := s.Counts(conditionAnimals, ""); e != nil {
		return e.Count
	}
	return 0
}

// allows refuses an event that is not legal in the present state.
func (s State) allows(event string) error {
	if Table.Allows(s.State, event) {
		return nil
	}
	return errs.New(errs.Refused, "gate.state", lang.T("活动目前“%s”，不能这样处理。", "The activity is in the state “%s”, which does not allow this."), Table.Info(s.State).Text)
}

func (s *State) apply(e journal.Event) {
	for _, move := range flow.MovesOf(e.Body) {
		s.Ends = ""
		if move.Op == flow.ClockStart {
			s.Ends = calendar.Of(move.Due)
		}
	}
	switch b := e.Body.(type) {
	case Declared:
		s.Answered, s.Involves = true, b.Involves
	case HandedIn:
		s.replace(b.Condition, b.Place, Waiting, SentBack)
		s.Papers = append(s.Papers, Evidence{N: b.N, Paper: b.Paper, Standing: Waiting, By: e.Actor, At: e.At})
	case Accepted:
		p := s.Papers[b.N-1]
		s.replace(p.Condition, p.Place, InForce, Revoked)
		s.judge(e, b.N, InForce, b.Note)
	case Returned:
		s.judge(e, b.N, SentBack, b.Reasons)
	case Withdrawn:
		s.judge(e, b.N, Revoked, b.Reasons)
		s.Papers[b.N-1].Lost = b.Day
	case ProjectApproved:
		s.Project = b.Day
	case Started:
		s.Day, s.Met = b.Day, b.Met
	case AnimalsUsed:
		s.Used += b.Count
		s.Uses = append(s.Uses, Use{b, e.Actor, e.At})
	}
}

// replace says that evidence standing like this is of the past.
func (s *State) replace(code, place string, as ...Standing) {
	for _, is := range as {
		if e := s.last(code, place, is); e != nil {
			e.Standing = Replaced
		}
	}
}

func (s *State) judge(e journal.Event, n int, as Standing, words string) {
	p := &s.Papers[n-1]
	p.Standing, p.Judge, p.JudgedAt, p.Words = as, e.Actor, e.At, words
}
