package review

import (
	"slices"
	"strings"
	"unicode/utf8"

	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// KindAppeal is the review of a decision that the applicant appeals against
// (article 18): the committee decides anew, by others where possible.
const KindAppeal = "appeal"

const law18 = "MEASURES-2023 18"

// Appeal is what an applicant says against a decision, and who made that.
type Appeal struct {
	Kind     string      `json:"kind,omitempty"` // of the review that decided; empty: the initial one
	Against  string      `json:"against"`        // outcome
	Reasons  string      `json:"reasons"`
	Files    []blob.Kept `json:"files,omitempty"` // evidence
	Judged   []string    `json:"judged"`          // who decided first
	Presided string      `json:"presided"`        // who led it
}

// Bench is what "others where possible" came to: who decided first and stays out,
// who has to sit again because quorum or categories would not hold, and whether
// the one who led first may lead again.
type Bench struct {
	Out   []string `json:"out,omitempty"`
	Again []Again  `json:"again,omitempty"`
	Apart string   `json:"apart,omitempty"` // sits again, and leads only if nobody else who may is there
}

// Again is somebody who has to sit again, and what would lack without them.
type Again struct {
	Person string   `json:"person"`
	Lacks  []string `json:"lacks"` // codes of standards
}

// Appealed notes on a decided case that its decision is appealed against; Upheld
// and Replaced say what came of it. Overtaken does so where the first case was
// still open: what it asked for is asked no more.
type (
	Appealed struct {
		Appeal string `json:"appeal"` // the case that judges it
	}
	Upheld struct {
		Appeal string `json:"appeal"`
	}
	Replaced struct {
		Appeal  string `json:"appeal"`
		Outcome string `json:"outcome"`
	}
	Overtaken struct {
		Appeal  string `json:"appeal"`
		Outcome string `json:"outcome"`
		flow.Clocks
	}
	// AppealAdmitted says that an appeal is heard, why, and by whom.
	AppealAdmitted struct {
		Reason string `json:"reason"`
		Bench  Bench  `json:"bench"`
	}
	// AppealRefused says why it is not heard.
	AppealRefused struct {
		Reason string `json:"reason"`
	}
)

// EventType names the event; so do those below.
func (Appealed) EventType() string       { return "review.appealed" }
func (Upheld) EventType() string         { return "review.upheld" }
func (Replaced) EventType() string       { return "review.replaced" }
func (Overtaken) EventType() string      { return "review.overtaken" }
func (AppealAdmitted) EventType() string { return "review.appeal_admitted" }
func (AppealRefused) EventType() string  { return "review.appeal_refused" }

func appealTypes() []journal.Type {
	return []journal.Type{journal.TypeOf[Appealed](), journal.TypeOf[Upheld](), journal.TypeOf[Replaced](), journal.TypeOf[Overtaken](),
		journal.TypeOf[AppealAdmitted](), journal.TypeOf[AppealRefused]()}
}

// appealable are the states in which a decision can be appealed against: it
// rejected, stopped, or imposed a change.
func appealable() []flow.State {
	return []flow.State{StateRejected, StateChangesDue, StateRevisionDue}
}

// appealSteps are the transitions of appeals: of the case that judges one, and of
// the case that it is about.
func appealSteps() []flow.Transition {
	out := []flow.Transition{
		{From: StateSubmitted, Verb: "admit_appeal", Event: "review.appeal_admitted", To: StateSubmitted, Role: flow.RoleChair, Law: law18},
		{From: StateSubmitted, Verb: "refuse_appeal", Event: "review.appeal_refused", To: StateRejected, Role: flow.RoleChair, Law: law18},
	}
	for _, s := range appealable() {
		out = append(out, flow.Transition{From: s, Verb: "appeal", Event: "review.appealed", To: s, Role: flow.RoleApplicant, Law: law18})
	}
	settled := append(openStates(), StateApproved, StateRejected, StateWithdrawn)
	for _, s := range settled { // the first case may have moved on meanwhile
		out = append(out, flow.Transition{From: s, Verb: "settle_appeal", Event: "review.upheld", To: s, Role: flow.RoleChair, Law: law18},
			flow.Transition{From: s, Verb: "settle_appeal", Event: "review.replaced", To: s, Role: flow.RoleChair, Law: law18})
	}
	for _, s := range openStates() {
		out = append(out, flow.Transition{From: s, Verb: "settle_appeal", Event: "review.overtaken", To: StateWithdrawn, Role: flow.RoleChair, Law: law18})
	}
	return out
}

// applyAppeal takes in what happens with appeals.
func (c *Case) applyAppeal(e journal.Event) {
	switch b := e.Body.(type) {
	case Appealed:
		c.AppealedBy, c.Upheld = b.Appeal, false
	case Upheld:
		c.Upheld = true
	case Replaced:
		c.ReplacedBy = b.Appeal
	case Overtaken:
		c.ReplacedBy = b.Appeal
	case AppealAdmitted:
		bench := b.Bench
		c.Bench, c.Admitted = &bench, b.Reason
	case AppealRefused:
		c.Inadmissible = b.Reason
	}
}

// Renews reports whether the case decides anew on an application as such, like
// an initial review.
func (c Case) Renews() bool { return c.Appeal != nil && c.Appeal.Kind == "" }

// OutcomeKind is the kind of review whose outcomes the case may have: on appeal
// those of the decision that is judged.
func (c Case) OutcomeKind() string {
	if c.Appeal != nil {
		return c.Appeal.Kind
	}
	return c.Kind
}

// Appealable reports whether the decision of the case can be appealed against now.
func (c Case) Appealable() bool {
	return c.Kind != KindAppeal && c.Kind != KindExemption && c.AppealedBy == "" && c.Decision() != nil && slices.Contains(appealable(), c.State)
}

// FileAppeal is an applicant's appeal against the decision of a case.
type FileAppeal struct {
	Review  string         `json:"review"`
	Reasons string         `json:"reasons"`
	Files   []*blob.Upload `json:"files,omitempty"`
	Version int64          `json:"version"`
	Key     string         `json:"key,omitempty"`
	kept    []blob.Kept
}

// maxAppeal bounds the reasons of an appeal, in characters.
const maxAppeal = 20000

// File decides to appeal against the last decision of a case.
func (c Case) File(cmd FileAppeal, f Facts) (Appeal, error) {
	d := c.Decision()
	switch {
	case c.Kind == KindExemption:
		return Appeal{}, errs.Refuse("review.appeal.exemption", "不予免除或者撤销免除的，按一般程序提交审查即可，不适用申诉（审查办法第十八条）。", "Where an exemption is refused or ends, hand the work in for the ordinary review; there is no appeal (Review Measures, article 18).")
	case c.Kind == KindAppeal:
		return Appeal{}, errs.Refuse("review.appeal.last", "对申诉的决定不能再向本委员会申诉（审查办法第十八条）。", "A decision on appeal cannot be appealed to the same committee again (Review Measures, article 18).")
	case d == nil || !slices.Contains(appealable(), c.State):
		return Appeal{}, errs.Refuse("review.appeal.nothing", "没有可以申诉的决定：只有不予批准、暂停、终止或者要求修改的决定可以申诉（审查办法第十八条）。",
			"There is no decision to appeal against: only a rejection, a suspension, a termination or an imposed change (Review Measures, article 18).")
	case c.AppealedBy != "":
		return Appeal{}, errs.Refuse("review.appeal.twice", "对这一决定已经提出过申诉（审查办法第十八条）。", "This decision has been appealed against already (Review Measures, article 18).")
	}
	reasons := strings.TrimSpace(cmd.Reasons)
	if reasons == "" {
		return Appeal{}, errs.Mistake("reasons", "review.appeal.reasons", "书面申诉须写明理由（审查办法第十八条）。", "An appeal in writing has to give its reasons (Review Measures, article 18).")
	}
	if utf8.RuneCountInString(reasons) > maxAppeal {
		return Appeal{}, errs.Mistake("reasons", "review.appeal.long", "理由最多 %d 个字。", "The reasons have at most %d characters.", maxAppeal)
	}
	a := Appeal{Kind: c.Kind, Against: d.Outcome, Reasons: reasons, Files: cmd.kept, Presided: d.Presiding}
	for _, p := range d.Present {
		a.Judged = append(a.Judged, p.Person)
	}
	if !slices.Contains(a.Judged, d.Presiding) {
		a.Judged = append(a.Judged, d.Presiding)
	}
	slices.Sort(a.Judged)
	return a, nil
}

// SettleAdmission is the chair's word whether an appeal is heard.
type SettleAdmission struct {
	Review  string `json:"review"`
	Admit   bool   `json:"admit"`
	Reason  string `json:"reason"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// SettleAdmission decides whether an appeal is heard. Whoever led the first
// decision does not judge this while another could.
func (c Case) SettleAdmission(cmd SettleAdmission, number FileNumber, f Facts) ([]journal.New, error) {
	if c.Appeal == nil {
		return nil, errs.Refuse("review.appeal.none", "这不是申诉案。", "This is no appeal.")
	}
	if err := c.allows("review.appeal_refused"); err != nil {
		return nil, err
	}
	if s, ok := f.seat(f.Actor); !ok || !s.Presides(f.Today) {
		return nil, notPresiding()
	}
	if f.Actor == c.Appeal.Presided && slices.ContainsFunc(f.Seats, func(s Seat) bool {
		return s.Person != f.Actor && s.Presides(f.Today) && !slices.Contains(f.Barred, s.Person)
	}) {
		return nil, errs.Refuse("review.appeal.same_chair", "您主持过原决定，申诉由另一位主任委员或副主任委员处理（审查办法第十八条）。", "You led the first decision; another chair or vice-chair deals with the appeal (Review Measures, article 18).")
	}
	reason := strings.TrimSpace(cmd.Reason)
	if reason == "" {
		return nil, errs.Mistake("reason", "review.appeal.reason", "请写明受理或者不受理申诉的理由。", "Say why the appeal is heard or not.")
	}
	if !cmd.Admit {
		return []journal.New{journal.Because(AppealRefused{Reason: reason}, f.Grounds...)}, nil
	}
	bench := Bench{}
	if f.Bench != nil {
		bench = *f.Bench
	}
	accepted := Accepted{Number: number.Text, Year: number.Year, Seq: number.Seq, Procedure: ByMeeting, Reasons: []string{reason},
		Clocks: flow.Clocks{Moves: f.startClock(ClockDecision, flow.RoleSecretary, c.Committee)}}
	news := []journal.New{journal.Because(AppealAdmitted{Reason: reason, Bench: bench}, f.Grounds...)}
	for _, person := range bench.Out {
		if !c.Out(person) {
			news = append(news, journal.Because(MemberExcluded{Person: person, Nature: nature18}, f.Grounds...))
		}
	}
	return append(news, journal.Because(accepted, f.Grounds...)), nil
}

// nature18 is why members who decided first are out of an appeal.
const nature18 = "参加过原决定（审查办法第十八条） / decided first (Review Measures, article 18)"

// seatBench finds who stays out of an appeal: each of those who decided first, the
// one who led before all others, as long as what is left of the committee can
// still decide. Lacks tells what does not hold among people.
func seatBench(a Appeal, free []Seat, lacks func([]Seat) []string) Bench {
	judged := slices.Clone(a.Judged)
	slices.SortFunc(judged, func(x, y string) int {
		switch {
		case x == a.Presided:
			return -1
		case y == a.Presided:
			return 1
		}
		return strings.Compare(x, y)
	})
	var out Bench
	for _, person := range judged {
		rest := slices.DeleteFunc(slices.Clone(free), func(s Seat) bool { return s.Person == person })
		if len(rest) == len(free) {
			continue // is no member any more
		}
		if missing := lacks(rest); len(missing) > 0 {
			out.Again = append(out.Again, Again{Person: person, Lacks: missing})
			continue
		}
		out.Out, free = append(out.Out, person), rest
	}
	if slices.ContainsFunc(out.Again, func(g Again) bool { return g.Person == a.Presided }) {
		out.Apart = a.Presided
	}
	slices.Sort(out.Out)
	return out
}

// apartFrom reports whether a person must leave the chair of an item to somebody
// else who is there: nobody leads both decisions while another can.
func (m *Meeting) apartFrom(item *Item, person string, f Facts) bool {
	b := f.Case.Bench
	if b == nil || b.Apart != person {
		return false
	}
	return slices.ContainsFunc(m.Entitled(item, f), func(s Seat) bool { return s.Person != person && s.Presides(f.Today) })
}

// settled is what a decision on appeal means for the case that it is about.
func (c Case) settled(appeal string, d Decision, f Facts) []journal.New {
	if first := c.Decision(); first != nil && first.Outcome == d.Outcome {
		return []journal.New{journal.Because(Upheld{Appeal: appeal}, f.Grounds...)}
	}
	if !c.Open() {
		return []journal.New{journal.Because(Replaced{Appeal: appeal, Outcome: d.Outcome}, f.Grounds...)}
	}
	body := Overtaken{Appeal: appeal, Outcome: d.Outcome}
	body.Moves = append(c.endClock(ClockDecision, flow.ClockCancel), c.endClock(ClockChanges, flow.ClockCancel)...)
	return []journal.New{journal.Because(body, f.Grounds...)}
}

// outside is how many sit again and how many do not, without saying who.
func (b Bench) outside() Bench {
	out := Bench{Out: make([]string, len(b.Out))}
	for _, g := range b.Again {
		out.Again = append(out.Again, Again{Lacks: g.Lacks})
	}
	return out
}
