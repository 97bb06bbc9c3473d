package review

import (
	"context"
	"slices"
	"strings"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// KindExemption is a claim that work is exempt from review (medical measures,
// article 32). It is answered without a meeting by whom the packs name. Consent is
// a duty of its own and stays one.
const KindExemption = "exemption"

const medical32 = "MEDICAL-2023 32"

// Outcomes of a claim of exemption, codes of the packs' list.
const (
	OutcomeExempt    = "exempt"
	OutcomeNotExempt = "not_exempt"
	OutcomeRevoked   = "exemption_revoked"
)

// Exempted, ExemptionRefused and ExemptionRevoked are what is decided on a claim.
type (
	Exempted         struct{ Decision }
	ExemptionRefused struct{ Decision }
	// ExemptionRevoked ends an exemption: its conditions no longer hold.
	ExemptionRevoked struct{ Decision }
)

// EventType names the event; so do those below.
func (Exempted) EventType() string         { return "review.exempted" }
func (ExemptionRefused) EventType() string { return "review.exemption_refused" }
func (ExemptionRevoked) EventType() string { return "review.exemption_revoked" }

func exemptionSteps() []flow.Transition {
	return []flow.Transition{
		{From: StateAccepted, Verb: "settle_exemption", Event: "review.exempted", To: StateApproved, Role: flow.RoleChair, Law: medical32},
		{From: StateAccepted, Verb: "settle_exemption", Event: "review.exemption_refused", To: StateRejected, Role: flow.RoleChair, Law: medical32},
		{From: StateApproved, Verb: "end_exemption", Event: "review.exemption_revoked", To: StateApproved, Role: flow.RoleChair, Law: medical32},
	}
}

// SettleExemption answers a claim of exemption.
type SettleExemption struct {
	Review  string `json:"review"`
	Grant   bool   `json:"grant"`
	Reasons string `json:"reasons"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// SettleExemption decides on a claim: the file gets its number, and the answer its
// reasons, either way.
func (c Case) SettleExemption(cmd SettleExemption, number FileNumber, f Facts) ([]journal.New, error) {
	if c.Kind != KindExemption {
		return nil, errs.Refuse("review.exempt.none", "这不是免除审查的申请；没有申请的，不能免除（医学研究伦理审查办法第三十二条）。", "This is no claim of exemption; nothing is exempt that was not claimed (Medical Review Measures, article 32).")
	}
	if c.State != StateSubmitted {
		return nil, c.allows("review.exempted.again")
	}
	if !slices.ContainsFunc(f.ExemptBy, f.holds) {
		return nil, errs.New(errs.Forbidden, "review.exempt.role", lang.T("免除审查由规则指定的人认定，通常是主任委员或者副主任委员（医学研究伦理审查办法第三十二条）。", "A claim of exemption is answered by whom the rules name, normally the chair or a vice-chair (Medical Review Measures, article 32)."))
	}
	reasons := strings.TrimSpace(cmd.Reasons)
	if reasons == "" {
		return nil, errs.Mistake("reasons", "review.exempt.reasons", "请写明理由：为什么符合或者不符合免除审查的情形（医学研究伦理审查办法第三十二条）。", "Give the reasons: why the work is exempt or is not (Medical Review Measures, article 32).")
	}
	d := Decision{Procedure: KindExemption, Round: 1, Outcome: OutcomeNotExempt, Reasons: reasons, Presiding: f.Actor, Application: c.Application}
	accepted := Accepted{Number: number.Text, Year: number.Year, Seq: number.Seq, Procedure: KindExemption}
	news := []journal.New{journal.Because(accepted, f.Grounds...)}
	if cmd.Grant {
		d.Outcome = OutcomeExempt
		return append(news, journal.Because(Exempted{d}, f.Grounds...)), nil
	}
	return append(news, journal.Because(ExemptionRefused{d}, f.Grounds...)), nil
}

// EndExemption says that the conditions of an exemption no longer hold.
type EndExemption struct {
	Review  string `json:"review"`
	Reasons string `json:"reasons"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// EndExemption decides to end an exemption. The work stops until it was reviewed.
func (c Case) EndExemption(cmd EndExemption, f Facts) ([]journal.New, error) {
	if c.Kind != KindExemption {
		return nil, errs.Refuse("review.exempt.none", "这不是免除审查的案件（医学研究伦理审查办法第三十二条）。", "This is no exemption (Medical Review Measures, article 32).")
	}
	if err := c.allows("review.exemption_revoked"); err != nil {
		return nil, err
	}
	if c.Decision().Outcome != OutcomeExempt {
		return nil, errs.Refuse("review.exempt.over", "免除已经结束（医学研究伦理审查办法第三十二条）。", "The exemption has ended already (Medical Review Measures, article 32).")
	}
	reasons := strings.TrimSpace(cmd.Reasons)
	if reasons == "" {
		return nil, errs.Mistake("reasons", "review.exempt.changed", "请写明哪项条件不再具备（医学研究伦理审查办法第三十二条）。", "Say which condition no longer holds (Medical Review Measures, article 32).")
	}
	d := Decision{Procedure: KindExemption, Round: len(c.Decisions) + 1, Outcome: OutcomeRevoked, Reasons: reasons, Presiding: c.Decision().Presiding, Application: c.Application}
	return []journal.New{journal.Because(ExemptionRevoked{d}, f.Grounds...)}, nil
}

// SettleExemption grants or refuses a claim of exemption.
func (s *Service) SettleExemption(ctx context.Context, p auth.Principal, now time.Time, cmd SettleExemption) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewExempt, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		number, err := s.nextNumber(sc)
		if err != nil {
			return nil, err
		}
		if item, ok := sc.set.Item("exemption_claim", "claim"); ok {
			sc.Facts.ExemptBy = item.Strs("answered_by")
		}
		sc.Facts.Grounds = itemGround(sc.set, ListKinds, KindExemption)
		return sc.Case.SettleExemption(cmd, number, sc.Facts)
	})
}

// EndExemption ends one, at the wish of its people or of the committee.
func (s *Service) EndExemption(ctx context.Context, p auth.Principal, now time.Time, cmd EndExemption) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewExemptEnd, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		sc.Facts.Grounds = itemGround(sc.set, ListKinds, KindExemption)
		return sc.Case.EndExemption(cmd, sc.Facts)
	})
}

// markExemption tells the application what became of the claim.
func (s *Service) markExemption(tx *journal.Tx, c Case, body journal.Body) error {
	switch b := body.(type) {
	case Exempted:
		return s.Activities.MarkExempt(tx, c.Activity, c.ID)
	case ExemptionRefused:
		return s.Activities.MarkExemptionEnded(tx, c.Activity, c.ID, b.Reasons)
	case ExemptionRevoked:
		return s.Activities.MarkExemptionEnded(tx, c.Activity, c.ID, b.Reasons)
	case Withdrawn:
		return s.Activities.MarkExemptionEnded(tx, c.Activity, c.ID, "")
	}
	return nil
}
