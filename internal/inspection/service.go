package inspection

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// Service does the verbs of plans, inspectors and visits. All fields are set once, at
// the start.
type Service struct {
	J       *journal.Journal
	Book    *rules.Shelf
	Reviews *review.Service
	Vault   *vault.Vault
	Blobs   blob.Store
	Limits  blob.Limits // of a photo, a file or evidence
	Scores  Scores      // the risk that is watched in the data, beside [Signals]; nil: none
}

// on runs a verb on a visit: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(*journal.Tx, State, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Kind: auth.Inspection, Stream: Stream, Fold: Fold,
		For: func(st State) string { return st.Department },
		Decide: func(tx *journal.Tx, st State) ([]journal.New, error) {
			f, err := s.facts(tx, st)
			if err != nil {
				return nil, err
			}
			return decide(tx, st, f)
		},
	})
}

// with is a decision that needs nothing beyond the facts of every visit.
func with(decide func(State, Facts) ([]journal.New, error)) func(*journal.Tx, State, Facts) ([]journal.New, error) {
	return func(_ *journal.Tx, st State, f Facts) ([]journal.New, error) { return decide(st, f) }
}

// keep keeps a file that came along, once the person may do the verb.
func (s *Service) keep(ctx context.Context, p auth.Principal, v auth.Verb, id string, upload *blob.Upload) (*blob.Kept, error) {
	if upload == nil {
		return nil, nil
	}
	if err := auth.Allow(s.J.DB.Read(ctx), p, v, auth.Inspection, id); err != nil {
		return nil, err
	}
	return blob.Keep(ctx, s.Blobs, s.Limits, upload)
}

// Declare is an inspector's word about interests.
func (s *Service) Declare(ctx context.Context, p auth.Principal, now time.Time, cmd Declare) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.InspectionVisit, cmd.Inspection, cmd.Version, cmd.Key, cmd), func(tx *journal.Tx, st State, f Facts) (_ []journal.New, err error) {
		if f.Bars, err = bars(tx, st.Unit, f.Today); err != nil {
			return nil, err
		}
		return st.Declare(cmd, f)
	})
}

// Replace lets the next of the drawn order go in place of an inspector.
func (s *Service) Replace(ctx context.Context, p auth.Principal, now time.Time, cmd Replace) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.InspectionRun, cmd.Inspection, cmd.Version, cmd.Key, cmd), func(tx *journal.Tx, st State, f Facts) (_ []journal.New, err error) {
		if f.Bars, err = bars(tx, st.Unit, f.Today); err != nil {
			return nil, err
		}
		return st.Replace(cmd, f)
	})
}

// Notify tells the unit of the visit.
func (s *Service) Notify(ctx context.Context, p auth.Principal, now time.Time, cmd Notify) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.InspectionRun, cmd.Inspection, cmd.Version, cmd.Key, cmd),
		with(func(st State, f Facts) ([]journal.New, error) { return st.Notify(cmd, f) }))
}

// Open begins the visit.
func (s *Service) Open(ctx context.Context, p auth.Principal, now time.Time, cmd Open) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.InspectionVisit, cmd.Inspection, cmd.Version, cmd.Key, cmd), func(tx *journal.Tx, st State, f Facts) (_ []journal.New, err error) {
		if f.Bars, err = bars(tx, st.Unit, f.Today); err != nil {
			return nil, err
		}
		return st.Open(cmd, f)
	})
}

// AnswerPoint notes the answer to a point.
func (s *Service) AnswerPoint(ctx context.Context, p auth.Principal, now time.Time, cmd AnswerPoint) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.InspectionVisit, cmd.Inspection, cmd.Version, cmd.Key, cmd),
		with(func(st State, f Facts) ([]journal.New, error) { return st.AnswerPoint(cmd, f) }))
}

// TakeUp opens a record to the inspectors.
func (s *Service) TakeUp(ctx context.Context, p auth.Principal, now time.Time, cmd TakeUp) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.InspectionVisit, cmd.Inspection, cmd.Version, cmd.Key, cmd), func(tx *journal.Tx, st State, f Facts) (_ []journal.New, err error) {
		if f.Record, err = record(tx, st.Unit, cmd.Kind, cmd.ID); err != nil {
			return nil, err
		}
		return st.TakeUp(cmd, f)
	})
}

// Find notes a finding.
func (s *Service) Find(ctx context.Context, p auth.Principal, now time.Time, cmd Find) (journal.Outcome, error) {
	file, err := s.keep(ctx, p, auth.InspectionVisit, cmd.Inspection, cmd.Upload)
	if err != nil {
		return journal.Outcome{}, err
	}
	return s.on(ctx, p, now, auth.Ask(auth.InspectionVisit, cmd.Inspection, cmd.Version, cmd.Key, cmd),
		with(func(st State, f Facts) ([]journal.New, error) { return st.Find(cmd, file, f) }))
}

// AddFile keeps a photo or a file with a finding.
func (s *Service) AddFile(ctx context.Context, p auth.Principal, now time.Time, cmd OnFinding) (journal.Outcome, error) {
	file, err := s.keep(ctx, p, auth.InspectionVisit, cmd.Inspection, cmd.Upload)
	if err != nil {
		return journal.Outcome{}, err
	}
	return s.on(ctx, p, now, auth.Ask(auth.InspectionVisit, cmd.Inspection, cmd.Version, cmd.Key, auth.Named("file", cmd)),
		with(func(st State, f Facts) ([]journal.New, error) { return st.AddFile(cmd, file, f) }))
}

// DropFinding takes a finding out of the draft.
func (s *Service) DropFinding(ctx context.Context, p auth.Principal, now time.Time, cmd OnFinding) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.InspectionVisit, cmd.Inspection, cmd.Version, cmd.Key, auth.Named("drop", cmd)),
		with(func(st State, f Facts) ([]journal.New, error) { return st.DropFinding(cmd, f) }))
}

// Report puts the draft before the unit.
func (s *Service) Report(ctx context.Context, p auth.Principal, now time.Time, cmd Words) (journal.Outcome, error) {
	return s.words(ctx, p, now, auth.InspectionVisit, "report", cmd, func(st State, f Facts) ([]journal.New, error) { return st.Report(cmd, f) })
}

// TakeBack takes the draft back.
func (s *Service) TakeBack(ctx context.Context, p auth.Principal, now time.Time, cmd Words) (journal.Outcome, error) {
	return s.words(ctx, p, now, auth.InspectionVisit, "take back", cmd, func(st State, f Facts) ([]journal.New, error) { return st.TakeBack(cmd, f) })
}

// Cancel ends a visit before it began.
func (s *Service) Cancel(ctx context.Context, p auth.Principal, now time.Time, cmd Words) (journal.Outcome, error) {
	return s.words(ctx, p, now, auth.InspectionRun, "cancel", cmd, func(st State, f Facts) ([]journal.New, error) { return st.Cancel(cmd, f) })
}

func (s *Service) words(ctx context.Context, p auth.Principal, now time.Time, v auth.Verb, name string, cmd Words, decide func(State, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(v, cmd.Inspection, cmd.Version, cmd.Key, auth.Named(name, cmd)), with(decide))
}

// Comment takes what the unit says about the draft.
func (s *Service) Comment(ctx context.Context, p auth.Principal, now time.Time, cmd Words) (journal.Outcome, error) {
	file, err := s.keep(ctx, p, auth.InspectionReply, cmd.Inspection, cmd.Upload)
	if err != nil {
		return journal.Outcome{}, err
	}
	return s.words(ctx, p, now, auth.InspectionReply, "comment", cmd, func(st State, f Facts) ([]journal.New, error) { return st.Comment(cmd, file, f) })
}

// Sign signs the report off and orders what is to be mended.
func (s *Service) Sign(ctx context.Context, p auth.Principal, now time.Time, cmd Sign) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.InspectionRun, cmd.Inspection, cmd.Version, cmd.Key, cmd),
		with(func(st State, f Facts) ([]journal.New, error) { return st.Sign(cmd, f) }))
}

// Show takes a unit's evidence of what was mended.
func (s *Service) Show(ctx context.Context, p auth.Principal, now time.Time, cmd OnOrder) (journal.Outcome, error) {
	file, err := s.keep(ctx, p, auth.InspectionReply, cmd.Inspection, cmd.Upload)
	if err != nil {
		return journal.Outcome{}, err
	}
	return s.order(ctx, p, now, auth.InspectionReply, "show", cmd, func(st State, f Facts) ([]journal.New, error) { return st.Show(cmd, file, f) })
}

// Extend gives an order more time.
func (s *Service) Extend(ctx context.Context, p auth.Principal, now time.Time, cmd OnOrder) (journal.Outcome, error) {
	return s.order(ctx, p, now, auth.InspectionRun, "extend", cmd, func(st State, f Facts) ([]journal.New, error) { return st.Extend(cmd, f) })
}

// Accept closes an order.
func (s *Service) Accept(ctx context.Context, p auth.Principal, now time.Time, cmd OnOrder) (journal.Outcome, error) {
	return s.order(ctx, p, now, auth.InspectionJudge, "accept", cmd, func(st State, f Facts) ([]journal.New, error) { return st.Accept(cmd, f) })
}

// Renew orders anew.
func (s *Service) Renew(ctx context.Context, p auth.Principal, now time.Time, cmd OnOrder) (journal.Outcome, error) {
	return s.order(ctx, p, now, auth.InspectionJudge, "renew", cmd, func(st State, f Facts) ([]journal.New, error) { return st.Renew(cmd, f) })
}

func (s *Service) order(ctx context.Context, p auth.Principal, now time.Time, v auth.Verb, name string, cmd OnOrder, decide func(State, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(v, cmd.Inspection, cmd.Version, cmd.Key, auth.Named(name, cmd)), with(decide))
}

// Refer hands findings over, to become a case.
func (s *Service) Refer(ctx context.Context, p auth.Principal, now time.Time, cmd Refer) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.InspectionRun, cmd.Inspection, cmd.Version, cmd.Key, cmd),
		with(func(st State, f Facts) ([]journal.New, error) { return st.Refer(cmd, f) }))
}

// Hear takes a funder's answer to what was handed over, in the act that gives it.
func (s *Service) Hear(tx *journal.Tx, id string, b FunderAnswered) error {
	if _, err := journal.Load(tx, Stream(id), Fold); err != nil {
		return err
	}
	return tx.Append(Stream(id), journal.Because(b))
}

// onPool runs a verb on the inspectors of a department.
func (s *Service) onPool(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(*journal.Tx, Pool) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[Pool]{
		Kind: auth.Department, Stream: PoolStream, Fold: func(events []journal.Event) (Pool, error) { return FoldPool(q.ID, events) },
		For:    func(Pool) string { return q.ID },
		Decide: decide,
	})
}

func loadPool(tx *journal.Tx, department string) (Pool, error) {
	events, err := tx.Load(PoolStream(department))
	if err != nil {
		return Pool{}, fmt.Errorf("load inspectors of %s: %w", department, err)
	}
	return FoldPool(department, events)
}

// AddInspector enters somebody into a department's list.
func (s *Service) AddInspector(ctx context.Context, p auth.Principal, now time.Time, cmd AddInspector) (journal.Outcome, error) {
	return s.onPool(ctx, p, now, auth.Ask(auth.PlanEdit, cmd.Department, cmd.Version, cmd.Key, cmd), func(tx *journal.Tx, pool Pool) ([]journal.New, error) {
		known, err := exists(tx, `select count(*) from persons where id = $1 and state = 'active'`, cmd.Person)
		if err != nil {
			return nil, err
		}
		return pool.Add(cmd, known, calendar.Of(now))
	})
}

// EndInspector ends somebody's time on the list.
func (s *Service) EndInspector(ctx context.Context, p auth.Principal, now time.Time, cmd EndInspector) (journal.Outcome, error) {
	return s.onPool(ctx, p, now, auth.Ask(auth.PlanEdit, cmd.Department, cmd.Version, cmd.Key, cmd), func(_ *journal.Tx, pool Pool) ([]journal.New, error) {
		return pool.End(cmd, calendar.Of(now))
	})
}

func exists(r store.Reader, query string, args ...any) (bool, error) {
	var n int
	if err := r.Row(query, args...).Scan(&n); err != nil {
		return false, fmt.Errorf("look up: %w", err)
	}
	return n > 0, nil
}
