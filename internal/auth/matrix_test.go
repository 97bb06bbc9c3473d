package auth_test

import (
	"slices"
	"testing"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

// Every person, verb and object: the check and the list agree with each other
// and with the table.
func TestMatrix(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		for _, person := range w.people() {
			limited := [][]auth.Scope{nil, {auth.Read}, {auth.Write}, {auth.Admin}, {}}
			if db.Dialect == store.Postgres {
				limited = limited[:2] // scopes choose among the same conditions on either engine
			}
			for _, scopes := range limited {
				p := auth.Session(person, now)
				p.Scopes = scopes
				checkAll(t, db, w, p)
			}
		}
	})
}

func checkAll(t *testing.T, db *store.DB, w world, p auth.Principal) {
	for _, v := range verbs() {
		for _, kind := range kindsOf(v) {
			listed := list(t, db, p, kind, auth.Filter(p, v, kind, "x"))
			pred, err := auth.ListFilter(db.Read(ctx), p, v, kind, "x")
			fine(t, err)
			long := list(t, db, p, kind, pred)
			may := can(t, db, p, v, kind)
			for _, id := range objects[kind] {
				want := p.May(auth.ScopeOf(v)) && meets(auth.Granted(v, kind), w.of(p.Person, kind, id))
				if got := slices.Contains(listed, id); got != want {
					t.Errorf("%s %v: %s on %s %s: in the list %v; want %v", p.Person, p.Scopes, v, kind, id, got, want)
				}
				if got := slices.Contains(long, id); got != want {
					t.Errorf("%s %v: %s on %s %s: in the long list %v; want %v", p.Person, p.Scopes, v, kind, id, got, want)
				}
				if may[id] != want {
					t.Errorf("%s %v: %s on %s %s: button %v; want %v", p.Person, p.Scopes, v, kind, id, may[id], want)
				}
				err := auth.Allow(db.Read(ctx), p, v, kind, id)
				if code := wantCode(w, p, v, kind, id, want); errs.CodeOf(err) != code {
					t.Errorf("%s %v: %s on %s %s: %v; want code %q", p.Person, p.Scopes, v, kind, id, err, code)
				}
			}
		}
	}
}

// wantCode is what a refusal says: who may not see a thing is not told that it
// exists.
func wantCode(w world, p auth.Principal, v auth.Verb, kind auth.Kind, id string, allowed bool) errs.Code {
	if allowed {
		return ""
	}
	visible := meets(append(auth.Granted(auth.Verb(kind+".view"), kind), auth.Granted(auth.Verb(kind+".overview"), kind)...),
		w.of(p.Person, kind, id))
	readable := p.May(auth.ScopeOf(auth.Verb(kind + ".view")))
	if kind == auth.System || visible && readable {
		return errs.Forbidden
	}
	return errs.NotFound
}

func list(t *testing.T, db *store.DB, p auth.Principal, kind auth.Kind, pred string) []string {
	t.Helper()
	at := tableOf[kind]
	ids, err := store.Column[string](db.Read(ctx), `select x.`+at[1]+` from `+at[0]+` x where `+pred, p.Args()...)
	if err != nil {
		t.Fatalf("list %s: %v", kind, err)
	}
	return ids
}

func can(t *testing.T, db *store.DB, p auth.Principal, v auth.Verb, kind auth.Kind) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, id := range objects[kind] {
		may, err := auth.Can(db.Read(ctx), p, kind, id, v)
		if err != nil {
			t.Fatal(err)
		}
		out[id] = may[v]
	}
	return out
}

func meets(a, b []auth.Relation) bool {
	return slices.ContainsFunc(a, func(r auth.Relation) bool { return slices.Contains(b, r) })
}

func verbs() []auth.Verb {
	var out []auth.Verb
	for _, g := range auth.Table {
		if !slices.Contains(out, g.Verb) {
			out = append(out, g.Verb)
		}
	}
	return out
}

func kindsOf(v auth.Verb) []auth.Kind {
	var out []auth.Kind
	for _, g := range auth.Table {
		if g.Verb == v && !slices.Contains(out, g.Kind) {
			out = append(out, g.Kind)
		}
	}
	return out
}

// Who is not logged in may nothing and is in no list; an unknown line of the
// table is a mistake of the program, not a no.
func TestNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		newWorld(t, db)
		p := auth.Session("", now)
		for _, v := range verbs() {
			kind := kindsOf(v)[0]
			if got := list(t, db, p, kind, auth.Filter(p, v, kind, "x")); len(got) > 0 {
				t.Errorf("%s: lists %v", v, got)
			}
			if err := auth.Allow(db.Read(ctx), p, v, kind, objects[kind][0]); errs.CodeOf(err) != errs.Login {
				t.Errorf("%s: %v", v, err)
			}
		}
		known := auth.Session("leader", now)
		for _, c := range []struct {
			v    auth.Verb
			kind auth.Kind
		}{{auth.ReviewView, auth.Unit}, {"review.nonsense", auth.Review}, {auth.ReviewView, "nonsense"}} {
			if err := auth.Allow(db.Read(ctx), known, c.v, c.kind, "r1"); errs.CodeOf(err) != errs.Internal {
				t.Errorf("%s on %s: %v", c.v, c.kind, err)
			}
			if got := auth.Filter(known, c.v, c.kind, "x"); got != auth.Filter(known, "", "", "y") {
				t.Errorf("%s on %s: filter %q lets somebody in", c.v, c.kind, got)
			}
		}
		if err := auth.Allow(db.Read(ctx), known, auth.ReviewView, auth.Review, "nowhere"); errs.CodeOf(err) != errs.NotFound {
			t.Errorf("an id that does not exist: %v", err)
		}
	})
}

// The lines that separate duties, said once more as sentences, so that no
// change of the table loses them unnoticed.
func TestSeparationOfDuties(t *testing.T) {
	never := func(rel auth.Relation, verbs ...auth.Verb) {
		t.Helper()
		for _, v := range verbs {
			for _, kind := range kindsOf(v) {
				if slices.Contains(auth.Granted(v, kind), rel) {
					t.Errorf("%s is granted to %s", v, rel)
				}
			}
		}
	}
	never(auth.Administrator, auth.ActivityView, auth.ActivityFileRead, auth.ReviewView, auth.ReviewFileRead, auth.ReviewDiscussion,
		auth.MeetingView, auth.MeetingVote, auth.MeetingDecide, auth.AccountPassword, auth.AccountToken)
	for _, rel := range auth.Relations() {
		if rel != auth.Leader && rel != auth.Team {
			never(rel, auth.ActivityDraftView)
		}
	}
	never(auth.Machine, auth.ActivityView, auth.ActivityFileRead, auth.ReviewView, auth.ReviewFileRead, auth.ReviewDiscussion,
		auth.MeetingVote, auth.MeetingDecide)
	never(auth.Supervisor, auth.ActivityView, auth.ActivityFileRead, auth.ReviewView, auth.ReviewFileRead, auth.ReviewDiscussion)
	never(auth.UnitManager, auth.ReviewDiscussion, auth.ReviewFileRead, auth.ActivityEdit, auth.ActivitySubmit)
	never(auth.Applicant, auth.ReviewDiscussion, auth.ReviewFileRead, auth.ReviewAccept, auth.ReviewStipulationCheck)
	never(auth.Adviser, auth.MeetingVote, auth.ReviewDiscussion, auth.ReviewAsk)
	never(auth.Secretary, auth.MeetingVote, auth.MeetingDecide, auth.MeetingMinutesApprove)
	never(auth.Anyone, auth.ActivityView, auth.ReviewOverview, auth.MeetingView, auth.PersonView, auth.AccountView)
}

// A grant whose relation cannot exist would be a line that nobody can use.
func TestTableIsSound(t *testing.T) {
	seen := map[auth.Grant]bool{}
	for _, g := range auth.Table {
		key := g
		key.Why.ZH, key.Why.EN = "", ""
		if seen[key] {
			t.Errorf("granted twice: %s on %s to %s", g.Verb, g.Kind, g.Relation)
		}
		seen[key] = true
		if !auth.Exists(g.Kind, g.Relation) {
			t.Errorf("%s on %s: %s is no relation of it", g.Verb, g.Kind, g.Relation)
		}
		if g.Why.ZH == "" || g.Why.EN == "" {
			t.Errorf("%s on %s to %s: without a reason", g.Verb, g.Kind, g.Relation)
		}
		if !slices.Contains(auth.Kinds(), g.Kind) || !slices.Contains(auth.Relations(), g.Relation) {
			t.Errorf("%s on %s to %s: not in the lists", g.Verb, g.Kind, g.Relation)
		}
	}
}
