package coordination

import (
	"slices"
	"strings"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// SessionKind is the kind of the streams of meetings.
const SessionKind = "session"

// Point is one item of an agenda, and what was decided on it.
type Point struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Text     string   `json:"text,omitempty"`
	By       string   `json:"by,omitempty"` // the member that raised it; empty: the office
	Decision string   `json:"decision,omitempty"`
	Tasks    []string `json:"tasks,omitempty"` // that the decision made
}

// What happens to a meeting.
type (
	SessionPlanned struct {
		Mechanism string    `json:"mechanism"`
		Title     string    `json:"title"`
		At        time.Time `json:"at"`
		Place     string    `json:"place"`
	}
	SessionMoved struct {
		At     time.Time `json:"at"`
		Place  string    `json:"place"`
		Reason string    `json:"reason"`
	}
	PointPut struct {
		ID    string `json:"id"`
		Title string `json:"title"`
		Text  string `json:"text,omitempty"`
		By    string `json:"by,omitempty"`
	}
	PointDropped struct {
		ID string `json:"id"`
	}
	SessionCalled struct {
		Members []string `json:"members"` // that are called
	}
	SessionHeld struct {
		Present []string `json:"present"`
	}
	PointDecided struct {
		Point string `json:"point"`
		Text  string `json:"text"`
		Task  string `json:"task,omitempty"`
	}
	SessionMinuted struct {
		Text string `json:"text"`
	}
	SessionCancelled struct {
		Reason string `json:"reason"`
	}
)

// EventType names the event; so do those below.
func (SessionPlanned) EventType() string   { return "session.planned" }
func (SessionMoved) EventType() string     { return "session.moved" }
func (PointPut) EventType() string         { return "session.point_put" }
func (PointDropped) EventType() string     { return "session.point_dropped" }
func (SessionCalled) EventType() string    { return "session.called" }
func (SessionHeld) EventType() string      { return "session.held" }
func (PointDecided) EventType() string     { return "session.decided" }
func (SessionMinuted) EventType() string   { return "session.minuted" }
func (SessionCancelled) EventType() string { return "session.cancelled" }

// The states of a meeting.
const (
	SessionSet  flow.State = "planned"
	SessionSent flow.State = "called"
	SessionOpen flow.State = "held"
	SessionOver flow.State = "minuted"
	SessionOff  flow.State = "cancelled"
)

// SessionTable is the procedure of a meeting.
var SessionTable = flow.Table{
	Name: SessionKind, Start: "",
	States: []flow.Info{
		{State: SessionSet, Text: lang.T("筹备中", "Being prepared"), Who: flow.RoleDepartment},
		{State: SessionSent, Text: lang.T("已通知", "Called"), Who: flow.RoleDepartment},
		{State: SessionOpen, Text: lang.T("已召开，待纪要", "Held, minutes to come"), Who: flow.RoleDepartment},
		{State: SessionOver, Text: lang.T("已印发纪要", "Minutes issued"), Who: flow.RoleNobody, Final: true},
		{State: SessionOff, Text: lang.T("已取消", "Cancelled"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: "", Verb: "plan", Event: "session.planned", To: SessionSet, Role: flow.RoleDepartment, Law: law1},
		{From: SessionSet, Verb: "move", Event: "session.moved", To: SessionSet, Role: flow.RoleDepartment, Law: house},
		{From: SessionSent, Verb: "move", Event: "session.moved", To: SessionSent, Role: flow.RoleDepartment, Law: house},
		{From: SessionSet, Verb: "put", Event: "session.point_put", To: SessionSet, Role: flow.RoleDepartment, Law: "SHENYANG-MEASURES 3(2)"},
		{From: SessionSent, Verb: "put", Event: "session.point_put", To: SessionSent, Role: flow.RoleDepartment, Law: "SHENYANG-MEASURES 3(2)"},
		{From: SessionSet, Verb: "drop", Event: "session.point_dropped", To: SessionSet, Role: flow.RoleDepartment, Law: house},
		{From: SessionSent, Verb: "drop", Event: "session.point_dropped", To: SessionSent, Role: flow.RoleDepartment, Law: house},
		{From: SessionSet, Verb: "call", Event: "session.called", To: SessionSent, Role: flow.RoleDepartment, Law: house},
		{From: SessionSent, Verb: "hold", Event: "session.held", To: SessionOpen, Role: flow.RoleDepartment, Law: law1},
		{From: SessionOpen, Verb: "decide", Event: "session.decided", To: SessionOpen, Role: flow.RoleDepartment, Law: law1},
		{From: SessionOpen, Verb: "minute", Event: "session.minuted", To: SessionOver, Role: flow.RoleDepartment, Law: house},
		{From: SessionSet, Verb: "cancel", Event: "session.cancelled", To: SessionOff, Role: flow.RoleDepartment, Law: house},
		{From: SessionSent, Verb: "cancel", Event: "session.cancelled", To: SessionOff, Role: flow.RoleDepartment, Law: house},
	},
}

// Session is one meeting, folded from its events.
type Session struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	SessionPlanned
	Points  []Point  `json:"points"`
	Called  []string `json:"called"`
	Present []string `json:"present"`
	Minutes string   `json:"minutes,omitempty"`
	Reason  string   `json:"reason,omitempty"` // of the move or the cancellation
}

// In is the mechanism that meets.
func (s Session) In() string { return s.Mechanism }

// Seen is the version of its stream; so on every state of this package.
func (s Session) Seen() int64 { return s.Version }

// Point is one item of the agenda, or nil.
func (s *Session) Point(id string) *Point {
	if i := slices.IndexFunc(s.Points, func(p Point) bool { return p.ID == id }); i >= 0 {
		return &s.Points[i]
	}
	return nil
}

// FoldSession gives the meeting that its events make.
func FoldSession(events []journal.Event) (Session, error) {
	var s Session
	err := journal.Walk(&SessionTable, events, func(e journal.Event, next flow.State) {
		s.ID = e.Subject()
		switch b := e.Body.(type) {
		case SessionPlanned:
			s.SessionPlanned = b
		case SessionMoved:
			s.At, s.Place, s.Reason = b.At, b.Place, b.Reason
		case PointPut:
			s.Points = append(s.Points, Point{ID: b.ID, Title: b.Title, Text: b.Text, By: b.By})
		case PointDropped:
			s.Points = slices.DeleteFunc(s.Points, func(p Point) bool { return p.ID == b.ID })
		case SessionCalled:
			s.Called = b.Members
		case SessionHeld:
			s.Present = b.Present
		case PointDecided:
			if p := s.Point(b.Point); p != nil {
				p.Decision = b.Text
				if b.Task != "" {
					p.Tasks = append(p.Tasks, b.Task)
				}
			}
		case SessionMinuted:
			s.Minutes = b.Text
		case SessionCancelled:
			s.Reason = b.Reason
		}
		s.State, s.Version = next, e.Version
	})
	return s, err
}

// PlanSession prepares a meeting, or gives it another time and place.
type PlanSession struct {
	Mechanism string    `json:"mechanism,omitempty"`
	Session   string    `json:"session,omitempty"`
	Title     string    `json:"title,omitempty"`
	At        time.Time `json:"at"`
	Place     string    `json:"place"`
	Reason    string    `json:"reason,omitempty"`
	Version   int64     `json:"version,omitempty"`
	Key       string    `json:"key,omitempty"`
}

func (c PlanSession) when(wrong *errs.List, f Facts) {
	if c.At.Before(f.Today.Start()) {
		wrong.Add(errs.Mistake("at", "session.at", "请填写今天或者以后的时间。", "Give a time, today or later."))
	}
}

// Plan decides on a new meeting.
func (s Session) Plan(cmd PlanSession, f Facts) ([]journal.New, error) {
	var wrong errs.List
	b := SessionPlanned{Mechanism: cmd.Mechanism, Title: line(&wrong, "title", cmd.Title), At: cmd.At.UTC(), Place: line(&wrong, "place", cmd.Place)}
	cmd.when(&wrong, f)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}

// Move decides on another time or place.
func (s Session) Move(cmd PlanSession, f Facts) ([]journal.New, error) {
	if err := step(&SessionTable, s.State, SessionMoved{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := SessionMoved{At: cmd.At.UTC(), Place: line(&wrong, "place", cmd.Place), Reason: words(&wrong, "reason", cmd.Reason)}
	cmd.when(&wrong, f)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}

// Put raises an item: the office does, or a member that brings a problem before the
// meeting.
type Put struct {
	Session string `json:"session"`
	Title   string `json:"title"`
	Text    string `json:"text,omitempty"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Put decides on an item of the agenda.
func (s Session) Put(cmd Put, f Facts) ([]journal.New, error) {
	if err := step(&SessionTable, s.State, PointPut{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := PointPut{ID: f.NewID, Title: line(&wrong, "title", cmd.Title)}
	if strings.TrimSpace(cmd.Text) != "" {
		b.Text = words(&wrong, "text", cmd.Text)
	}
	if !f.Office {
		b.By = f.member()
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}

// DropPoint takes an item off the agenda.
type DropPoint struct {
	Session string `json:"session"`
	Point   string `json:"point"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Drop decides on it.
func (s Session) Drop(cmd DropPoint, f Facts) ([]journal.New, error) {
	if err := step(&SessionTable, s.State, PointDropped{}); err != nil {
		return nil, err
	}
	if s.Point(cmd.Point) == nil {
		return nil, missing()
	}
	return f.because(PointDropped{cmd.Point}), nil
}

// Call decides to send the agenda to all members.
func (s Session) Call(f Facts) ([]journal.New, error) {
	if err := step(&SessionTable, s.State, SessionCalled{}); err != nil {
		return nil, err
	}
	if len(s.Points) == 0 {
		return nil, errs.Refuse("session.agendaless", "会议还没有议题。", "The meeting has no agenda yet.")
	}
	return f.because(SessionCalled{f.Members}), nil
}

// Hold says who was there.
type Hold struct {
	Session string   `json:"session"`
	Present []string `json:"present"`
	Version int64    `json:"version"`
	Key     string   `json:"key,omitempty"`
}

// Hold decides that the meeting took place.
func (s Session) Hold(cmd Hold, now time.Time, f Facts) ([]journal.New, error) {
	if err := step(&SessionTable, s.State, SessionHeld{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := SessionHeld{f.known(&wrong, "present", cmd.Present)}
	if len(b.Present) == 0 {
		wrong.Add(errs.Mistake("present", "session.nobody", "请选择到会的成员单位。", "Say which members were there."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if now.Before(s.At) {
		return nil, errs.Refuse("session.early", "会议还没有到开始的时间。", "The meeting has not begun yet.")
	}
	return f.because(b), nil
}

// Decide records what was decided on an item; with a lead department it makes a task.
type Decide struct {
	Session string `json:"session"`
	Point   string `json:"point"`
	Text    string `json:"text"`
	// Task is what follows from it; without a lead, nothing does.
	Task    Wanted `json:"task,omitzero"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Decide decides on the record of a decision.
func (s Session) Decide(cmd Decide, task string, f Facts) ([]journal.New, error) {
	if err := step(&SessionTable, s.State, PointDecided{}); err != nil {
		return nil, err
	}
	p := s.Point(cmd.Point)
	if p == nil {
		return nil, missing()
	}
	var wrong errs.List
	b := PointDecided{Point: p.ID, Text: words(&wrong, "text", cmd.Text), Task: task}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}

// Minute decides on the minutes; nothing is decided after them.
func (s Session) Minute(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&SessionTable, s.State, SessionMinuted{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := SessionMinuted{words(&wrong, "text", cmd.Text)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}

// Cancel decides that there will be no meeting.
func (s Session) Cancel(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&SessionTable, s.State, SessionCancelled{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := SessionCancelled{words(&wrong, "text", cmd.Text)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(b), nil
}
