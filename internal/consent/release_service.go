package consent

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// marks are the facts of an activity that make its results sensitive.
func marks(app activity.State) []string {
	out := []string{"always"}
	p := app.Profile
	if p == nil {
		return out
	}
	for mark, is := range map[string]bool{"sensitive": p.Sensitive, "listed": len(p.Listed) > 0, "personal": p.Humans.SensitivePersonalInformation,
		"samples": !slices.Contains([]string{"", "none"}, p.Humans.Biospecimens), "indirect": len(p.IndirectRisks) > 0} {
		if is {
			out = append(out, mark)
		}
	}
	return out
}

func meets(item rules.Item, marks []string) bool {
	return slices.ContainsFunc(item.Strs("when"), func(m string) bool { return slices.Contains(marks, m) })
}

// ReleaseNeeds is what the packs ask before results of an activity are published.
func (s *Service) ReleaseNeeds(r store.Reader, p auth.Principal, id string) (ReleaseFacts, error) {
	if err := auth.Allow(r, p, auth.ReleaseView, auth.Activity, id); err != nil {
		return ReleaseFacts{}, err
	}
	app, err := s.application(r, id, 0)
	return s.releaseFacts(app, p.Day), err
}

func (s *Service) releaseFacts(app activity.State, day calendar.Day) ReleaseFacts {
	f := ReleaseFacts{Approved: app.State == activity.StateApproved, Unit: app.Unit, Committee: app.Committee}
	set, marks := s.Book.On(day, app.Region), marks(app)
	for _, item := range set.List("release_confirmers") {
		if f.Who == "" && meets(item, marks) {
			f.Who, f.Grounds = item.Str("who"), []flow.Ground{item.Ground()}
		}
	}
	for _, item := range set.List("release_checks") {
		if meets(item, marks) {
			f.Points = append(f.Points, item)
		}
	}
	return f
}

// AskRelease asks whether results may be published.
func (s *Service) AskRelease(ctx context.Context, p auth.Principal, now time.Time, cmd AskRelease) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, p, auth.ReleaseAsk, auth.Activity, cmd.Activity); err != nil {
			return err
		}
		app, err := s.application(tx, cmd.Activity, 0)
		if err != nil {
			return err
		}
		id, st := cmd.Release, Release{}
		if id == "" {
			if id, err = tx.NewID(); err != nil {
				return err
			}
			tx.Begin(ReleaseStream(id))
		} else if st, err = loadRelease(tx, id); err != nil {
			return err
		} else if st.Activity != cmd.Activity {
			return errs.New(errs.NotFound, "release.unknown", lang.T("这项活动没有这项核对。", "This activity has no such check."))
		}
		f := s.releaseFacts(app, calendar.Of(now))
		if f.Exceeds, err = s.exceeding(tx, cmd.Activity, calendar.Of(now)); err != nil {
			return err
		}
		news, err := st.Ask(cmd, f)
		if err != nil {
			return err
		}
		tx.For, tx.Result = app.Unit, id
		return tx.Append(ReleaseStream(id), news...)
	})
}

func loadRelease(tx *journal.Tx, id string) (Release, error) {
	return journal.Load(tx, ReleaseStream(id), FoldRelease)
}

// confirms is the verb of those who confirm a check.
func (s Release) confirms() auth.Verb {
	if s.Who == "committee" {
		return auth.ReleaseCommittee
	}
	return auth.ReleaseUnit
}

func (s *Service) exceeding(r store.Reader, activity string, day calendar.Day) ([]lang.Text, error) {
	if s.Exceeding == nil {
		return nil, nil
	}
	return s.Exceeding(r, activity, day)
}

// ConfirmRelease answers a check.
func (s *Service) ConfirmRelease(ctx context.Context, p auth.Principal, now time.Time, cmd ConfirmRelease) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		st, err := loadRelease(tx, cmd.Release)
		if err != nil {
			return err
		}
		if err := auth.Allow(tx, p, st.confirms(), auth.Activity, st.Activity); err != nil {
			return err
		}
		if err := tx.Expect(ReleaseStream(cmd.Release), cmd.Version); err != nil {
			return err
		}
		var f ReleaseFacts
		if f.Exceeds, err = s.exceeding(tx, st.Activity, calendar.Of(now)); err != nil {
			return err
		}
		news, err := st.Confirm(cmd, f)
		if err != nil {
			return err
		}
		tx.For, tx.Result = st.Unit, cmd.Release
		return tx.Append(ReleaseStream(cmd.Release), news...)
	})
}

// ReleaseView returns a check that the person may see, and whether they confirm it.
func (s *Service) ReleaseView(r store.Reader, p auth.Principal, id string) (Release, bool, error) {
	st, err := journal.Look(s.J, r, ReleaseStream(id), FoldRelease)
	if err != nil {
		return st, false, err
	}
	if err := auth.Allow(r, p, auth.ReleaseView, auth.Activity, st.Activity); err != nil {
		return Release{}, false, err
	}
	may, err := auth.Can(r, p, auth.Activity, st.Activity, st.confirms())
	return st, may[st.confirms()] && st.State == ReleaseAsked, err
}

// ReleaseRow is a release check as lists show it.
type ReleaseRow struct {
	ID       string     `json:"id"`
	Activity string     `json:"activity"`
	Title    string     `json:"title"`
	Who      string     `json:"who"`
	State    flow.State `json:"state"`
	AskedAt  time.Time  `json:"asked_at"`
}

// Releases is a page of the checks that the person may see, the last changed
// first; of one activity, or of all.
func Releases(r store.Reader, p auth.Principal, id string, state flow.State, pg store.Paging) (store.Page[ReleaseRow], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.ReleaseView, auth.Activity, "a"))
	w.Is("o.activity", id)
	w.Is("o.state", string(state))
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.activity, o.title, o.who, o.state, o.updated_at from releases o join activities a on a.id = o.activity`, w, k, pg,
		func(rows *sql.Rows) (ReleaseRow, []any, error) {
			var x ReleaseRow
			var at int64
			err := rows.Scan(&x.ID, &x.Activity, &x.Title, &x.Who, &x.State, &at)
			x.AskedAt = store.Time(at)
			return x, []any{at, x.ID}, err
		})
}

func projectRelease(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	state := map[string]flow.State{"release.asked": ReleaseAsked, "release.allowed": ReleaseAllowed, "release.change_asked": ReleaseChange, "release.refused": ReleaseRefused}[e.Type]
	if b, ok := e.Body.(Asked); ok {
		return tx.Exec(`insert into releases (id, activity, title, who, state, updated_at) values ($1, $2, $3, $4, $5, $6)
			on conflict (id) do update set title = excluded.title, who = excluded.who, state = excluded.state, updated_at = excluded.updated_at`,
			id, b.Activity, b.Title, b.Who, string(state), at)
	}
	return tx.Exec(`update releases set state = $2, updated_at = $3 where id = $1`, id, string(state), at)
}
