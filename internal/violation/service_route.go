package violation

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/store"
)

// knows refuses an activity that is not there, or that somebody may not know of, in the
// same words: an attempt to register a case must not tell which ids exist.
func knows(r store.Reader, p auth.Principal, activity string) error {
	if activity == "" {
		return nil
	}
	err := auth.Allow(r, p, auth.ActivityOverview, auth.Activity, activity)
	if code := errs.CodeOf(err); code == errs.NotFound || code == errs.Forbidden {
		return errs.Mistake("activity", "case.activity", "没有这项活动，或者它不归您这里管。", "There is no such activity, or none of yours to know of.")
	}
	return err
}

// about is what decides who handles a case that is to be opened.
func (s *Service) about(r store.Reader, cmd Register) (About, error) {
	about := About{Unit: cmd.Unit, Head: cmd.Head, Major: cmd.Major, Funder: cmd.Funder}
	if cmd.Activity != "" {
		if err := r.Row(`select unit from activities where id = $1`, cmd.Activity).Scan(&about.Unit); err != nil {
			return about, fmt.Errorf("look up activity %s: %w", cmd.Activity, err)
		}
	}
	query, id, field := `select region from units where id = $1`, about.Unit, "unit"
	if id == "" {
		if query, id, field = `select region from departments where id = $1`, cmd.Body.ID, "body"; cmd.Body.Kind == Unit {
			query = `select region from units where id = $1`
		}
	}
	err := r.Row(query, id).Scan(&about.Region)
	if errors.Is(err, sql.ErrNoRows) {
		return about, errs.Mistake(field, "case.unit", "登记里没有这个单位。", "The register has no such unit.")
	}
	if err != nil {
		return about, err
	}
	if cmd.Reporter == "" {
		return about, nil
	}
	ok, err := listed(r, `select count(*) from persons where id = $1`, cmd.Reporter)
	if err == nil && !ok { // a name in its place would stand in the journal for good
		err = errs.Mistake("reporter", "case.unknown", "请从登记中选择人员。", "Choose somebody of the register.")
	}
	return about, err
}

// listed reports whether the register has an id.
func listed(r store.Reader, query, id string) (bool, error) {
	var n int
	err := r.Row(query, id).Scan(&n)
	return n > 0, err
}

// registered refuses a unit or a funder that the register does not have: nobody
// could be made out to handle the case.
func registered(r store.Reader, unit, funder string) error {
	var wrong errs.List
	if unit != "" {
		ok, err := listed(r, `select count(*) from units where id = $1`, unit)
		if err != nil {
			return fmt.Errorf("look up unit %s: %w", unit, err)
		}
		if !ok {
			wrong.Add(errs.Mistake("unit", "case.unit", "登记里没有这个单位。", "The register has no such unit."))
		}
	}
	if funder != "" {
		ok, err := listed(r, `select count(*) from departments where id = $1`, funder)
		if err != nil {
			return fmt.Errorf("look up department %s: %w", funder, err)
		}
		if !ok {
			wrong.Add(errs.Mistake("funder", "case.funder", "登记里没有这个资助部门。", "The register has no such funding department."))
		}
	}
	return wrong.Err()
}

// route asks the packs who is competent.
func (s *Service) route(a *act, about About) error {
	if err := registered(a.tx, about.Unit, about.Funder); err != nil {
		return err
	}
	answer := a.set.Evaluate("jurisdiction", map[string]any{"case": map[string]any{"unit": about.Unit != "", "head": about.Head, "public_money": about.Funder != "", "major": about.Major}})
	if err := answer.Err(); err != nil {
		return err
	}
	r := Route{Code: answer.String("by")}
	for _, reason := range answer.Reasons {
		r.Grounds = append(r.Grounds, reason.Ground())
	}
	r.Cited = a.set.CiteAll(r.Grounds)
	var err error
	switch r.Code {
	case "unit":
		r.Body = Body{Unit, about.Unit}
	case "funder":
		r.Body = Body{Department, about.Funder}
	default:
		r.Body.Kind = Department
		if r.Body.ID, err = departmentAbove(a.tx, about.Unit, about.Region); err != nil {
			return err
		}
	}
	r.Superior, err = superiorOf(a.tx, r.Body)
	a.f.Route = r
	return err
}

// departmentAbove is the department of a unit, or the one of its place.
func departmentAbove(r store.Reader, unit, region string) (string, error) {
	if unit != "" {
		var department string
		if err := r.Row(`select department from units where id = $1`, unit).Scan(&department); err != nil || department != "" {
			return department, err
		}
	}
	return departmentOf(r, region, "")
}

// departmentOf is a department of a region or the nearest region around it, but not
// one of them.
func departmentOf(r store.Reader, region, but string) (string, error) {
	var around []string
	for _, n := range []int{6, 4, 2, 0} {
		if n <= len(region) {
			around = append(around, region[:n]+"000000"[:6-n])
		}
	}
	w := store.NewWhere()
	w.In("region", around)
	w.Is("state", "active")
	w.And("id <> " + w.Arg(but))
	ids, err := store.Column[string](r, `select id from departments`+w.String()+` order by region desc, id limit 1`, w.Args()...)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// superiorOf is the department above a body; a department's is one of a wider region.
func superiorOf(r store.Reader, b Body) (string, error) {
	var region, department string
	switch {
	case b.ID == "":
		return "", nil
	case b.Kind == Unit:
		if err := r.Row(`select region, department from units where id = $1`, b.ID).Scan(&region, &department); err != nil {
			return "", fmt.Errorf("look up unit %s: %w", b.ID, err)
		}
		return departmentAbove(r, b.ID, region)
	}
	if err := r.Row(`select region from departments where id = $1`, b.ID).Scan(&region); err != nil {
		return "", fmt.Errorf("look up department %s: %w", b.ID, err)
	}
	if wide := strings.TrimRight(region, "0"); len(wide) > 2 {
		return departmentOf(r, region[:(len(wide)-1)/2*2]+"000000"[:6-(len(wide)-1)/2*2], b.ID)
	}
	return "", nil
}

// deciding is the department for which somebody acts from above: the one named, or
// the only one they have.
func deciding(a *act, named string) (string, error) {
	var unit string
	if a.st.Unit != "" {
		if err := a.tx.Row(`select department from units where id = $1`, a.st.Unit).Scan(&unit); err != nil {
			return "", err
		}
	}
	for _, id := range []string{a.st.Superior, unit} {
		if id == "" || named != "" && named != id {
			continue
		}
		if auth.Allow(a.tx, a.p, auth.CaseOpen, auth.Department, id) == nil {
			return id, nil
		}
	}
	return "", nil
}

// designated is the body that a department names: itself, or a unit under it.
func designated(a *act, cmd Direct) (Body, error) {
	if cmd.Unit == "" {
		return Body{Department, a.f.Deciding}, nil
	}
	var department string
	err := a.tx.Row(`select department from units where id = $1`, cmd.Unit).Scan(&department)
	if errors.Is(err, sql.ErrNoRows) || department != a.f.Deciding {
		return Body{}, nil
	}
	return Body{Unit, cmd.Unit}, err
}
