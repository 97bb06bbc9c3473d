package review

import (
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// ListTogether is the pack's list of the kinds of review that a meeting may approve
// together with others, with the outcome that this means.
const ListTogether = "approve_together"

// ConsentMarked puts a case among those that are to be approved together.
type ConsentMarked struct {
	Review  string `json:"review"`
	Outcome string `json:"outcome"`
}

// ConsentLifted makes it an ordinary case again.
type ConsentLifted struct {
	Review string   `json:"review"`
	Reason string   `json:"reason,omitempty"` // empty: a member asked; ConsentUnmarked; else the refusal that stood against it
	Short  []Demand `json:"short,omitempty"`  // of the quorum
}

// ConsentGiven is the vote on one of them: asked together with the others, nobody
// who was there and could vote on it objected.
type ConsentGiven struct {
	Review  string      `json:"review"`
	Round   int         `json:"round"`
	Outcome string      `json:"outcome"`
	Present []Attendant `json:"present"` // entitled: each counts as agreeing
	// Application is the version of the activity that is agreed to.
	Application int64 `json:"application"`
}

// ConsentUnmarked is why the office takes back its own mark.
const ConsentUnmarked = "unmarked"

// EventType names the event; so do those below.
func (ConsentMarked) EventType() string { return "meeting.consent_marked" }
func (ConsentLifted) EventType() string { return "meeting.consent_lifted" }
func (ConsentGiven) EventType() string  { return "meeting.consent_given" }

func togetherTypes() []journal.Type {
	return []journal.Type{journal.TypeOf[ConsentMarked](), journal.TypeOf[ConsentLifted](), journal.TypeOf[ConsentGiven]()}
}

// Together is what the packs let be approved together, of the kind of the case.
type Together struct {
	Outcome  string
	Proposed string // only where the rules propose this procedure; empty: always
	Ground   flow.Ground
}

// covers reports whether a case may be among those.
func (t *Together) covers(c Case) bool {
	return t != nil && !c.emergency() && c.Appeal == nil && (t.Proposed == "" || t.Proposed == c.Proposed)
}

func (m *Meeting) applyConsent(e journal.Event) {
	switch b := e.Body.(type) {
	case ConsentMarked:
		m.Item(b.Review).Consent = b.Outcome
	case ConsentLifted:
		item := m.Item(b.Review)
		item.Consent, item.Lifted = "", &b
	case ConsentGiven:
		item := m.Item(b.Review)
		item.Rounds = append(item.Rounds, Round{Number: b.Round, Consent: true, Choices: []string{b.Outcome}, Tally: map[string]int{b.Outcome: len(b.Present)},
			Present: b.Present, Quorate: true, Application: b.Application, OpenedAt: e.At})
	}
}

// MarkConsent decides to put a case among those approved together. A member's word
// that took it out holds for the meeting.
func (m Meeting) MarkConsent(cmd OnItem, f Facts) ([]journal.New, error) {
	item, err := m.itemFor(cmd.Review, "meeting.consent_marked")
	switch {
	case err != nil:
		return nil, err
	case item.Consent != "":
		return nil, errs.Refuse("review.consent.twice", "此件已是合议事项。", "The case is among those approved together already.")
	case item.State != ItemPlanned:
		return nil, errs.Refuse("review.consent.begun", "此件已经开始审议。", "The deliberation on this case has begun.")
	case item.Lifted != nil && item.Lifted.Reason != ConsentUnmarked:
		return nil, errs.Refuse("review.consent.lifted", "此件已被取出单独审议，本次会议上不能再列为合议事项。", "The case was taken out to be dealt with by itself; that holds for this meeting.")
	case !f.Together.covers(f.Case):
		return nil, errs.Refuse("review.consent.kind", "规则包没有允许这类案件一并批准（本单位惯例，列表 %s）；请单独审议。",
			"The packs do not let such a case be approved together (house practice, list %s); deal with it by itself.", ListTogether)
	}
	if o, ok := f.outcome(f.Together.Outcome); !ok || !o.Approves || o.Reasons || o.Stipulations {
		return nil, errs.Refuse("review.consent.outcome", "此件不能以“%s”一并批准。", "The case cannot be approved together as “%s”.", f.Together.Outcome)
	}
	return []journal.New{journal.Because(ConsentMarked{Review: cmd.Review, Outcome: f.Together.Outcome}, f.Together.Ground)}, nil
}

// LiftConsent decides to take a case out again: any member with a vote may, before
// the meeting or in it, and need not say why.
func (m Meeting) LiftConsent(cmd OnItem, f Facts) ([]journal.New, error) {
	item, err := m.itemFor(cmd.Review, "meeting.consent_lifted")
	if err != nil {
		return nil, err
	}
	if item.Consent == "" {
		return nil, notTogether()
	}
	body := ConsentLifted{Review: cmd.Review}
	switch {
	case m.maySingle(item, f):
	case f.holds(RoleSecretary):
		body.Reason = ConsentUnmarked
	default:
		return nil, errs.New(errs.Forbidden, "review.consent.who", lang.T("只有对此件有表决权的委员或秘书可以取出。", "Only a member with a vote on this case, or the secretary, may take it out."))
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// maySingle reports whether the actor may ask that a case be dealt with by itself.
func (m *Meeting) maySingle(item *Item, f Facts) bool {
	s, ok := f.seat(f.Actor)
	return ok && s.Votes(f.Today) && !item.Out(f.Actor) && !f.barred(f.Actor)
}

func notTogether() *errs.Error {
	return errs.Refuse("review.consent.ordinary", "此件不是合议事项。", "The case is not among those approved together.")
}

// together are the cases that the actor may now put to one decision.
func (m *Meeting) together(f Facts) ([]string, error) {
	if err := m.allows("meeting.consent_given"); err != nil {
		return nil, err
	}
	if s, ok := f.seat(f.Actor); !ok || !s.Presides(f.Today) || m.Presiding != f.Actor || !m.In(f.Actor) {
		return nil, notPresiding()
	}
	if other := m.Current(); other != nil {
		return nil, errs.Refuse("review.item.other", "请先结束正在审议的“%s”。", "Finish “%s” first.", other.Title)
	}
	var out []string
	for _, i := range m.Items {
		if i.State == ItemPlanned && i.Consent != "" {
			out = append(out, i.Review)
		}
	}
	if len(out) == 0 {
		return nil, errs.Refuse("review.consent.none", "议程上没有待决定的合议事项。", "No case on the agenda waits to be approved together.")
	}
	return out, nil
}

// Agree decides that nobody objects to the case at hand. Who counts, and whether
// they are enough, is asked for this case alone.
func (m Meeting) Agree(cmd OnItem, f Facts) ([]journal.New, error) {
	item, err := m.atHand(cmd.Review, "meeting.consent_given")
	if err != nil {
		return nil, err
	}
	switch {
	case item.Consent == "":
		return nil, notTogether()
	case len(item.Rounds) > 0:
		return nil, errs.Refuse("review.consent.voted", "此件已经表决。", "There was a vote on this case.")
	case m.Leads(item, f) != f.Actor:
		return nil, notPresiding()
	case !f.Together.covers(f.Case):
		return nil, errs.Refuse("review.consent.kind", "规则包没有允许这类案件一并批准（本单位惯例，列表 %s）；请单独审议。",
			"The packs do not let such a case be approved together (house practice, list %s); deal with it by itself.", ListTogether)
	}
	if err := append(f.lawful(), f.quorate()...).Err(); err != nil {
		return nil, err
	}
	body := ConsentGiven{Review: cmd.Review, Round: 1, Outcome: item.Consent, Present: m.Counted(item, f), Application: f.Case.Application}
	return []journal.New{journal.Because(body, append(f.Standing, f.Together.Ground)...)}, nil
}

// leaveOut makes an ordinary case of one that cannot be approved together now, and
// says what stands against it.
func (i *Item) leaveOut(why error, f Facts) journal.New {
	body := ConsentLifted{Review: i.Review}
	if all := errs.All(why); len(all) > 0 {
		body.Reason = all[0].Key
	}
	if body.Reason == "review.quorum" {
		for _, s := range f.Quorum {
			if !s.Holds {
				body.Short = append(body.Short, Demand{Code: s.Code, Have: s.Have, Need: s.Need})
			}
		}
	}
	return journal.Because(body, f.Standing...)
}

// Words says why a case is dealt with by itself after all.
func (b ConsentLifted) Words() lang.Text {
	switch b.Reason {
	case "":
		return lang.T("有委员要求单独审议", "a member asked for it")
	case ConsentUnmarked:
		return lang.T("秘书取消", "the secretary took it back")
	case "review.quorum":
		return lang.T("对此件到会人数或类别不足", "attendance falls short for it")
	case "review.item.chair", "review.preside":
		return lang.T("主持人须回避此件", "whoever presides is out of it")
	case "review.committee.unlawful":
		return lang.T("委员会的组成不符合规定", "the committee is not composed as the rules ask")
	}
	return lang.T("此件现在不能决定", "it cannot be decided now")
}
