package registry

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/store"
)

// byName is the order of lists: by the sound of the Chinese name.
var byName = store.Keyset{Columns: []string{"o.sort", "o.id"}}

// UnitFilter narrows a list of units. Empty fields do not.
type UnitFilter struct {
	Region     string // code: of the region or of any place in it
	Kind       string
	Department string // id
	State      string
	Text       string // words of the name
	store.Paging
}

// ListUnits lists units by name, without their officers.
func ListUnits(r store.Reader, f UnitFilter) (store.Page[Unit], error) {
	w := store.NewWhere()
	inRegion(w, f.Region)
	w.Is("o.kind", f.Kind)
	w.Is("o.department", f.Department)
	w.Is("o.state", f.State)
	if err := w.Search(r, auth.Unit, "o.id", f.Text); err != nil {
		return store.Page[Unit]{}, err
	}
	return store.QueryPage(r, `select `+unitColumns+`, o.sort from units o`, w, byName, f.Paging,
		func(rows *sql.Rows) (Unit, []any, error) {
			var sort string
			u, err := scanUnit(rows, &sort)
			return u, []any{sort, u.ID}, err
		})
}

// inRegion adds the condition that something lies in a region.
func inRegion(w *store.Where, code string) {
	if r, ok := regions.Lookup(code); ok {
		code = r.Prefix()
	}
	w.Prefix("o.region", code)
}

const unitColumns = `o.id, o.state, o.version, o.name_zh, o.name_en, o.kind, o.uscc, o.region, o.department, o.fields, o.grade`

func scanUnit(rows *sql.Rows, more ...any) (Unit, error) {
	var u Unit
	var fields string
	err := rows.Scan(append([]any{&u.ID, &u.State, &u.Version, &u.Name.ZH, &u.Name.EN, &u.Kind, &u.USCC, &u.Region,
		&u.Department, &fields, &u.HospitalGrade}, more...)...)
	if err == nil {
		u.Fields, err = readCodes(fields)
	}
	return u, err
}

func readCodes(text string) ([]string, error) {
	var out []string
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return nil, fmt.Errorf("read codes: %w", err)
	}
	return out, nil
}

// DepartmentFilter narrows a list of departments. Empty fields do not.
type DepartmentFilter struct {
	Region string
	State  string
	Text   string
	store.Paging
}

// ListDepartments lists departments by name, without their supervisors.
func ListDepartments(r store.Reader, f DepartmentFilter) (store.Page[Department], error) {
	w := store.NewWhere()
	inRegion(w, f.Region)
	w.Is("o.state", f.State)
	if err := w.Search(r, auth.Department, "o.id", f.Text); err != nil {
		return store.Page[Department]{}, err
	}
	return store.QueryPage(r, `select o.id, o.state, o.version, o.name_zh, o.name_en, o.code, o.region, o.sort from departments o`,
		w, byName, f.Paging, func(rows *sql.Rows) (Department, []any, error) {
			var d Department
			var sort string
			err := rows.Scan(&d.ID, &d.State, &d.Version, &d.Name.ZH, &d.Name.EN, &d.Code, &d.Region, &sort)
			return d, []any{sort, d.ID}, err
		})
}

// PersonFilter narrows a list of people. Empty fields do not. To look for a
// name, use the vault's search.
type PersonFilter struct {
	Unit      string
	Kind      string
	State     string
	NoAccount bool     // who cannot log in
	IDs       []string // of these alone, unless nil: the hits of a search
	store.Paging
}

// ListPersons lists the people whom the principal may view, the latest first.
func ListPersons(r store.Reader, p auth.Principal, f PersonFilter) (store.Page[Person], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.PersonView, auth.Person, "o"))
	w.Is("o.unit", f.Unit)
	w.Is("o.kind", f.Kind)
	w.Is("o.state", f.State)
	if f.NoAccount {
		w.And("not exists (select 1 from accounts a where a.person = o.id)")
	}
	if f.IDs != nil {
		w.In("o.id", f.IDs)
	}
	return store.QueryPage(r, `select o.id, o.state, o.version, o.unit, o.kind from persons o`, w,
		store.Keyset{Columns: []string{"o.id"}, Desc: true}, f.Paging,
		func(rows *sql.Rows) (Person, []any, error) {
			p, err := scanPerson(rows)
			return p, []any{p.ID}, err
		})
}

func scanPerson(rows *sql.Rows) (Person, error) {
	var p Person
	err := rows.Scan(&p.ID, &p.State, &p.Version, &p.Unit, &p.Kind)
	return p, err
}

// Unit returns a unit as its stream tells.
func (s *Service) Unit(r store.Reader, id string) (Unit, error) {
	return read(s, r, auth.Unit, id, FoldUnit)
}

// Department returns a department as its stream tells.
func (s *Service) Department(r store.Reader, id string) (Department, error) {
	return read(s, r, auth.Department, id, FoldDepartment)
}

// Committee returns a committee, with all its members of all times, as its
// stream tells.
func (s *Service) Committee(r store.Reader, id string) (Committee, error) {
	return read(s, r, auth.Committee, id, FoldCommittee)
}

// Person returns a person's entry as its stream tells.
func (s *Service) Person(r store.Reader, id string) (Person, error) {
	return read(s, r, auth.Person, id, FoldPerson)
}

// House returns who administers the house; the zero System when nobody ever
// did.
func (s *Service) House(r store.Reader) (System, error) {
	return journal.Look(s.J, r, journal.StreamName(auth.System, House), FoldSystem)
}

func read[S any](s *Service, r store.Reader, kind auth.Kind, id string, fold func([]journal.Event) (S, error)) (S, error) {
	var none S
	events, err := s.J.Stream(r, journal.StreamName(kind, id))
	if err != nil {
		return none, err
	}
	if len(events) == 0 {
		return none, errNotFound()
	}
	return fold(events)
}

// Names returns the names of several departments, units or committees, with
// one query for each hundred or so. Unknown ids are not in the map.
func Names(r store.Reader, kind auth.Kind, ids ...string) (map[string]lang.Text, error) {
	table, ok := tables[kind]
	if !ok || kind == auth.Person {
		return nil, fmt.Errorf("look up names: no names of kind %q", kind)
	}
	out := make(map[string]lang.Text, len(ids))
	for batch := range slices.Chunk(ids, maxNames) {
		w := store.NewWhere()
		w.In("id", batch)
		_, err := store.Collect(r, func(rows *sql.Rows) (id string, err error) {
			var name lang.Text
			err = rows.Scan(&id, &name.ZH, &name.EN)
			out[id] = name
			return id, err
		}, `select id, name_zh, name_en from `+table+w.String(), w.Args()...)
		if err != nil {
			return nil, fmt.Errorf("look up names of kind %s: %w", kind, err)
		}
	}
	return out, nil
}

// maxNames bounds how many names one query asks for.
const maxNames = 128

// DepartmentsByCode are the ids of active departments, by the codes that the packs give
// them; codes that nobody in the register has are left out.
func DepartmentsByCode(r store.Reader, codes ...string) ([]string, error) {
	w := store.NewWhere()
	w.And("state = 'active' and code <> ''")
	w.In("code", codes)
	return store.Column[string](r, `select id from departments`+w.String()+` order by id`, w.Args()...)
}
