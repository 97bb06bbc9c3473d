package scenario_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/app"
	"lunheng/internal/store"
)

// head is the last event that was journalled.
func (s *stage) head() int64 {
	n, err := store.Column[int64](s.w.Read(context.Background()), `select coalesce(max(seq), 0) from events`)
	if err != nil {
		s.w.T.Fatal(err)
	}
	return n[0]
}

// since are the types of the events after one.
func (s *stage) since(seq int64) ([]string, error) {
	return store.Column[string](s.w.Read(context.Background()), `select type from events where seq > $1 order by seq`, seq)
}

// doEvents compares what happened since the last time. Keeping the books of
// accounts and clocks counts like everything else.
func doEvents(s *stage, _ bool, args []string) error {
	var want []string
	for _, a := range args {
		kind, times, _ := strings.Cut(a, " ")
		n, err := strconv.Atoi(times)
		if err != nil {
			n = 1
		}
		want = append(want, slices.Repeat([]string{kind}, n)...)
	}
	got, err := s.since(s.told)
	if err != nil {
		return err
	}
	s.told = s.head()
	if !slices.Equal(got, want) {
		return fmt.Errorf("happened: %s\nexpected: %s", strings.Join(got, " "), strings.Join(want, " "))
	}
	return nil
}

// doJournal searches what was journalled since the script began, all of it or
// the events of one type.
func doJournal(s *stage, _ bool, a []string) error {
	kind := ""
	if len(a) == 3 {
		kind, a = a[0], a[1:]
	}
	bodies, err := store.Column[string](s.w.Read(context.Background()),
		`select body from events where seq > $1 and ($2 = '' or type = $3) order by seq`, s.begun, kind, kind)
	if err != nil {
		return err
	}
	if len(bodies) == 0 {
		return fmt.Errorf("no event of %s was journalled", kind)
	}
	i := slices.IndexFunc(bodies, func(b string) bool { return strings.Contains(b, a[1]) })
	switch {
	case a[0] == "holds" && i < 0:
		return fmt.Errorf("no event holds “%s”", a[1])
	case a[0] == "lacks" && i >= 0:
		return fmt.Errorf("an event holds “%s”: %s", a[1], bodies[i])
	}
	return nil
}

// where names the data for the command line.
func (s *stage) where() []string {
	args := []string{"--data", s.storage.Data}
	if s.storage.Database != "" {
		args = append(args, "--database", s.storage.Database)
	}
	return args
}

// runs runs a command line of the program.
func (s *stage) runs(args []string) (status int, out string) {
	var stdout, stderr bytes.Buffer
	status = app.Main(context.Background(), app.Env{Args: args, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Clock: s.w})
	fmt.Fprint(s.ts.Stdout(), stdout.String())
	fmt.Fprint(s.ts.Stderr(), stderr.String())
	return status, stdout.String() + stderr.String()
}

func doVerify(s *stage, _ bool, _ []string) error {
	status, out := s.runs(append([]string{"verify"}, s.where()...))
	if status != 0 {
		return fmt.Errorf("verify ends with %d: %s", status, out)
	}
	if n, err := store.Column[int64](s.w.Read(context.Background()), `select count(*) from unsealed`); err != nil || n[0] > 0 {
		return fmt.Errorf("%v events are not sealed, %v", n, err)
	}
	return nil
}

// doLunheng runs a command; its file arguments are files of the script.
func doLunheng(s *stage, neg bool, args []string) error {
	for i, a := range args {
		if strings.HasSuffix(a, ".json") || strings.HasSuffix(a, ".csv") {
			args[i] = s.ts.MkAbs(a)
		}
	}
	if args[0] == "erase" || args[0] == "rebuild" || args[0] == "calendar" || args[0] == "rehearse" || args[0] == "packs" && args[1] == "publish" {
		args = append(args, s.where()...)
	}
	want := 0
	if neg {
		want = 1
	}
	status, out := s.runs(args)
	if status != want {
		return fmt.Errorf("lunheng %s ends with %d, not %d: %s", strings.Join(args, " "), status, want, out)
	}
	return nil
}
