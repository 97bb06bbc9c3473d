package importer

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// keeper is the entry of the register that leads imported drafts in a house
// that nobody administers yet. Somebody who gets its account hands them over.
const keeper = "导入的活动（待交接）"

// Leader is who leads imported drafts when nobody is named: the house's
// administrator who came first, otherwise an entry made for it.
func (im *Importer) Leader(ctx context.Context, r store.Reader, p auth.Principal, now time.Time) (string, error) {
	house, err := im.Registry.House(r)
	if err != nil {
		return "", err
	}
	for _, t := range house.Administrators {
		if t.On(calendar.Of(now)) {
			return t.Person, nil
		}
	}
	ids, err := im.Registry.Vault.Search(r, keeper, 1)
	if err != nil || len(ids) > 0 {
		return first(ids), err
	}
	out, err := im.Registry.RegisterPerson(ctx, p, now, registry.RegisterPerson{PersonData: registry.PersonData{Kind: registry.Official},
		Record: vault.Record{Name: keeper, NameEN: "Imported activities, to be handed over"}})
	return out.Result, err
}

func first(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ids[0]
}
