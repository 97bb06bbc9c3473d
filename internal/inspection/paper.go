package inspection

import (
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
)

// Paper is the signed report with the orders to correct, for somebody who may see it.
func (s *Service) Paper(r store.Reader, p auth.Principal, id string) (letter.Doc, error) {
	st, err := s.View(r, p, id)
	if err != nil {
		return letter.Doc{}, err
	}
	if st.SignedAt.IsZero() {
		return letter.Doc{}, errs.New(errs.Refused, "inspection.paper", lang.T("报告还没有签发。", "The report is not signed yet."))
	}
	set := s.Book.On(calendar.Of(st.SignedAt), st.Region)
	departments, err := registry.Names(r, auth.Department, st.Department)
	if err != nil {
		return letter.Doc{}, err
	}
	units, err := registry.Names(r, auth.Unit, st.Unit)
	if err != nil {
		return letter.Doc{}, err
	}
	names, err := s.Vault.Names(r, append(st.Going(), st.SignedBy)...)
	if err != nil {
		return letter.Doc{}, err
	}
	of := func(list, code string) lang.Text {
		item, _ := set.Item(list, code)
		return item.Text
	}
	doc := letter.Doc{Issuer: both(departments[st.Department]), Title: lang.T("科技伦理监督检查报告", "Report of an ethics inspection"), Number: st.ID, Date: calendar.Of(st.SignedAt), Created: st.SignedAt}
	var team []lang.Text
	for _, person := range st.Going() {
		team = append(team, both(names[person]))
	}
	doc.Blocks = []letter.Block{letter.Fields{{Label: lang.T("被检查单位", "Unit"), Value: both(units[st.Unit])}, {Label: lang.T("检查日期", "Day of the visit"), Value: letter.DayText(st.Day)}, {Label: lang.T("检查组", "Inspectors"), Value: joined(team)}},
		letter.Heading{Text: lang.T("检查情况", "What was seen")}, letter.Paragraph{Text: lang.Same(st.Summary)}}
	if found := st.Standing(); len(found) > 0 {
		t := letter.Table{Head: []lang.Text{lang.T("序号", "No."), lang.T("问题", "Finding"), lang.T("严重程度", "Grade"), lang.T("记录", "Record")}, Shares: []float64{1, 5, 3, 3}}
		for _, f := range found {
			var records []lang.Text
			for _, rec := range f.Records {
				records = append(records, lang.T("%s 第 %d 版", "%s, version %d").With(recordName(rec), rec.Version))
			}
			t.Rows = append(t.Rows, []lang.Text{lang.Same(strconv.Itoa(f.N)), lang.Same(f.Text), of("inspection_severity", f.Severity), joined(records)})
		}
		doc.Blocks = append(doc.Blocks, letter.Heading{Text: lang.T("发现的问题", "Findings")}, t)
	}
	for _, c := range st.Comments {
		doc.Blocks = append(doc.Blocks, letter.Heading{Text: lang.T("单位的意见", "What the unit says")}, letter.Paragraph{Text: lang.Same(c.Text)})
	}
	doc.Blocks = append(doc.Blocks, letter.Heading{Text: lang.T("检查结论", "Conclusion")}, letter.Paragraph{Text: lang.Same(st.Conclusion)})
	if len(st.Orders) > 0 {
		t := letter.Table{Head: []lang.Text{lang.T("序号", "No."), lang.T("整改要求", "What is to be mended"), lang.T("期限", "By")}, Shares: []float64{1, 8, 3}}
		for _, o := range st.Orders {
			t.Rows = append(t.Rows, []lang.Text{lang.Same(strconv.Itoa(o.N)), lang.Same(o.Text), letter.DayText(o.Due)})
		}
		doc.Blocks = append(doc.Blocks, letter.Heading{Text: lang.T("责令整改", "Orders to correct")}, t)
	}
	doc.Blocks = append(doc.Blocks, letter.Signature{Role: lang.T("签发人", "Signed by"), Name: names[st.SignedBy].ZH, Line: letter.DayText(calendar.Of(st.SignedAt))})
	return doc, nil
}

// both fills in a name that stands in one language alone.
func both(t lang.Text) lang.Text {
	if t.EN == "" {
		t.EN = t.ZH
	}
	return t
}

func joined(parts []lang.Text) lang.Text {
	var out lang.Text
	for i, p := range parts {
		if i == 0 {
			out = p
		} else {
			out = lang.T("%s、%s", "%s, %s").With(out, p)
		}
	}
	return out
}

func recordName(r Record) lang.Text {
	if r.Label != "" {
		return lang.Same(r.Label)
	}
	return lang.Same(r.Kind)
}
