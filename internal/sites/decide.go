package sites

import (
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/sites/parcel"
)

// Invite has a unit take part in an activity: one of this house with its
// committee, or one of another installation.
type Invite struct {
	Activity  string `json:"activity"`
	Unit      string `json:"unit"`
	Committee string `json:"committee"`
	Peer      string `json:"peer"` // empty: the unit is of this house
	PartyKey  string `json:"party_key"`
	PartyName string `json:"party_name"`
	Key       string `json:"key,omitempty"`
}

// Invite decides to invite (article 21).
func (s State) Invite(f Facts) ([]journal.New, error) {
	switch {
	case f.Closed:
		return nil, errs.Refuse("sites.invite.over", "牵头委员会没有批准此项目，或者项目已经结束。", "The lead's committee has not approved the work, or it is over.")
	case f.Taken:
		return nil, errs.Mistake("unit", "sites.invite.twice", "该单位已经是参与单位。", "This unit takes part already.")
	case f.Site.Party.Key == f.Site.Lead.Key:
		return nil, errs.Mistake("unit", "sites.invite.lead", "牵头单位不能同时是参与单位。", "The lead is not a participant as well.")
	}
	return []journal.New{journal.Because(Invited{f.Site}, f.Grounds...)}, nil
}

// GiveInput is what a site brings in for itself.
type GiveInput struct {
	Site         string   `json:"site"`
	Investigator string   `json:"investigator"`
	Contact      string   `json:"contact"`
	Conditions   []string `json:"conditions"`
	Version      int64    `json:"version"`
	Key          string   `json:"key,omitempty"`
}

// GiveInput decides to take it; it is about the version that the site has before it.
func (s State) GiveInput(cmd GiveInput, f Facts) ([]journal.New, error) {
	if err := s.allows("site.input_given"); err != nil {
		return nil, err
	}
	v := f.Newest
	if s.Way == WayIn {
		v = s.Has
	}
	var wrong errs.List
	if v.Hash == "" {
		wrong.Add(errs.Refuse("sites.input.early", "申请还没有提交。", "The application has not been handed in yet."))
	}
	if s.Way != WayOut && !f.Known[cmd.Investigator] {
		wrong.Add(errs.Mistake("investigator", "sites.input.investigator", "请选择本单位的负责人。", "Choose who answers for the work at this site."))
	}
	if s.Way != WayOut && !f.Known[cmd.Contact] {
		wrong.Add(errs.Mistake("contact", "sites.input.contact", "请选择受试者可以联系的人。", "Choose whom people who take part can ask."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	in := Input{Investigator: cmd.Investigator, Contact: cmd.Contact, Conditions: filled(cmd.Conditions), Version: v}
	return []journal.New{journal.Because(InputGiven{in}, f.Grounds...)}, nil
}

// Words are a comment, or a reason.
type Words struct {
	Site    string `json:"site"`
	Text    string `json:"text"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Comment decides to note a word between the sides.
func (s State) Comment(cmd Words, f Facts) ([]journal.New, error) {
	if err := s.allows("site.commented"); err != nil {
		return nil, err
	}
	text := strings.TrimSpace(cmd.Text)
	if text == "" {
		return nil, errs.Mistake("text", "sites.comment.empty", "请填写意见。", "Write something.")
	}
	return []journal.New{journal.Because(Commented{Text: text, Lead: f.Lead}, f.Grounds...)}, nil
}

// Decided starts the lead's time for its paper.
func (s State) Decided(f Facts) []journal.New {
	if _, runs := s.Due[ClockPackage]; runs || !Table.Allows(s.State, "site.package_due") || s.Way == WayIn {
		return nil
	}
	return []journal.New{journal.Because(PackageDue{flow.Clocks{Moves: f.start(ClockPackage, flow.RoleSecretary, s.LeadCom)}}, f.Grounds...)}
}

// Send puts a package before the site. While its committee is at work on the one
// before, it has to answer first.
func (s State) Send(pkg string, v parcel.Version, f Facts) []journal.New {
	if !Table.Allows(s.State, "site.package_sent") || s.Way == WayIn {
		return nil
	}
	return []journal.New{journal.Because(PackageSent{pkg, v, flow.Clocks{Moves: s.end(flow.ClockMeet, ClockPackage)}}, f.Grounds...)}
}

// On names a site; several verbs need little more.
type On struct {
	Site    string `json:"site"`
	Note    string `json:"note"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// TakeUp puts the package before the committee, if every check holds.
func (s State) TakeUp(f Facts) ([]journal.New, error) {
	if err := s.here("site.taken_up"); err != nil {
		return nil, err
	}
	if err := unsound(f.Checks); err != nil {
		return nil, err
	}
	moves := append(f.start(ClockReview, flow.RoleMembers, s.Committee), f.start(ClockOpinion, flow.RoleChair, s.Committee)...)
	return []journal.New{journal.Because(TakenUp{Review: f.Case, Checks: held(f.Checks), Clocks: flow.Clocks{Moves: moves}}, grounds(f)...)}, nil
}

// here refuses acts of the participating side where that lives elsewhere.
func (s State) here(event string) error {
	if err := s.allows(event); err != nil {
		return err
	}
	if s.Way == WayOut {
		return errs.Refuse("sites.elsewhere", "该参与单位在另一套系统中，请导入其签名的答复。", "This site lives in another installation: import its signed answer.")
	}
	return nil
}

// Refuse sends the package back with the codes of the checks that fail. Where
// all hold there is nothing to refuse: the committee decides.
func (s State) Refuse(cmd On, f Facts) ([]journal.New, error) {
	if err := s.here("site.refused"); err != nil {
		return nil, err
	}
	failing := Failing(f.Checks)
	if len(failing) == 0 {
		return nil, errs.Refuse("sites.refuse.sound", "各项核对都通过，不能退回；不同意的，由委员会审查后提出异议。", "Every check holds, so it cannot be sent back; whoever disagrees objects after the committee's review.")
	}
	a := s.answer(parcel.Answer{Note: strings.TrimSpace(cmd.Note)})
	for _, c := range failing {
		a.Codes = append(a.Codes, parcel.Coded{Code: c.Code, Note: c.Detail})
	}
	return []journal.New{journal.Because(Refused{a, flow.Clocks{Moves: s.end(flow.ClockCancel, ClockReview, ClockOpinion)}}, grounds(f)...)}, nil
}

// answer fills in what every answer names.
func (s State) answer(a parcel.Answer) parcel.Answer {
	a.Site, a.Package, a.Version, a.Party = s.ID, s.Package, s.Has, s.Party
	if s.Way == WayIn {
		a.Site = s.Theirs
	}
	return a
}

// CommitteeAgreed and CommitteeDisagreed take in what the review came to.
func (s State) CommitteeAgreed() []journal.New {
	if s.State != StateReviewing {
		return nil
	}
	return []journal.New{journal.Because(Agreed{flow.Clocks{Moves: s.end(flow.ClockMeet, ClockReview)}})}
}

// CommitteeDisagreed: see [State.CommitteeAgreed].
func (s State) CommitteeDisagreed(reasons string) []journal.New {
	if s.State != StateReviewing {
		return nil
	}
	return []journal.New{journal.Because(Disagreed{reasons, flow.Clocks{Moves: s.end(flow.ClockMeet, ClockReview)}})}
}

// Reply is the formal opinion. Which of the two it is, the committee has decided.
type Reply struct {
	Site    string   `json:"site"`
	Codes   []string `json:"codes"` // of the list of objections; needed after a decision against
	Note    string   `json:"note"`
	Version int64    `json:"version"`
	Key     string   `json:"key,omitempty"`
}

// Reply decides to answer the lead. The checks are made again: what came out of
// force meanwhile is not recognised.
func (s State) Reply(cmd Reply, f Facts) ([]journal.New, error) {
	if s.State == StateDisagreed {
		return s.object(cmd, f)
	}
	if err := s.here("site.recognised"); err != nil {
		return nil, err
	}
	if err := unsound(f.Checks); err != nil {
		return nil, err
	}
	a := s.answer(parcel.Answer{Note: strings.TrimSpace(cmd.Note)})
	if s.Input != nil {
		a.Terms = s.Input.Conditions
	}
	moves := append(s.end(flow.ClockMeet, ClockOpinion), f.start(ClockFollowUp, flow.RoleSecretary, s.Committee)...)
	return []journal.New{journal.Because(Recognised{a, flow.Clocks{Moves: moves}}, grounds(f)...)}, nil
}

func (s State) object(cmd Reply, f Facts) ([]journal.New, error) {
	a := s.answer(parcel.Answer{Note: strings.TrimSpace(cmd.Note)})
	var wrong errs.List
	for i, code := range filled(cmd.Codes) {
		if !slices.Contains(f.Answers, code) {
			wrong.Add(errs.Mistake("codes."+strconv.Itoa(i), "sites.object.code", "不认识的理由：%s", "No such reason: %s", code))
		}
		a.Codes = append(a.Codes, parcel.Coded{Code: code})
	}
	if len(a.Codes) == 0 {
		wrong.Add(errs.Mistake("codes", "sites.object.codes", "提出异议须选择理由（审查办法第二十一条）。", "An objection needs its reasons (Review Measures, article 21)."))
	}
	if a.Note == "" {
		wrong.Add(errs.Mistake("note", "sites.object.note", "请写明牵头方怎样处理才能认可。", "Say what the lead has to do for it to be recognised."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Objected{a, flow.Clocks{Moves: s.end(flow.ClockMeet, ClockOpinion)}}, f.Grounds...)}, nil
}

// Report is one follow-up of a site.
type Report struct {
	Site    string `json:"site"`
	Result  string `json:"result"`
	Text    string `json:"text"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// FollowUp notes a site's own follow-up; the next one is due from today.
func (s State) FollowUp(cmd Report, f Facts) ([]journal.New, error) {
	if err := s.here("site.followed_up"); err != nil {
		return nil, err
	}
	if !s.Works() {
		return nil, s.not()
	}
	var wrong errs.List
	i := slices.IndexFunc(f.Results, func(r Result) bool { return r.Code == cmd.Result })
	if i < 0 {
		wrong.Add(errs.Mistake("result", "sites.follow_up.result", "请选择跟踪审查的结论。", "Choose what the follow-up came to."))
	}
	if strings.TrimSpace(cmd.Text) == "" {
		wrong.Add(errs.Mistake("text", "sites.follow_up.text", "请写明查了什么、发现了什么。", "Say what was looked at and what was found."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	moves := s.end(flow.ClockMeet, ClockFollowUp)
	if f.Results[i].Goes {
		moves = append(moves, f.start(ClockFollowUp, flow.RoleSecretary, s.Committee)...)
	}
	return []journal.New{journal.Because(FollowedUp{cmd.Result, strings.TrimSpace(cmd.Text), flow.Clocks{Moves: moves}}, f.Grounds...)}, nil
}

// Withdraw ends a site.
func (s State) Withdraw(reason string) ([]journal.New, error) {
	if err := s.allows("site.withdrawn"); err != nil {
		return nil, err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return nil, errs.Mistake("note", "sites.withdraw.reason", "请写明理由。", "Say why.")
	}
	return []journal.New{journal.Because(Withdrawn{reason, flow.Clocks{Moves: s.endAll()}})}, nil
}

func (s State) endAll() []flow.ClockMove {
	return s.end(flow.ClockCancel, ClockPackage, ClockReview, ClockOpinion, ClockFollowUp)
}

// Standing takes in how the lead's decision stands now: a site that recognised it, or
// one before it, halts and goes on with it.
func (s State) Standing(st parcel.Status) []journal.New {
	stops := st.State == parcel.Suspended || st.State == parcel.Terminated
	switch {
	case s.Package != st.Package || !s.Works():
	case stops && !s.Stopped && Table.Allows(s.State, "site.halted"):
		return []journal.New{journal.Because(Halted{st})}
	case !stops && s.Stopped && Table.Allows(s.State, "site.resumed"):
		return []journal.New{journal.Because(Resumed{st})}
	}
	return nil
}

// grounds are those of the verb and of every check.
func grounds(f Facts) []flow.Ground {
	out := slices.Clone(f.Grounds)
	for _, c := range f.Checks {
		if !slices.Contains(out, c.Ground) {
			out = append(out, c.Ground)
		}
	}
	return out
}

func filled(list []string) []string {
	var out []string
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}
