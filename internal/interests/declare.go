package interests

import (
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Facts are what a decision rests on besides the stream.
type Facts struct {
	Today   calendar.Day
	Kinds   map[string][]string // of interests, with what each may lie with
	Known   bool                // the unit or person is in the register
	NewID   string              // of an interest
	Next    *flow.ClockMove     // the clock until the register is to be confirmed; nil: none
	Grounds []flow.Ground
}

// maxText bounds what people type, in characters.
const maxText = 300

// Declare enters an interest of one's own.
type Declare struct {
	Person  string       `json:"person"`
	Kind    string       `json:"kind"`
	With    string       `json:"with"`    // unit, person, company
	Unit    string       `json:"unit"`    // id, of an interest in a unit
	About   string       `json:"about"`   // id, of a tie with a person
	Company string       `json:"company"` // its name
	Note    string       `json:"note"`
	From    calendar.Day `json:"from"`
	Until   calendar.Day `json:"until"` // its last day; empty: open
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// text is what goes into the vault.
func (c Declare) text() Text {
	return Text{Company: strings.Join(strings.Fields(c.Company), " "), Note: strings.TrimSpace(c.Note)}
}

// Declare decides on an interest; everything wrong is told at once.
func (s State) Declare(cmd Declare, f Facts) ([]journal.New, error) {
	var wrong errs.List
	b := Declared{ID: f.NewID, Kind: cmd.Kind, With: cmd.With, From: cmd.From, Until: cmd.Until}
	if b.From == "" {
		b.From = f.Today
	}
	with, known := f.Kinds[cmd.Kind]
	switch {
	case !known:
		wrong.Add(errs.Mistake("kind", "interests.kind", "请选择利益的类别。", "Choose the kind of interest."))
	case !slices.Contains(with, cmd.With):
		wrong.Add(errs.Mistake("with", "interests.with", "这一类利益不涉及这样的对象。", "An interest of this kind does not lie with such a party."))
	}
	switch cmd.With {
	case WithUnit:
		b.Unit = cmd.Unit
		if !f.Known {
			wrong.Add(errs.Mistake("unit", "interests.unit", "请从登记的单位中选择；没有登记的，填写机构名称。", "Choose a unit of the register; of one that is not in it, give the name as a company."))
		}
	case WithPerson:
		b.Person = cmd.About
		if !f.Known || cmd.About == s.Person {
			wrong.Add(errs.Mistake("person", "interests.person", "请从登记人员中选择，不能是本人。", "Choose somebody else among the people of the register."))
		}
	case WithCompany:
		if n := len([]rune(cmd.text().Company)); n < 2 || n > maxText {
			wrong.Add(errs.Mistake("company", "interests.company", "请填写机构的全称。", "Give the company's full name."))
		}
	}
	if len([]rune(cmd.Note)) > maxText {
		wrong.Add(errs.Mistake("note", "interests.note", "最多 %d 字。", "At most %d characters.", maxText))
	}
	for field, day := range map[string]calendar.Day{"from": b.From, "until": b.Until} {
		if _, err := calendar.Parse(string(day)); err != nil && day != "" {
			wrong.Add(errs.Mistake(field, "interests."+field, "请填写日期。", "Give a day."))
		}
	}
	if b.Until != "" && b.Until < b.From {
		wrong.Add(errs.Mistake("until", "interests.until", "最后一天早于第一天。", "The last day lies before the first."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(b, f.Grounds...)}, nil
}

// On names an interest of a person, or their whole register.
type On struct {
	Person  string       `json:"person"`
	ID      string       `json:"id,omitempty"`  // of the interest
	Day     calendar.Day `json:"day,omitempty"` // its last day; empty: today
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// End decides that an interest has a last day. It stays in the register: who had
// it may still have to step aside for a case of that time.
func (s State) End(cmd On, f Facts) ([]journal.New, error) {
	i := s.Interest(cmd.ID)
	if i == nil {
		return nil, errs.New(errs.NotFound, "interests.missing", lang.T("没有登记这项利益。", "There is no such interest in the register."))
	}
	day := cmd.Day
	if day == "" {
		day = f.Today
	}
	_, err := calendar.Parse(string(day))
	switch {
	case i.Until != "" && i.Until <= f.Today:
		return nil, errs.Refuse("interests.ended", "这项利益已经结束。", "This interest has ended already.")
	case err != nil || day < i.From:
		return nil, errs.Mistake("day", "interests.until", "最后一天早于第一天。", "The last day lies before the first.")
	}
	return []journal.New{journal.Because(Ended{ID: i.ID, Day: day}, f.Grounds...)}, nil
}

// Confirm decides that the register is complete as it stands, also when it is
// empty, and begins the next period.
func (s State) Confirm(f Facts) ([]journal.New, error) {
	if s.State == StateConfirmed && s.Confirmed == f.Today {
		return nil, errs.Refuse("interests.confirmed", "今天已经确认过。", "It was confirmed today already.")
	}
	body := Confirmed{InForce: len(s.InForce(f.Today))}
	if !s.Due.IsZero() {
		body.Moves = []flow.ClockMove{{Clock: ClockConfirm, Op: flow.ClockMeet}}
	}
	body.Moves = append(body.Moves, s.clock(f)...)
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// Ask decides that somebody who came to a committee has to declare. Who confirmed
// lately, or was asked before, is not asked again.
func (s State) Ask(committee string, f Facts) []journal.New {
	if !s.Due.IsZero() {
		return nil
	}
	return []journal.New{journal.Because(Asked{Committee: committee, Clocks: flow.Clocks{Moves: s.clock(f)}}, f.Grounds...)}
}

// Release decides that the limit falls away for somebody who left the last
// committee.
func (s State) Release(committee string) []journal.New {
	if s.Due.IsZero() {
		return nil
	}
	return []journal.New{journal.Because(Released{Committee: committee, Clocks: flow.Clocks{Moves: []flow.ClockMove{{Clock: ClockConfirm, Op: flow.ClockCancel}}}})}
}

func (s State) clock(f Facts) []flow.ClockMove {
	if f.Next == nil {
		return nil
	}
	m := *f.Next
	m.Clock, m.Op, m.Who, m.Holder = ClockConfirm, flow.ClockStart, flow.RoleMembers, s.Person
	return []flow.ClockMove{m}
}
