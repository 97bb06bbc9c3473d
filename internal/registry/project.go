package registry

import (
	"encoding/json"
	"fmt"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Projection derives the tables of the register. Every row follows from one
// stream alone, so streams may be replayed in any order. It also writes
// search_docs, which all domains share and which, as the lowest of them, it
// lists for rebuilding.
func Projection() journal.Projection {
	id := []string{"id"}
	return journal.Projection{
		Name:  "registry",
		Kinds: []string{auth.Department, auth.Unit, auth.Person, auth.Committee, auth.System},
		Tables: []journal.Table{
			{Name: "departments", Key: id, Stream: "'department/' || id"},
			{Name: "units", Key: id, Stream: "'unit/' || id"},
			{Name: "unit_rules", Key: []string{"unit", "code"}, Stream: "'unit/' || unit"},
			{Name: "persons", Key: id, Stream: "'person/' || id"},
			{Name: "committees", Key: id, Stream: "'committee/' || id", Sought: []string{"unit"}},
			{Name: "committee_members", Key: id, Stream: "'committee/' || committee"},
			{Name: "offices", Key: id, Stream: "body_kind || '/' || body"},
			{Name: "search_docs", Key: []string{"kind", "id"}, Stream: "kind || '/' || id"},
		},
		Project: func(tx *store.Tx, e journal.Event) error {
			if err := project(tx, e); err != nil {
				return err
			}
			return touch(tx, e)
		},
	}
}

// tables names the table of each kind of stream.
var tables = map[string]string{
	auth.Department: "departments", auth.Unit: "units", auth.Person: "persons", auth.Committee: "committees",
}

// touch notes the version of the stream and the time of its last event.
func touch(tx *store.Tx, e journal.Event) error {
	table, ok := tables[e.Kind()]
	if !ok {
		return nil
	}
	return tx.Exec(`update `+table+` set version = $2, updated_at = $3 where id = $1`,
		e.Subject(), e.Version, store.Micros(e.At))
}

func project(tx *store.Tx, e journal.Event) error {
	switch b := e.Body.(type) {
	case DepartmentFounded:
		return putDepartment(tx, e, b.DepartmentData)
	case DepartmentChanged:
		return putDepartment(tx, e, b.DepartmentData)
	case UnitRegistered:
		return putUnit(tx, e, b.UnitData)
	case UnitChanged:
		return putUnit(tx, e, b.UnitData)
	case UnitRuleAdopted:
		return tx.Exec(`insert into unit_rules (unit, code, no, title, day) values ($1, $2, $3, $4, $5)
			on conflict (unit, code) do update set no = excluded.no, title = excluded.title, day = excluded.day`, e.Subject(), b.Code, b.No, b.Title, string(b.Day))
	case PersonRegistered:
		return putPerson(tx, e, b.PersonData)
	case PersonChanged:
		return putPerson(tx, e, b.PersonData)
	case PersonErased:
		return tx.Exec(`update persons set state = 'erased' where id = $1`, e.Subject())
	case CommitteeFounded:
		return putCommittee(tx, e, b.Unit, b.Region, b.CommitteeData)
	case CommitteeChanged:
		return changeCommittee(tx, e, b.CommitteeData)
	case DepartmentClosed:
		return end(tx, e, string(Closed), b.Day)
	case UnitClosed:
		return end(tx, e, string(Closed), b.Day)
	case CommitteeDissolved:
		return end(tx, e, string(Dissolved), b.Day)
	}
	return projectOffice(tx, e)
}

func putDepartment(tx *store.Tx, e journal.Event, d DepartmentData) error {
	err := tx.Exec(`insert into departments (id, code, name_zh, name_en, sort, region, whole, reach, state, created_at, updated_at, version)
		values ($1, $2, $3, $4, $5, $6, $8, $9, 'active', $7, $7, 0)
		on conflict (id) do update set code = excluded.code, name_zh = excluded.name_zh, name_en = excluded.name_en,
			sort = excluded.sort, region = excluded.region, whole = excluded.whole, reach = excluded.reach`,
		e.Subject(), d.Code, d.Name.ZH, d.Name.EN, sortKey(d.Name.ZH), d.Region, store.Micros(e.At), d.Whole, d.reach())
	if err != nil {
		return err
	}
	return index(tx, e, d.Name)
}

func putUnit(tx *store.Tx, e journal.Event, d UnitData) error {
	fields, err := codes(d.Fields)
	if err != nil {
		return err
	}
	err = tx.Exec(`insert into units (id, name_zh, name_en, key_zh, key_en, sort, kind, uscc, region, department, fields,
			grade, state, created_at, updated_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'active', $13, $13, 0)
		on conflict (id) do update set name_zh = excluded.name_zh, name_en = excluded.name_en, key_zh = excluded.key_zh,
			key_en = excluded.key_en, sort = excluded.sort, kind = excluded.kind, uscc = excluded.uscc,
			region = excluded.region, department = excluded.department, fields = excluded.fields, grade = excluded.grade`,
		e.Subject(), d.Name.ZH, d.Name.EN, NameKey(d.Name.ZH), NameKey(d.Name.EN), sortKey(d.Name.ZH), d.Kind, d.USCC,
		d.Region, d.Department, fields, d.HospitalGrade, store.Micros(e.At))
	if err != nil {
		return err
	}
	return index(tx, e, d.Name)
}

func putPerson(tx *store.Tx, e journal.Event, d PersonData) error {
	return tx.Exec(`insert into persons (id, unit, kind, state, created_at, updated_at, version)
		values ($1, $2, $3, 'active', $4, $4, 0)
		on conflict (id) do update set unit = excluded.unit, kind = excluded.kind`,
		e.Subject(), d.Unit, string(d.Kind), store.Micros(e.At))
}

func putCommittee(tx *store.Tx, e journal.Event, unit, region string, d CommitteeData) error {
	err := tx.Exec(`insert into committees (id, unit, name_zh, name_en, sort, region, fields, state, created_at, updated_at, version)
		values ($1, $2, '', '', '', $3, '', 'active', $4, $4, 0)`, e.Subject(), unit, region, store.Micros(e.At))
	if err != nil {
		return err
	}
	return changeCommittee(tx, e, d)
}

func changeCommittee(tx *store.Tx, e journal.Event, d CommitteeData) error {
	fields, err := codes(d.Fields)
	if err != nil {
		return err
	}
	err = tx.Exec(`update committees set name_zh = $2, name_en = $3, sort = $4, fields = $5, kind = $6, staff = $7 where id = $1`,
		e.Subject(), d.Name.ZH, d.Name.EN, sortKey(d.Name.ZH), fields, d.KindOr(), d.Staff)
	if err != nil {
		return err
	}
	return index(tx, e, d.Name)
}

// end closes a body: every office in it ends with the day.
func end(tx *store.Tx, e journal.Event, state string, day calendar.Day) error {
	err := tx.Exec(`update `+tables[e.Kind()]+` set state = $2 where id = $1`, e.Subject(), state)
	if err != nil {
		return err
	}
	if err := leave(tx, e, everybody, day); err != nil {
		return err
	}
	return tx.Exec(`update offices set active = false where body_kind = $1 and body = $2`, e.Kind(), e.Subject())
}

// index makes a thing findable by its names.
func index(tx *store.Tx, e journal.Event, name lang.Text) error {
	return store.SearchWrite(tx, e.Kind(), e.Subject(), name.ZH+" "+name.EN)
}

// codes writes a list of codes as it is stored.
func codes(list []string) (string, error) {
	if list == nil {
		list = []string{}
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return "", fmt.Errorf("write codes: %w", err)
	}
	return string(raw), nil
}
