package violation

import (
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Write is a text about a case: the plan, the reason of an extension, and the like.
type Write struct {
	Case    string `json:"case"`
	Text    string `json:"text"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// MakePlan decides how the inquiry is held.
func (s State) MakePlan(cmd Write, f Facts) ([]journal.New, error) { // a later plan takes the place of the one before
	text, err := s.writes("case.planned", cmd.Text, f)
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Planned{text}, f.because("inquiry_panel_min")...)}, nil
}

func (s State) writes(event, text string, f Facts) (string, error) {
	if err := s.allows(event); err != nil {
		return "", err
	}
	var wrong errs.List
	text = f.text(&wrong, "text", text)
	return text, wrong.Err()
}

// NameMember names somebody for the team or the panel.
type NameMember struct {
	Case    string `json:"case"`
	Person  string `json:"person"`
	Role    string `json:"role"` // Team or Peer
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// NameMember decides who inquires or judges. Whoever is accused, reported, works on
// the case otherwise or comes from the accused's unit stays out of the panel.
func (s State) NameMember(cmd NameMember, f Facts) ([]journal.New, error) {
	if err := s.allows("case.member_named"); err != nil {
		return nil, err
	}
	if cmd.Role != Team && cmd.Role != Peer {
		return nil, errs.Mistake("role", "case.role", "请选择调查组或者评议专家组。", "Choose the team or the panel.")
	}
	if !f.Someone.Known {
		return nil, errs.Mistake("person", "case.unknown", "请从登记中选择人员。", "Choose somebody of the register.")
	}
	if why := f.Involved[cmd.Person]; why == "accused" || why == "reporter" || cmd.Role == Peer && why != "" {
		return nil, errs.Refuse("case.conflict", "%s，不能参加（%s）。", "They cannot take part: %s (%s).", barred[why], f.cite("inquiry_panel_min")).At("person")
	}
	if slices.ContainsFunc(s.Members, func(m Member) bool { return m.Person == cmd.Person && (m.Left == "" || m.Left == "interest") }) {
		return nil, errs.Refuse("case.member_twice", "已经参加，或者因利益关系退出。", "They take part already, or left because of an interest.").At("person")
	}
	if cmd.Role == Peer && f.Someone.Unit != "" && s.accusedUnit(f.Someone.Unit) && s.ofUnit() >= f.Own {
		return nil, errs.Refuse("case.own_unit", "评议专家组中来自被调查人单位的最多 %d 人（%s）。", "At most %d of the panel may come from the accused's unit (%s).", f.Own, f.cite("inquiry_own_unit_max")).At("person")
	}
	return []journal.New{journal.Because(MemberNamed{Person: cmd.Person, Role: cmd.Role, Unit: f.Someone.Unit}, f.because("inquiry_panel_min")...)}, nil
}

var barred = map[string]lang.Text{
	"accused": lang.T("是被调查人", "accused in the case"), "reporter": lang.T("是举报人", "who reported it"), "officer": lang.T("代表办案方办理本案", "an officer of the body that handles it"), "team": lang.T("在调查组里", "in the team"),
}

func (s State) accusedUnit(unit string) bool {
	return slices.ContainsFunc(s.Parties, func(p Party) bool { return p.Unit == unit })
}

// ofUnit counts who of the panel comes from an accused's unit.
func (s State) ofUnit() int {
	return len(slices.DeleteFunc(s.In(Peer), func(m Member) bool { return m.Unit == "" || !s.accusedUnit(m.Unit) }))
}

// Leave decides that a member leaves.
func (s State) Leave(cmd Part, f Facts) ([]journal.New, error) {
	text, err := s.writes("case.member_left", cmd.Text, f)
	if err != nil {
		return nil, err
	}
	if s.Member(cmd.ID) == nil {
		return nil, missing("案件里没有这个成员。", "The case has no such member.")
	}
	return []journal.New{journal.Because(MemberLeft{Person: cmd.ID, Reason: text})}, nil
}

// Declare is a peer's word about their interests.
type Declare struct {
	Case     string `json:"case"`
	Conflict bool   `json:"conflict"`
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

// Declare takes a member's own word; whoever has an interest is out at once.
func (s State) Declare(cmd Declare, f Facts) ([]journal.New, error) {
	if err := s.allows("case.interest_declared"); err != nil {
		return nil, err
	}
	m := s.Member(f.Actor)
	if m == nil || m.Role != Peer {
		return nil, errs.Refuse("case.no_peer", "只有评议专家声明利益、提出意见。", "This is for the peers of the panel.")
	}
	return []journal.New{journal.Because(InterestDeclared{Person: f.Actor, Conflict: cmd.Conflict}, f.because("inquiry_panel_min")...)}, nil
}

// Assess is a peer's opinion.
type Assess struct {
	Case    string `json:"case"`
	Breach  bool   `json:"breach"`
	Reasons string `json:"reasons"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Assess takes the opinion of a peer who declared no interest.
func (s State) Assess(cmd Assess, f Facts) ([]journal.New, error) {
	if err := s.allows("case.assessed"); err != nil {
		return nil, err
	}
	m := s.Member(f.Actor)
	if m == nil || m.Role != Peer {
		return nil, errs.Refuse("case.no_peer", "只有评议专家声明利益、提出意见。", "This is for the peers of the panel.")
	}
	if !m.Declared {
		return nil, errs.Refuse("case.undeclared", "请先声明有无利益关系（%s）。", "Declare first whether you have an interest (%s).", f.cite("inquiry_panel_min"))
	}
	var wrong errs.List
	b := Assessed{Person: f.Actor, Breach: cmd.Breach, Reasons: f.text(&wrong, "reasons", cmd.Reasons)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(b, f.because("inquiry_panel_min")...)}, nil
}

// Interview is a talk with a party or a witness.
type Interview struct {
	Case    string       `json:"case"`
	Party   string       `json:"party,omitempty"`
	By      []string     `json:"by"` // of the team, or who enters it
	Day     calendar.Day `json:"day"`
	Place   string       `json:"place"`
	Summary string       `json:"summary"`
	Upload  *blob.Upload `json:"upload,omitempty"`
	Record  *blob.Kept   `json:"-"`
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// Interview decides to record a talk; two have to hold it.
func (s State) Interview(cmd Interview, f Facts) ([]journal.New, error) {
	if err := s.allows("case.interviewed"); err != nil {
		return nil, err
	}
	var wrong errs.List
	by := slices.Compact(slices.Sorted(slices.Values(cmd.By)))
	if len(by) < f.Talks {
		wrong.Add(errs.Refuse("case.interviewers", "谈话由不少于 %d 人进行（%s），只有 %d 人的不能记录。", "An interview is held by at least %d people (%s); %d are not enough to record it.", f.Talks, f.cite("inquiry_interviewers_min"), len(by)).At("by"))
	}
	for _, person := range by {
		if m := s.Member(person); person != f.Actor && (m == nil || m.Role != Team) || f.Involved[person] == "accused" || f.Involved[person] == "reporter" {
			wrong.Add(errs.Mistake("by", "case.interviewer", "谈话人须是调查组成员或者记录人本人。", "Who interviews is of the team, or enters the record."))
			break
		}
	}
	if cmd.Party != "" && s.Party(cmd.Party) == nil {
		wrong.Add(errs.Mistake("party", "case.party", "请选择谈话对象。", "Choose who was interviewed."))
	}
	f.day(&wrong, "day", cmd.Day)
	b := Interviewed{ID: f.NewID, Party: cmd.Party, By: by, Day: cmd.Day, Place: f.line(&wrong, "place", cmd.Place), Summary: f.text(&wrong, "summary", cmd.Summary), Record: cmd.Record}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(b, f.because("inquiry_interviewers_min")...)}, nil
}

// Secure takes a thing or a paper as evidence.
type Secure struct {
	Case    string       `json:"case"`
	Label   string       `json:"label"`
	Source  string       `json:"source"`
	Day     calendar.Day `json:"day"`
	Place   string       `json:"place"`
	Upload  *blob.Upload `json:"upload,omitempty"`
	File    *blob.Kept   `json:"-"`
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// Secure decides to take evidence; who enters it answers for it.
func (s State) Secure(cmd Secure, f Facts) ([]journal.New, error) {
	if err := s.allows("case.evidence_added"); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := EvidenceAdded{ID: f.NewID, Label: f.line(&wrong, "label", cmd.Label), Source: f.line(&wrong, "source", cmd.Source), Taker: f.Actor, Day: cmd.Day, Place: f.line(&wrong, "place", cmd.Place), File: cmd.File}
	f.day(&wrong, "day", cmd.Day)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(b, f.because("report_acceptance")...)}, nil
}

// Hand gives evidence into other hands.
type Hand struct {
	Case    string       `json:"case"`
	ID      string       `json:"id"`
	To      string       `json:"to"` // a person of the register
	Day     calendar.Day `json:"day"`
	Reason  string       `json:"reason"`
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// Hand decides to note who holds a piece of evidence now.
func (s State) Hand(cmd Hand, f Facts) ([]journal.New, error) {
	if err := s.allows("case.evidence_moved"); err != nil {
		return nil, err
	}
	x := s.Exhibit(cmd.ID)
	if x == nil {
		return nil, missing("案件里没有这份证据。", "The case has no such evidence.")
	}
	var wrong errs.List
	f.day(&wrong, "day", cmd.Day)
	if last := x.since(); cmd.Day < last {
		wrong.Add(errs.Mistake("day", "case.chain", "不能早于上一次经手的日期 %s。", "It cannot lie before %s, when it last changed hands.", string(last)))
	}
	b := EvidenceMoved{ID: x.ID, From: x.Holder, To: cmd.To, Day: cmd.Day, Reason: f.line(&wrong, "reason", cmd.Reason)}
	if !f.Someone.Known || cmd.To == x.Holder {
		wrong.Add(errs.Mistake("person", "case.hand", "请选择接收证据的人，不能是现在的保管人。", "Choose who takes it; they cannot be who holds it now."))
	}
	if why := f.Involved[cmd.To]; why == "accused" || why == "reporter" {
		wrong.Add(errs.Refuse("case.conflict", "%s，不能参加（%s）。", "They cannot take part: %s (%s).", barred[why], f.cite("inquiry_panel_min")).At("person"))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(b)}, nil
}

// since is the day on which evidence last changed hands.
func (x Evidence) since() calendar.Day {
	if n := len(x.Moves); n > 0 {
		return x.Moves[n-1].Day
	}
	return x.Day
}

// Pause takes an interim measure.
type Pause struct {
	Case    string `json:"case"`
	Code    string `json:"code"`
	Reason  string `json:"reason"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Pause decides to stop an activity or payments while the inquiry runs.
func (s State) Pause(cmd Pause, f Facts) ([]journal.New, error) {
	if err := s.allows("case.interim_taken"); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := InterimTaken{ID: f.NewID, Code: cmd.Code, Activity: s.Activity, Reason: f.text(&wrong, "reason", cmd.Reason)}
	if !slices.Contains(f.Codes["interim_measures"], cmd.Code) {
		wrong.Add(errs.Mistake("code", "case.code", "请从列出的项目中选择。", "Choose from what is listed."))
	}
	if slices.Contains(f.Paid, cmd.Code) && s.Activity == "" {
		wrong.Add(errs.Refuse("case.no_activity", "本案没有对应的科技活动，不能暂停。", "The case is about no activity that could be stopped.").At("code"))
	}
	if slices.ContainsFunc(s.Interim, func(m Interim) bool { return m.Code == cmd.Code && m.Until.IsZero() }) {
		wrong.Add(errs.Refuse("case.paused", "这项临时措施已经采取。", "This measure stands already.").At("code"))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(b, f.because("interim_measures")...)}, nil
}

// Lift decides to end an interim measure.
func (s State) Lift(cmd Part, f Facts) ([]journal.New, error) {
	text, err := s.writes("case.interim_lifted", cmd.Text, f)
	if err != nil {
		return nil, err
	}
	m := s.InterimOf(cmd.ID)
	if m == nil {
		return nil, missing("没有这项临时措施，或者已经解除。", "There is no such measure, or it was lifted.")
	}
	return []journal.New{journal.Because(InterimLifted{m.ID, m.Code, text}, f.because("interim_measures")...)}, nil
}

// Extend decides to give the inquiry more time, once.
func (s State) Extend(cmd Write, f Facts) ([]journal.New, error) {
	text, err := s.writes("case.extended", cmd.Text, f)
	if err != nil {
		return nil, err
	}
	if s.Extended != "" {
		return nil, errs.Refuse("case.extended", "调查期限只能延长一次（%s）。", "The time of an inquiry can be extended only once (%s).", f.cite(limitMore))
	}
	m, ok := f.Limits[limitMore]
	if _, running := s.Running[clockInquiry]; !ok || !running {
		return nil, errs.Refuse("case.no_limit", "没有可以延长的期限。", "There is no time limit to extend.")
	}
	m.Clock, m.Op = clockInquiry, flow.ClockExtend
	return []journal.New{journal.Because(Extended{Reason: text, Clocks: flow.Clocks{Moves: []flow.ClockMove{m}}}, f.because(limitMore)...)}, nil
}
