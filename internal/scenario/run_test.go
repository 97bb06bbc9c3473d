package scenario_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/store/storetest"
)

// Every script, on SQLite.
func TestScenarios(t *testing.T) {
	run(t, testscript.Params{Dir: "testdata"}, func(t testing.TB) app.Storage { return app.Storage{Data: t.TempDir()} })
}

// The whole road again, on PostgreSQL.
func TestTheRoadOnPostgreSQL(t *testing.T) {
	url := storetest.PostgresURL(t)
	run(t, testscript.Params{Files: []string{filepath.Join("testdata", "road.txt")}},
		func(t testing.TB) app.Storage { return app.Storage{Data: t.TempDir(), Database: url} })
}

// stageKey is where the values of a script hold its stage.
type stageKey struct{}

func run(t *testing.T, p testscript.Params, storage func(testing.TB) app.Storage) {
	t.Helper()
	p.Setup = func(env *testscript.Env) error {
		tb := env.T().(testing.TB)
		s := newStage(tb, storage(tb), packsOf(env.WorkDir))
		env.Values[stageKey{}] = s
		env.Defer(func() {
			if err := s.unanswered(); err != nil && !tb.Failed() {
				tb.Error(err)
			}
			if changed := s.w.Journal.Changed(); len(changed) > 0 {
				tb.Errorf("payloads that all share were changed: %v", changed)
			}
		})
		for name, id := range s.w.People {
			env.Setenv(name, id)
		}
		env.Setenv("unit", s.w.Unit)
		env.Setenv("other", s.w.Other)
		env.Setenv("committee", s.w.Committee)
		return nil
	}
	p.Cmds = map[string]func(*testscript.TestScript, bool, []string){}
	for name, c := range commands {
		p.Cmds[name] = func(ts *testscript.TestScript, neg bool, args []string) {
			s := ts.Value(stageKey{}).(*stage)
			if neg && !c.neg {
				ts.Fatalf("%s cannot be negated", name)
			}
			if len(args) < c.min || c.max >= 0 && len(args) > c.max {
				ts.Fatalf("usage: %s %s", name, c.usage)
			}
			s.ts = ts
			if !c.looks {
				ts.Check(s.unanswered())
			}
			ts.Check(c.do(s, neg, args))
		}
	}
	testscript.Run(t, p)
}

// command is a word of the scripts.
type command struct {
	usage    string
	min, max int  // arguments; max -1: any number
	looks    bool // it looks at the page, and may look at a refusal
	neg      bool // may stand after "!"
	do       func(s *stage, neg bool, args []string) error
}

// packsOf is the folder of packs that a script brings along; empty when it brings
// none.
func packsOf(dir string) string {
	packs := filepath.Join(dir, "packs")
	if _, err := os.Stat(packs); err != nil {
		return ""
	}
	return packs
}

// newStage makes the world of one script.
func newStage(t testing.TB, storage app.Storage, packs string) *stage {
	w := apptest.MakeBy(t, storage, packs)
	s := &stage{w: w, storage: storage, lang: "en", browsers: map[string]*browser{}}
	s.begun = s.head()
	s.told = s.begun
	return s
}

// The package's comment tells of every word.
func TestWordsAreExplained(t *testing.T) {
	raw, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for name := range commands {
		if !regexp.MustCompile(`(?m)^//.*\b` + name + `\b`).Match(raw) {
			t.Errorf("doc.go does not tell of %s", name)
		}
	}
}
