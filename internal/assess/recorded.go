package assess

import (
	"encoding/json"
	"fmt"

	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// Recorded makes a profile of an activity as an earlier act recorded it, to judge
// it again. Unlike [New] it does not ask whether the combination is possible:
// that was asked then. A title is given because it is recorded elsewhere. Of
// Activity only the title and the unit's region and committee are filled in:
// rules see all of it, and there are many to be judged.
func Recorded(b *rules.Book, title string, raw []byte) (Profile, error) {
	var activity map[string]any
	if err := json.Unmarshal(raw, &activity); err != nil {
		return Profile{}, fmt.Errorf("read recorded profile: %w", err)
	}
	dropEmpty(activity)
	activity["title"] = title
	pt, ok := b.Point(point)
	if !ok {
		return Profile{}, fmt.Errorf("read recorded profile: the packs declare no point %s", point)
	}
	fitted, mistakes := pt.Fit(map[string]any{"activity": activity})
	if len(mistakes) > 0 {
		m := mistakes[0]
		return Profile{}, fmt.Errorf("fit recorded profile: %s: %s", dotted(m.Path), m.Text.In(lang.EN))
	}
	p := Profile{vars: fitted}
	p.Activity.Title = title
	if unit, ok := activity["unit"].(map[string]any); ok {
		p.Activity.Unit.Region, _ = unit["region"].(string)
		p.Activity.Unit.Committee, _ = unit["committee"].(string)
	}
	return p, nil
}
