package rehearse

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Options say what is tried, on what.
type Options struct {
	With    *rules.Book // the rules in force with the draft
	Without *rules.Book
	Pack    string       // id of the draft
	Day     calendar.Day // by whose rules; see [FirstDay]
	OwnDay  bool         // compare with the rules of each activity's own day instead of those of Day
	Since   calendar.Day // only what was handed in since; empty: all
	Drafts  bool         // also what was not handed in
	Limit   int          // how many ids a list holds; 0: 200
	After   string       // lists begin behind this id: the next page
	Workers int          // 0: one a core
	Titles  bool         // name the activities in lists
	Cal     *calendar.Calendar
	Now     time.Time
}

// FirstDay is the first day, not before today, on which all of a draft's
// documents are in force.
func FirstDay(p rules.PackInfo, today calendar.Day) calendar.Day {
	day := max(today, p.From)
	for _, s := range p.Sources {
		if s.Until == "" {
			day = max(day, s.InForce)
		}
	}
	return day
}

// Run judges everything that was recorded. Progress, when not nil, is told how many
// of all are done.
func Run(ctx context.Context, r store.Reader, o Options, progress func(done, total int64)) (Result, error) {
	o.Limit, o.Workers = cmp.Or(o.Limit, 200), cmp.Or(o.Workers, runtime.GOMAXPROCS(0))
	if progress == nil {
		progress = func(int64, int64) {}
	}
	draft, _ := o.With.Pack(o.Pack)
	info := rules.PackInfo{}
	if draft != nil {
		info = draft.Info()
	}
	s := &reader{r: r, since: o.Since, drafts: o.Drafts}
	total, err := s.total()
	if err != nil {
		return Result{}, err
	}
	all, err := o.scan(ctx, s, total, progress)
	if err != nil {
		return Result{}, err
	}
	out := all.result()
	out.Day, out.OwnDay, out.Total, out.Pack, out.Hash = o.Day, o.OwnDay, total, info.Ref(), info.Hash
	out.Before, out.After = o.Without.On(o.Day, info.Region).Hash(), o.With.On(o.Day, info.Region).Hash()
	out.Blind = blind(o.With, o.Day, info.Ref(), out.Blind)
	if out.Unassessed, err = s.without(); err != nil || !o.Titles {
		return out, err
	}
	return out, titles(r, out.Lists)
}

// scan reads batches and gives them to the workers.
func (o Options) scan(ctx context.Context, s *reader, total int64, progress func(done, total int64)) (*tally, error) {
	batches := make(chan []record, o.Workers)
	workers := make([]*worker, o.Workers)
	var wg sync.WaitGroup
	for i := range workers {
		w := &worker{o: o, tally: newTally(o.Limit, o.After)}
		workers[i] = w
		wg.Go(func() {
			for b := range batches {
				w.batch(b)
			}
		})
	}
	err := feed(ctx, s, batches, total, progress)
	close(batches)
	wg.Wait()
	all := newTally(o.Limit, o.After)
	for _, w := range workers {
		all.take(w.tally)
	}
	return all, err
}

func feed(ctx context.Context, s *reader, batches chan<- []record, total int64, progress func(done, total int64)) error {
	var done int64
	for {
		b, err := s.next(ctx)
		if err != nil || len(b) == 0 {
			return err
		}
		batches <- b
		done += int64(len(b))
		progress(done, max(total, done))
	}
}

// texts are what a recorded profile does not hold.
var texts = []string{"activity.title", "activity.summary", "unit.name"}

// blind names the rules of a pack that read texts.
func blind(b *rules.Book, day calendar.Day, pack string, out []string) []string {
	outline, ok := b.Outline(pack, day)
	if !ok {
		return out
	}
	for _, r := range outline.Rules {
		if slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(r.When, t) }) {
			out = append(out, r.ID)
		}
	}
	return out
}
