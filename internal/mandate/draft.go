package mandate

import (
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
)

// Draft begins a mandate. A unit's officer drafts for the unit; who belongs to
// no unit drafts for themselves.
type Draft struct {
	Unit      string `json:"unit,omitempty"` // empty: oneself
	Committee string `json:"committee"`
	Terms
	Renews string `json:"renews,omitempty"`
	Key    string `json:"key,omitempty"`
}

// Change puts other terms in place of those drafted.
type Change struct {
	Mandate string `json:"mandate"`
	Terms
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// maxNote bounds the texts of a mandate, in bytes.
const maxNote = 4000

// Draft decides on a new mandate; everything wrong is told at once. The demands
// of the packs may still be unmet: they are held against it at the signatures.
func (s State) Draft(cmd Draft, f Facts) ([]journal.New, error) {
	p := Parties{Unit: cmd.Unit, Committee: cmd.Committee}
	if cmd.Unit == "" {
		p.Person = f.Actor
	}
	var wrong errs.List
	wrong.Add(p.fit(f))
	terms := cmd.tidy(p)
	terms.check(&wrong, p, f)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Drafted{Parties: p, Terms: terms, Region: f.Region, Renews: cmd.Renews})}, nil
}

// Change decides on other terms.
func (s State) Change(cmd Change, f Facts) ([]journal.New, error) {
	if err := s.allows("mandate.changed"); err != nil {
		return nil, err
	}
	var wrong errs.List
	terms := cmd.tidy(s.Parties)
	terms.check(&wrong, s.Parties, f)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Changed{terms})}, nil
}

// fit refuses parties that cannot make a mandate with each other.
func (p Parties) fit(f Facts) *errs.Error {
	switch {
	case !f.Committee:
		return errs.Mistake("committee", "mandate.committee", "请选择一个已登记的委员会。", "Choose a registered committee.")
	case !f.Principal:
		return errs.Mistake("unit", "mandate.principal", "委托方没有登记，或者已经注销。", "The entrusting side is not registered, or no more.")
	case p.Unit != "" && p.Unit == f.CommitteeUnit:
		return errs.Refuse("mandate.own", "本单位的委员会不需要委托。", "A unit's own committee needs no mandate.").At("committee")
	case p.Person != "" && f.PersonUnit != "":
		return errs.Refuse("mandate.has_unit", "您有所在单位，应由单位委托（审查办法第十三条）。请联系单位管理员。",
			"You belong to a unit, so the unit entrusts (Review Measures, article 13); ask its officer.")
	}
	return nil
}

func (t Terms) tidy(p Parties) Terms {
	t.Why, t.Subject, t.Fee = strings.TrimSpace(t.Why), strings.TrimSpace(t.Subject), strings.TrimSpace(t.Fee)
	t.Fields = slices.Clone(t.Fields)
	slices.Sort(t.Fields)
	t.Fields = slices.Compact(t.Fields)
	if t.Standing {
		t.Subject, t.Leader, t.Activity = "", "", ""
	} else if p.Person != "" {
		t.Leader = p.Person
	}
	if p.Person != "" && t.Ground == "" {
		t.Ground = "no_unit"
	}
	return t
}

// check tells what is wrong with the terms.
func (t Terms) check(wrong *errs.List, p Parties, f Facts) {
	if !slices.Contains(f.Grounds, t.Ground) {
		wrong.Add(errs.Mistake("ground", "mandate.ground", "请选择委托的理由（审查办法第十三条）。", "Say why it is entrusted (Review Measures, article 13)."))
	}
	if len(t.Fields) == 0 {
		wrong.Add(errs.Mistake("fields", "mandate.fields", "请至少选择一个领域。", "Choose at least one field."))
	}
	for _, x := range t.Fields {
		if !slices.Contains(f.Fields, x) {
			wrong.Add(errs.Mistake("fields", "mandate.field.unknown", "没有“%s”这个领域。", "There is no field %q.", x))
		}
	}
	for field, text := range map[string]string{"why": t.Why, "subject": t.Subject, "fee": t.Fee} {
		if len(text) > maxNote {
			wrong.Add(errs.Mistake(field, "mandate.long", "内容太长（最多 %d 字节）。", "It is too long (at most %d bytes).", maxNote))
		}
	}
	t.checkTerm(wrong)
	if !t.Standing {
		t.checkSingle(wrong, p, f)
	}
}

func (t Terms) checkTerm(wrong *errs.List) {
	if !day(t.From) {
		wrong.Add(errs.Mistake("from", "mandate.from", "请填写第一天。", "Give the first day."))
	}
	if !day(t.Until) {
		wrong.Add(errs.Mistake("until", "mandate.until", "请填写最后一天：委托有期限。", "Give the last day: a mandate has a term."))
	}
	if day(t.From) && day(t.Until) && t.Until < t.From {
		wrong.Add(errs.Mistake("until", "mandate.term", "最后一天早于第一天。", "The last day lies before the first."))
	}
}

// day reports whether a day is one.
func day(d calendar.Day) bool {
	_, err := calendar.Parse(string(d))
	return err == nil
}

// checkSingle looks at the one activity that a mandate is for.
func (t Terms) checkSingle(wrong *errs.List, p Parties, f Facts) {
	if t.Subject == "" {
		wrong.Add(errs.Mistake("subject", "mandate.subject", "请写明是哪一项活动。", "Say which activity it is."))
	}
	switch {
	case !f.Leader || p.Unit != "" && f.LeaderUnit != p.Unit:
		wrong.Add(errs.Mistake("leader", "mandate.leader", "请从委托单位的人员中选择活动负责人。", "Choose the leader among the people of the entrusting unit."))
	case t.Activity != "" && f.Applicant != t.Leader:
		wrong.Add(errs.Mistake("activity", "mandate.activity", "这项申请不由这位负责人负责。", "This application is not led by that person."))
	}
}
