package importer

import (
	"strings"

	"lunheng/internal/activity"
)

// Record is a row as an activity.
type Record struct {
	Row    int    // as a spreadsheet counts: the head is row 1
	ID     string // at the source
	Unit   string // name of the unit; empty: none given
	Fields activity.Values
}

// Title is what the activity is called.
func (r Record) Title() string { return r.Fields[activity.TitleField].String() }

// Format is how a source writes its rows.
type Format struct {
	Name    string   // as on the command line; begins the origins
	Columns []string // that a file must have; others may be missing
	id      string   // column
	record  func(get func(column string) string) Record
}

// Formats lists the formats.
func Formats() []Format { return []Format{nsfc(), clinicalTrials()} }

// Find returns a format by name.
func Find(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// Origin names a row of a source for good.
func (f Format) Origin(id string) string { return f.Name + ":" + id }

// nsfc is the list of grants of the National Natural Science Foundation.
func nsfc() Format {
	return Format{Name: "nsfc", id: "approval_no", Columns: []string{"approval_no", "title", "organization"},
		record: func(get func(string) string) Record {
			return Record{Unit: get("organization"), Fields: fields(map[string]string{
				activity.TitleField: oneLine(get("title")),
				"plan_summary":      lines(labelled("关键词", list(get("keywords"))), labelled("申请代码", get("code"))),
				"funding_statement": lines(
					labelled("资助", strings.TrimSpace("国家自然科学基金 "+get("fund_type"))), labelled("批准号", get("approval_no")),
					labelled("金额（万元）", get("amount_wan")), labelled("年度", get("year")),
					labelled("期限", span(get("start_year"), get("end_year")))),
			})}
		}}
}

// clinicalTrials is an extract of ClinicalTrials.gov.
func clinicalTrials() Format {
	return Format{Name: "clinicaltrials", id: "nct_id", Columns: []string{"nct_id", "title", "sponsor"},
		record: func(get func(string) string) Record {
			return Record{Unit: given(get("sponsor")), Fields: fields(map[string]string{
				activity.TitleField: oneLine(get("title")),
				"purpose":           get("summary"),
				"plan_summary": lines(
					labelled("Study type", get("study_type")), labelled("Phase", get("phase")), labelled("Status", get("status")),
					labelled("Enrolment", get("enrollment")), labelled("Sex", get("gender")), labelled("Age", span(get("min_age"), get("max_age"))),
					labelled("Healthy volunteers", get("healthy")), labelled("Interventions", list(get("intervention_types"))),
					labelled("Conditions", list(get("conditions"))), labelled("Countries", list(get("countries"))),
					labelled("Specimens", get("biospec")), labelled("Criteria", get("criteria"))),
				"risk_controls":     lines(labelled("Data monitoring committee", get("has_dmc")), labelled("Why stopped", get("why_stopped"))),
				"funding_statement": labelled("Sponsor", get("sponsor")),
			})}
		}}
}

// given is a name, unless the source withheld it and says so in brackets.
func given(name string) string {
	if strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]") {
		return ""
	}
	return name
}

// oneLine takes line ends out of a title.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' }), " ")
}

func fields(texts map[string]string) activity.Values {
	out := activity.Values{}
	for code, text := range texts {
		if text != "" {
			out[code] = activity.Text(text)
		}
	}
	return out
}

func labelled(label, text string) string {
	if text == "" {
		return ""
	}
	return label + ": " + text
}

func lines(parts ...string) string { return join("\n", parts...) }

func span(from, until string) string { return join(" – ", from, until) }

func join(by string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, by)
}

// list writes the entries of a cell with one separator, whichever the source
// used: half width or full width. Commas, which entries hold, separate nothing.
func list(cell string) string {
	parts := strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == '；' })
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
	}
	return join("; ", parts...)
}
