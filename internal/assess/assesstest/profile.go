package assesstest

import (
	"fmt"
	"math/rand/v2"

	"lunheng/internal/calendar"
)

// FirstDays are the days on which something in the sources begins.
var FirstDays = []calendar.Day{
	"2021-09-25", "2022-03-20", "2023-02-18", "2023-12-01", "2024-11-09", "2026-03-20",
}

// Day is a day from 2020 to 2027; mostly a recent one, or one of the first
// days, the day before it or the day after.
func Day(c *rand.Rand) calendar.Day {
	switch c.IntN(3) {
	case 0:
		return "2026-11-20"
	case 1:
		return pick(c, FirstDays...).AddDays(pick(c, 0, -1, 1))
	}
	return calendar.Day("2020-01-01").AddDays(c.IntN(8*365 + 2))
}

// Profile makes a profile. Every fact stands or, where it is what a missing
// fact means, may be left out.
func Profile(c *rand.Rand) map[string]any {
	m := mould(c)
	a := object{"title": fmt.Sprintf("活动 %d", c.IntN(1000)), "unit": map[string]any(unit(c, m))}
	if seldom(c) {
		a["summary"] = "招募志愿者与小鼠实验，仅为文字。"
	}
	a.list(c, "fields", fields(c, m))
	a.flag(c, "sensitive", half(c))
	a.part(c, "humans", humans(c, m))
	subject(c, a, m)
	course(c, a, m)
	a.list(c, "partners", partners(c, m))
	a.list(c, "funding", funding(c, m))
	a.flag(c, "commitment_signed", half(c))
	a.part(c, "ai", ai(c))
	return map[string]any{"on": string(Day(c)), "activity": map[string]any(a)}
}

// mould says what kind of profile is wanted: the interesting corners are where
// many facts meet, and facts drawn one by one seldom do.
type mouldKind int

const (
	anything mouldKind = iota
	harmless           // everything that an exemption asks for, or one thing less
	nothing            // no trigger, or only a doubtful one
	listed             // on the list
	city               // money of a city's plan
	ward               // a hospital's study with others
)

func mould(c *rand.Rand) mouldKind { return mouldKind(c.IntN(6)) }

// region is a unit's place: cities with rules of their own, their neighbours,
// and places whose codes look alike.
func region(c *rand.Rand) string {
	return pick(c, "310104", "440305", "110108", "210102", "440300", "440304", "440310", "110000", "110101", "210100",
		"210112", "210200", "211100", "211000", "440100", "440400", "440000", "510107", "120101", "540302", "210000", "150100")
}

func unit(c *rand.Rand, m mouldKind) object {
	u := object{"region": region(c)}
	kind := pick(c, "other", "university", "research_institute", "medical_institution", "enterprise", "social_organization")
	switch {
	case m == ward:
		kind = "medical_institution"
		u["region"] = pick(c, "110101", "110108", "440304", "310104", "110000", "210102")
	case m == city && often(c):
		u["region"] = pick(c, "440305", "440300", "210102", "440312")
	}
	u.code(c, "kind", kind, "other")
	u.code(c, "committee", pick(c, "own", "none", "none", "not_competent"), "own")
	if kind == "medical_institution" {
		u.set(c, "hospital_grade", c.IntN(4), 0)
	}
	if seldom(c) {
		u["name"] = "示例单位"
	}
	if seldom(c) {
		u["affiliated_with"] = pick(c, "sz.education", "sz.health", "sz.sti", "sz.industry", "sz.market", "sz.agriculture", "sz.finance",
			"sz.coordination", "bj.sti", "bj.health", "sy.health", "local")
	}
	return u
}

func fields(c *rand.Rand, m mouldKind) []any {
	switch m {
	case harmless, ward:
		if often(c) {
			return append([]any{pick(c, "medicine", "life_science")}, some(c, "education", "artificial_intelligence", "other")...)
		}
	case nothing:
		return some(c, "other", "artificial_intelligence", "life_science", "education")
	}
	return some(c, "other", "life_science", "medicine", "artificial_intelligence", "agriculture", "food", "fintech", "education")
}
