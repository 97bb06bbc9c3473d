package inspection

import (
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Facts are what a decision about a visit rests on besides its stream.
type Facts struct {
	Actor      string
	Today      calendar.Day
	Earliest   calendar.Day        // of a visit after notice given today
	Checklist  []string            // for this unit, on this day
	Severities map[string]Severity // by code
	Record     *Record             // that is taken up; nil: there is none such of the unit
	Bars       map[string]string   // by person: why they may not go, a Bar… constant
	Comment    *flow.ClockMove     // time for the unit to be heard; nil: none
	CommentDue bool                // that time is over
	Correct    calendar.Day        // by when things are to be mended, if nothing else is said
	Warn       int                 // percent of a time limit after which a warning comes
	Clock      flow.ClockMove      // start of a limit until a day, to be filled in
	Grounds    []flow.Ground
}

// Severity is what follows from a finding.
type Severity struct {
	Order bool // it has to be mended
	Refer bool // it may become a case
}

// Why somebody does not go.
const (
	BarUnit     = "unit"     // belongs to the unit or one of its committees
	BarInterest = "interest" // registered an interest in it
	BarDeclared = "declared" // declared one when asked
	BarDeclined = "declined" // cannot for another reason
)

// BarText says why somebody does not go.
func BarText(bar string) lang.Text {
	switch bar {
	case BarUnit:
		return lang.T("属于被检查单位或其委员会", "belongs to the unit or to a committee of it")
	case BarInterest:
		return lang.T("登记过与该单位的利益关系", "registered an interest in the unit")
	case BarDeclared:
		return lang.T("声明有利益关系", "declared an interest")
	}
	return lang.T("因其他原因不能参加", "cannot go for another reason")
}

// Answers to a point of a checklist.
const (
	Met           = "met"
	NotMet        = "not_met"
	NotApplicable = "not_applicable"
)

// mine is the member of the team who acts.
func (s State) mine(f Facts) (*Member, error) {
	m := s.Member(f.Actor)
	if m == nil {
		return nil, errs.New(errs.Forbidden, "inspection.not_team", lang.T("只有检查组成员可以办理。", "Only inspectors of this visit may do this."))
	}
	return m, nil
}

// Declare is what an inspector says about interests in the unit.
type Declare struct {
	Inspection string `json:"inspection"`
	Interest   bool   `json:"interest"` // there is one
	Decline    bool   `json:"decline"`  // cannot go for another reason
	Nature     string `json:"nature"`
	Version    int64  `json:"version"`
	Key        string `json:"key,omitempty"`
}

// Declare decides on an inspector's word. Who has an interest or cannot go is followed
// by the next of the drawn order.
func (s State) Declare(cmd Declare, f Facts) ([]journal.New, error) {
	if err := s.allows("inspection.interest_denied"); err != nil {
		return nil, err
	}
	m, err := s.mine(f)
	if err != nil {
		return nil, err
	}
	nature := strings.TrimSpace(cmd.Nature)
	switch {
	case cmd.Interest && cmd.Decline:
		return nil, errs.Mistake("interest", "inspection.declare.both", "请只选一项。", "Choose one of them.")
	case cmd.Interest && nature == "":
		return nil, errs.Mistake("nature", "inspection.declare.nature", "请写明是什么利益关系。", "Say what the interest is.")
	case cmd.Interest:
		return s.stepOut(m.Person, BarDeclared, nature, f)
	case cmd.Decline:
		return s.stepOut(m.Person, BarDeclined, nature, f)
	case f.Bars[m.Person] != "":
		return nil, errs.Refuse("inspection.barred", "您须回避：您%s。请选择退出，由抽签顺序的下一位接替。", "You have to stand aside: you are one who %s. Step out; the next of the drawn order follows.", BarText(f.Bars[m.Person]))
	case m.Denied:
		return nil, errs.Refuse("inspection.declare.twice", "您已经声明没有利益关系。", "You have declared already that you have none.")
	}
	return []journal.New{journal.Because(InterestDenied{Person: m.Person}, f.Grounds...)}, nil
}

// Replace is the department's word that an inspector does not go: ill, or barred.
type Replace struct {
	Inspection string `json:"inspection"`
	Person     string `json:"person"`
	Reason     string `json:"reason"`
	Version    int64  `json:"version"`
	Key        string `json:"key,omitempty"`
}

// Replace decides that the next of the drawn order goes in place of somebody. The
// department chooses nobody.
func (s State) Replace(cmd Replace, f Facts) ([]journal.New, error) {
	if err := s.allows("inspection.inspector_replaced"); err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(cmd.Reason)
	switch {
	case s.Member(cmd.Person) == nil:
		return nil, errs.Mistake("person", "inspection.member", "此人不在检查组中。", "This person is not on the team.")
	case reason == "":
		return nil, errs.Mistake("reason", "inspection.reason", "请写明理由。", "Say why.")
	}
	why := f.Bars[cmd.Person]
	if why == "" {
		why = BarDeclined
	}
	return s.stepOut(cmd.Person, why, reason, f)
}

func (s State) stepOut(person, why, nature string, f Facts) ([]journal.New, error) {
	next := follows(s.Planned.Order, person, func(other string) bool {
		return f.Bars[other] != "" || slices.ContainsFunc(s.Members, func(m Member) bool { return m.Person == other })
	})
	if next == "" {
		return nil, errs.Refuse("inspection.nobody", "抽签顺序中没有人可以接替。请取消这次检查，补充名录后重新抽取。", "Nobody of the drawn order can follow. Cancel this visit, add inspectors and draw again.")
	}
	return []journal.New{journal.Because(InspectorReplaced{Person: person, Why: why, Nature: nature, Next: next}, f.Grounds...)}, nil
}

// Notify tells the unit of the visit.
type Notify struct {
	Inspection string       `json:"inspection"`
	Day        calendar.Day `json:"day"`
	Note       string       `json:"note"`
	Version    int64        `json:"version"`
	Key        string       `json:"key,omitempty"`
}

// Notify decides on the notice.
func (s State) Notify(cmd Notify, f Facts) ([]journal.New, error) {
	if err := s.allows("inspection.notified"); err != nil {
		return nil, err
	}
	if _, err := calendar.Parse(string(cmd.Day)); err != nil {
		return nil, errs.Mistake("day", "inspection.day", "请填写检查的日期。", "Give the day of the visit.")
	}
	if cmd.Day < f.Earliest {
		return nil, errs.Mistake("day", "inspection.notice", "通知后最早 %s 检查；不通知的检查，到场时写明理由。", "After a notice the visit is on %s at the earliest; an unannounced one gives its reason on arrival.", string(f.Earliest))
	}
	note := strings.TrimSpace(cmd.Note)
	if len([]rune(note)) > maxText {
		return nil, tooLong("note")
	}
	return []journal.New{journal.Because(Notified{Day: cmd.Day, Note: note}, f.Grounds...)}, nil
}

// Open begins the visit on the spot.
type Open struct {
	Inspection  string `json:"inspection"`
	Unannounced string `json:"unannounced"` // why there was no notice
	Version     int64  `json:"version"`
	Key         string `json:"key,omitempty"`
}

// Open decides to begin. Everybody of the team has said that they have no interest.
func (s State) Open(cmd Open, f Facts) ([]journal.New, error) {
	if err := s.allows("inspection.opened"); err != nil {
		return nil, err
	}
	if _, err := s.mine(f); err != nil {
		return nil, err
	}
	why := strings.TrimSpace(cmd.Unannounced)
	if s.State == StateNotified {
		why = ""
		if f.Today < s.Day {
			return nil, errs.Refuse("inspection.early", "已通知单位 %s 检查。", "The unit was told of %s.", string(s.Day))
		}
	} else if why == "" {
		return nil, errs.Mistake("unannounced", "inspection.unannounced", "没有通知单位：请写明不通知的理由。", "The unit was not told: say why the visit is unannounced.")
	}
	for _, m := range s.Members {
		if m.Left == "" && !m.Denied {
			return nil, errs.Refuse("inspection.undeclared", "检查组成员都声明没有利益关系之后才能开始检查。", "The visit begins once every inspector has declared to have no interest.")
		}
		if m.Left == "" && f.Bars[m.Person] != "" {
			return nil, errs.Refuse("inspection.barred", "检查组中有人须回避：%s。由抽签顺序的下一位接替。", "Somebody of the team has to stand aside: one who %s. The next of the drawn order follows.", BarText(f.Bars[m.Person]))
		}
	}
	if len(f.Checklist) == 0 {
		return nil, errs.Refuse("inspection.checklist", "规则包没有这个单位的检查要点。", "The packs have no checklist for this unit.")
	}
	return []journal.New{journal.Because(Opened{Day: f.Today, Unannounced: why, Points: f.Checklist}, f.Grounds...)}, nil
}

// AnswerPoint says whether a point of the checklist is met.
type AnswerPoint struct {
	Inspection string `json:"inspection"`
	Point      string `json:"point"`
	Answer     string `json:"answer"`
	Note       string `json:"note"`
	Version    int64  `json:"version"`
	Key        string `json:"key,omitempty"`
}

// AnswerPoint decides to note the answer; the last one of a point counts.
func (s State) AnswerPoint(cmd AnswerPoint, f Facts) ([]journal.New, error) {
	if err := s.onSpot("inspection.point_answered", f); err != nil {
		return nil, err
	}
	note := strings.TrimSpace(cmd.Note)
	switch {
	case !slices.Contains(s.Points, cmd.Point):
		return nil, errs.Mistake("point", "inspection.point", "检查表中没有这一项。", "The checklist has no such point.")
	case !slices.Contains([]string{Met, NotMet, NotApplicable}, cmd.Answer):
		return nil, errs.Mistake("answer", "inspection.answer", "请选择：符合、不符合或者不适用。", "Choose: met, not met, or not applicable.")
	case cmd.Answer == NotApplicable && note == "":
		return nil, errs.Mistake("note", "inspection.answer.note", "不适用的，请写明为什么。", "Say why it does not apply.")
	case len([]rune(note)) > maxText:
		return nil, tooLong("note")
	}
	return []journal.New{journal.Because(PointAnswered{Point: cmd.Point, Answer: cmd.Answer, Note: note}, f.Grounds...)}, nil
}

// onSpot is what all acts of the visit itself ask for.
func (s State) onSpot(event string, f Facts) error {
	if err := s.allows(event); err != nil {
		return err
	}
	_, err := s.mine(f)
	return err
}

// TakeUp opens a record of the unit to the inspectors.
type TakeUp struct {
	Inspection string `json:"inspection"`
	Kind       string `json:"kind"` // review, activity, meeting, committee, letter
	ID         string `json:"id"`   // of the record, or its number
	Version    int64  `json:"version"`
	Key        string `json:"key,omitempty"`
}

// TakeUp decides to open a record: an act of its own, so that the unit and everybody
// after can see what was looked at.
func (s State) TakeUp(_ TakeUp, f Facts) ([]journal.New, error) {
	if err := s.onSpot("inspection.record_taken_up", f); err != nil {
		return nil, err
	}
	if f.Record == nil {
		return nil, errs.Mistake("id", "inspection.record", "被检查单位没有这份记录。", "The unit has no such record.")
	}
	return []journal.New{journal.Because(RecordTakenUp{*f.Record}, f.Grounds...)}, nil
}
