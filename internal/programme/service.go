package programme

import (
	"context"
	"slices"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/gate"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
	"lunheng/internal/veto"
)

// Service does the verbs of programmes and projects. All fields are set once, at the
// start.
type Service struct {
	J       *journal.Journal
	Book    *rules.Shelf
	Gate    *gate.Service // knows how an approval stands
	Reviews *review.Service
	Veto    *veto.Service
	Vault   *vault.Vault
	// Findings counts, by grade, what inspections found in the records of an activity
	// and nobody has mended yet; nil: nobody inspects.
	Findings func(r store.Reader, activity string) (map[string]int, error)
}

// Begin starts a programme of a department or unit.
func (s *Service) Begin(ctx context.Context, p auth.Principal, now time.Time, cmd Begin) (journal.Outcome, error) {
	if cmd.Kind != auth.Department && cmd.Kind != auth.Unit {
		return journal.Outcome{}, errs.Mistake("funder", "programme.funder", "由部门或者单位资助。", "A department or a unit pays.")
	}
	return auth.Begin(ctx, s.J, p, now, auth.Ask(auth.ProgrammeBegin, cmd.Funder.ID, 0, cmd.Key, cmd), auth.Start{
		Kind: cmd.Kind, Stream: Stream,
		Decide: func(tx *journal.Tx, _ string) ([]journal.New, error) {
			region, err := regionOf(tx, cmd.Kind, cmd.Funder.ID)
			if err != nil {
				return nil, err
			}
			return State{}.Begin(cmd, region, s.lists(region, calendar.Of(now)))
		},
	})
}

// On names a programme or a project.
type On struct {
	Programme string `json:"programme,omitempty"`
	Project   string `json:"project,omitempty"`
	Reason    string `json:"reason,omitempty"`
	Version   int64  `json:"version"`
	Key       string `json:"key,omitempty"`
}

// onProgramme runs a verb on a programme: the seven steps.
func (s *Service) onProgramme(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(State, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Kind: auth.Programme, Stream: Stream, Fold: Fold,
		For: func(st State) string { return st.Funder.ID },
		Decide: func(_ *journal.Tx, st State) ([]journal.New, error) {
			f, err := s.guideFacts(st, calendar.Of(now))
			if err != nil {
				return nil, err
			}
			return decide(st, f)
		},
	})
}

// WriteGuide keeps the guide of a programme.
func (s *Service) WriteGuide(ctx context.Context, p auth.Principal, now time.Time, cmd Guide) (journal.Outcome, error) {
	return s.onProgramme(ctx, p, now, auth.Ask(auth.ProgrammeEdit, cmd.Programme, cmd.Version, cmd.Key, cmd), func(st State, f Facts) ([]journal.New, error) { return st.WriteGuide(cmd, f) })
}

// Publish publishes the guide and opens the programme.
func (s *Service) Publish(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.onProgramme(ctx, p, now, auth.Ask(auth.ProgrammeEdit, cmd.Programme, cmd.Version, cmd.Key, auth.Named("publish", cmd)), func(st State, f Facts) ([]journal.New, error) { return st.Publish(f) })
}

// Close takes no more applications.
func (s *Service) Close(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.onProgramme(ctx, p, now, auth.Ask(auth.ProgrammeEdit, cmd.Programme, cmd.Version, cmd.Key, auth.Named("close", cmd)), func(st State, f Facts) ([]journal.New, error) { return st.Close(cmd.Reason, f) })
}

// Draft begins an application in a programme.
func (s *Service) Draft(ctx context.Context, p auth.Principal, now time.Time, cmd Draft) (journal.Outcome, error) {
	return auth.Begin(ctx, s.J, p, now, auth.Ask(auth.ProgrammeApply, cmd.Programme, 0, cmd.Key, cmd), auth.Start{
		Kind: auth.Programme, Stream: ProjectStream,
		Decide: func(tx *journal.Tx, _ string) ([]journal.New, error) { return s.draft(tx, p, cmd) },
	})
}

// draft decides on an application in a programme.
func (s *Service) draft(tx *journal.Tx, p auth.Principal, cmd Draft) ([]journal.New, error) {
	st, err := s.programme(tx, cmd.Programme)
	if err != nil {
		return nil, err
	}
	f := s.lists(st.Region, calendar.Of(tx.Now))
	f.Actor = p.Person
	if tx.For, err = unitOf(tx, p.Person); err == nil {
		f.Members, err = registered(tx, cmd.Members)
	}
	if err == nil && cmd.Activity != "" {
		err = s.linkable(tx, p, cmd.Activity, Project{Drafted: Drafted{Unit: tx.For, Leader: p.Person}})
	}
	if err != nil {
		return nil, err
	}
	return Project{}.Draft(cmd, st, tx.For, f)
}

// linkable refuses an activity that is not the project's own: another unit's and
// another leader's.
func (s *Service) linkable(tx *journal.Tx, p auth.Principal, id string, pr Project) error {
	if err := auth.Allow(tx, p, auth.ActivityView, auth.Activity, id); err != nil {
		return err
	}
	a, err := s.activity(tx, id)
	if err != nil {
		return err
	}
	member := slices.ContainsFunc(a.Team, func(m activity.Member) bool { return m.Person == pr.Leader })
	if a.Unit != pr.Unit && !member {
		return errs.Refuse("project.activity", "这项活动既不属于本单位，负责人也不在项目组。", "The activity is neither of the unit nor is the leader on its team.").At("activity")
	}
	return nil
}

// projectVerb decides a verb on a project.
type projectVerb func(*journal.Tx, Project, Facts) ([]journal.New, error)

// on runs a verb on a project: the seven steps. The gate is judged before, so that
// what was settled elsewhere counts, and after, so that what the act opened is held.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide projectVerb) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[Project]{
		Kind: auth.Project, Stream: ProjectStream, Fold: FoldProject,
		For:    func(pr Project) string { return pr.Funder.ID },
		Decide: func(tx *journal.Tx, pr Project) ([]journal.New, error) { return s.decide(tx, pr, decide) },
	})
}

// decide asks the rules (3) and decides (4), with the gate judged before and after.
func (s *Service) decide(tx *journal.Tx, pr Project, decide func(*journal.Tx, Project, Facts) ([]journal.New, error)) ([]journal.New, error) {
	f, err := s.facts(tx, pr, tx.Actor, tx.Now)
	if err != nil {
		return nil, err
	}
	out := pr.Judge(f)
	if pr, err = pr.after(out, tx.Actor, tx.Now); err != nil {
		return nil, err
	}
	if f.NewID, err = tx.NewID(); err != nil {
		return nil, err
	}
	news, err := decide(tx, pr, f)
	if err != nil {
		return nil, err
	}
	if pr, err = pr.after(news, tx.Actor, tx.Now); err != nil {
		return nil, err
	}
	if f, err = s.facts(tx, pr, tx.Actor, tx.Now); err != nil {
		return nil, err
	}
	return slices.Concat(out, news, pr.Judge(f)), nil
}

func (s *Service) programme(r store.Reader, id string) (State, error) {
	st, err := journal.Look(s.J, r, Stream(id), Fold)
	if err == nil && st.State == StateNone {
		err = errs.New(errs.NotFound, "programme.missing", lang.T("没有这个计划。", "There is no such programme."))
	}
	return st, err
}

func (s *Service) project(r store.Reader, id string) (Project, error) {
	pr, err := journal.Look(s.J, r, ProjectStream(id), FoldProject)
	if err == nil && pr.State == ProjectNone {
		err = errs.New(errs.NotFound, "project.missing", lang.T("没有这个项目。", "There is no such project."))
	}
	return pr, err
}
