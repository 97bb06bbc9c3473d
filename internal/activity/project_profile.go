package activity

import (
	"slices"

	"lunheng/internal/assess"
	"lunheng/internal/calendar"
	"lunheng/internal/store"
)

// projectProfile keeps what was answered, for judging it again by other rules.
func projectProfile(tx *store.Tx, id string, p assess.Activity) error {
	raw, err := plainJSON(wordless(p))
	if err != nil {
		return err
	}
	return tx.Exec(`insert into activity_profiles (activity, draft, profile, on_day) values ($1, $2, '', '')
		on conflict (activity) do update set draft = excluded.draft`, id, string(raw))
}

// wordless leaves out what people wrote: rules ask codes, and equal answers are
// then equal bytes.
func wordless(p assess.Activity) assess.Activity {
	p.Title, p.Summary, p.Unit.Name = "", "", ""
	p.Partners = slices.Clone(p.Partners)
	for i := range p.Partners {
		p.Partners[i].Name = ""
	}
	return p
}

// projectHandedIn lets what was answered count from its submission on.
func projectHandedIn(tx *store.Tx, id string, on calendar.Day) error {
	return tx.Exec(`update activity_profiles set on_day = $2, profile = case when draft = '' then profile else draft end, draft = ''
		where activity = $1`, id, string(on))
}
