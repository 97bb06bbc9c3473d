package registry

import (
	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/vault"
)

// FirstAdministrator registers somebody and appoints them to run the house,
// within the act that uses up the one-time code of the setting up. It refuses
// when the house has an administrator already.
func (s *Service) FirstAdministrator(tx *journal.Tx, rec vault.Record) (string, error) {
	house, err := s.emptyHouse(tx)
	if err != nil {
		return "", err
	}
	f, err := s.facts(tx, "")
	if err != nil {
		return "", err
	}
	id, err := tx.NewID()
	if err != nil {
		return "", err
	}
	person := journal.StreamName(auth.Person, id)
	if _, err := tx.Load(person); err != nil {
		return "", err
	}
	rec = tidyRecord(rec)
	news, err := Person{}.Register(RegisterPerson{PersonData: PersonData{Kind: Official}, Record: rec}, f)
	if err != nil {
		return "", err
	}
	if err := s.Vault.Put(tx.Tx, id, rec, tx.Now); err != nil {
		return "", err
	}
	if err := tx.Append(person, news...); err != nil {
		return "", err
	}
	f.Active[person] = true
	if news, err = house.Appoint(Tenure{Person: id, From: f.Today}, f); err != nil {
		return "", err
	}
	return id, tx.Append(journal.StreamName(auth.System, House), news...)
}

// emptyHouse loads the house, which must not have an administrator.
func (s *Service) emptyHouse(tx *journal.Tx) (System, error) {
	house, err := journal.Load(tx, journal.StreamName(auth.System, House), FoldSystem)
	if err == nil && len(house.Administrators) > 0 {
		err = errs.New(errs.Refused, "registry.system.set_up", lang.T(
			"系统已有管理员，不能再次初始设置。", "The house has an administrator already and cannot be set up again."))
	}
	return house, err
}
