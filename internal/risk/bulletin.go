package risk

import (
	"slices"
	"strings"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// BulletinKind is the kind of the streams of bulletins.
const BulletinKind = "bulletin"

// BulletinStream names the stream of a bulletin.
func BulletinStream(id string) string { return journal.StreamName(BulletinKind, id) }

// Counted is how many there were of one code.
type Counted struct {
	Code      string `json:"code"`
	Raised    int    `json:"raised"`
	Confirmed int    `json:"confirmed"`
	Dismissed int    `json:"dismissed"`
}

// Digest is what the program counted in a period. Nobody types a number.
type Digest struct {
	Signals  []Counted      `json:"signals"`  // by definition
	Warnings map[string]int `json:"warnings"` // issued, by level
	Closed   int            `json:"closed"`   // warnings
	Leads    map[string]int `json:"leads"`    // by kind
}

// What happens to a bulletin.
type (
	Compiled struct {
		BodyKind string       `json:"body_kind"`
		Body     string       `json:"body"`
		Region   string       `json:"region"`
		Title    string       `json:"title"`
		From     calendar.Day `json:"from"`
		Until    calendar.Day `json:"until"`
		Text     string       `json:"text"` // what follows from it; no names
		Digest
	}
	BulletinApproved  struct{}
	BulletinDiscarded struct{}
	Published         struct {
		Open    bool    `json:"open,omitempty"` // to everybody
		Parties []Party `json:"parties,omitempty"`
	}
)

// EventType names the event; so do those below.
func (Compiled) EventType() string          { return "bulletin.compiled" }
func (BulletinApproved) EventType() string  { return "bulletin.approved" }
func (BulletinDiscarded) EventType() string { return "bulletin.discarded" }
func (Published) EventType() string         { return "bulletin.published" }

func bulletinTypes() []journal.Type {
	return []journal.Type{journal.TypeOf[Compiled](), journal.TypeOf[BulletinApproved](), journal.TypeOf[BulletinDiscarded](), journal.TypeOf[Published]()}
}

// The states of a bulletin.
const (
	BulletinNone flow.State = ""
	BulletinMade flow.State = "compiled"
	BulletinGood flow.State = "approved"
	BulletinOut  flow.State = "published"
	BulletinGone flow.State = "discarded"
)

// BulletinTable is the procedure of a bulletin.
var BulletinTable = flow.Table{
	Name: BulletinKind, Start: BulletinNone,
	States: []flow.Info{
		{State: BulletinMade, Text: lang.T("待核准", "To be approved"), Who: flow.RoleDepartment},
		{State: BulletinGood, Text: lang.T("已核准，待发布", "Approved, to be published"), Who: flow.RoleDepartment},
		{State: BulletinOut, Text: lang.T("已发布", "Published"), Who: flow.RoleNobody, Final: true},
		{State: BulletinGone, Text: lang.T("已丢弃", "Discarded"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: BulletinNone, Verb: "compile", Event: "bulletin.compiled", To: BulletinMade, Role: flow.RoleDepartment, Law: law53},
		{From: BulletinMade, Verb: "approve", Event: "bulletin.approved", To: BulletinGood, Role: flow.RoleDepartment, Law: law53},
		{From: BulletinMade, Verb: "discard", Event: "bulletin.discarded", To: BulletinGone, Role: flow.RoleDepartment, Law: practice},
		{From: BulletinGood, Verb: "discard", Event: "bulletin.discarded", To: BulletinGone, Role: flow.RoleDepartment, Law: practice},
		{From: BulletinGood, Verb: "publish", Event: "bulletin.published", To: BulletinOut, Role: flow.RoleDepartment, Law: law53},
	},
}

// Bulletin is one bulletin, folded from its events.
type Bulletin struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Compiled
	Open        bool      `json:"open"`
	Parties     []Party   `json:"parties"`
	PublishedAt time.Time `json:"published_at,omitzero"`
}

// FoldBulletin gives the state that a bulletin's events make.
func FoldBulletin(events []journal.Event) (Bulletin, error) {
	var s Bulletin
	err := journal.Walk(&BulletinTable, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case Compiled:
			s.Compiled = b
		case Published:
			s.Open, s.Parties, s.PublishedAt = b.Open, b.Parties, e.At
		}
		s.ID, s.State, s.Version = e.Subject(), next, e.Version
	})
	return s, err
}

// Compile begins a bulletin; OnBulletin acts on one.
type (
	Compile struct {
		BodyKind string       `json:"body_kind"` // department or unit
		Body     string       `json:"body"`
		Title    string       `json:"title"`
		From     calendar.Day `json:"from"`
		Until    calendar.Day `json:"until"`
		Text     string       `json:"text"`
		Key      string       `json:"key,omitempty"`
	}
	OnBulletin struct {
		Bulletin string  `json:"bulletin"`
		Open     bool    `json:"open,omitempty"`
		Parties  []Party `json:"parties,omitempty"`
		Version  int64   `json:"version"`
		Key      string  `json:"key,omitempty"`
	}
)

// Compile decides to begin a bulletin, with what was counted.
func (s Bulletin) Compile(cmd Compile, region string, count Digest, f Facts) ([]journal.New, error) {
	var wrong errs.List
	if cmd.Title = strings.TrimSpace(cmd.Title); cmd.Title == "" || len([]rune(cmd.Title)) > maxTitle {
		wrong.Add(errs.Mistake("title", "bulletin.title", "请填写标题，最多 %d 字。", "Give it a title of at most %d characters.", maxTitle))
	}
	words, err := text("text", "bulletin.text", cmd.Text)
	wrong = append(wrong, errs.All(err)...)
	_, badFrom := calendar.Parse(string(cmd.From))
	_, badUntil := calendar.Parse(string(cmd.Until))
	if badFrom != nil || badUntil != nil || cmd.Until.Before(cmd.From) || cmd.Until.After(f.Today) {
		wrong.Add(errs.Mistake("until", "bulletin.period", "请填写起止日期；不晚于今天。", "Give the first and the last day, not after today."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Compiled{cmd.BodyKind, cmd.Body, region, cmd.Title, cmd.From, cmd.Until, words, count})}, nil
}

// Approve, Discard and Publish decide what becomes of it.
func (s Bulletin) Approve() ([]journal.New, error) {
	return s.step(BulletinApproved{}, BulletinMade)
}

// Discard throws it away.
func (s Bulletin) Discard() ([]journal.New, error) {
	return s.step(BulletinDiscarded{}, BulletinMade, BulletinGood)
}

// Publish decides to whom it goes.
func (s Bulletin) Publish(cmd OnBulletin, f Facts) ([]journal.New, error) {
	var wrong errs.List
	var to []Party
	if !cmd.Open || len(cmd.Parties) > 0 {
		to = parties(cmd.Parties, f, &wrong)
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return s.step(Published{cmd.Open, to}, BulletinGood)
}

func (s Bulletin) step(body journal.Body, from ...flow.State) ([]journal.New, error) {
	if !slices.Contains(from, s.State) {
		return nil, errs.Refuse("bulletin.state", "通报处于“%s”，不能这样做。", "The bulletin is “%s”, so this cannot be done.", BulletinTable.Info(s.State).Text)
	}
	return []journal.New{journal.Because(body)}, nil
}
