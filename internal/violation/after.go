package violation

import (
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Serve notes that a party received the decision.
type Serve struct {
	Case    string       `json:"case"`
	Party   string       `json:"party"`
	Day     calendar.Day `json:"day"`
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// Serve decides to note the receipt, from which the time to ask for a re-check runs.
func (s State) Serve(cmd Serve, f Facts) ([]journal.New, error) {
	if err := s.allows("case.served"); err != nil {
		return nil, err
	}
	var wrong errs.List
	f.day(&wrong, "day", cmd.Day)
	if cmd.Day < s.Day {
		wrong.Add(errs.Mistake("day", "case.served_early", "不能早于作出决定的 %s。", "It cannot lie before %s, when the decision was made.", string(s.Day)))
	}
	if len(s.OrdersOf(cmd.Party)) == 0 {
		wrong.Add(errs.Mistake("party", "case.party", "请选择当事人。", "Choose whom it concerns."))
	} else if s.ServedOn(cmd.Party) != nil {
		wrong.Add(errs.Refuse("case.served", "已经记录送达。", "The receipt is noted already.").At("party"))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Served{Party: cmd.Party, Window: Window{From: cmd.Day, Span: f.Spans[limitAsk]}}, f.because(limitAsk)...)}, nil
}

// Ask asks for a re-check, or appeals against what came of one.
type Ask struct {
	Case    string `json:"case"`
	Kind    string `json:"kind"`            // Recheck or Appeal
	Party   string `json:"party,omitempty"` // empty: who asks
	Text    string `json:"text"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Ask decides to take a request in: a re-check within its time, once; an appeal
// after it.
func (s State) Ask(cmd Ask, f Facts) ([]journal.New, error) {
	text, err := s.writes("case.request_made", cmd.Text, f)
	if err != nil {
		return nil, err
	}
	b := RequestMade{ID: f.NewID, Kind: cmd.Kind, Party: cmd.Party, Text: text}
	switch cmd.Kind {
	case Recheck:
		err = s.mayRecheck(cmd.Party, f)
		b.Moves = f.starts("take-"+b.ID, limitTake, flow.RoleInvestigator, s.Body.ID)
	case Appeal:
		err = s.mayAppeal(cmd.Party, f)
	default:
		err = errs.Mistake("kind", "case.request", "请选择复查或者申诉。", "Choose a re-check or an appeal.")
	}
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(b, f.because(limitAsk, limitTake)...)}, nil
}

// asked are the requests of a party of one kind.
func (s State) asked(party, kind string) []Request {
	return slices.DeleteFunc(slices.Clone(s.Requests), func(q Request) bool { return q.Party != party || q.Kind != kind })
}

func (s State) mayRecheck(party string, f Facts) error {
	served := s.ServedOn(party)
	switch {
	case s.Party(party) == nil || len(s.OrdersOf(party)) == 0:
		return errs.Mistake("party", "case.party", "请选择当事人。", "Choose whom it concerns.")
	case len(s.asked(party, Recheck)) > 0:
		return errs.Refuse("case.recheck_twice", "已经申请过复查（%s）；对复查结果不服的，向上级申诉。", "A re-check was asked for already (%s); against its result there is an appeal to the body above.", f.cite(limitAsk))
	case served != nil && f.Today > f.Ends(served.Window):
		return errs.Refuse("case.recheck_late", "申请复查的期限到 %s 为止，自收到决定起算（%s）。", "A re-check could be asked for until %s, counted from the receipt of the decision (%s).", string(f.Ends(served.Window)), f.cite(limitAsk))
	}
	return nil
}

func (s State) mayAppeal(party string, f Facts) error {
	if s.Superior == "" {
		return errs.Refuse("case.no_superior", "登记里没有上级部门，请向上级书面申诉。", "The register has no department above; appeal to it in writing.")
	}
	done := slices.DeleteFunc(s.asked(party, Recheck), func(q Request) bool { return q.Live() })
	if len(done) == 0 {
		return errs.Refuse("case.appeal_early", "先申请复查，对结果不服的再申诉（%s）。", "First comes a re-check; against its result there is an appeal (%s).", f.cite(limitRecheck))
	}
	if len(s.asked(party, Appeal)) > 0 {
		return errs.Refuse("case.appeal_twice", "已经提出申诉。", "An appeal was made already.")
	}
	return nil
}

// Settle is what comes of a request.
type Settle struct {
	Case    string   `json:"case"`
	ID      string   `json:"id"`
	Accept  bool     `json:"accept,omitempty"`  // of taking it up
	Outcome string   `json:"outcome,omitempty"` // Upheld, Changed or Lifted
	Changes []Change `json:"changes,omitempty"`
	Reason  string   `json:"reason,omitempty"`
	Version int64    `json:"version"`
	Key     string   `json:"key,omitempty"`
}

// waiting is a request in a state, or the refusal.
func (s State) waiting(id, state string) (*Request, error) {
	q := s.Request(id)
	if q == nil {
		return nil, missing("没有这一请求。", "There is no such request.")
	}
	if q.State != state {
		return q, errs.Refuse("case.request_state", "这一请求不在这一步。", "The request is not at this step.")
	}
	return q, nil
}

// Take decides whether a request is heard.
func (s State) Take(cmd Settle, f Facts) ([]journal.New, error) {
	if err := s.allows("case.request_accepted"); err != nil {
		return nil, err
	}
	q, err := s.waiting(cmd.ID, Open)
	if err != nil {
		return nil, err
	}
	met := s.ends(flow.ClockMeet, "take-"+q.ID)
	if cmd.Accept {
		limit := limitRecheck
		if q.Kind == Appeal {
			limit = "appeal_days" // no text that we read names one
		}
		return []journal.New{journal.Because(RequestAccepted{ID: q.ID, Clocks: flow.Clocks{Moves: append(met, f.starts("result-"+q.ID, limit, flow.RoleInvestigator, s.Body.ID)...)}}, f.because(limitTake, limitRecheck)...)}, nil
	}
	var wrong errs.List
	b := RequestRefused{ID: q.ID, Reason: f.text(&wrong, "reason", cmd.Reason), Clocks: flow.Clocks{Moves: met}}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(b, f.because(limitTake)...)}, nil
}

// Settle decides what comes of a request: the decision stands, changes, or falls
// for this party. Where nothing is left of it, the whole decision is annulled.
func (s State) Settle(cmd Settle, held []Held, f Facts) ([]journal.New, error) {
	if err := s.allows("case.request_decided"); err != nil {
		return nil, err
	}
	q, err := s.waiting(cmd.ID, Accepted)
	if err != nil {
		return nil, err
	}
	var wrong errs.List
	b := RequestDecided{ID: q.ID, Outcome: cmd.Outcome, Reason: f.text(&wrong, "reason", cmd.Reason), Clocks: flow.Clocks{Moves: s.ends(flow.ClockMeet, "result-"+q.ID)}}
	switch cmd.Outcome {
	case Upheld:
	case Changed:
		b.Changes = changes(q.Party, cmd.Changes, held, &wrong)
	case Lifted:
		for _, h := range held {
			if h.Party == q.Party {
				b.Changes = append(b.Changes, Change{Measure: h.ID, Lift: true})
			}
		}
	default:
		wrong.Add(errs.Mistake("outcome", "case.outcome", "请选择维持、变更或者撤销。", "Choose whether the decision stands, changes or falls."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	out := []journal.New{journal.Because(b, f.because(limitRecheck)...)}
	if cmd.Outcome == Lifted && !slices.ContainsFunc(held, func(h Held) bool { return h.Party != q.Party }) {
		out = append(out, journal.Because(Annulled{Reason: b.Reason, Clocks: flow.Clocks{Moves: s.allClocks(q.ID)}}, f.because(limitRecheck)...))
	}
	return out, nil
}

// Held is a measure of the decision that binds.
type Held struct {
	ID    string
	Party string
}

// changes are those that concern measures of the party.
func changes(party string, given []Change, held []Held, wrong *errs.List) []Change {
	for _, c := range given {
		if !slices.Contains(held, Held{c.Measure, party}) {
			wrong.Add(errs.Mistake("changes", "case.change", "只能变更这一当事人仍然有效的措施。", "Only measures of this party that still bind can change."))
			return nil
		}
	}
	if len(given) == 0 {
		wrong.Add(errs.Mistake("changes", "case.unchanged", "请写明变更哪项措施。", "Say which measure changes, and how."))
	}
	return given
}

// allClocks cancels what still runs, but for a request that is just met.
func (s State) allClocks(but string) []flow.ClockMove {
	var out []flow.ClockMove
	for clock := range s.Running {
		if clock != "result-"+but {
			out = append(out, flow.ClockMove{Clock: clock, Op: flow.ClockCancel})
		}
	}
	slices.SortFunc(out, func(a, b flow.ClockMove) int {
		if a.Clock < b.Clock {
			return -1
		}
		return 1
	})
	return out
}

// Refer hands part of a case to another authority.
type Refer struct {
	Case    string `json:"case"`
	Kind    string `json:"kind"` // code of a measure that is a referral
	To      string `json:"to"`
	Text    string `json:"text"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Refer decides to hand something to discipline or justice.
func (s State) Refer(cmd Refer, f Facts) ([]journal.New, error) {
	if err := s.allows("case.referred"); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := Referred{ID: f.NewID, Kind: cmd.Kind, To: f.line(&wrong, "to", cmd.To), Text: f.text(&wrong, "text", cmd.Text)}
	if !slices.Contains(f.Codes["referrals"], cmd.Kind) {
		wrong.Add(errs.Mistake("kind", "case.referral", "请选择移送纪检监察或者司法机关。", "Choose whether it goes to discipline or to justice."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	b.Moves = f.starts("referral-"+b.ID, limitAnswer, flow.RoleInvestigator, s.Body.ID)
	return []journal.New{journal.Because(b, f.because("measures")...)}, nil
}

// Feedback decides to note what the other authority answered.
func (s State) Feedback(cmd Part, f Facts) ([]journal.New, error) {
	text, err := s.writes("case.referral_answered", cmd.Text, f)
	if err != nil {
		return nil, err
	}
	r := s.Referral(cmd.ID)
	if r == nil || r.Answer != "" {
		return nil, missing("没有这项移送，或者已经有反馈。", "There is no such referral, or it was answered.")
	}
	return []journal.New{journal.Because(ReferralAnswered{ID: r.ID, Text: text, Clocks: flow.Clocks{Moves: s.ends(flow.ClockMeet, "referral-"+r.ID)}}, f.because("measures")...)}, nil
}

// Publish makes a typical case public.
type Publish struct {
	Case    string `json:"case"`
	Title   string `json:"title"`
	Text    string `json:"text"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Publish decides to make a case public: only a breach that was found, that nobody
// contests any more, and without the name of any person or unit of it.
func (s State) Publish(cmd Publish, f Facts) ([]journal.New, error) {
	if s.State == StateCleared || s.State == StateAnnulled || s.State == StateDropped || s.State == StateRejected {
		return nil, errs.Refuse("case.no_finding", "没有认定违规的案件，不能作为案例公开。", "A case in which no breach was found is never made public as one.")
	}
	if err := s.allows("case.published"); err != nil {
		return nil, err
	}
	if len(s.LiveRequests()) > 0 {
		return nil, errs.Refuse("case.contested", "复查或者申诉还没有结果，不能公开。", "A re-check or an appeal has no result yet: the case cannot be made public.")
	}
	for _, p := range s.Parties {
		if served := s.ServedOn(p.ID); len(s.OrdersOf(p.ID)) > 0 && len(s.asked(p.ID, Recheck)) == 0 && (served == nil || f.Today <= f.Ends(served.Window)) {
			return nil, errs.Refuse("case.unfinal", "决定送达全部当事人、申请复查的期限届满之后才能公开（%s）。", "A case is made public after every party received the decision and the time to ask for a re-check is over (%s).", f.cite(limitAsk))
		}
	}
	var wrong errs.List
	b := Published{Title: f.line(&wrong, "title", cmd.Title), Text: f.text(&wrong, "text", cmd.Text), Violation: s.Found.Violation, Severity: s.Found.Severity}
	for _, name := range f.Bodies {
		for field, text := range map[string]string{"title": cmd.Title, "text": cmd.Text} {
			if mentions(text, name) {
				wrong.Add(errs.Mistake(field, "case.names_unit", "公开的案例里有当事单位的名称，请改用“某单位”。", "The text has the name of a unit of the case: call it “a university” or the like."))
			}
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(b, f.because("violation_routing")...)}, nil
}

// Unpublish decides to take a public case back.
func (s State) Unpublish(cmd Write, f Facts) ([]journal.New, error) {
	text, err := s.writes("case.unpublished", cmd.Text, f)
	if err != nil {
		return nil, err
	}
	if s.Typical == nil {
		return nil, errs.Refuse("case.unpublished", "本案没有公开。", "The case is not public.")
	}
	return []journal.New{journal.Because(Unpublished{text})}, nil
}
