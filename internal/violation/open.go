package violation

import (
	"slices"
	"strings"
	"unicode/utf8"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Register opens a case.
type Register struct {
	Body     Body   `json:"body"` // for which somebody registers it
	Title    string `json:"title"`
	Source   Source `json:"source"`
	Text     string `json:"text"`
	Unit     string `json:"unit,omitempty"`
	Activity string `json:"activity,omitempty"`
	Reporter string `json:"reporter,omitempty"`
	Head     bool   `json:"head,omitempty"`
	Major    bool   `json:"major,omitempty"`
	Funder   string `json:"funder,omitempty"`
	Key      string `json:"key,omitempty"`
}

// Register decides on the beginning. The rules say who handles it, whoever
// registers it.
func (s State) Register(cmd Register, about About, f Facts) ([]journal.New, error) {
	var wrong errs.List
	b := Opened{Title: f.line(&wrong, "title", cmd.Title), Text: f.text(&wrong, "text", cmd.Text), Source: Source{cmd.Source.Kind, strings.TrimSpace(cmd.Source.Ref), cmd.Source.Record},
		By: cmd.Body, Body: f.Route.Body, Superior: f.Route.Superior, Activity: cmd.Activity, Reporter: cmd.Reporter, About: about}
	if !slices.Contains(f.Codes["case_sources"], cmd.Source.Kind) {
		wrong.Add(errs.Mistake("source", "case.source", "请选择案件来源。", "Say where the case comes from."))
	}
	if b.Source.Ref != "" {
		b.Source.Ref = f.line(&wrong, "source_ref", b.Source.Ref)
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if err := f.routed(); err != nil {
		return nil, err
	}
	b.Moves = f.starts(clockAccept, limitAccept, flow.RoleInvestigator, b.Body.ID)
	return []journal.New{journal.Because(b, append(f.because(limitAccept), f.Route.Grounds...)...)}, nil
}

// routed refuses a case for which the register has no competent body.
func (f Facts) routed() error {
	if f.Route.Body.ID == "" {
		return errs.Refuse("case.no_body", "登记里没有有权查处的部门。请管理员登记单位的主管部门，或者所在地的部门。", "The register has no competent department: an administrator has to enter the unit's department, or one of the place.")
	}
	return nil
}

// NameParty names somebody who is accused: of the register by id, or from outside it
// by name, and better by the number of a document too.
type NameParty struct {
	Case    string `json:"case"`
	Kind    string `json:"kind"`
	Who     string `json:"who,omitempty"`
	Name    string `json:"name,omitempty"`
	Paper   string `json:"paper,omitempty"`
	Number  string `json:"number,omitempty"`
	Unit    string `json:"unit,omitempty"`
	Head    bool   `json:"head,omitempty"` // heads the unit
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// NameParty decides to name somebody. Where the unit or its head turns out to be
// concerned, the case goes to the body above in the same act.
func (s State) NameParty(cmd NameParty, about About, f Facts) ([]journal.New, error) {
	if err := s.allows("case.party_named"); err != nil {
		return nil, err
	}
	if cmd.Kind != Person && cmd.Kind != Unit {
		return nil, errs.Mistake("kind", "case.kind", "请选择个人或者单位。", "Choose a person or a unit.")
	}
	if !f.Someone.Known {
		return nil, errs.Mistake("who", "case.unknown", "请从登记中选择，或者填写姓名、名称。", "Choose from the register, or give a name.")
	}
	if utf8.RuneCountInString(cmd.Name) > maxLine || utf8.RuneCountInString(cmd.Number) > maxLine {
		return nil, errs.Mistake("name", "case.name_long", "姓名、名称和证件号码最多 %d 字。", "A name and the number of a document have at most %d characters.", maxLine)
	}
	x := Party{ID: f.NewID, Kind: cmd.Kind, Who: cmd.Who, Unit: f.Someone.Unit}
	if x.Who == "" {
		if x.Who = f.NewID; cmd.Kind == Unit {
			x.Name = strings.TrimSpace(cmd.Name)
		}
	}
	if slices.ContainsFunc(s.Parties, func(p Party) bool { return p.Who == x.Who }) {
		return nil, errs.Refuse("case.twice", "这个当事人已经在案件里。", "The case names them already.").At("who")
	}
	if x.Who == s.Reporter {
		return nil, errs.Refuse("case.reporter", "举报人不能同时是本案被举报人；自我报告的，按自行发现登记。", "Who reported cannot be accused in the same case; for somebody who reports themselves open a case of the body's own.").At("who")
	}
	if s.Member(x.Who) != nil {
		return nil, errs.Refuse("case.member", "这个人在调查组或者评议专家组里，请先退出。", "They are in the team or on the panel: they have to leave it first.").At("who")
	}
	out := []journal.New{journal.Because(PartyNamed{x}, f.because("report_acceptance")...)}
	if about == s.About || s.Settled {
		return out, nil
	}
	more, err := s.moved(about, lawfulMove, f)
	return append(out, more...), err
}

// lawfulMove is the reason when a case moves by itself.
const lawfulMove = "named: the unit or its head is concerned"

// moved goes to the body that the rules now name; nothing where it is there already.
func (s State) moved(about About, reason string, f Facts) ([]journal.New, error) {
	if err := f.routed(); err != nil {
		return nil, err
	}
	b := Transferred{To: f.Route.Body, Superior: f.Route.Superior, Reason: reason, About: about}
	if b.To != s.Body {
		b.Moves = s.handed(b.To)
	}
	return []journal.New{journal.Because(b, f.Route.Grounds...)}, nil
}

// Part names a part of a case.
type Part struct {
	Case    string `json:"case"`
	ID      string `json:"id"`
	Text    string `json:"text,omitempty"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// DropParty decides to leave somebody out.
func (s State) DropParty(cmd Part) ([]journal.New, error) {
	if err := s.allows("case.party_dropped"); err != nil {
		return nil, err
	}
	x := s.Party(cmd.ID)
	if x == nil {
		return nil, missing("案件里没有这个当事人。", "The case has no such party.")
	}
	b := PartyDropped{ID: x.ID, Who: x.Who}
	if x.Kind == Unit && !slices.ContainsFunc(s.Parties, func(p Party) bool { return p.ID != x.ID && p.Kind == Unit && p.Unit == x.Unit }) {
		b.Unit = x.Unit
	}
	return []journal.New{journal.Because(b)}, nil
}

// Transfer says what came out that makes another body competent.
type Transfer struct {
	Case    string `json:"case"`
	Head    bool   `json:"head,omitempty"`
	Major   bool   `json:"major,omitempty"`
	Funder  string `json:"funder,omitempty"`
	Unit    string `json:"unit,omitempty"` // of those concerned, where it was another
	Reason  string `json:"reason"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Transfer decides to hand the case over to whom the rules name.
func (s State) Transfer(cmd Transfer, about About, f Facts) ([]journal.New, error) {
	if err := s.allows("case.transferred"); err != nil {
		return nil, err
	}
	var wrong errs.List
	reason := f.text(&wrong, "reason", cmd.Reason)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if f.Route.Body == s.Body && f.Route.Body.ID != "" {
		return nil, errs.Refuse("case.competent", "按照管辖规则（%s），本案由您办理，不能移送。", "By the rules of jurisdiction (%s) the case is yours to handle.", f.Route.Cited)
	}
	return s.moved(about, reason, f)
}

// Direct is what a department above does with a case of another body.
type Direct struct {
	Case       string `json:"case"`
	Department string `json:"department"` // for which somebody acts
	Kind       string `json:"kind,omitempty"`
	Unit       string `json:"unit,omitempty"` // that is to handle the case; empty: the department
	Text       string `json:"text"`
	Version    int64  `json:"version"`
	Key        string `json:"key,omitempty"`
}

// Kinds of guidance.
const (
	Remind = "remind"
	Guide  = "guide"
)

// directs is what every act from above needs.
func (s State) directs(event, text string, f Facts) (string, error) {
	if err := s.allows(event); err != nil {
		return "", err
	}
	var wrong errs.List
	text = f.text(&wrong, "text", text)
	if f.Deciding == "" {
		wrong.Add(errs.Mistake("department", "case.department", "请选择以哪个主管部门的名义办理。", "Say for which supervising department you act."))
	}
	return text, wrong.Err()
}

// Guide decides to remind or to guide the body that handles the case.
func (s State) Guide(cmd Direct, f Facts) ([]journal.New, error) {
	text, err := s.directs("case.guided", cmd.Text, f)
	if err != nil {
		return nil, err
	}
	if cmd.Kind != Remind && cmd.Kind != Guide {
		return nil, errs.Mistake("kind", "case.guidance", "请选择督促或者指导。", "Choose whether to remind or to guide.")
	}
	return []journal.New{journal.Because(Guided{By: f.Deciding, Kind: cmd.Kind, Text: text}, f.because("violation_routing")...)}, nil
}

// TakeOver decides that a department handles a grave case itself.
func (s State) TakeOver(cmd Direct, f Facts) ([]journal.New, error) {
	text, err := s.directs("case.taken_over", cmd.Text, f)
	if err != nil {
		return nil, err
	}
	to := Body{Department, f.Deciding}
	if s.Body == to {
		return nil, errs.Refuse("case.ours", "本案已经由本部门办理。", "The department handles this case already.")
	}
	return []journal.New{journal.Because(TakenOver{By: f.Deciding, Superior: f.Route.Superior, Reason: text, Clocks: flow.Clocks{Moves: s.handed(to)}}, f.because("violation_routing")...)}, nil
}

// Designate settles which body handles a case where several claim to be competent,
// or none does.
func (s State) Designate(cmd Direct, f Facts) ([]journal.New, error) {
	text, err := s.directs("case.designated", cmd.Text, f)
	if err != nil {
		return nil, err
	}
	to := f.Route.Body
	if to.ID == "" {
		return nil, errs.Mistake("unit", "case.designate", "请选择归本部门主管的单位，或者留空由本部门办理。", "Choose a unit under the department, or leave it empty for the department itself.")
	}
	if to.Kind == Unit && s.Head && to.ID == s.Unit {
		return nil, errs.Refuse("case.own", "单位或者其负责人涉嫌的，不能由本单位查处（%s）。", "Where a unit or its head is concerned, the unit itself cannot handle the case (%s).", f.cite("violation_routing")).At("unit")
	}
	if to == s.Body {
		return nil, errs.Refuse("case.same_body", "本案已经由它办理。", "It handles this case already.").At("unit")
	}
	return []journal.New{journal.Because(Designated{To: to, Superior: f.Route.Superior, By: f.Deciding, Reason: text, Clocks: flow.Clocks{Moves: s.handed(to)}}, f.because("violation_routing")...)}, nil
}

// Accept takes a report up.
type Accept struct {
	Case    string   `json:"case"`
	Tests   []string `json:"tests"`
	Version int64    `json:"version"`
	Key     string   `json:"key,omitempty"`
}

// Accept decides to take the report up; all four tests have to hold.
func (s State) Accept(cmd Accept, f Facts) ([]journal.New, error) {
	if err := s.allows("case.accepted"); err != nil {
		return nil, err
	}
	if !s.Settled && f.Route.Body != s.Body {
		return nil, errs.Refuse("case.jurisdiction", "按照管辖规则（%s），本案不由您查处，请移送。", "By the rules of jurisdiction (%s) the case is not yours to handle; transfer it.", f.Route.Cited)
	}
	var wrong errs.List
	tests := f.codes(&wrong, "tests", "accept", cmd.Tests)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if len(tests) < len(f.Codes["accept"]) {
		return nil, errs.Mistake("tests", "case.tests", "四项条件都具备的才受理（%s）；不具备的，不予受理并说明理由。", "A report is taken up when all its tests hold (%s); otherwise refuse it and say why.", f.cite("report_acceptance"))
	}
	for _, x := range f.Lacks {
		wrong.Add(errs.Refuse("case.no_rules", "本单位还没有登记“%s”，不能受理案件（%s）。请先在单位页面登记制度的名称、版本和日期。",
			"The unit has not put its %q on file, so it takes up no case (%s). Enter title, version and day on the unit's page first.", x.Text, x.Cited))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if len(s.Parties) == 0 {
		return nil, errs.Refuse("case.nobody", "请先写明被举报的个人或者单位（%s）。", "Name first whom the report is about (%s).", f.cite("report_acceptance"))
	}
	b := TakenUp{Tests: tests, Told: s.told(), Under: f.Under}
	b.Moves = append(s.ends(flow.ClockMeet, clockAccept), f.starts(clockInquiry, limitInquiry, flow.RoleInvestigator, s.Body.ID)...)
	return []journal.New{journal.Because(b, append(f.because("report_acceptance", limitInquiry), f.Route.Grounds...)...)}, nil
}

// Reject refuses a report.
type Reject struct {
	Case    string   `json:"case"`
	Grounds []string `json:"grounds"`
	Reason  string   `json:"reason"`
	Version int64    `json:"version"`
	Key     string   `json:"key,omitempty"`
}

// Reject decides not to take a report up, on a ground of the packs.
func (s State) Reject(cmd Reject, f Facts) ([]journal.New, error) {
	if err := s.allows("case.rejected"); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := Rejected{Grounds: f.codes(&wrong, "grounds", "reject", cmd.Grounds), Reason: f.text(&wrong, "reason", cmd.Reason), Told: s.told()}
	if len(cmd.Grounds) == 0 {
		wrong.Add(errs.Mistake("grounds", "case.ground", "请选择不予受理的理由（%s）。", "Choose on which ground it is not taken up (%s).", f.cite("report_acceptance")))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	b.Moves = s.ends(flow.ClockMeet, clockAccept)
	return []journal.New{journal.Because(b, f.because("report_acceptance", limitAccept)...)}, nil
}

// Check is the result of the preliminary check.
type Check struct {
	Case    string `json:"case"`
	Proceed bool   `json:"proceed"`
	Text    string `json:"text"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Check decides whether there is ground for an inquiry.
func (s State) Check(cmd Check, f Facts) ([]journal.New, error) {
	if err := s.allows("case.checked"); err != nil {
		return nil, err
	}
	var wrong errs.List
	text := f.text(&wrong, "text", cmd.Text)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if cmd.Proceed {
		return []journal.New{journal.Because(Checked{text}, f.because(limitInquiry)...)}, nil
	}
	return []journal.New{journal.Because(Dropped{Text: text, Clocks: flow.Clocks{Moves: s.ends(flow.ClockMeet, clockInquiry)}}, f.because(limitInquiry)...)}, nil
}
