package sanction

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
)

// Brought is what came of a list of decisions.
type Brought struct {
	Entered int // decisions that came in now
	Before  int // that were in already
	Faults  []Fault
}

// Bring enters the decisions of a list into the ledger of a department. Each comes in as a
// whole, in an act of its own and under the demands of one that is written by hand, or
// not at all: then every row of it is told, with why. A number that the department's
// ledger has is not entered again. An error means that it was broken off; what is in by
// then stays, and the list can be brought again.
func (s *Service) Bring(ctx context.Context, p auth.Principal, now time.Time, department string, lines []Line, step func(done, total int64)) (Brought, error) {
	var out Brought
	region, err := s.ledger(s.J.DB.Read(ctx), p, department)
	if err != nil {
		return out, err
	}
	list, faults := decisions(s.Book.On(calendar.Of(now), region), lines)
	out.Faults = faults
	for i, d := range list {
		if len(d.faults) == 0 {
			_, outcome, err := s.bring(ctx, batch{p: p, now: now, department: department}, d)
			switch {
			case err != nil && !ofRow(err):
				return out, fmt.Errorf("enter decision %s: %w", d.entry.Number, err)
			case err != nil:
				d.faults = []Fault{{Row: d.rows[0], Number: d.entry.Number, Why: err}}
			case outcome == RowEntered:
				out.Entered++
			default:
				out.Before++
			}
		}
		out.Faults = append(out.Faults, d.told()...)
		if step != nil {
			step(int64(i+1), int64(len(list)))
		}
	}
	slices.SortFunc(out.Faults, func(a, b Fault) int { return a.Row - b.Row })
	return out, nil
}

// ofRow reports whether an error is the decision's, so that others may still come in.
func ofRow(err error) bool {
	switch errs.CodeOf(err) {
	case errs.Invalid, errs.Refused, errs.Conflict:
		return true
	}
	return false
}

// told are the rows of a decision that is not in: what is wrong with some, and that the
// others stay out with them.
func (d *listed) told() []Fault {
	if len(d.faults) == 0 {
		return nil
	}
	out := slices.Clone(d.faults)
	for _, row := range d.rows {
		if !slices.ContainsFunc(d.faults, func(f Fault) bool { return f.Row == row }) {
			out = append(out, Fault{row, d.entry.Number, errs.New(errs.Refused, "sanction.list.whole", lang.T("同一决定的第 %d 行没有导入，整份决定都没有导入。", "Row %d of the same decision is not in, so none of it is."), d.faults[0].Row)})
		}
	}
	return out
}

// ledger is the region of the department whose ledger it is.
func (s *Service) ledger(r store.Reader, p auth.Principal, department string) (string, error) {
	var region string
	err := r.Row(`select region from departments where id = $1 and state = 'active'`, department).Scan(&region)
	if errors.Is(err, sql.ErrNoRows) {
		return "", errs.New(errs.Refused, "sanction.list.department", lang.T("登记簿中没有编号为“%s”的主管部门。", "The register has no department with the id %q."), department)
	}
	if err != nil {
		return "", err
	}
	return region, auth.Allow(r, p, auth.SanctionImport, auth.Department, department)
}

// batch is by whom and for whom decisions of a list are entered.
type batch struct {
	p          auth.Principal
	now        time.Time
	department string
	list       string // empty: none that is kept
	dry        bool   // nothing is kept: it only tells whether it could be
	terms      Facts
}

// errDry ends an act of which nothing is to be kept.
var errDry = errors.New("nothing is kept")

// bring enters one decision, and tells what became of it and which it is.
func (s *Service) bring(ctx context.Context, b batch, d *listed) (id, outcome string, err error) {
	_, err = s.J.Do(ctx, auth.Act(b.p, b.now, "", nil), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, b.p, auth.SanctionImport, auth.Department, b.department); err != nil {
			return err
		}
		st, err := s.known(tx, b.department, d)
		if err != nil {
			return err
		}
		if st != nil {
			if id, outcome = st.ID, RowBefore; b.list != "" && st.List == b.list {
				outcome = RowEntered
			}
			return nil
		}
		entry := d.entry
		entry.Department, entry.List, entry.Subjects = b.department, b.list, slices.Clone(entry.Subjects)
		for i := range entry.Subjects {
			if err := found(tx, &entry.Subjects[i]); err != nil {
				return err
			}
		}
		if id, err = s.Enter(tx, entry); err != nil {
			return err
		}
		if b.dry {
			return errDry
		}
		tx.For, tx.Result, outcome = b.department, id, RowEntered
		return nil
	})
	if errors.Is(err, errDry) {
		return "", RowReady, nil
	}
	return id, outcome, err
}

// known is the decision of that number in the ledger, if there is one; another one
// under the same is refused.
func (s *Service) known(tx *journal.Tx, department string, d *listed) (*State, error) {
	ids, err := store.Column[string](tx, `select id from sanctions where department = $1 and number = $2 and state <> 'discarded' order by id`, department, d.entry.Number)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	st, err := s.Look(tx, ids[0])
	if err != nil {
		return nil, err
	}
	measures := 0
	for _, x := range d.entry.Subjects {
		measures += len(x.Orders)
	}
	if st.Terms != d.entry.Terms || len(st.Subjects) != len(d.entry.Subjects) || len(st.Measures) != measures {
		return nil, errs.New(errs.Conflict, "sanction.list.other", lang.T("台账里已有文号为“%s”的决定，内容不同；需要更正的，在台账中更正。", "The ledger has another decision numbered %q; what is to be corrected is corrected there."), d.entry.Number)
	}
	return &st, nil
}

// found finds the units that a row names in the register: a unit that is a subject by its
// credit code, and the one where a person works by id, code or name.
func found(r store.Reader, x *Entered) error {
	if x.Kind == Unit && x.Who == "" && x.Paper == UnitPaper {
		ids, err := store.Column[string](r, `select id from units where uscc = $1 and state = 'active' limit 2`, registry.NormalUSCC(x.Number))
		if err != nil {
			return err
		}
		if len(ids) == 1 {
			x.Who = ids[0]
		}
	}
	if x.Unit == "" {
		return nil
	}
	ids, err := store.Column[string](r, `select id from units where (id = $1 or uscc = $2) and state = 'active' limit 2`, x.Unit, registry.NormalUSCC(x.Unit))
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		candidates, err := registry.FindUnitByName(r, x.Unit)
		if err != nil {
			return err
		}
		for _, c := range candidates {
			if c.Likeness == registry.Exact || c.Likeness == registry.Same {
				ids = append(ids, c.Unit.ID)
			}
		}
	}
	if len(ids) != 1 {
		return errs.Mistake("unit", "sanction.list.unit", "登记里有 %d 个单位可能是“%s”；不在登记里的单位请留空。", "%d units of the register may be %q; leave a unit empty that is not in it.", len(ids), errs.Short(strings.TrimSpace(x.Unit)))
	}
	x.Unit = ids[0]
	return nil
}
