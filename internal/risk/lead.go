package risk

import (
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// LeadKind and IntakeKind are kinds of streams.
const (
	LeadKind   = "lead"
	IntakeKind = "import"
)

// LeadStream names the stream of a lead.
func LeadStream(id string) string { return journal.StreamName(LeadKind, id) }

// IntakeStream names the stream of an import.
func IntakeStream(id string) string { return journal.StreamName(IntakeKind, id) }

// Kinds of leads.
const (
	Retraction = "retraction"
	Incident   = "incident"
	Horizon    = "horizon" // written by hand: what comes
)

// Place is an institution that a lead names, and which unit it is.
type Place struct {
	N     int    `json:"n"` // counts within the lead
	Name  string `json:"name"`
	Unit  string `json:"unit,omitempty"` // the unit; where a person is asked, the one that it may be
	State string `json:"state"`          // see below
}

// How an institution stands to the register of units.
const (
	Matched = "matched"
	Asked   = "ask"  // a person has to say
	Nobody  = "none" // not a unit of the register
)

// What happens to a lead.
type (
	// Noted takes something from outside in. It names no person.
	Noted struct {
		Kind    string       `json:"kind"`
		Origin  string       `json:"origin,omitempty"` // of an import: source and number
		Body    string       `json:"body,omitempty"`   // department that noted it; empty: imported on the machine
		Title   string       `json:"title"`
		Text    string       `json:"text,omitempty"`
		Day     calendar.Day `json:"day"`
		Reasons []string     `json:"reasons,omitempty"` // codes of retraction_reasons, or kinds of risk
		Weight  int          `json:"weight"`
		Places  []Place      `json:"places,omitempty"`
	}
	// PlaceMatched says which unit an institution is; none: not one of the register.
	PlaceMatched struct {
		N    int    `json:"n"`
		Unit string `json:"unit,omitempty"`
	}
	LeadAssessed struct {
		Text   string `json:"text"`
		Answer string `json:"answer"` // what is proposed to be done
	}
	LeadSetAside struct {
		Reason string `json:"reason"`
	}
)

// EventType names the event; so do those below.
func (Noted) EventType() string        { return "lead.noted" }
func (PlaceMatched) EventType() string { return "lead.matched" }
func (LeadAssessed) EventType() string { return "lead.assessed" }
func (LeadSetAside) EventType() string { return "lead.set_aside" }

func leadTypes() []journal.Type {
	return []journal.Type{journal.TypeOf[Noted](), journal.TypeOf[PlaceMatched](), journal.TypeOf[LeadAssessed](), journal.TypeOf[LeadSetAside](),
		journal.TypeOf[IntakeBegun](), journal.TypeOf[PartTaken](), journal.TypeOf[IntakeEnded](), journal.TypeOf[IntakeFailed]()}
}

// The states of a lead.
const (
	LeadNone     flow.State = ""
	LeadNoted    flow.State = "noted"
	LeadSeen     flow.State = "assessed"
	LeadDropped  flow.State = "set_aside"
	maxTitle                = 500
	maxPlaces               = 50
	horizonValue            = 1
)

// LeadTable is the procedure of a lead.
var LeadTable = flow.Table{
	Name: LeadKind, Start: LeadNone,
	States: []flow.Info{
		{State: LeadNoted, Text: lang.T("待研判", "To be assessed"), Who: flow.RoleDepartment},
		{State: LeadSeen, Text: lang.T("已研判", "Assessed"), Who: flow.RoleNobody},
		{State: LeadDropped, Text: lang.T("不予考虑", "Set aside"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: LeadNone, Verb: "note", Event: "lead.noted", To: LeadNoted, Role: flow.RoleDepartment, Law: law53},
		{From: LeadNoted, Verb: "match", Event: "lead.matched", To: LeadNoted, Role: flow.RoleDepartment, Law: law53},
		{From: LeadSeen, Verb: "match", Event: "lead.matched", To: LeadSeen, Role: flow.RoleDepartment, Law: law53},
		{From: LeadNoted, Verb: "assess", Event: "lead.assessed", To: LeadSeen, Role: flow.RoleDepartment, Law: law53},
		{From: LeadSeen, Verb: "assess", Event: "lead.assessed", To: LeadSeen, Role: flow.RoleDepartment, Law: law53},
		{From: LeadNoted, Verb: "set aside", Event: "lead.set_aside", To: LeadDropped, Role: flow.RoleDepartment, Law: practice},
		{From: LeadSeen, Verb: "set aside", Event: "lead.set_aside", To: LeadDropped, Role: flow.RoleDepartment, Law: practice},
	},
}

// Lead is one lead, folded from its events.
type Lead struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Noted
	Assessment string `json:"assessment,omitempty"`
	Answer     string `json:"answer,omitempty"`
	Reason     string `json:"reason,omitempty"` // why it was set aside
}

// FoldLead gives the state that a lead's events make.
func FoldLead(events []journal.Event) (Lead, error) {
	var s Lead
	err := journal.Walk(&LeadTable, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case Noted:
			s.Noted = b
			s.Places = slices.Clone(b.Places)
		case PlaceMatched:
			if p := s.place(b.N); p != nil {
				p.Unit, p.State = b.Unit, Matched
				if b.Unit == "" {
					p.State = Nobody
				}
			}
		case LeadAssessed:
			s.Assessment, s.Answer = b.Text, b.Answer
		case LeadSetAside:
			s.Reason = b.Reason
		}
		s.ID, s.State, s.Version = e.Subject(), next, e.Version
	})
	return s, err
}

func (s *Lead) place(n int) *Place {
	if i := slices.IndexFunc(s.Places, func(p Place) bool { return p.N == n }); i >= 0 {
		return &s.Places[i]
	}
	return nil
}

// Write notes something by hand; OnLead acts on a lead.
type (
	Write struct {
		Department string       `json:"department"`
		Title      string       `json:"title"`
		Text       string       `json:"text"`
		Day        calendar.Day `json:"day"`
		Kinds      []string     `json:"kinds,omitempty"` // of risk
		Key        string       `json:"key,omitempty"`
	}
	OnLead struct {
		Lead    string `json:"lead"`
		N       int    `json:"n,omitempty"`    // institution
		Unit    string `json:"unit,omitempty"` // it is; empty: none of the register
		Text    string `json:"text,omitempty"`
		Answer  string `json:"answer,omitempty"`
		Reason  string `json:"reason,omitempty"`
		Version int64  `json:"version"`
		Key     string `json:"key,omitempty"`
	}
)

// Write decides to note something by hand.
func (s Lead) Write(cmd Write, f Facts) ([]journal.New, error) {
	var wrong errs.List
	title := strings.TrimSpace(cmd.Title)
	if title == "" || len([]rune(title)) > maxTitle {
		wrong.Add(errs.Mistake("title", "lead.title", "请填写标题，最多 %d 字。", "Give it a title of at most %d characters.", maxTitle))
	}
	words, err := text("text", "lead.text", cmd.Text)
	wrong = append(wrong, errs.All(err)...)
	if _, err := calendar.Parse(string(cmd.Day)); err != nil || cmd.Day.After(f.Today) {
		wrong.Add(errs.Mistake("day", "lead.day", "请填写日期，不晚于今天。", "Give the day; it is not after today."))
	}
	for _, k := range cmd.Kinds {
		if _, ok := f.Set.Item(listKinds, k); !ok {
			wrong.Add(errs.Mistake("kinds", "lead.kind", "没有“%s”这一类风险。", "There is no kind of risk %q.", k))
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Noted{Kind: Horizon, Body: cmd.Department, Title: title, Text: words, Day: cmd.Day, Reasons: cmd.Kinds, Weight: horizonValue})}, nil
}

// going refuses what was set aside.
func (s Lead) going() error {
	if s.State == LeadDropped {
		return errs.Refuse("lead.set_aside", "这条线索已经不予考虑。", "This was set aside.")
	}
	return nil
}

// Match decides which unit an institution is.
func (s Lead) Match(cmd OnLead) ([]journal.New, error) {
	if err := s.going(); err != nil {
		return nil, err
	}
	p := s.place(cmd.N)
	if p == nil {
		return nil, missing("lead.place", "线索里没有这个机构。", "It names no such institution.")
	}
	if p.State == Matched && p.Unit == cmd.Unit || p.State == Nobody && cmd.Unit == "" {
		return nil, errs.Refuse("lead.same", "已经是这样登记的。", "It stands like that already.")
	}
	return []journal.New{journal.Because(PlaceMatched{cmd.N, cmd.Unit})}, nil
}

// Assess decides what a lead means and what should be done.
func (s Lead) Assess(cmd OnLead) ([]journal.New, error) {
	if err := s.going(); err != nil {
		return nil, err
	}
	var wrong errs.List
	words, err := text("text", "lead.assessment", cmd.Text)
	wrong = append(wrong, errs.All(err)...)
	answer, err := text("answer", "lead.answer", cmd.Answer)
	wrong = append(wrong, errs.All(err)...)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(LeadAssessed{words, answer})}, nil
}

// SetAside decides that a lead leads nowhere. It counts no more.
func (s Lead) SetAside(cmd OnLead) ([]journal.New, error) {
	if err := s.going(); err != nil {
		return nil, err
	}
	reason, err := text("reason", "lead.reason", cmd.Reason)
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(LeadSetAside{reason})}, nil
}
