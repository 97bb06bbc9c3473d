package consent

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Service does the verbs of this package. All fields are set once, at the start.
type Service struct {
	J       *journal.Journal
	Book    *rules.Shelf
	Acts    *activity.Service
	Reviews *review.Service
	Blobs   blob.Store
	Public  string // address of this program, printed on proofs; may be empty
	// Exceeding names what goes beyond the approval of an activity; nil: nobody knows.
	Exceeding func(r store.Reader, activity string, day calendar.Day) ([]lang.Text, error)
}

// on runs a verb on the documents of an activity: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(*journal.Tx, State, activity.State, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Kind: auth.Activity, Stream: Stream, Fold: Fold,
		Decide: func(tx *journal.Tx, st State) ([]journal.New, error) {
			app, err := s.application(tx, q.ID, 0)
			if err != nil {
				return nil, err
			}
			tx.For = app.Unit
			f, err := s.facts(tx, app, now)
			if err != nil {
				return nil, err
			}
			return decide(tx, st, app, f)
		},
	})
}

// application folds the application as it stands, or as it stood at a version.
func (s *Service) application(r store.Reader, id string, version int64) (activity.State, error) {
	events, err := s.J.Stream(r, activity.Stream(id))
	if err != nil {
		return activity.State{}, err
	}
	if len(events) == 0 {
		return activity.State{}, errs.New(errs.NotFound, "activity.unknown", lang.T("没有这个申请。", "There is no such application."))
	}
	if version > 0 {
		return activity.At(events, version)
	}
	return activity.Fold(events)
}

// facts gathers what the packs say about the form of an activity.
func (s *Service) facts(r store.Reader, app activity.State, now time.Time) (Facts, error) {
	today := calendar.Of(now)
	set := s.Book.On(today, app.Region)
	f := Facts{Today: today, Unit: app.Unit, Region: app.Region, Documents: documents(set, app), Ways: set.List("consent_ways"),
		Triggers: set.List("new_consent_triggers"), Editable: app.Editable()}
	for _, item := range set.List("consent_headings") {
		f.Headings = append(f.Headings, Heading{Item: item, Needed: needs(item, app)})
		if g := (flow.Ground{Pack: item.Pack, Source: item.Source, Article: item.Article, Rule: "consent_headings"}); len(f.Grounds) == 0 {
			f.Grounds = append(f.Grounds, g)
		}
	}
	f.asked(set)
	if len(f.Headings) == 0 || len(f.Ways) == 0 || len(f.Documents) == 0 {
		return f, errs.Refuse("consent.no_form", "现行规则里没有知情同意书的格式。", "The rules in force know no consent form.")
	}
	unit, err := unitName(r, app.Unit)
	f.Prefilled = prefill(f.Headings, places(app, unit))
	return f, err
}

// paramAssent is the age from which minors are asked in person too.
const paramAssent = "assent_from_age"

// asked adds what the packs say about those for whom somebody else agrees: what
// they are told and sign in person, and from which age.
func (f *Facts) asked(set *rules.Set) {
	f.Beside = map[string]string{}
	for _, code := range f.Documents {
		if item, ok := set.Item("consent_documents", code); ok && item.Str("beside") != "" {
			f.Beside[code] = item.Str("beside")
		}
	}
	if len(f.Beside) == 0 {
		return
	}
	for _, item := range set.List("assent_headings") {
		f.Headings = append(f.Headings, Heading{Item: item, Needed: true})
	}
	if p, ok := set.Param(paramAssent); ok {
		f.AssentAge = p.Int()
	}
}

func unitName(r store.Reader, id string) (lang.Text, error) {
	names, err := store.Collect(r, func(rows *sql.Rows) (lang.Text, error) {
		var t lang.Text
		err := rows.Scan(&t.ZH, &t.EN)
		return t, err
	}, `select name_zh, name_en from units where id = $1`, id)
	if err != nil || len(names) == 0 {
		return lang.Text{}, err
	}
	return names[0], nil
}

// Start makes the consent form from the application.
func (s *Service) Start(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ConsentEdit, cmd.Activity, cmd.Version, cmd.Key, cmd),
		func(_ *journal.Tx, st State, _ activity.State, f Facts) ([]journal.New, error) { return st.Start(f) })
}

// Save keeps what was written.
func (s *Service) Save(ctx context.Context, p auth.Principal, now time.Time, cmd Save) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ConsentEdit, cmd.Activity, cmd.Version, cmd.Key, cmd),
		func(_ *journal.Tx, st State, _ activity.State, f Facts) ([]journal.New, error) {
			return st.Save(cmd, f)
		})
}

// Record notes consents that were given.
func (s *Service) Record(ctx context.Context, p auth.Principal, now time.Time, cmd Record) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ConsentRecord, cmd.Activity, cmd.Version, cmd.Key, cmd),
		func(_ *journal.Tx, st State, _ activity.State, f Facts) ([]journal.New, error) {
			return st.Record(cmd, f)
		})
}

// Withdraw notes that a participant took consent back.
func (s *Service) Withdraw(ctx context.Context, p auth.Principal, now time.Time, cmd OnPerson) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ConsentRecord, cmd.Activity, cmd.Version, cmd.Key, auth.Named("withdraw", cmd)),
		func(_ *journal.Tx, st State, _ activity.State, f Facts) ([]journal.New, error) {
			return st.Withdraw(cmd, f)
		})
}

// Grow notes that a participant can decide now.
func (s *Service) Grow(ctx context.Context, p auth.Principal, now time.Time, cmd OnPerson) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.ConsentRecord, cmd.Activity, cmd.Version, cmd.Key, auth.Named("grow", cmd)),
		func(_ *journal.Tx, st State, _ activity.State, f Facts) ([]journal.New, error) {
			for _, t := range f.Triggers {
				if t.Str("who") == "one" {
					f.Grounds = []flow.Ground{t.Ground()}
				}
			}
			return st.Grow(cmd, f)
		})
}

// Cut fixes a version: its papers are set before the act, since drawing them
// must not hold the database; while the applicant has the application, they
// become its consent forms.
func (s *Service) Cut(ctx context.Context, p auth.Principal, now time.Time, cmd CutVersion) (journal.Outcome, error) {
	seen, papers, err := s.set(ctx, p, now, cmd.Activity)
	if err != nil {
		return journal.Outcome{}, err
	}
	return s.on(ctx, p, now, auth.Ask(auth.ConsentEdit, cmd.Activity, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st State, _ activity.State, f Facts) ([]journal.New, error) {
			f.Papers = papers
			news, err := st.Cut(cmd, f)
			if err != nil {
				return nil, err
			}
			if st.Version != seen {
				return nil, errs.New(errs.Conflict, "consent.moved", lang.T("定稿时内容有了变化，请再试一次。", "The text changed while it was being fixed; try again."))
			}
			if st.InForce == 0 {
				for _, paper := range papers {
					err := s.Acts.AttachKept(tx, p, activity.Attach{Activity: cmd.Activity, Field: paper.Field, Name: paper.Name},
						blob.Blob{Hash: paper.Hash, Size: paper.Size, Type: "application/pdf"})
					if err != nil {
						return nil, err
					}
				}
			}
			return news, nil
		})
}

// set prints the documents as they are written and keeps the files.
func (s *Service) set(ctx context.Context, p auth.Principal, now time.Time, id string) (int64, []Paper, error) {
	r := s.J.DB.Read(ctx)
	if err := auth.Allow(r, p, auth.ConsentEdit, auth.Activity, id); err != nil {
		return 0, nil, err
	}
	st, all, err := s.preview(r, now, id)
	if err != nil || !st.Exists() {
		return st.Version, nil, err
	}
	var out []Paper
	for _, field := range slices.Sorted(maps.Keys(all)) {
		pdf, err := letter.Render(all[field])
		if err != nil {
			return 0, nil, fmt.Errorf("set consent form of %s: %w", id, err)
		}
		kept, err := s.Blobs.Put(ctx, bytes.NewReader(pdf))
		if err != nil {
			return 0, nil, err
		}
		name := all[field].Title.ZH + "-" + all[field].Number + ".pdf"
		out = append(out, Paper{Document: field, Field: field, Name: name, Hash: kept.Hash, Size: kept.Size})
	}
	return st.Version, out, nil
}

// preview sets the papers as they would be fixed now, by field.
func (s *Service) preview(r store.Reader, now time.Time, id string) (State, map[string]letter.Doc, error) {
	st, err := s.look(r, id)
	if err != nil {
		return st, nil, err
	}
	app, err := s.application(r, id, 0)
	if err != nil {
		return st, nil, err
	}
	unit, err := unitName(r, app.Unit)
	if err != nil {
		return st, nil, err
	}
	today := calendar.Of(now)
	set := s.Book.On(today, app.Region)
	v := sheet{Unit: unit, Title: app.Title(), N: len(st.Versions) + 1, On: today, Way: st.Way, Sections: st.Sections}
	if p, ok := set.Param(paramAssent); ok {
		v.Age = p.Int()
	}
	return st, docs(set, st.Documents, v), nil
}

func (s *Service) look(r store.Reader, id string) (State, error) {
	return journal.Look(s.J, r, Stream(id), Fold)
}
