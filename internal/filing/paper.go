package filing

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// doc is the package as a paper that people read.
func (p paper) doc() letter.Doc {
	doc := letter.Doc{Issuer: p.Unit, Organ: p.Committee, Title: p.What, Number: p.Code + "-" + strconv.Itoa(p.Round), Date: calendar.Of(p.at), Created: p.at}
	facts := letter.Fields{{Label: lang.T("单位", "Unit"), Value: p.Unit}, {Label: lang.T("委员会", "Committee"), Value: p.Committee},
		{Label: lang.T("起算日", "Counted from"), Value: letter.DayText(p.Since)}}
	if p.USCC != "" {
		facts = append(facts, letter.Field{Label: lang.T("统一社会信用代码", "Credit code"), Value: lang.Same(p.USCC)})
	}
	doc.Blocks = append(doc.Blocks, facts)
	switch {
	case p.Report != nil:
		p.report(&doc)
	case p.Activity != nil:
		p.activity(&doc)
	default:
		p.committee(&doc)
	}
	return doc
}

func add(doc *letter.Doc, blocks ...letter.Block) { doc.Blocks = append(doc.Blocks, blocks...) }

func (p paper) committee(doc *letter.Doc) {
	members := letter.Table{Head: []lang.Text{lang.T("姓名", "Name"), lang.T("职务", "Role"), lang.T("专业背景", "Expertise"), lang.T("任期至", "Until")}, Shares: []float64{3, 3, 4, 3}}
	for _, m := range p.Members {
		until := lang.T("未定", "open")
		if m.Until != "" {
			until = letter.DayText(m.Until)
		}
		role := m.Role
		if m.External {
			role = lang.T("%s（外单位）", "%s (outside)").With(role)
		}
		members.Rows = append(members.Rows, []lang.Text{lang.Same(m.Name), role, list(m.Expertise), until})
	}
	add(doc, letter.Heading{Text: lang.T("委员", "Members")}, members, letter.Heading{Text: lang.T("章程与工作制度", "Charter and working rules")})
	papers := letter.Fields{{Label: lang.T("章程", "Charter"), Value: lang.Same(p.Charter)}}
	for _, r := range p.Rules {
		papers = append(papers, letter.Field{Label: r.Kind, Value: lang.T("%s（第 %d 版，%s）", "%s, version %d, %s").With(r.Title, r.No, letter.DayText(r.Day))})
	}
	add(doc, papers)
	if m := p.Means; m != nil {
		add(doc, letter.Heading{Text: lang.T("保障与独立性", "Means and independence")}, letter.Fields{
			{Label: lang.T("办事机构人数", "Staff of its office"), Value: lang.Same(strconv.Itoa(m.Staff))},
			{Label: lang.T("当年经费（元）", "Budget of the year, in yuan"), Value: lang.Same(strconv.Itoa(m.Budget))},
			{Label: lang.T("场所与设施", "Premises"), Value: lang.Same(m.Premises)},
			{Label: lang.T("独立性", "Independence"), Value: lang.T("单位已声明不干预独立审查", "The unit has declared it")}})
	}
}

func list(words []lang.Text) lang.Text {
	out := lang.Text{}
	for i, w := range words {
		if i == 0 {
			out = w
			continue
		}
		out = lang.T("%s、%s", "%s, %s").With(out, w)
	}
	return out
}

func (p paper) activity(doc *letter.Doc) {
	a := p.Activity
	facts := letter.Fields{{Label: lang.T("活动", "Activity"), Value: lang.Same(a.Title)}, {Label: lang.T("案号", "Case number"), Value: lang.Same(a.Number)},
		{Label: lang.T("领域", "Fields"), Value: list(a.Fields)}, {Label: lang.T("清单项目", "Items of the list"), Value: list(a.Listed)},
		{Label: lang.T("审查决定", "Decision"), Value: a.Outcome}, {Label: lang.T("决定日期", "Decided on"), Value: letter.DayText(a.Decided)}}
	if a.Reasons != "" {
		facts = append(facts, letter.Field{Label: lang.T("理由", "Reasons"), Value: lang.Same(a.Reasons)})
	}
	if o := a.Opinion; o != nil {
		facts = append(facts, letter.Field{Label: lang.T("专家复核", "Expert re-review"), Value: lang.T("全体 %d 名专家，同意 %d 名，不同意 %d 名。%s",
			"%d experts, %d agree, %d do not. %s").With(o.All, o.For, o.Against, o.Summary)})
	}
	add(doc, letter.Heading{Text: lang.T("清单内活动", "Listed activity")}, facts)
}

func (p paper) report(doc *letter.Doc) {
	remark := func(group string) {
		for _, r := range p.Remarks {
			if r.Group == group {
				add(doc, letter.Paragraph{Text: lang.Same(r.Text)})
			}
		}
	}
	remark("")
	for _, g := range p.Report.Groups() {
		t := letter.Table{Head: []lang.Text{GroupText(g), lang.T("数量", "Number")}, Shares: []float64{6, 2}}
		for _, f := range p.Report.Of(g) {
			t.Rows = append(t.Rows, []lang.Text{FigureText(p.set, f), lang.Same(strconv.Itoa(f.N))})
		}
		add(doc, letter.Heading{Text: GroupText(g)}, t)
		remark(g)
	}
	if len(p.Report.Listed) > 0 {
		t := letter.Table{Head: []lang.Text{lang.T("案号", "Number"), lang.T("清单内活动", "Listed activity"), lang.T("批准日期", "Approved on")}, Shares: []float64{3, 6, 3}}
		for _, a := range p.Report.Listed {
			t.Rows = append(t.Rows, []lang.Text{lang.Same(a.Number), lang.Same(a.Title), letter.DayText(a.Day)})
		}
		add(doc, letter.Heading{Text: lang.T("年度内批准的清单内活动", "Listed activities approved in the year")}, t)
	}
	if p.Signed != "" {
		add(doc, letter.Signature{Role: lang.T("主任委员", "Chair of the committee"), Name: p.By, Line: lang.T("%s 电子签发", "signed electronically on %s").With(letter.DayText(p.Signed))})
	}
}

// ReportFile is a report as PDF or as JSON, for those who may read it.
func (s *Service) ReportFile(ctx context.Context, p auth.Principal, id, form string) ([]byte, error) {
	r := s.J.DB.Read(ctx)
	st, err := s.Report(r, p, id)
	if err != nil {
		return nil, err
	}
	doc := paper{Format: "lunheng-report/1", Code: st.Compiled.Report, Since: calendar.Day(fmt.Sprintf("%04d-01-01", st.Year)), at: st.CompiledOn.Start(),
		set: s.Book.On(st.CompiledOn, ""), What: ReportName(st.Compiled.Report, st.Year), Round: st.Year}
	err = r.Row(`select u.name_zh, u.name_en, u.uscc, c.name_zh, c.name_en from units u, committees c where u.id = $1 and c.id = $2`, st.Unit, st.Committee).
		Scan(&doc.Unit.ZH, &doc.Unit.EN, &doc.USCC, &doc.Committee.ZH, &doc.Committee.EN)
	if err != nil {
		return nil, fmt.Errorf("name the bodies of a report: %w", err)
	}
	if err := s.reportPaper(r, id, &doc); err != nil {
		return nil, err
	}
	if form == "json" {
		raw, err := json.MarshalIndent(doc, "", "  ")
		return append(raw, '\n'), err
	}
	paper := doc.doc()
	if st.State != ReportSigned {
		paper.Notice = lang.T("草稿，尚未签发。", "Draft, not signed yet.")
	}
	return letter.Render(paper)
}

// ReportName is a yearly report in words.
func ReportName(report string, year int) lang.Text {
	if report == ReportListed {
		return lang.T("%d 年清单内活动年度报告", "Report on listed activities, %d").With(year)
	}
	return lang.T("%d 年委员会工作报告", "Report of the committee's work, %d").With(year)
}

// GroupText is a group of numbers in words.
func GroupText(group string) lang.Text {
	switch group {
	case "received":
		return lang.T("受理", "Received")
	case "procedure":
		return lang.T("按程序审结", "Decided, by procedure")
	case "outcome":
		return lang.T("按结果审结", "Decided, by outcome")
	case "time":
		return lang.T("审查期限", "Limits to decide")
	case "days":
		return lang.T("审查用时", "Time used to decide")
	case "exemption":
		return lang.T("免除审查的申请", "Claims of exemption")
	case "kind":
		return lang.T("按审查类别审结", "Decided, by kind of review")
	case "follow_up":
		return lang.T("年内到期的跟踪审查", "Follow-up reviews due in the year")
	case "recheck":
		return lang.T("专家复核", "Expert re-reviews")
	case "meeting":
		return lang.T("会议", "Meetings")
	case "attendance":
		return lang.T("委员出席会议", "Attendance of members")
	case "members":
		return lang.T("委员变动", "Members")
	case "quality":
		return lang.T("审查质量抽查", "Quality checks of closed reviews")
	case "training":
		return lang.T("委员和秘书的伦理培训", "Training of members and secretaries")
	case "registered":
		return lang.T("登记与备案", "Registrations")
	case "listed":
		return lang.T("清单内活动", "Listed activities")
	}
	return lang.Same(group)
}

// figureTexts are codes of figures that no pack names.
var figureTexts = map[string]lang.Text{
	"received/numbered": lang.T("受理的申请", "applications accepted"), "procedure/none": lang.T("未分程序", "no procedure"),
	"time/met": lang.T("期限内", "in time"), "time/met_late": lang.T("超期", "late"), "time/running": lang.T("计时中", "running"),
	"time/over": lang.T("已超期未办结", "overdue and open"), "time/paused": lang.T("暂停", "paused"), "time/cancelled": lang.T("已取消", "cancelled"),
	"training/hours": lang.T("学时合计", "class hours"), "training/people": lang.T("参加人数", "people who were trained"),
	"days/upto10": lang.T("十日以内", "up to 10 days"), "days/upto20": lang.T("十一至二十日", "11 to 20 days"), "days/upto30": lang.T("二十一至三十日", "21 to 30 days"), "days/over30": lang.T("三十日以上", "more than 30 days"),
	"follow_up/met": lang.T("按期完成", "done in time"), "follow_up/met_late": lang.T("超期完成", "done late"), "follow_up/running": lang.T("尚未到期", "not due yet"),
	"follow_up/over": lang.T("超期未做", "overdue"), "follow_up/paused": lang.T("暂停", "paused"), "follow_up/cancelled": lang.T("不再需要", "not needed any more"),
	"recheck/open": lang.T("办理中", "under way"), "recheck/agree": lang.T("同意初步意见", "agreed"), "recheck/disagree": lang.T("不同意初步意见", "did not agree"),
	"meeting/planned": lang.T("已计划", "planned"), "meeting/called": lang.T("已通知", "called"), "meeting/open": lang.T("进行中", "in session"),
	"meeting/closed": lang.T("已结束", "held"), "meeting/minutes_drafted": lang.T("已结束，记录待核准", "held, minutes drafted"),
	"meeting/minutes_approved": lang.T("已结束，记录已核准", "held, minutes approved"), "meeting/cancelled": lang.T("已取消", "cancelled"),
	"attendance/hours": lang.T("在会场的小时合计", "hours in the room, all together"), "attendance/people": lang.T("出席过的人数", "people who attended"),
	"members/joined": lang.T("任期开始", "terms begun"), "members/left": lang.T("任期结束", "terms ended"), "members/end_of_year": lang.T("年末成员", "in office at the end of the year"),
	"registered/committee": lang.T("委员会", "the committee"), "registered/activity": lang.T("清单内活动", "listed activities"), "registered/report": lang.T("年度报告", "yearly reports"),
	"exemption/granted": lang.T("认定免除", "granted"), "exemption/refused": lang.T("不予免除", "refused"), "exemption/ended": lang.T("免除后撤销", "granted, and ended since"),
	"listed/approved": lang.T("年度内批准", "approved in the year"),
}

// FigureText is what a figure counts, in words.
func FigureText(set *rules.Set, f Figure) lang.Text {
	if text, ok := figureTexts[f.Group+"/"+f.Code]; ok {
		return text
	}
	lists := map[string]string{"procedure": "procedure", "outcome": "outcomes", "kind": "review_kinds", "quality": "quality_results"}
	return word(set, lists[f.Group], f.Code)
}
