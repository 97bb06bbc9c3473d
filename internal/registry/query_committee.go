package registry

import (
	"database/sql"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/store"
)

// CommitteeFilter narrows a list of committees. Empty fields do not.
type CommitteeFilter struct {
	Region     string // code: of the region or of any place in it
	Unit       string // id of the unit that founded it
	Department string // id of that unit's department
	State      string
	Text       string // words of the name
	store.Paging
}

const committeeColumns = `o.id, o.state, o.version, o.unit, o.region, o.name_zh, o.name_en, o.fields, o.sort`

// ListCommittees lists committees by name, without members, charters and the
// units that entrust them.
func ListCommittees(r store.Reader, f CommitteeFilter) (store.Page[Committee], error) {
	w := store.NewWhere()
	inRegion(w, f.Region)
	w.Is("o.unit", f.Unit)
	if f.Department != "" {
		w.And("o.unit in (select u.id from units u where u.department = " + w.Arg(f.Department) + ")")
	}
	w.Is("o.state", f.State)
	if err := w.Search(r, auth.Committee, "o.id", f.Text); err != nil {
		return store.Page[Committee]{}, err
	}
	return store.QueryPage(r, `select `+committeeColumns+` from committees o`, w, byName, f.Paging, scanCommittee)
}

func scanCommittee(rows *sql.Rows) (Committee, []any, error) {
	var c Committee
	var fields, sort string
	err := rows.Scan(&c.ID, &c.State, &c.Version, &c.Unit, &c.Region, &c.Name.ZH, &c.Name.EN, &fields, &sort)
	if err == nil {
		c.Fields, err = readCodes(fields)
	}
	return c, []any{sort, c.ID}, err
}

// CommitteesOf returns the active committees of a unit, by name. Those that it
// entrusts are in its mandates.
func CommitteesOf(r store.Reader, unit string) ([]Committee, error) {
	return store.Collect(r, func(rows *sql.Rows) (Committee, error) {
		c, _, err := scanCommittee(rows)
		return c, err
	}, `select `+committeeColumns+` from committees o where o.unit = $1 and o.state = 'active' order by o.sort, o.id`, unit)
}

// Office is a role that somebody holds in a body.
type Office struct {
	Tenure
	Role   Role     `json:"role"`
	Kind   BodyKind `json:"kind"`
	Body   string   `json:"body"`   // id
	Active bool     `json:"active"` // false: the body is closed or dissolved
}

const officeColumns = `person, from_day, until_day, role, body_kind, body, active`

func scanOffice(rows *sql.Rows) (Office, error) {
	var o Office
	err := rows.Scan(&o.Person, &o.From, &o.Until, &o.Role, &o.Kind, &o.Body, &o.Active)
	return o, err
}

// OfficesOf returns what a person holds or ever held, the latest first:
// memberships of committees and all other offices.
func OfficesOf(r store.Reader, person string) ([]Office, error) {
	return store.Collect(r, scanOffice, `select `+officeColumns+` from offices
		where person = $1 order by from_day desc, id desc`, person)
}

// Holders returns who holds an office in a body on a day.
func Holders(r store.Reader, kind BodyKind, body string, day calendar.Day) ([]Office, error) {
	return store.Collect(r, scanOffice, `select `+officeColumns+` from offices
		where body_kind = $1 and body = $2 and active and from_day <= $3 and (until_day = '' or until_day >= $3)
		order by id`, string(kind), body, string(day))
}

// officesHeld counts the offices that a person holds on a day or later.
func officesHeld(r store.Reader, person string, day calendar.Day) (int, error) {
	return count(r, `select count(*) from offices where person = $1 and active and (until_day = '' or until_day >= $2)`,
		person, string(day))
}

// unitsOf counts the active units of a department.
func unitsOf(r store.Reader, department string) (int, error) {
	return count(r, `select count(*) from units where department = $1 and state = 'active'`, department)
}

// committeesOf counts the active committees of a unit.
func committeesOf(r store.Reader, unit string) (int, error) {
	return count(r, `select count(*) from committees where unit = $1 and state = 'active'`, unit)
}

func count(r store.Reader, query string, args ...any) (int, error) {
	var n int
	err := r.Row(query, args...).Scan(&n)
	return n, err
}
