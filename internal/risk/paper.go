package risk

import (
	"fmt"
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// BulletinPaper is a bulletin as a paper, for whoever may see it; an open one is for
// everybody.
func (s *Service) BulletinPaper(r store.Reader, p auth.Principal, id string) (letter.Doc, error) {
	b, err := s.Bulletin(r, p, id)
	if err != nil {
		return letter.Doc{}, err
	}
	table := map[string]string{auth.Unit: "units", auth.Department: "departments"}[b.BodyKind]
	var name lang.Text
	if err := r.Row(`select name_zh, name_en from `+table+` where id = $1`, b.Body).Scan(&name.ZH, &name.EN); err != nil {
		return letter.Doc{}, fmt.Errorf("look up who wrote bulletin %s: %w", id, err)
	}
	set := s.Book.On(b.Until, b.Region)
	doc := letter.Doc{Issuer: name, Organ: lang.T("科技伦理风险通报", "Bulletin on risks to S&T ethics"), Title: lang.Same(b.Title), Number: string(b.From) + "/" + string(b.Until), Created: b.PublishedAt,
		Notice: lang.T("尚未发布。", "Not published yet.")}
	if b.State == BulletinOut {
		doc.Date, doc.Notice = calendar.Of(b.PublishedAt), lang.Text{}
	}
	doc.Blocks = []letter.Block{letter.Fields{{Label: lang.T("期间", "Period"), Value: lang.T("%s 至 %s", "%s to %s").With(letter.DayText(b.From), letter.DayText(b.Until))}},
		letter.Heading{Text: lang.T("提示与要求", "What follows")}, letter.Paragraph{Text: lang.Same(b.Text)}}
	doc.Blocks = append(doc.Blocks, letter.Heading{Text: lang.T("期间内的信号", "Signals raised in the period")}, b.signalTable(func(code string) lang.Text { return Word(set, listSignals, code) }))
	counts := letter.Table{Head: []lang.Text{lang.T("预警和外部线索", "Warnings, and what is known from outside"), lang.T("数量", "Number")}, Shares: []float64{6, 2}}
	add := func(what lang.Text, n int) {
		counts.Rows = append(counts.Rows, []lang.Text{what, lang.Same(strconv.Itoa(n))})
	}
	for _, l := range Levels(set) {
		add(lang.T("预警：%s", "Warnings: %s").With(l.Text), b.Warnings[l.Code])
	}
	add(lang.T("已见效解除的预警", "Warnings closed"), b.Closed)
	for _, kind := range []string{Retraction, Incident, Horizon} {
		add(KindText(kind), b.Leads[kind])
	}
	doc.Blocks = append(doc.Blocks, letter.Heading{Text: lang.T("预警和外部线索", "Warnings, and what is known from outside")}, counts,
		letter.Paragraph{Text: lang.T("数字由系统从记录中统计。信号不是结论。", "The program counted the numbers from its records. A signal is no finding.")})
	return doc, nil
}

func (s Bulletin) signalTable(word func(string) lang.Text) letter.Block {
	if len(s.Signals) == 0 {
		return letter.Paragraph{Text: lang.T("没有信号。", "There were none.")}
	}
	t := letter.Table{Head: []lang.Text{lang.T("信号", "Signal"), lang.T("发现", "Raised"), lang.T("属实", "True"), lang.T("误报", "False")}, Shares: []float64{6, 2, 2, 2}}
	for _, c := range s.Signals {
		t.Rows = append(t.Rows, []lang.Text{word(c.Code), lang.Same(strconv.Itoa(c.Raised)), lang.Same(strconv.Itoa(c.Confirmed)), lang.Same(strconv.Itoa(c.Dismissed))})
	}
	return t
}

// KindText is a kind of leads in words.
func KindText(kind string) lang.Text {
	switch kind {
	case Retraction:
		return lang.T("撤稿", "Retraction")
	case Incident:
		return lang.T("人工智能事件", "AI incident")
	}
	return lang.T("前瞻", "What comes")
}
