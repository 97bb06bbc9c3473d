package rulebook

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Service does the verbs of the rulebook, and keeps the shelf.
type Service struct {
	J     *journal.Journal
	Shelf *rules.Shelf
	Base  []fs.FS // the packs that need no data: embedded, and the operator's

	head atomic.Int64 // version of rulebook/house that the shelf shows

	mu       sync.Mutex // one is examined at a time: it takes a core a while
	examined map[examinedKey]Examined
}

func house() string { return journal.StreamName(Kind, House) }

func stream(id string) string { return journal.StreamName(auth.Pack, id) }

// Refresh takes in what this or another server has published since.
func (s *Service) Refresh(ctx context.Context) error {
	head, err := s.version(s.J.DB.Read(ctx))
	if err != nil || head <= s.head.Load() {
		return err
	}
	book, head, err := s.load(ctx)
	if err != nil {
		return err
	}
	s.Shelf.Put(book)
	s.head.Store(head)
	return nil
}

// version is that of rulebook/house.
func (s *Service) version(r store.Reader) (n int64, err error) {
	if err := r.Row(`select coalesce(max(version), 0) from streams where stream = $1`, house()).Scan(&n); err != nil {
		return 0, fmt.Errorf("look at the rulebook: %w", err)
	}
	return n, nil
}

// load makes the book that is published now.
func (s *Service) load(ctx context.Context) (book *rules.Book, head int64, err error) {
	var all []fs.FS
	err = s.J.DB.Snapshot(ctx, func(r store.Reader) error {
		if head, err = s.version(r); err != nil {
			return err
		}
		all, err = s.published(r, "")
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	if book, err = rules.Load(all...); err != nil {
		return nil, 0, fmt.Errorf("load published rule packs: %w", err)
	}
	return book, head, nil
}

// published are the packs of the base and those in force or to come, but one.
func (s *Service) published(r store.Reader, without string) ([]fs.FS, error) {
	ids, err := store.Column[string](r, `select id from packs where state = 'published' and id <> $1 order by from_day, id`, without)
	if err != nil {
		return nil, fmt.Errorf("list published packs: %w", err)
	}
	all := append([]fs.FS{}, s.Base...)
	for _, id := range ids {
		p, err := s.read(r, id)
		if err != nil {
			return nil, err
		}
		f, err := p.Files.FS(path.Join("published", id))
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// Book makes the book in force on some data, with drafts on top; for commands that
// run beside the servers.
func (s *Service) Book(r store.Reader, drafts ...fs.FS) (*rules.Book, error) {
	all, err := s.published(r, "")
	if err != nil {
		return nil, err
	}
	return rules.Load(append(all, drafts...)...)
}

func (s *Service) read(r store.Reader, id string) (Pack, error) {
	events, err := s.J.Stream(r, stream(id))
	if err != nil {
		return Pack{}, fmt.Errorf("read pack %s: %w", id, err)
	}
	if len(events) == 0 {
		return Pack{}, notFound()
	}
	return Fold(events)
}

// step is one verb on one version.
type step struct {
	id         string // of the version; empty: a new one
	version    int64
	key        string
	cmd        any
	may        auth.Verb
	department string           // of a new one
	files      func(Pack) Files // that are to be examined; nil: none
	turns      bool             // the book is another one afterwards
}

// maxTurns bounds how often an act is begun again because others published.
const maxTurns = 5

var errTurned = errors.New("rulebook: published meanwhile")

// do runs a verb. Reading and compiling all packs takes a while, so files are
// examined before the transaction; when somebody publishes meanwhile, again.
func (s *Service) do(ctx context.Context, p auth.Principal, now time.Time, st step,
	decide func(tx *journal.Tx, pack Pack, f Facts) ([]journal.New, error)) (journal.Outcome, error) {
	a := auth.Act(p, now, st.key, st.cmd)
	for try := 0; ; try++ {
		out, err := s.once(ctx, p, a, st, decide)
		if !errors.Is(err, errTurned) || try >= maxTurns {
			return out, err
		}
	}
}

func (s *Service) once(ctx context.Context, p auth.Principal, a journal.Act, st step,
	decide func(tx *journal.Tx, pack Pack, f Facts) ([]journal.New, error)) (journal.Outcome, error) {
	f, head, err := s.facts(ctx, p, st)
	if err != nil {
		return journal.Outcome{}, err
	}
	f.Today = calendar.Of(a.Now)
	return s.J.Do(ctx, a, func(tx *journal.Tx) error {
		id, err := st.id, error(nil)
		if id == "" {
			if id, err = tx.NewID(); err != nil {
				return err
			}
		}
		pack, err := journal.Load(tx, stream(id), Fold)
		if err != nil {
			return err
		}
		if err := st.allow(tx, p); err != nil {
			return err
		}
		if err := tx.Expect(stream(id), st.version); err != nil {
			return err
		}
		if st.turns {
			turned, err := tx.Load(house())
			if err != nil {
				return err
			}
			if int64(len(turned)) != head {
				return errTurned
			}
		}
		news, err := decide(tx, pack, f)
		if err != nil {
			return err
		}
		tx.Result = id
		if err := tx.Append(stream(id), news...); err != nil || !st.turns {
			return err
		}
		return tx.Append(house(), because(Turned{Pack: id, Ref: pack.Ref()})...)
	})
}

// allow asks whether the person may: of a new draft, whether it may be made.
func (st step) allow(r store.Reader, p auth.Principal) error {
	switch {
	case st.id != "":
		return auth.Allow(r, p, st.may, auth.Pack, st.id)
	case st.department != "":
		return auth.Allow(r, p, auth.PackCreate, auth.Department, st.department)
	}
	return auth.Allow(r, p, auth.PackCreate, auth.System, registry.House)
}

// facts examines the files of a step against the book that is published now.
func (s *Service) facts(ctx context.Context, p auth.Principal, st step) (f Facts, head int64, err error) {
	r := s.J.DB.Read(ctx)
	if err := st.allow(r, p); err != nil {
		return f, 0, err
	}
	if err := s.Refresh(ctx); err != nil {
		return f, 0, err
	}
	if head, err = s.version(r); err != nil || st.files == nil {
		return f, head, err
	}
	pack := Pack{Department: st.department}
	if st.id != "" {
		if pack, err = s.read(r, st.id); err != nil {
			return f, head, err
		}
	}
	ex, err := s.examine(r, st.id, st.files(pack))
	if err != nil {
		return f, head, err
	}
	if err := mistakes(ex.Problems); err != nil {
		return f, head, err
	}
	f = ex.facts()
	if st.turns { // cases speak of the draft's own days, not of the one that is being set
		written, err := s.examine(r, st.id, pack.Files)
		if err != nil {
			return f, head, err
		}
		f.Failing = len(written.Report.Problems)
	}
	err = f.region(r, pack.Department)
	return f, head, err
}

// region is how far the department's rules may reach; without a department the
// house makes them, which may anything.
func (f *Facts) region(r store.Reader, department string) error {
	if department == "" {
		f.Whole = true
		return nil
	}
	var code string
	if err := r.Row(`select region from departments where id = $1`, department).Scan(&code); err != nil {
		return fmt.Errorf("look up department %s: %w", department, err)
	}
	f.Region = code
	if place, ok := regions.Lookup(code); ok {
		f.Region = place.Prefix()
	}
	return nil
}

// mistakes are all problems as errors, each with its file, line and column.
func mistakes(problems rules.Problems) error {
	var list errs.List
	for _, p := range problems {
		list.Add(errs.New(errs.Invalid, "rulebook.mistake", lang.T(escaped(p.In(lang.ZH)), escaped(p.In(lang.EN)))).At("files"))
	}
	return list.Err()
}

// escaped keeps signs that formatting would take for places of values.
func escaped(s string) string { return strings.ReplaceAll(s, "%", "%%") }
