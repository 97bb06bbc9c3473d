package coordination

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// AskAdvice puts a question to the experts, for the office or a member.
func (s *Service) AskAdvice(ctx context.Context, p auth.Principal, now time.Time, cmd AskAdvice) (journal.Outcome, error) {
	return s.begin(ctx, p, now, AdviceKind, auth.Ask(auth.MechanismPart, cmd.Mechanism, 0, cmd.Key, auth.Named(AdviceKind, cmd)), func(_ *journal.Tx, f Facts, _ *rules.Set) ([]journal.New, error) { return Advice{}.Ask(cmd, f) })
}

func (s *Service) onAdvice(ctx context.Context, p auth.Principal, now time.Time, q auth.Request,
	decide func(*journal.Tx, Advice, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return run(ctx, s, p, now, q, verb[Advice]{kind: AdviceKind, on: auth.Advice, fold: FoldAdvice,
		decide: func(tx *journal.Tx, a Advice, f Facts, _ *rules.Set) ([]journal.New, error) { return decide(tx, a, f) }})
}

// NameExperts asks experts of the pools of the office or of members.
func (s *Service) NameExperts(ctx context.Context, p auth.Principal, now time.Time, cmd NameExperts) (journal.Outcome, error) {
	return s.onAdvice(ctx, p, now, auth.Ask(auth.AdviceRun, cmd.Advice, cmd.Version, cmd.Key, auth.Named("name", cmd)), func(tx *journal.Tx, a Advice, f Facts) ([]journal.New, error) {
		pool, err := Pool(tx, a.Mechanism, string(f.Today))
		if err != nil {
			return nil, err
		}
		return a.Name(cmd, pool, f)
	})
}

// maxPool bounds how many experts a form offers.
const maxPool = 500

// Pool are the experts on a day in the pools of the departments of a mechanism.
func Pool(r store.Reader, mechanism, day string) ([]string, error) {
	return store.Column[string](r, `select distinct x.person from pool_experts x where x.from_day <= $2 and (x.until_day = '' or x.until_day >= $2) and x.department in (
		select m.office from mechanisms m where m.id = $1 union select d.id from mechanism_members b join departments d on d.code = b.code where b.mechanism = $1 and b.code <> '')
		order by x.person limit $3`, mechanism, day, maxPool)
}

// DeclareInterest is an expert's word.
func (s *Service) DeclareInterest(ctx context.Context, p auth.Principal, now time.Time, cmd DeclareInterest) (journal.Outcome, error) {
	return s.onAdvice(ctx, p, now, auth.Ask(auth.AdviceAnswer, cmd.Advice, cmd.Version, cmd.Key, auth.Named("declare", cmd)), func(_ *journal.Tx, a Advice, f Facts) ([]journal.New, error) { return a.Declare(cmd, f) })
}

// Opine is an expert's opinion.
func (s *Service) Opine(ctx context.Context, p auth.Principal, now time.Time, cmd Opine) (journal.Outcome, error) {
	return s.onAdvice(ctx, p, now, auth.Ask(auth.AdviceAnswer, cmd.Advice, cmd.Version, cmd.Key, auth.Named("opine", cmd)), func(_ *journal.Tx, a Advice, f Facts) ([]journal.New, error) { return a.Opine(cmd, f) })
}

// Conclude records the opinion of the whole.
func (s *Service) Conclude(ctx context.Context, p auth.Principal, now time.Time, cmd OnAdvice) (journal.Outcome, error) {
	return s.onAdvice(ctx, p, now, auth.Ask(auth.AdviceRun, cmd.Advice, cmd.Version, cmd.Key, auth.Named("conclude", cmd)), func(_ *journal.Tx, a Advice, f Facts) ([]journal.New, error) { return a.Conclude(cmd.Says, f) })
}

// UseAdvice records what was done with it.
func (s *Service) UseAdvice(ctx context.Context, p auth.Principal, now time.Time, cmd OnAdvice) (journal.Outcome, error) {
	return s.onAdvice(ctx, p, now, auth.Ask(auth.AdviceRun, cmd.Advice, cmd.Version, cmd.Key, auth.Named("use", cmd)), func(_ *journal.Tx, a Advice, f Facts) ([]journal.New, error) { return a.Used(cmd.Says, f) })
}

// CancelAdvice takes the question back.
func (s *Service) CancelAdvice(ctx context.Context, p auth.Principal, now time.Time, cmd OnAdvice) (journal.Outcome, error) {
	return s.onAdvice(ctx, p, now, auth.Ask(auth.AdviceRun, cmd.Advice, cmd.Version, cmd.Key, auth.Named("cancel", cmd)), func(_ *journal.Tx, a Advice, f Facts) ([]journal.New, error) { return a.Cancel(cmd.Says, f) })
}
