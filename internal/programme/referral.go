package programme

import (
	"context"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Handed is what an inspection found in the records of funded work and handed over.
type Handed struct {
	Inspection string  `json:"inspection"`
	Department string  `json:"department"` // that inspected
	Findings   []Fault `json:"findings"`
	Reason     string  `json:"reason"`
}

// Fault is one finding as it was handed over.
type Fault struct {
	N        int    `json:"n"`
	Point    string `json:"point"`    // code of the packs' list inspection_points
	Severity string `json:"severity"` // code of the packs' list inspection_severity
	Text     string `json:"text"`
}

// Referral is what was handed to the funder, and what the funder answered.
type Referral struct {
	ID string `json:"id"`
	Handed
	At         time.Time `json:"at"`
	Due        time.Time `json:"due,omitzero"`
	Answer     string    `json:"answer,omitempty"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
}

// Open reports whether the funder has not answered yet.
func (r Referral) Open() bool { return r.AnsweredAt.IsZero() }

// Clock is the name of the clock of a referral.
func (r Referral) Clock() string { return "referral-" + r.ID }

// Referral is one by its id, or nil.
func (p *Project) Referral(id string) *Referral {
	if i := slices.IndexFunc(p.Referrals, func(r Referral) bool { return r.ID == id }); i >= 0 {
		return &p.Referrals[i]
	}
	return nil
}

// Hand takes what an inspection hands over; the funder has the packs' time to answer.
func (p Project) Hand(id string, h Handed, limit *flow.ClockMove) []journal.New {
	b := FindingsHanded{ID: id, Handed: h}
	var grounds []flow.Ground
	if limit != nil {
		m := *limit
		m.Clock, m.Op, m.Who, m.Holder = Referral{ID: id}.Clock(), flow.ClockStart, flow.RoleFunder, p.Funder.ID
		b.Moves = []flow.ClockMove{m}
		if m.Ground != nil {
			grounds = []flow.Ground{*m.Ground}
		}
	}
	return []journal.New{journal.Because(b, grounds...)}
}

// Reply is the funder's answer to what was handed over.
type Reply struct {
	Project  string `json:"project"`
	Referral string `json:"referral"`
	Text     string `json:"text"`
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

// AnswerReferral decides to tell the department that inspected what follows; once.
func (p Project) AnswerReferral(cmd Reply, f Facts) ([]journal.New, error) {
	if err := p.in("project.referral_answered"); err != nil {
		return nil, err
	}
	r := p.Referral(cmd.Referral)
	if r == nil {
		return nil, errs.New(errs.NotFound, "project.no_referral", lang.T("没有这项移交。", "Nothing was handed over under this number."))
	}
	if !r.Open() {
		return nil, errs.Refuse("project.referral_answered", "这项移交已经答复。", "What was handed over is answered already.")
	}
	var wrong errs.List
	text := words("text", cmd.Text, &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(r.answered(text), f.Grounds...)}, nil
}

// answered is the answer to a referral.
func (r Referral) answered(text string) ReferralAnswered {
	b := ReferralAnswered{ID: r.ID, Inspection: r.Inspection, Text: text}
	if !r.Due.IsZero() {
		b.Moves = []flow.ClockMove{{Clock: r.Clock(), Op: flow.ClockMeet}}
	}
	return b
}

// lastWords answer what is still open when a project ends: its end is the answer.
func (p Project) lastWords(reason string) []journal.New {
	var out []journal.New
	for _, r := range p.Referrals {
		if r.Open() {
			out = append(out, journal.Because(r.answered(reason)))
		}
	}
	return out
}

// Hand gives findings to the funders of the activity in whose records they stand, in
// the act that hands them over.
func (s *Service) Hand(tx *journal.Tx, activity string, h Handed) error {
	ids, err := projectsOf(tx, `activity = $1`, activity)
	if err != nil {
		return err
	}
	for _, id := range ids {
		pr, err := journal.Load(tx, ProjectStream(id), FoldProject)
		if err != nil {
			return err
		}
		n, err := tx.NewID()
		if err != nil {
			return err
		}
		if err := tx.Append(ProjectStream(id), pr.Hand(n, h, s.limit(pr, "programme_referral_days", tx.Now))...); err != nil {
			return err
		}
	}
	return nil
}

// AnswerReferral tells the department that inspected what the funder makes of it.
func (s *Service) AnswerReferral(ctx context.Context, p auth.Principal, now time.Time, cmd Reply) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ProjectDecide, cmd.Project, cmd.Version, cmd.Key, cmd), func(_ *journal.Tx, pr Project, f Facts) ([]journal.New, error) { return pr.AnswerReferral(cmd, f) })
}
