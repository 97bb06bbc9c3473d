package registry

import (
	"fmt"

	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// projectOffice writes who holds which office. Members of committees have a
// row in offices as everybody else, and one in committee_members.
func projectOffice(tx *store.Tx, e journal.Event) error {
	switch b := e.Body.(type) {
	case OfficerAppointed:
		return hold(tx, e, RoleUnitOfficer, b.Tenure)
	case SupervisorAppointed:
		return hold(tx, e, RoleSupervisor, b.Tenure)
	case AdministratorAppointed:
		return hold(tx, e, RoleAdministrator, b.Tenure)
	case MemberAppointed:
		return sit(tx, e, b.Member)
	case MemberChanged:
		if err := cutOff(tx, e, b.Member); err != nil {
			return err
		}
		return sit(tx, e, b.Member)
	case OfficerLeft:
		return leave(tx, e, b.Person, b.Day)
	case SupervisorLeft:
		return leave(tx, e, b.Person, b.Day)
	case AdministratorLeft:
		return leave(tx, e, b.Person, b.Day)
	case MemberLeft:
		return leave(tx, e, b.Person, b.Day)
	case CharterAdopted, RuleAdopted, MeansStated, Certified, CertificateEnded:
		return nil // pages fold the stream
	}
	return fmt.Errorf("unknown event %s", e.Type)
}

func hold(tx *store.Tx, e journal.Event, role Role, t Tenure) error {
	return tx.Exec(`insert into offices (id, person, role, body_kind, body, from_day, until_day, active)
		values ($1, $2, $3, $4, $5, $6, $7, true)`,
		e.ID, t.Person, string(role), e.Kind(), e.Subject(), string(t.From), string(t.Until))
}

func sit(tx *store.Tx, e journal.Event, m Member) error {
	expertise, err := codes(m.Expertise)
	if err != nil {
		return err
	}
	err = tx.Exec(`insert into committee_members (id, committee, person, role, expertise, sex, external, local, from_day, until_day)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, e.ID, e.Subject(), m.Person, string(m.Role), expertise,
		string(m.Sex), m.External, m.Local, string(m.From), string(m.Until))
	if err != nil {
		return err
	}
	return hold(tx, e, m.Role, m.Tenure)
}

// leave ends what a person, or everybody, holds in the body; what would begin
// later falls away. See [Tenures.leave].
func leave(tx *store.Tx, e journal.Event, person string, day calendar.Day) error {
	for _, q := range []string{
		`delete from offices where body_kind = $1 and body = $2 and ($3 = '' or person = $3) and from_day > $4`,
		`update offices set until_day = $4 where body_kind = $1 and body = $2 and ($3 = '' or person = $3)
			and (until_day = '' or until_day > $4)`,
		`delete from committee_members where $1 = 'committee' and committee = $2 and ($3 = '' or person = $3) and from_day > $4`,
		`update committee_members set until_day = $4 where $1 = 'committee' and committee = $2 and ($3 = '' or person = $3)
			and (until_day = '' or until_day > $4)`,
	} {
		if err := tx.Exec(q, e.Kind(), e.Subject(), person, string(day)); err != nil {
			return err
		}
	}
	return nil
}

// cutOff ends the period that covers the first day of a new one, on the day
// before; one that would then be empty goes. See [Committee.change].
func cutOff(tx *store.Tx, e journal.Event, m Member) error {
	before := string(m.From.AddDays(-1))
	for _, q := range []string{
		`update offices set until_day = $3 where body_kind = 'committee' and body = $1 and person = $2
			and from_day <= $4 and (until_day = '' or until_day >= $4)`,
		`delete from offices where body_kind = 'committee' and body = $1 and person = $2
			and from_day = $4 and until_day = $3`,
		`update committee_members set until_day = $3 where committee = $1 and person = $2
			and from_day <= $4 and (until_day = '' or until_day >= $4)`,
		`delete from committee_members where committee = $1 and person = $2 and from_day = $4 and until_day = $3`,
	} {
		if err := tx.Exec(q, e.Subject(), m.Person, before, string(m.From)); err != nil {
			return err
		}
	}
	return nil
}
