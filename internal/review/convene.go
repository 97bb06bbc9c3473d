package review

import (
	"slices"
	"strings"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// The arrangements that may take the place of the ordinary ones in an emergency. A
// pack says which of them are open and on what terms; none touches who decides and
// how (article 39).
const (
	SubstituteVice   = "vice_chair"   // a named vice-chair presides
	SubstituteNotice = "short_notice" // the meeting begins sooner than is usual
	SubstituteVideo  = "video"        // it is held by video
)

// Substitute is an arrangement that the packs in force allow.
type Substitute struct {
	Code   string
	Notice time.Duration // least notice of a meeting, where it shortens it
}

// Hurry is what an emergency rests on besides the ordinary facts.
type Hurry struct {
	Lacks       *Lack         // the rules that the committee would need on file
	Notice      time.Duration // of a meeting, unless an arrangement shortens it
	Substitutes []Substitute
}

// Arrangement is how the meeting on an emergency was called.
type Arrangement struct {
	Review      string   `json:"review"`
	Substitutes []string `json:"substitutes,omitempty"`
	StandIn     string   `json:"stand_in,omitempty"` // vice-chair who presides
	Reason      string   `json:"reason"`
}

// Convene is the call of a meeting on one emergency, all in one act.
type Convene struct {
	Review      string    `json:"review"`
	StartsAt    time.Time `json:"starts_at"`
	Mode        string    `json:"mode"`
	Place       string    `json:"place"`
	Link        string    `json:"link"`
	Substitutes []string  `json:"substitutes"`
	StandIn     string    `json:"stand_in,omitempty"` // with the arrangement "vice_chair"
	Reason      string    `json:"reason"`             // why it is arranged so
	Version     int64     `json:"version"`
	Key         string    `json:"key,omitempty"`
}

// Convene decides to plan, fill and call the meeting at once.
func (c Case) Convene(cmd Convene, meeting string, f Facts, now time.Time) (session, kase []journal.New, err error) {
	if err := c.allows("review.scheduled"); err != nil {
		return nil, nil, err
	}
	if !c.emergency() {
		return nil, nil, errs.Refuse("review.convene.only", "只有适用应急程序的案件可以这样召集（审查办法第三十六条）。", "Only a case under the emergency procedure is called so (Review Measures, article 36).")
	}
	arrangement, wrong := f.arrange(cmd, now)
	m := Meeting{ID: meeting, Committee: c.Committee}
	planned, err := m.Plan(PlanMeeting{Committee: c.Committee, StartsAt: cmd.StartsAt, Mode: cmd.Mode, Place: cmd.Place, Link: cmd.Link}, f, now)
	for _, e := range errs.All(err) {
		wrong.Add(e)
	}
	if err := wrong.Err(); err != nil {
		return nil, nil, err
	}
	body, _ := planned[0].Body.(MeetingPlanned)
	body.Emergency = &arrangement
	m.State = MeetingPlannedState
	added, kase, err := m.AddItem(Schedule{Meeting: meeting, Review: c.ID}, f)
	if err != nil {
		return nil, nil, err
	}
	m.Items = []Item{{Review: c.ID}}
	called, err := m.Call(f)
	return slices.Concat([]journal.New{journal.Because(body, f.Grounds...)}, added, called), kase, err
}

// arrange checks the arrangements chosen: only such as the packs allow, and
// nothing that would lower the standard.
func (f Facts) arrange(cmd Convene, now time.Time) (Arrangement, errs.List) {
	var wrong errs.List
	a := Arrangement{Review: cmd.Review, Substitutes: filled(cmd.Substitutes), Reason: strings.TrimSpace(cmd.Reason)}
	notice := f.Hurry.Notice
	for _, code := range a.Substitutes {
		i := slices.IndexFunc(f.Hurry.Substitutes, func(s Substitute) bool { return s.Code == code })
		if i < 0 {
			wrong.Add(errs.New(errs.Refused, "review.convene.substitute", lang.T(
				"规则包没有“%s”这种替代安排。应急不得免除审查、不得降低标准：法定人数、表决比例和委员类别都照常适用（审查办法第三十九条）。",
				"The packs know no arrangement “%s”. An emergency excuses nothing and lowers no standard: quorum, majority and categories hold as ever (Review Measures, article 39)."), code).At("substitutes"))
			continue
		}
		if code == SubstituteNotice {
			notice = f.Hurry.Substitutes[i].Notice
		}
	}
	if slices.Contains(a.Substitutes, SubstituteVice) {
		a.StandIn = cmd.StandIn
		if !f.standsIn(cmd.StandIn) {
			wrong.Add(errs.Mistake("stand_in", "review.convene.stand_in", "请指定主持会议的副主任委员，须与此件没有利益关系。", "Name the vice-chair who presides, one without an interest in the case."))
		}
	}
	if cmd.Mode != InPerson && !slices.Contains(a.Substitutes, SubstituteVideo) {
		wrong.Add(errs.Mistake("substitutes", "review.convene.video", "以视频方式召开的，请选择相应的替代安排。", "For a meeting by video choose that arrangement."))
	}
	if cmd.StartsAt.Before(now.Add(notice)) {
		wrong.Add(errs.Mistake("starts_at", "review.convene.notice", "距开会不足 %d 小时；需要更快的，请选择缩短通知时间，并遵守其下限。",
			"The meeting begins in less than %d hours; choose the shorter notice if it has to, and keep to its limit.", int(notice.Hours())))
	}
	if a.Reason == "" {
		wrong.Add(errs.Mistake("reason", "review.convene.reason", "请写明采用这些安排的理由。", "Say why it is arranged so."))
	}
	return a, wrong
}

// standsIn reports whether a person may preside over the case in place of the chair.
func (f Facts) standsIn(person string) bool {
	s, ok := f.seat(person)
	return ok && s.Role == RoleViceChair && s.Presides(f.Today) && !f.Case.Out(person) && !slices.Contains(f.Barred, person)
}

// effective reports whether an event lets approved work begin.
func effective(body journal.Body) bool {
	switch body.(type) {
	case Approved, ChangesConfirmed:
		return true
	}
	return false
}

// KindAfterEmergency is the review, by an ordinary meeting, of what was approved in
// an emergency (article 38).
const KindAfterEmergency = "after_emergency"

// onFile refuses an emergency review to a committee that has no rules for it on
// file, where packs ask for them (article 35).
func (f Facts) onFile() *errs.Error {
	if f.Hurry == nil || f.Hurry.Lacks == nil {
		return nil
	}
	return errs.Refuse("review.accept.emergency_rules", "委员会没有登记“%s”，不能开展应急审查（%s）。请先在委员会页面登记。",
		"The committee has no “%s” on file and cannot review in an emergency (%s); enter them on its page first.", f.Hurry.Lacks.Text, f.Hurry.Lacks.Cited).At("procedure")
}
