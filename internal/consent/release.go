package consent

import (
	"slices"
	"strings"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// ReleaseKind is the kind of stream of a release check: what is looked at
// before sensitive results are published.
const ReleaseKind = "release"

// ReleaseStream names the stream of a release check.
func ReleaseStream(id string) string { return journal.StreamName(ReleaseKind, id) }

// The states of a release check.
const (
	ReleaseAsked   flow.State = "asked"
	ReleaseChange  flow.State = "change"
	ReleaseAllowed flow.State = "allowed"
	ReleaseRefused flow.State = "refused"
)

const lawRelease = "OPINIONS-2022 3.4"

// ReleaseTable is the procedure of a release check.
var ReleaseTable = flow.Table{
	Name: ReleaseKind, Start: StateNone,
	States: []flow.Info{
		{State: ReleaseAsked, Text: lang.T("待确认", "To be confirmed"), Who: flow.RoleUnit},
		{State: ReleaseChange, Text: lang.T("须修改", "To be changed"), Who: flow.RoleApplicant},
		{State: ReleaseAllowed, Text: lang.T("可以发布", "May be published"), Who: flow.RoleNobody, Final: true},
		{State: ReleaseRefused, Text: lang.T("不得发布", "Must not be published"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "ask", Event: "release.asked", To: ReleaseAsked, Role: flow.RoleApplicant, Law: lawRelease},
		{From: ReleaseChange, Verb: "ask", Event: "release.asked", To: ReleaseAsked, Role: flow.RoleApplicant, Law: lawRelease},
		{From: ReleaseAsked, Verb: "confirm", Event: "release.allowed", To: ReleaseAllowed, Role: flow.RoleUnit, Law: lawRelease},
		{From: ReleaseAsked, Verb: "confirm", Event: "release.change_asked", To: ReleaseChange, Role: flow.RoleUnit, Law: lawRelease},
		{From: ReleaseAsked, Verb: "confirm", Event: "release.refused", To: ReleaseRefused, Role: flow.RoleUnit, Law: lawRelease},
	},
}

// Checked is what the team says to one point.
type Checked struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// Asked brings results before who confirms.
type Asked struct {
	Activity  string    `json:"activity"`
	Unit      string    `json:"unit"`
	Committee string    `json:"committee"`
	Title     string    `json:"title"` // of the results
	Where     string    `json:"where"`
	Who       string    `json:"who"` // confirms: committee, unit
	Checks    []Checked `json:"checks"`
}

// The three answers.
type (
	// ReleaseAllowedEvent lets the results be published.
	ReleaseAllowedEvent struct {
		Note string `json:"note,omitempty"`
	}
	// ReleaseChangeAsked wants changes first.
	ReleaseChangeAsked struct {
		Note string `json:"note"`
	}
	// ReleaseRefusedEvent forbids it.
	ReleaseRefusedEvent struct {
		Note string `json:"note"`
	}
)

// EventType names the event; so do those below.
func (Asked) EventType() string               { return "release.asked" }
func (ReleaseAllowedEvent) EventType() string { return "release.allowed" }
func (ReleaseChangeAsked) EventType() string  { return "release.change_asked" }
func (ReleaseRefusedEvent) EventType() string { return "release.refused" }

// Release is one release check, folded from its stream.
type Release struct {
	Asked
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Note    string     `json:"note,omitempty"` // of who confirms
	AskedAt time.Time  `json:"asked_at"`
	EndedAt time.Time  `json:"ended_at,omitzero"`
}

// FoldRelease gives the check that its events make.
func FoldRelease(events []journal.Event) (Release, error) {
	var s Release
	err := journal.Walk(&ReleaseTable, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case Asked:
			s.Asked, s.ID, s.AskedAt, s.Note = b, e.Subject(), e.At, ""
		case ReleaseAllowedEvent:
			s.Note, s.EndedAt = b.Note, e.At
		case ReleaseChangeAsked:
			s.Note = b.Note
		case ReleaseRefusedEvent:
			s.Note, s.EndedAt = b.Note, e.At
		}
		s.State, s.Version = next, e.Version
	})
	return s, err
}

// AskRelease asks whether results may be published. Release names a check that
// is to be answered anew; empty: a new one.
type AskRelease struct {
	Activity string    `json:"activity"`
	Release  string    `json:"release,omitempty"`
	Title    string    `json:"title"`
	Where    string    `json:"where"`
	Checks   []Checked `json:"checks"`
	Key      string    `json:"key,omitempty"`
}

// ReleaseFacts are what asking rests on.
type ReleaseFacts struct {
	Approved  bool
	Unit      string
	Committee string
	Who       string       // confirms; empty: nobody has to
	Exceeds   []lang.Text  // what goes beyond the approval
	Points    []rules.Item // that are checked for this activity
	Grounds   []flow.Ground
}

// Ask decides to bring results before who confirms; every point is answered.
func (s Release) Ask(cmd AskRelease, f ReleaseFacts) ([]journal.New, error) {
	switch {
	case !ReleaseTable.Allows(s.State, "release.asked"):
		return nil, errs.Refuse("release.state", "这项核对的状态是“%s”。", "This check is in the state “%s”.", ReleaseTable.Info(s.State).Text)
	case !f.Approved:
		return nil, errs.Refuse("release.not_approved", "活动尚未获批准，没有可以发布的成果。", "The work is not approved, so it has no results to publish.")
	case f.Who == "":
		return nil, errs.Refuse("release.needless", "这项活动不涉及敏感成果，发布前不需要核对。", "Nothing about this work is sensitive; its results need no check before they are published.")
	}
	if err := f.within(); err != nil {
		return nil, err
	}
	var wrong errs.List
	out := Asked{Activity: cmd.Activity, Unit: f.Unit, Committee: f.Committee, Title: strings.TrimSpace(cmd.Title), Where: strings.TrimSpace(cmd.Where), Who: f.Who}
	if out.Title == "" {
		wrong.Add(errs.Mistake("title", "release.title", "请写明成果的名称。", "Say what is to be published."))
	}
	if out.Where == "" {
		wrong.Add(errs.Mistake("where", "release.where", "请写明在哪里、以什么形式发布。", "Say where and in which form."))
	}
	for _, point := range f.Points {
		i := slices.IndexFunc(cmd.Checks, func(c Checked) bool { return c.Code == point.Code && strings.TrimSpace(c.Text) != "" })
		if i < 0 {
			wrong.Add(errs.Mistake("check."+point.Code, "release.check", "请说明：%s。", "Say how this holds: %s.", point.Text))
			continue
		}
		out.Checks = append(out.Checks, Checked{Code: point.Code, Text: strings.TrimSpace(cmd.Checks[i].Text)})
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(out, f.Grounds...)}, nil
}

// within refuses while what is done goes beyond what was approved.
func (f ReleaseFacts) within() error {
	var wrong errs.List
	for _, what := range f.Exceeds {
		wrong.Add(errs.Refuse("release.exceeded", "超出批准的范围：%s。请先提出修正案并获批准（加强科技伦理治理的意见 三（四））。", "Beyond what was approved: %s. Have an amendment approved first (Opinions 2022, III (4)).", what))
	}
	return wrong.Err()
}

// ConfirmRelease is the answer of who confirms.
type ConfirmRelease struct {
	Release string `json:"release"`
	Result  string `json:"result"` // code of the pack's list release_results
	Note    string `json:"note"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Confirm decides what becomes of the results.
func (s Release) Confirm(cmd ConfirmRelease, f ReleaseFacts) ([]journal.New, error) {
	if !ReleaseTable.Allows(s.State, "release.allowed") {
		return nil, errs.Refuse("release.state", "这项核对的状态是“%s”。", "This check is in the state “%s”.", ReleaseTable.Info(s.State).Text)
	}
	note := strings.TrimSpace(cmd.Note)
	if note == "" && cmd.Result != "allow" {
		return nil, errs.Mistake("note", "release.note", "请写明理由或者须修改的内容。", "Give the reasons, or what has to be changed.")
	}
	switch cmd.Result {
	case "allow":
		if err := f.within(); err != nil {
			return nil, err
		}
		return []journal.New{journal.Because(ReleaseAllowedEvent{note})}, nil
	case "change":
		return []journal.New{journal.Because(ReleaseChangeAsked{note})}, nil
	case "refuse":
		return []journal.New{journal.Because(ReleaseRefusedEvent{note})}, nil
	}
	return nil, errs.Mistake("result", "release.result", "请选择结论。", "Choose what it ends in.")
}
