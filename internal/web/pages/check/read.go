package check

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/rules"
)

// list and point name the conversation in the packs.
const (
	list  = "assessment_questions"
	notes = "assessment_notes"
	point = "assessment"
	none  = "-" // the answer "none of these"
)

// The kinds of questions, as packs name them.
const (
	kindTitle   = "title" // asked when applying, never part of an address
	kindRegion  = "region"
	kindBool    = "bool"
	kindOne     = "one"
	kindMany    = "many"
	kindPartner = "partners"
	kindWhich   = "partners_which"
	kindFunding = "funding"
	kindHome    = "plan_home"
)

// Vars turns answers into the variables of the assessment. Answers to questions
// that make no sense beside the others are left out.
func Vars(set *rules.Set, answers url.Values) (map[string]any, error) {
	vars, err := varsOf(set.List(list), answers)
	if err != nil {
		return nil, err
	}
	shown, err := set.Shown(list, point, vars)
	if err != nil || len(shown) == len(set.List(list)) {
		return vars, err
	}
	return varsOf(shown, answers)
}

func varsOf(items []rules.Item, answers url.Values) (map[string]any, error) {
	vars := map[string]any{}
	var wrong errs.List
	for _, item := range items {
		if given, ok := answers[item.Code]; ok {
			if err := apply(item, given, vars); err != nil {
				wrong.Add(err.At(item.Code))
			}
		}
	}
	return vars, wrong.Err()
}

// apply writes one answer into the variables.
func apply(item rules.Item, given []string, vars map[string]any) *errs.Error {
	switch item.Str("kind") {
	case kindWhich:
		which(item, given, vars)
		return nil
	case kindHome:
		home(given, vars)
		return nil
	}
	value, err := parse(item, given)
	if err == nil && value != nil {
		put(vars, strings.Split(item.Str("key"), "."), value)
	}
	return err
}

func put(vars map[string]any, path []string, value any) {
	for _, key := range path[:len(path)-1] {
		next, ok := vars[key].(map[string]any)
		if !ok {
			next = map[string]any{}
			vars[key] = next
		}
		vars = next
	}
	vars[path[len(path)-1]] = value
}

// said are the answers that say something.
func said(given []string) []string {
	out := slices.Clone(given)
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" || s == none })
}

// parse reads one answer by the kind of its question. A nil value says nothing
// and leaves the default.
func parse(item rules.Item, given []string) (any, *errs.Error) {
	given = said(given)
	first := strings.Join(given[:min(len(given), 1)], "")
	switch item.Str("kind") {
	case kindBool:
		return first == "true", nil
	case kindMany:
		return given, nil
	case kindRegion:
		return region(first)
	case kindPartner:
		return partners(given)
	case kindFunding:
		return funding(given), nil
	}
	if first == "" {
		return nil, nil
	}
	if item.Str("options") == "hospital_grade" {
		n, err := strconv.Atoi(first)
		if err != nil {
			return nil, errs.New(errs.Invalid, "check.grade", lang.T("请选择医院等级。", "Choose the hospital's grade."))
		}
		return n, nil
	}
	return first, nil
}

// region accepts a code, a code followed by a name, or a name.
func region(s string) (any, *errs.Error) {
	code, _, _ := strings.Cut(s, " ")
	if r, ok := regions.Lookup(code); ok && code != regions.Unknown { // which says nothing to the rules
		return r.Code, nil
	}
	if s != "" {
		found := regions.Search(s, 2)
		if len(found) == 0 {
			found = spelled(s)
		}
		if len(found) == 1 || len(found) > 1 && found[0].Level() < found[1].Level() { // 深圳 is the city, not a district of it
			return found[0].Code, nil
		}
	}
	return nil, errs.New(errs.Invalid, "check.region", lang.T(
		"没有找到“%s”。请填写行政区划代码或完整名称，例如 440300 或 深圳市。",
		"%q was not found. Give the region's code or its full name, such as 440300 or 深圳市."), s)
}

// spelled finds a place whose whole path somebody wrote without spaces, such as
// 北京市海淀区; levels above it may be left out.
func spelled(s string) []regions.Region {
	var out []regions.Region
	for _, p := range regions.Provinces() {
		for _, city := range append([]regions.Region{p}, p.Children()...) {
			for _, r := range append([]regions.Region{city}, city.Children()...) {
				path := strings.ReplaceAll(r.Path(), " ", "")
				if strings.HasSuffix(path, s) && strings.HasSuffix(s, r.Name) && !slices.Contains(out, r) {
					out = append(out, r)
				}
			}
		}
	}
	return out
}

// partners reads the countries of partners, by codes or names.
func partners(given []string) (any, *errs.Error) {
	codes, unknown := countries(given)
	if unknown != "" {
		return nil, errs.New(errs.Invalid, "check.country", lang.T(
			"没有找到“%s”。请从列表中选择国家或地区，或者填写两位代码，例如 DE，以空格分隔。",
			"%q was not found. Choose a country from the list, or use two letters each, such as DE, with spaces between."), unknown)
	}
	out := make([]map[string]any, len(codes))
	for i, code := range codes {
		out[i] = map[string]any{"name": code, "country": code}
	}
	return out, nil
}

// which sets a fact of the partners from the named countries.
func which(item rules.Item, given []string, vars map[string]any) {
	for _, p := range objects(vars, "partners") {
		if code, _ := p["country"].(string); slices.Contains(given, code) {
			p[item.Str("field")] = item.Str("value")
		}
	}
}

func funding(given []string) any {
	out := make([]map[string]any, len(given))
	for i, source := range given {
		out[i] = map[string]any{"source": source}
	}
	return out
}

// planRegion is whose plan public money comes from, when it is that of the
// unit's own province, city or district.
func planRegion(source, unit string) string {
	if len(unit) != 6 {
		return ""
	}
	switch source {
	case "provincial_plan":
		return unit[:2] + "0000"
	case "municipal_plan":
		return unit[:4] + "00"
	case "district_plan":
		return unit
	}
	return ""
}

// home says that public money is that of the unit's own place.
func home(given []string, vars map[string]any) {
	if !slices.Contains(given, "true") {
		return
	}
	for _, f := range objects(vars, "funding") {
		source, _ := f["source"].(string)
		if region := planRegion(source, regionOf(vars)); region != "" {
			f["region"] = region
		}
	}
}

// objects are the members of a list of the activity.
func objects(vars map[string]any, name string) []map[string]any {
	a, _ := vars["activity"].(map[string]any)
	out, _ := a[name].([]map[string]any)
	return out
}

func regionOf(vars map[string]any) string {
	a, _ := vars["activity"].(map[string]any)
	u, _ := a["unit"].(map[string]any)
	s, _ := u["region"].(string)
	return s
}
