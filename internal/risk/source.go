package risk

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"lunheng/internal/calendar"
	"lunheng/internal/document/sheet"
	"lunheng/internal/errs"
	"lunheng/internal/importer"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// source is a published list of leads.
type source struct {
	kind   string // of the leads
	origin string // begins the origins
	table  importer.Table
	lead   func(row importer.Row, weights map[string]int) (Noted, error)
}

// sources are the lists that can be imported: Retraction Watch's, and the AI
// Incident Database's.
var sources = []source{
	{kind: Retraction, origin: "retraction-watch", lead: retraction,
		table: importer.Table{Name: "retractions", ID: "record id", Title: "title", Columns: []string{"record id", "title", "institution", "retractiondate", "reason"}}},
	{kind: Incident, origin: "aiid", lead: incident,
		table: importer.Table{Name: "incidents", ID: "incident_id", Title: "title", Columns: []string{"incident_id", "date", "title", "deployer", "developer"}}},
}

func sourceOf(kind string) *source {
	if i := slices.IndexFunc(sources, func(s source) bool { return s.kind == kind }); i >= 0 {
		return &sources[i]
	}
	return nil
}

// Line is a row that is not taken in, and why.
type Line struct {
	Row int       `json:"row"`
	ID  string    `json:"id,omitempty"`
	Why lang.Text `json:"why"`
}

// Item is a row of an import: a lead, or why there is none.
type Item struct {
	Lead *Noted `json:"lead,omitempty"`
	Line *Line  `json:"line,omitempty"`
}

// Read reads a published list of leads, in the order of its rows. Authors' names and
// everything else that is not needed stays behind. An error means that nothing can be read.
func Read(r io.Reader, kind string, set *rules.Set) ([]Item, error) {
	src := sourceOf(kind)
	if src == nil {
		return nil, errs.Mistake("kind", "import.kind", "可以导入撤稿（retraction）和人工智能事件（incident）。", "Retractions (retraction) and AI incidents (incident) can be imported.")
	}
	rows, refused, err := importer.ReadTable(r, src.table)
	if err != nil {
		return nil, errs.Mistake("file", "import.file", "文件不能读取：%s", "The file cannot be read: %s", err.Error()).Because(err)
	}
	weights := map[string]int{}
	for _, item := range set.List(listReasons) {
		weights[item.Code] = item.Int("weight")
	}
	at := make(map[int]Item, len(rows)+len(refused))
	for _, x := range refused {
		at[x.Row] = Item{Line: &Line{x.Row, x.ID, why(x.Why)}}
	}
	for _, row := range rows {
		n, err := src.lead(row, weights)
		if err != nil {
			at[row.No] = Item{Line: &Line{row.No, row.ID, why(err)}}
			continue
		}
		n.Kind, n.Origin, n.Title = src.kind, src.origin+":"+row.ID, short(row.Get("title"))
		at[row.No] = Item{Lead: &n}
	}
	out := make([]Item, 0, len(at))
	for _, no := range sortedRows(at) {
		out = append(out, at[no])
	}
	return out, nil
}

func sortedRows(m map[int]Item) []int {
	out := make([]int, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// why is a refusal in both languages.
func why(err error) lang.Text {
	var zh, en []string
	for _, e := range errs.All(err) {
		zh, en = append(zh, e.In(lang.ZH)), append(en, e.In(lang.EN))
	}
	if len(zh) == 0 {
		return lang.Same(err.Error())
	}
	return lang.T(strings.Join(zh, "；"), strings.Join(en, "; "))
}

// short bounds a title.
func short(s string) string {
	if r := []rune(s); len(r) > maxTitle {
		return string(r[:maxTitle-1]) + "…"
	}
	return s
}

// retraction is a row of Retraction Watch's list.
func retraction(row importer.Row, weights map[string]int) (Noted, error) {
	day, err := retractionDay(row.Get("retractiondate"))
	if err != nil {
		return Noted{}, err
	}
	n := Noted{Day: day, Text: identifiers(row)}
	for _, reason := range splitReasons(row.Get("reason")) {
		code := reasonCode(reason)
		if w, ok := weights[code]; ok && !slices.Contains(n.Reasons, code) {
			n.Reasons, n.Weight = append(n.Reasons, code), max(n.Weight, w)
		}
	}
	if len(n.Reasons) == 0 {
		return n, errs.Refuse("import.beside", "撤稿原因都不涉及伦理，不导入。", "None of its reasons concerns ethics; it is not taken in.")
	}
	n.Places = places(strings.Split(row.Get("institution"), ";"))
	return n, nil
}

// identifiers are by what the publication and its retraction are found.
func identifiers(row importer.Row) string {
	var out []string
	for _, x := range [][2]string{{"DOI", "originalpaperdoi"}, {"PMID", "originalpaperpubmedid"}, {"Retraction DOI", "retractiondoi"}, {"Nature", "retractionnature"}, {"Journal", "journal"}} {
		if v := row.Get(x[1]); v != "" && v != "0" && !strings.EqualFold(v, "unavailable") {
			out = append(out, x[0]+": "+v)
		}
	}
	return short(strings.Join(out, "; "))
}

// retractionDay reads the dates of the list: month, day and year with a time, or ISO.
func retractionDay(s string) (calendar.Day, error) {
	for _, layout := range []string{"1/2/2006 15:04", "1/2/2006", "2006-01-02", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1900 {
			return calendar.Day(t.Format(time.DateOnly)), nil
		}
	}
	if iso, ok := sheet.Day(s); ok {
		return calendar.Day(iso), nil
	}
	return "", errs.Refuse("import.day", "日期“%s”不能读取。", "The date %q cannot be read.", s)
}

// splitReasons takes the cell of reasons apart: a plus before each, a semicolon after.
func splitReasons(cell string) []string {
	var out []string
	for part := range strings.SplitSeq(cell, ";") {
		if part = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(part), "+")); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// reasonCode is a reason as the packs name it.
func reasonCode(reason string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(reason), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), "_")
}

// incident is a row of the AI Incident Database.
func incident(row importer.Row, _ map[string]int) (Noted, error) {
	day, err := calendar.Parse(row.Get("date"))
	if err != nil {
		return Noted{}, errs.Refuse("import.day", "日期“%s”不能读取。", "The date %q cannot be read.", row.Get("date"))
	}
	var names []string
	for _, column := range []string{"deployer", "developer"} {
		more, err := list(row.Get(column))
		if err != nil {
			return Noted{}, err
		}
		names = append(names, more...)
	}
	return Noted{Day: day, Text: row.Get("mit_subdomain"), Weight: 1, Places: places(names)}, nil
}

// list reads a cell that holds a JSON list; a plain text is a list of one.
func list(cell string) ([]string, error) {
	if !strings.HasPrefix(cell, "[") {
		return []string{cell}, nil
	}
	var out []string
	if err := json.Unmarshal([]byte(cell), &out); err != nil {
		return nil, errs.Refuse("import.list", "“%s”不是一列名称。", "%q is no list of names.", short(cell))
	}
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], "-", " ")
	}
	return out, nil
}

// places are the institutions that a row names, each once.
func places(names []string) []Place {
	var out []Place
	for _, name := range names {
		name = short(strings.TrimSpace(name))
		if name == "" || len(out) == maxPlaces || slices.ContainsFunc(out, func(p Place) bool { return p.Name == name }) {
			continue
		}
		out = append(out, Place{N: len(out) + 1, Name: name, State: Nobody})
	}
	return out
}
