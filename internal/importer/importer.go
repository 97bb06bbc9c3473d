package importer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/regions"
	"lunheng/internal/registry"
)

// Importer drafts activities.
type Importer struct {
	Registry   *registry.Service
	Activities *activity.Service
}

// Options say for whom rows come in.
type Options struct {
	Format Format
	Leader string // person who leads the drafts until they are handed over
	Region string // of units that are not in the register; empty: [regions.Unknown]
	// Progress, when not nil, is told how many rows of how many are done. It is
	// called one at a time.
	Progress func(done, total int64)
}

// Result counts the rows.
type Result struct {
	Drafted int // came in now
	Before  int // were in already
	Units   int // units that were registered for them
	Refused []Refusal
}

// workers is how many acts are under way at a time; the database commits them
// together.
const workers = 64

// Run drafts the records. An error means that it was broken off; what is in by
// then stays, and the import can be run again.
func (im *Importer) Run(ctx context.Context, p auth.Principal, now time.Time, records []Record, o Options) (Result, error) {
	if err := im.settle(ctx, &o); err != nil {
		return Result{}, err
	}
	run := &run{Importer: im, ctx: ctx, p: p, now: now, o: o, units: map[string]found{}}
	form, err := im.Activities.Form(calendar.Of(now), "")
	if err != nil {
		return Result{}, err
	}
	fit := run.check(records, form)
	if err := run.lookUp(fit); err != nil {
		return run.result, err
	}
	total := int64(len(fit))
	err = each(ctx, fit, func(rec Record) error { return run.draft(rec, total) })
	slices.SortFunc(run.result.Refused, func(a, b Refusal) int { return a.Row - b.Row })
	return run.result, err
}

// settle checks what all rows depend on before any of them is touched.
func (im *Importer) settle(ctx context.Context, o *Options) error {
	if o.Region == "" {
		o.Region = regions.Unknown
	}
	if _, ok := regions.Lookup(o.Region); !ok {
		return refuse("import.region", "没有代码为“%s”的地区。", "There is no region with the code %q.", o.Region)
	}
	leader, err := im.Registry.Person(im.Registry.J.DB.Read(ctx), o.Leader)
	if errs.CodeOf(err) == errs.NotFound || err == nil && leader.State != registry.Active {
		return refuse("import.leader", "登记簿中没有编号为“%s”的人。", "The register has nobody with the id %q.", o.Leader)
	}
	return err
}

// run is one import.
type run struct {
	*Importer
	ctx   context.Context
	p     auth.Principal
	now   time.Time
	o     Options
	units map[string]found // by the key of the name; written before any draft

	mu     sync.Mutex
	result Result
	done   int64
}

// found is what a name of a unit means.
type found struct {
	unit string
	why  error // why no unit is meant
}

// check holds the fields against the form before anything is registered for
// their sake.
func (r *run) check(records []Record, form activity.Form) []Record {
	var fit []Record
	for _, rec := range records {
		if _, err := form.Fit(rec.Fields); err != nil {
			r.refuse(rec, err)
			continue
		}
		fit = append(fit, rec)
	}
	return fit
}

func (r *run) refuse(rec Record, why error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.result.Refused = append(r.result.Refused, Refusal{rec.Row, rec.ID, why})
}

// lookUp finds or registers every unit once, however often it is named.
func (r *run) lookUp(records []Record) error {
	var names []string
	for _, rec := range records {
		key := registry.NameKey(rec.Unit)
		if _, known := r.units[key]; !known && key != "" {
			r.units[key] = found{}
			names = append(names, rec.Unit)
		}
	}
	return each(r.ctx, names, func(name string) error {
		f, err := r.findUnit(name)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.units[registry.NameKey(name)] = f
		return err
	})
}

func (r *run) findUnit(name string) (found, error) {
	candidates, err := registry.FindUnitByName(r.Registry.J.DB.Read(r.ctx), name)
	if err != nil {
		return found{}, err
	}
	for _, likeness := range []registry.Likeness{registry.Exact, registry.Same} {
		var ids []string
		for _, c := range candidates {
			if c.Likeness == likeness {
				ids = append(ids, c.Unit.ID)
			}
		}
		switch len(ids) {
		case 0:
			continue
		case 1:
			return found{unit: ids[0]}, nil
		}
		return found{why: refuse("import.unit.several", "登记簿中有 %d 个单位可能是“%s”。", "%d units of the register may be %q.", len(ids), name)}, nil
	}
	return r.registerUnit(name)
}

// registerUnit enters a unit as it was found.
func (r *run) registerUnit(name string) (found, error) {
	cmd := registry.RegisterUnit{UnitData: registry.UnitData{Kind: "other", Region: r.o.Region}}
	cmd.Name.ZH, cmd.Name.EN = name, name
	out, err := r.Registry.RegisterUnit(r.ctx, r.p, r.now, cmd)
	if !rowFault(err) {
		return found{}, fmt.Errorf("register unit %q: %w", name, err)
	}
	if err != nil {
		return found{why: err}, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.result.Units++
	return found{unit: out.Result}, nil
}

// rowFault reports whether an error is the row's, so that the next ones may
// still come in; no error is.
func rowFault(err error) bool {
	switch errs.CodeOf(err) {
	case errs.Invalid, errs.Refused, errs.Conflict, errs.TooLarge:
		return true
	}
	return err == nil
}

func (r *run) draft(rec Record, total int64) error {
	unit := r.units[registry.NameKey(rec.Unit)]
	if unit.why != nil {
		r.refuse(rec, unit.why)
		return r.step(total)
	}
	out, err := r.Activities.Draft(r.ctx, r.p, r.now, activity.Draft{Unit: unit.unit, Leader: r.o.Leader, Fields: rec.Fields,
		Origin: r.o.Format.Origin(rec.ID)})
	switch {
	case !rowFault(err):
		return fmt.Errorf("draft row %d: %w", rec.Row, err)
	case err != nil:
		r.refuse(rec, err)
	default:
		r.count(len(out.Events) > 0)
	}
	return r.step(total)
}

func (r *run) count(drafted bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if drafted {
		r.result.Drafted++
	} else {
		r.result.Before++
	}
}

func (r *run) step(total int64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done++
	if r.o.Progress != nil {
		r.o.Progress(r.done, total)
	}
	return nil
}

// each does something for all, several at a time, and stops at the first
// error.
func each[T any](ctx context.Context, all []T, do func(T) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	work := make(chan T)
	var done sync.WaitGroup
	for range min(workers, len(all)) {
		done.Go(func() {
			for item := range work {
				if err := do(item); err != nil {
					stop(err)
				}
			}
		})
	}
feed:
	for _, item := range all {
		select {
		case work <- item:
		case <-ctx.Done():
			break feed
		}
	}
	close(work)
	done.Wait()
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return ctx.Err()
}
