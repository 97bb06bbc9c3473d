package coordination

import (
	"context"
	"slices"
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// SourceText says from which records the figures of a group are counted.
func SourceText(group string) lang.Text {
	switch group {
	case "committees":
		return lang.T("委员会登记", "the register of committees")
	case "running":
		return lang.T("获批活动的跟踪记录", "the follow-up of approved work")
	case "outcome":
		return lang.T("案件的审查决定", "decisions of cases")
	case "recheck":
		return lang.T("专家复核记录", "expert re-reviews")
	case "registered":
		return lang.T("登记备案回执", "receipts of registrations")
	case "sanctions":
		return lang.T("处理决定台账", "the ledger of sanctions")
	case "cases":
		return lang.T("违规案件记录", "cases of breaches")
	case "inspections":
		return lang.T("检查记录", "inspections")
	case "members":
		return lang.T("成员单位提交的年度报告", "the yearly reports that members handed in")
	}
	return lang.T("协调机制的记录", "the records of the mechanism")
}

// Groups are the groups of some figures, in their order.
func Groups(figures []Figure) []string {
	var out []string
	for _, f := range figures {
		if !slices.Contains(out, f.Group) {
			out = append(out, f.Group)
		}
	}
	return out
}

// YearlyName is a member's report in words.
func YearlyName(year int) lang.Text {
	return lang.T("%d 年工作总结和 %d 年工作计划", "Summary of %d and plan for %d").With(year-1, year)
}

// figureBlocks are the figures as tables.
func figureBlocks(set *rules.Set, figures []Figure) []letter.Block {
	var out []letter.Block
	for _, g := range Groups(figures) {
		t := letter.Table{Head: []lang.Text{GroupText(g), lang.T("数量", "Number"), lang.T("来源", "Counted from")}, Shares: []float64{5, 2, 5}}
		for _, f := range figures {
			if f.Group == g {
				t.Rows = append(t.Rows, []lang.Text{FigureText(set, f), lang.Same(strconv.Itoa(f.N)), SourceText(g)})
			}
		}
		out = append(out, letter.Heading{Text: GroupText(g)}, t)
	}
	return out
}

// YearlyPaper is a member's report as a PDF.
func (s *Service) YearlyPaper(ctx context.Context, p auth.Principal, id string) ([]byte, error) {
	r := s.J.DB.Read(ctx)
	y, err := s.Yearly(r, p, id)
	if err != nil {
		return nil, err
	}
	m, err := s.body(r, y.Mechanism)
	if err != nil {
		return nil, err
	}
	set := s.Book.On(calendar.Day(strconv.Itoa(y.Year)+"-01-01"), m.Region)
	doc := letter.Doc{Issuer: m.MemberName(y.Member), Organ: m.Name, Title: YearlyName(y.Year), Number: y.Member + "-" + strconv.Itoa(y.Year), Date: y.SignedOn, Created: y.AsOf}
	if y.SignedOn == "" {
		doc.Notice = lang.T("草稿，尚未签发。", "Draft, not signed yet.")
	}
	for _, item := range set.List(partsList) {
		if text := y.Part(item.Code); text != "" {
			doc.Blocks = append(doc.Blocks, letter.Heading{Text: item.Text}, letter.Paragraph{Text: lang.Same(text)})
		}
	}
	doc.Blocks = append(doc.Blocks, figureBlocks(set, y.Figures)...)
	return s.signed(r, doc, y.AsOf.IsZero(), calendar.Of(y.AsOf), y.SignedBy, lang.T("签发人", "Signed by"))
}

// UpwardPaper is a report upwards as a PDF.
func (s *Service) UpwardPaper(ctx context.Context, p auth.Principal, id string) ([]byte, error) {
	r := s.J.DB.Read(ctx)
	u, err := s.Upward(r, p, id)
	if err != nil {
		return nil, err
	}
	m, err := s.body(r, u.Mechanism)
	if err != nil {
		return nil, err
	}
	set := s.Book.On(calendar.Of(u.AsOf), m.Region)
	doc := letter.Doc{Issuer: m.Name, Title: lang.T("科技伦理治理工作报告", "Report on the governance of S&T ethics"), Number: string(u.From) + "/" + string(u.Until), Created: u.AsOf}
	if u.SentBy == "" {
		doc.Notice = lang.T("草稿，尚未上报。", "Draft, not sent yet.")
	} else {
		doc.Date = calendar.Of(u.SentAt)
	}
	doc.Blocks = append(doc.Blocks, letter.Fields{{Label: lang.T("期间", "Period"), Value: lang.T("%s 至 %s", "%s to %s").With(letter.DayText(u.From), letter.DayText(u.Until))}})
	if u.Text != "" {
		doc.Blocks = append(doc.Blocks, letter.Heading{Text: lang.T("情况和建议", "How things stand, and proposals")}, letter.Paragraph{Text: lang.Same(u.Text)})
	}
	doc.Blocks = append(doc.Blocks, figureBlocks(set, u.Figures)...)
	if len(u.Filed) > 0 {
		t := letter.Table{Head: []lang.Text{lang.T("成员单位", "Member"), lang.T("年度", "Year"), lang.T("年度报告", "Yearly report")}, Shares: []float64{5, 2, 4}}
		for _, x := range u.Filed {
			t.Rows = append(t.Rows, []lang.Text{m.MemberName(x.Member), lang.Same(strconv.Itoa(x.Year)), YearlyTable.Info(x.State).Text})
		}
		doc.Blocks = append(doc.Blocks, letter.Heading{Text: lang.T("成员单位年度报告", "Members' yearly reports")}, t)
	}
	return s.signed(r, doc, false, calendar.Of(u.AsOf), u.SentBy, lang.T("协调机制办公室", "Office of the mechanism"))
}

// signed ends a report: when its figures were counted, and who stands behind it.
func (s *Service) signed(r store.Reader, doc letter.Doc, uncounted bool, asOf calendar.Day, by string, role lang.Text) ([]byte, error) {
	if !uncounted {
		doc.Blocks = append(doc.Blocks, letter.Paragraph{Text: lang.T("数字由系统统计，截至 %s。", "The figures were counted by the program on %s.").With(letter.DayText(asOf))})
	}
	if by != "" {
		names, err := s.Vault.Names(r, by)
		if err != nil {
			return nil, err
		}
		doc.Blocks = append(doc.Blocks, letter.Signature{Role: role, Name: names[by].ZH, Line: lang.T("%s 电子签发", "signed electronically on %s").With(letter.DayText(doc.Date))})
	}
	return letter.Render(doc)
}

// Minutes are those of a meeting as a PDF.
func (s *Service) Minutes(ctx context.Context, p auth.Principal, id string) ([]byte, error) {
	r := s.J.DB.Read(ctx)
	x, err := s.Session(r, p, id)
	if err != nil {
		return nil, err
	}
	if x.State != SessionOver {
		return nil, errs.Refuse("session.minuteless", "会议纪要还没有印发。", "The minutes are not issued yet.")
	}
	m, err := s.body(r, x.Mechanism)
	if err != nil {
		return nil, err
	}
	doc := letter.Minutes{Unit: m.Name, Committee: lang.T("会议纪要", "Minutes"), Title: lang.Same(x.Title), Number: string(calendar.Of(x.At)), Date: calendar.Of(x.At), Created: x.At,
		Facts: []letter.Field{{Label: lang.T("地点", "Place"), Value: lang.Same(x.Place)}}}.Doc()
	present := letter.Table{Head: []lang.Text{lang.T("到会单位", "Members present")}}
	for _, code := range x.Present {
		present.Rows = append(present.Rows, []lang.Text{m.MemberName(code)})
	}
	doc.Blocks = append(doc.Blocks, present)
	for i, pt := range x.Points {
		doc.Blocks = append(doc.Blocks, letter.Heading{Text: lang.T("议题%d　%s", "Item %d. %s").With(i+1, pt.Title)})
		if pt.Text != "" {
			doc.Blocks = append(doc.Blocks, letter.Paragraph{Text: lang.Same(pt.Text)})
		}
		if pt.Decision != "" {
			doc.Blocks = append(doc.Blocks, letter.Fields{{Label: lang.T("决定", "Decision"), Value: lang.Same(pt.Decision)}})
		}
	}
	doc.Blocks = append(doc.Blocks, letter.Heading{Text: lang.T("纪要", "Minutes")}, letter.Paragraph{Text: lang.Same(x.Minutes)})
	return letter.Render(doc)
}

// body folds a mechanism that somebody was let see a part of.
func (s *Service) body(r store.Reader, id string) (Mechanism, error) {
	events, err := s.Events(r, MechanismKind, id)
	if err != nil {
		return Mechanism{}, err
	}
	return FoldMechanism(events)
}

// Body is the mechanism of a thing that one was let see.
func (s *Service) Body(r store.Reader, of Thing) (Mechanism, error) { return s.body(r, of.In()) }
