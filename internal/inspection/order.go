package inspection

import (
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// endComment ends the unit's time to be heard, if it runs.
func (s State) endComment(op flow.ClockOp) flow.Clocks {
	if s.CommentDue.IsZero() {
		return flow.Clocks{}
	}
	return flow.Clocks{Moves: []flow.ClockMove{{Clock: ClockComment, Op: op}}}
}

// Comment decides to take what the unit says about the draft.
func (s State) Comment(cmd Words, file *blob.Kept, f Facts) ([]journal.New, error) {
	if err := s.allows("inspection.commented"); err != nil {
		return nil, err
	}
	text, err := cmd.text()
	if err != nil {
		return nil, err
	}
	b := Commented{Text: text, Clocks: s.endComment(flow.ClockMeet)}
	if file != nil {
		b.Files = []*blob.Kept{file}
	}
	return []journal.New{journal.Because(b, f.Grounds...)}, nil
}

// TakeBack decides that the draft goes back to the inspectors.
func (s State) TakeBack(cmd Words, f Facts) ([]journal.New, error) {
	if err := s.onSpot("inspection.taken_back", f); err != nil {
		return nil, err
	}
	text, err := cmd.text()
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(TakenBack{Reason: text, Clocks: s.endComment(flow.ClockCancel)}, f.Grounds...)}, nil
}

// Sign signs the report off.
type Sign struct {
	Inspection string  `json:"inspection"`
	Conclusion string  `json:"conclusion"`
	Orders     []Order `json:"orders,omitempty"` // texts and days of one's own; what is left out takes the packs' time
	Version    int64   `json:"version"`
	Key        string  `json:"key,omitempty"`
}

// Sign decides on the report. The unit has been heard, or its time is over; a finding
// that has to be mended becomes an order.
func (s State) Sign(cmd Sign, f Facts) ([]journal.New, error) {
	if err := s.allows("inspection.signed"); err != nil {
		return nil, err
	}
	if len(s.Comments) == 0 && f.Comment != nil && !f.CommentDue {
		return nil, errs.Refuse("inspection.unheard", "单位还没有对报告初稿提出意见，期限也没有到。", "The unit has not been heard on the draft, and its time is not over.")
	}
	var wrong errs.List
	text, bad := Words{Text: cmd.Conclusion}.text()
	if bad != nil {
		wrong.Add(errs.Mistake("conclusion", "inspection.conclusion", "请填写检查结论，最多 %d 字。", "Give the conclusion, in at most %d characters.", maxText))
	}
	b := Signed{Conclusion: text, Orders: []Order{}, Clocks: s.unheard()}
	for _, x := range s.Standing() {
		if !f.Severities[x.Severity].Order {
			continue
		}
		o := cmd.order(x, f)
		if o.Due <= f.Today {
			wrong.Add(errs.Mistake("due-"+strconv.Itoa(x.N), "inspection.order.due", "整改期限须在今天之后。", "The day by which it is mended lies after today."))
		}
		if len([]rune(o.Text)) > maxText {
			wrong.Add(tooLong("order-" + strconv.Itoa(x.N)))
		}
		b.Orders = append(b.Orders, o)
		b.Moves = append(b.Moves, f.until(s, Held{Order: o}.clock(), flow.ClockStart, o.Due))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	news := []journal.New{journal.Because(b, f.Grounds...)}
	if len(b.Orders) == 0 {
		news = append(news, journal.Because(Closed{}))
	}
	return news, nil
}

// unheard ends the time of a unit that said nothing.
func (s State) unheard() flow.Clocks {
	if len(s.Comments) > 0 {
		return flow.Clocks{}
	}
	return s.endComment(flow.ClockCancel)
}

// order is the order about a finding.
func (c Sign) order(x Finding, f Facts) Order {
	out := Order{N: x.N, Text: x.Text, Due: f.Correct}
	if i := slices.IndexFunc(c.Orders, func(o Order) bool { return o.N == x.N }); i >= 0 {
		if text := strings.TrimSpace(c.Orders[i].Text); text != "" {
			out.Text = text
		}
		if c.Orders[i].Due != "" {
			out.Due = c.Orders[i].Due
		}
	}
	return out
}

// until is a clock that runs to the end of a day.
func (f Facts) until(s State, name string, op flow.ClockOp, due calendar.Day) flow.ClockMove {
	m := f.Clock
	m.Clock, m.Op, m.Due, m.Who, m.Holder = name, op, due.End(), flow.RoleUnit, s.Unit
	m.Amount, m.Unit = due.Sub(f.Today), calendar.Days
	m.Warn = f.Today.AddDays(m.Amount * f.Warn / 100).Start()
	return m
}

// OnOrder is about one order.
type OnOrder struct {
	Inspection string       `json:"inspection"`
	Order      int          `json:"order"`
	Text       string       `json:"text"` // what was done, a note, a reason
	Due        calendar.Day `json:"due,omitempty"`
	Upload     *blob.Upload `json:"upload,omitempty"`
	Version    int64        `json:"version"`
	Key        string       `json:"key,omitempty"`
}

func (s State) order(event string, n int) (Held, error) {
	if err := s.allows(event); err != nil {
		return Held{}, err
	}
	o := s.Order(n)
	if o == nil {
		return Held{}, errs.New(errs.NotFound, "inspection.order", lang.T("没有这项整改要求。", "There is no such order."))
	}
	if o.Closed {
		return Held{}, errs.Refuse("inspection.order.closed", "这项整改已经销号。", "This order is closed already.")
	}
	return *o, nil
}

// Show decides to take evidence of what was mended. Late evidence is taken too.
func (s State) Show(cmd OnOrder, file *blob.Kept, f Facts) ([]journal.New, error) {
	o, err := s.order("inspection.evidence_given", cmd.Order)
	if err != nil {
		return nil, err
	}
	text, bad := Words{Text: cmd.Text}.text()
	if bad != nil {
		return nil, bad
	}
	b := EvidenceGiven{Order: o.N, Text: text}
	if file != nil {
		b.Files = []*blob.Kept{file}
	}
	return []journal.New{journal.Because(b, f.Grounds...)}, nil
}

// Extend decides to give an order more time, for a reason, before it is over.
func (s State) Extend(cmd OnOrder, f Facts) ([]journal.New, error) {
	o, err := s.order("inspection.order_extended", cmd.Order)
	if err != nil {
		return nil, err
	}
	if o.Overdue(f.Today) {
		return nil, errs.Refuse("inspection.order.past_due", "整改期限 %s 已过，不能再延长；证据不足的，重新责令整改。", "The time ended on %s and cannot be made longer any more; where the evidence does not do, order anew.", string(o.Due))
	}
	reason, due, err := cmd.reasoned(o.Due, "inspection.order.later")
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(OrderExtended{Order: o.N, Due: due, Reason: reason, Clocks: flow.Clocks{Moves: []flow.ClockMove{f.until(s, o.clock(), flow.ClockExtend, due)}}}, f.Grounds...)}, nil
}

// reasoned is a new day after another one, with its reason.
func (c OnOrder) reasoned(after calendar.Day, key string) (string, calendar.Day, error) {
	var wrong errs.List
	text, bad := Words{Text: c.Text}.text()
	wrong.Add(bad)
	if _, err := calendar.Parse(string(c.Due)); err != nil || c.Due <= after {
		wrong.Add(errs.Mistake("due", key, "新的期限须在 %s 之后。", "The new day lies after %s.", string(after)))
	}
	return text, c.Due, wrong.Err()
}

// Accept decides that an order is done: there is evidence, and somebody judged it.
func (s State) Accept(cmd OnOrder, f Facts) ([]journal.New, error) {
	o, err := s.order("inspection.order_closed", cmd.Order)
	if err != nil {
		return nil, err
	}
	if !o.Shown() {
		return nil, errs.Refuse("inspection.order.no_evidence", "单位还没有提交整改证据，不能销号（意见“五、（二）”）。", "The unit has shown no evidence yet, so the order cannot be closed (Opinions V (2)).")
	}
	note := strings.TrimSpace(cmd.Text)
	if len([]rune(note)) > maxText {
		return nil, tooLong("text")
	}
	news := []journal.New{journal.Because(OrderClosed{Order: o.N, Note: note, Clocks: flow.Clocks{Moves: []flow.ClockMove{{Clock: o.clock(), Op: flow.ClockMeet}}}}, f.Grounds...)}
	if len(s.OpenOrders()) == 1 {
		news = append(news, journal.Because(Closed{}))
	}
	return news, nil
}

// Renew decides that the evidence does not do, or that nothing came in time.
func (s State) Renew(cmd OnOrder, f Facts) ([]journal.New, error) {
	o, err := s.order("inspection.order_renewed", cmd.Order)
	if err != nil {
		return nil, err
	}
	if !o.Shown() && !o.Overdue(f.Today) {
		return nil, errs.Refuse("inspection.order.waits", "期限没有到，单位也没有提交证据。需要更多时间的，延长期限。", "The time is not over and no evidence came. Where more time is needed, extend it.")
	}
	if cmd.Due == "" {
		cmd.Due = f.Correct
	}
	reason, due, err := cmd.reasoned(f.Today, "inspection.order.due")
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(OrderRenewed{Order: o.N, Due: due, Reason: reason, Clocks: flow.Clocks{Moves: []flow.ClockMove{f.until(s, o.clock(), flow.ClockStart, due)}}}, f.Grounds...)}, nil
}

// Refer hands findings over, to become a case.
type Refer struct {
	Inspection string `json:"inspection"`
	Findings   []int  `json:"findings"`
	Reason     string `json:"reason"`
	Version    int64  `json:"version"`
	Key        string `json:"key,omitempty"`
}

// Refer decides to hand findings over, each once.
func (s State) Refer(cmd Refer, f Facts) ([]journal.New, error) {
	if err := s.allows("inspection.referred"); err != nil {
		return nil, err
	}
	reason, bad := Words{Text: cmd.Reason}.text()
	if bad != nil {
		return nil, errs.Mistake("reason", "inspection.reason", "请写明理由。", "Say why.")
	}
	b := Referred{Department: s.Department, Unit: s.Unit, Region: s.Region, Findings: cmd.Findings, Reason: reason}
	for _, n := range cmd.Findings {
		x := s.Finding(n)
		if x == nil || x.Dropped != "" || !f.Severities[x.Severity].Refer {
			return nil, errs.Mistake("findings", "inspection.refer.finding", "只有严重的问题可以移交。", "Only grave findings are handed over.")
		}
		if slices.ContainsFunc(s.ReferredTo, func(r Referred) bool { return slices.Contains(r.Findings, n) }) {
			return nil, errs.Refuse("inspection.refer.twice", "这个问题已经移交。", "This finding was handed over already.").At("findings")
		}
		for _, r := range x.Records {
			b.Records = append(b.Records, r)
			if r.Committee != "" && !slices.Contains(b.Committees, r.Committee) {
				b.Committees = append(b.Committees, r.Committee)
			}
		}
	}
	if len(cmd.Findings) == 0 {
		return nil, errs.Mistake("findings", "inspection.refer.none", "请选择移交的问题。", "Choose the findings to hand over.")
	}
	return []journal.New{journal.Because(b, f.Grounds...)}, nil
}
