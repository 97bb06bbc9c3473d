package rules

import (
	"slices"
	"strings"
	"testing"

	"lunheng/packs"
)

func placed(id, region, extends, more string) string {
	return "id: " + id + "\nversion: \"1\"\ntitle: {zh: 试, en: trial}\nregion: \"" + region + "\"\nextends: [" + extends + "]\n" +
		"sources:\n  - {id: " + strings.ToUpper(id) + ", title: {zh: 试, en: trial}, in_force: 2024-01-01}\n" + more
}

// TestPacksApplyByPlaceAndThenByWhatTheyExtend puts a district's pack that extends
// nothing behind the sectors of the nation, and none before what it extends.
func TestPacksApplyByPlaceAndThenByWhatTheyExtend(t *testing.T) {
	b, err := Load(packs.FS(), files("d/pack.yaml", placed("adistrict", "440305", "", ""), "h/pack.yaml", placed("ahospital", "", "adistrict", ""),
		"c/pack.yaml", placed("acity", "440300", "", "")))
	if err != nil {
		t.Fatal(err)
	}
	if got := b.On("2026-11-20", "440305").IDs(); !slices.Equal(got, []string{"cn", "cn-ai", "cn-med", "acity", "cn-440300", "adistrict", "ahospital"}) {
		t.Errorf("in force as %v", got)
	}
	if p, _ := b.Pack("acity"); p.Info().Region != "4403" {
		t.Errorf("the whole code of a city is taken as %s", p.Info().Region)
	}
	if got := b.On("2026-11-20", "440304").IDs(); !slices.Contains(got, "acity") || slices.Contains(got, "adistrict") {
		t.Errorf("in another district: %v", got)
	}
}

// TestUnknownPlacesAreRefused, in the head of a pack and in the conditions of its rules.
func TestUnknownPlacesAreRefused(t *testing.T) {
	rule := func(when string) string {
		return "rules:\n" + strings.ReplaceAll(strings.ReplaceAll(ruleText("a", "when: "+when+"\nsets: {obligations: animal_3r}"), "x.a", "place.a"), "X-LAW", "PLACE")
	}
	for region, when := range map[string]string{"440399": "", "4499": "", "0": "", "44030": "", "4403": `activity.unit.region == "440399"`, "44": `activity.unit.region.startsWith("4499")`} {
		more := ""
		if when != "" {
			more = rule("'" + when + "'")
		}
		_, err := Load(packs.FS(), files("p/pack.yaml", placed("place", region, "cn", more)))
		if err == nil || !strings.Contains(err.Error(), "no place has the code") {
			t.Errorf("%s %s: %v", region, when, err)
		}
	}
	for _, region := range []string{"", "44", "440000", "4403", "440305", "441900", "9901", "71", "820000"} {
		if _, err := Load(packs.FS(), files("p/pack.yaml", placed("place", region, "cn", rule(`'activity.unit.region == "440300" || activity.unit.region.startsWith("4403")'`)))); err != nil {
			t.Errorf("%s: %v", region, err.Error()[:min(200, len(err.Error()))])
		}
	}
}
