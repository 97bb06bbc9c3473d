package ui

import (
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// The samples of the style page. Every person, institution and file is
// invented; the law is named as the pack names it.

var (
	sampleMeasures = lang.T("《科技伦理审查办法（试行）》", "Measures for Ethics Review of Science and Technology (Trial)")
	sampleDuty     = lang.T("审查决定", "Review decision")
	sampleTitle    = lang.T("可穿戴设备对老年人跌倒风险的长期观察研究", "A long-term observation of falls among older people with wearable devices")
)

func article(n string) Ground {
	return Ground{Source: sampleMeasures, Article: n, Rule: "review.time_limit", Pack: "cn@1", Href: "#law"}
}

func (c Ctx) sampleClocks() []ClockInfo {
	day := func(n int) string { return c.Date(c.Now.AddDate(0, 0, n)) }
	ground := article(c.T("第十六条", "Art. 16"))
	return []ClockInfo{
		{Duty: sampleDuty, Look: ClockRunning, Unit: CalendarDays, Left: 18, Total: 30, Used: 40, Due: day(18), Ground: ground},
		{Duty: lang.T("补正材料", "Missing papers"), Look: ClockNear, Unit: WorkingDays, Left: 2, Total: 10, Used: 80, Due: day(4), Provisional: true, Ground: ground},
		{Duty: lang.T("应急审查", "Emergency review"), Look: ClockOver, Unit: Hours, Left: 5, Total: 72, Used: 100, Due: c.Time(c.Now.Add(-5 * time.Hour)), Ground: ground},
		{Duty: sampleDuty, Look: ClockPaused, Unit: CalendarDays, Left: 11, Total: 30, Used: 63, Why: lang.T("等待申请人答复三个问题", "Waiting for the applicant to answer three questions"), Ground: ground},
		{Duty: lang.T("受理通知", "Notice of acceptance"), Look: ClockMet, Unit: WorkingDays, Total: 5, Used: 60, Due: day(-6)},
	}
}

func (c Ctx) sampleCase() CaseInfo {
	clock := c.sampleClocks()[0]
	return CaseInfo{
		Kind: lang.T("伦理审查", "Ethics review"), Number: "LH-2026-0137", Title: sampleTitle,
		State: Status{lang.T("会议审查中", "Under review by meeting"), Active},
		With:  lang.T("委员会", "Committee"), Since: c.Tf("自 %s，已 3 天", "since %s, 3 days", c.Date(c.Now.AddDate(0, 0, -3))),
		Next:  lang.T("12 月 3 日会议表决", "Vote at the meeting of 3 December"),
		Clock: &clock,
		Gate:  &Gate{Text: lang.T("尚无批准决定", "No approval yet"), Ground: Ground{Source: sampleMeasures, Article: c.T("第九条", "Art. 9")}},
		Tabs: []Tab{
			{Text: lang.T("概况", "Overview"), Href: "#case", Current: true}, {Text: lang.T("材料", "Papers"), Href: "#files", Count: 7},
			{Text: lang.T("问答", "Questions"), Href: "#case", Count: 3}, {Text: lang.T("会议", "Meeting"), Href: "#meeting"},
			{Text: lang.T("决定", "Decision"), Href: "#letter"}, {Text: lang.T("时间线", "Timeline"), Href: "#timeline"},
		},
	}
}

func (c Ctx) sampleEntries() []Entry {
	at := func(days, hours int) time.Time {
		return c.Now.AddDate(0, 0, -days).Add(-time.Duration(hours) * time.Hour)
	}
	return []Entry{
		{At: at(0, 2), Who: Person{Name: "陆知远", Note: lang.T("委员", "member")}, Did: lang.T("声明利益冲突并退出本案", "declared a conflict of interest and left this file"),
			Detail: lang.T("与申请人三年内有共同课题。", "Shared a grant with the applicant within three years."), Tone: Warn, Ground: []Ground{article(c.T("第十八条", "Art. 18"))},
			Evidence: &Evidence{Event: "0192f3c4-7a10-7c31-9d55-2f0c6b8e4a91", Hash: "9f2c41d07be8a3556e10c4d2f8b7903a6c5e1d4f7a8b2c3d9e0f1a2b3c4d5e6f", Sealed: -1}},
		{At: at(0, 3), Who: Person{Name: "方若楠", Note: lang.T("秘书", "secretary")}, Did: lang.T("将本案列入第 12 次会议议程", "put the case on the agenda of meeting 12"), Tone: Active,
			Evidence: &Evidence{Event: "0192f3c4-6b02-7d11-8a20-91f3a7c5e002", Hash: "1b7e02c9d4a85f36b1c0e7d2948fa6035d1e4c7b8a9f2036e5d4c3b2a1908f7e", Sealed: 20418, Proof: "#proof"}, AsOf: "#as-of"},
		{At: at(3, 1), Who: Person{Name: "方若楠", Note: lang.T("秘书", "secretary")}, Did: lang.T("受理了申请", "accepted the application"), Detail: lang.T("适用程序：会议审查。", "Procedure: review by meeting."), Tone: OK,
			Ground: []Ground{article(c.T("第十五条", "Art. 15")), article(c.T("第十六条", "Art. 16"))}, Evidence: &Evidence{Event: "0192e8a1-0c44-7b90-b1aa-4f6d2c8e7710", Sealed: 20377, Proof: "#proof"}},
		{At: at(5, 4), Who: Person{Erased: true}, For: c.T("江城市第三人民医院", "Jiangcheng Third People's Hospital"), Did: lang.T("提交了申请第 2 版", "submitted version 2 of the application"), Tone: Plain},
	}
}

func (c Ctx) sampleHands() []Hand {
	day := func(n int) string { return c.Date(c.Now.AddDate(0, 0, -n)) }
	return []Hand{
		{Who: lang.T("申请人", "Applicant"), Kind: "applicant", Days: 9, From: day(17)},
		{Who: lang.T("秘书", "Secretary"), Kind: "secretary", Days: 3, From: day(8)},
		{Who: lang.T("申请人", "Applicant"), Kind: "applicant", Days: 2, From: day(5)},
		{Who: lang.T("委员会", "Committee"), Kind: "members", Days: 3, From: day(3), Now: true},
	}
}

func (c Ctx) sampleReasons() []Reason {
	return []Reason{
		{Text: lang.T("研究收集可识别个人身份的健康数据，并持续超过六个月。", "The study collects identifiable health data for more than six months."), Ground: article(c.T("第十七条", "Art. 17")),
			Set: lang.T("程序为会议审查，不适用简易程序。", "Review is by meeting; the expedited procedure is not open."), Change: lang.T("若数据在采集时即匿名，可申请简易程序。", "If data were anonymous from collection, the expedited procedure could be asked for.")},
		{Text: lang.T("受试者包括 75 岁以上老人，属于需要特别保护的人群。", "Participants include people over 75, a group in need of special protection."), Tone: Warn,
			Ground: article(c.T("第十五条", "Art. 15")), Set: lang.T("至少一名法律专业委员须到会。", "At least one member trained in law must attend.")},
	}
}

func sampleStandards(c Ctx) []Standard {
	g := article(c.T("第七条", "Art. 7"))
	return []Standard{
		{Text: lang.T("委员不少于七人", "At least seven members"), Holds: Holds, Have: "9", Need: "≥ 7", Ground: g},
		{Text: lang.T("有本单位以外的委员", "Someone from outside the unit"), Holds: Fails, Have: "0", Need: "≥ 1", Ground: g},
		{Text: lang.T("委员任期不超过五年", "Terms of at most five years"), Holds: Unknown, Need: c.T("一名委员缺少任期起始日", "one member has no first day of term"), Ground: g},
	}
}

// sampleForm is a form that was refused.
func sampleForm() Form {
	return Form{
		Values: map[string][]string{"title": {"可穿戴设备研究"}, "people": {"abc"}, "groups": {"old"}, "procedure": {"meeting"}, "summary": {"本研究……"}},
		Err: errs.List{
			errs.New(errs.Invalid, "sample.people", lang.T("请用数字填写受试者人数，例如 120。", "Give the number of participants in figures, such as 120.")).At("people"),
			errs.New(errs.Invalid, "sample.start", lang.T("开始日期不能早于审查决定。", "The first day cannot be before the decision.")).At("start"),
			errs.New(errs.Invalid, "sample.consent", lang.T("缺少知情同意书。", "The consent form is missing.")),
		},
	}
}

func sampleVotes() []Vote {
	return []Vote{
		{Who: Person{Name: "沈怀瑾", Note: lang.T("主任委员 · 医学", "chair · medicine")}, Look: Present, Choice: &Status{lang.T("同意", "approve"), OK}},
		{Who: Person{Name: "何一", Note: lang.T("伦理学", "ethics")}, Look: Present, Choice: &Status{lang.T("修改后批准", "approve after changes"), Warn}, Reason: lang.T("退出条件须写清。", "The way out must be clear.")},
		{Who: Person{Name: "欧阳静姝", Note: lang.T("法律", "law")}, Look: Present, Cast: true},
		{Who: Person{Name: "曹明", Note: lang.T("人工智能", "AI")}, Look: Present},
		{Who: Person{Name: "陆知远", Note: lang.T("医学", "medicine")}, Look: Recused},
		{Who: Person{Name: "邹安", Note: lang.T("非科学背景", "lay")}, Look: Away},
	}
}

func samplePresences() []Presence {
	return []Presence{
		{Who: Person{Name: "沈怀瑾", Note: lang.T("主任委员", "chair")}, Fields: []lang.Text{lang.T("医学", "medicine")}, Look: Present, Since: "14:00"},
		{Who: Person{Name: "欧阳静姝"}, Fields: []lang.Text{lang.T("法律", "law"), lang.T("外单位", "from outside")}, Look: Present, Since: "14:02", Action: sampleLeave()},
		{Who: Person{Name: "邹安"}, Fields: []lang.Text{lang.T("非科学背景", "lay")}, Look: Away, Since: "14:31"},
		{Who: Person{Name: "陆知远"}, Fields: []lang.Text{lang.T("医学", "medicine")}, Look: Recused},
		{Who: Person{Name: "Maria Keller"}, Fields: []lang.Text{lang.T("老年医学", "geriatrics")}, Look: Advising, Since: "14:00"},
		{Who: Person{Name: "曹明"}, Fields: []lang.Text{lang.T("人工智能", "AI")}, Look: Absent},
	}
}

func (c Ctx) sampleFiles() []FileInfo {
	return []FileInfo{
		{Name: c.T("研究方案 v2.1.pdf", "Protocol v2.1.pdf"), Href: "#files", Size: 2_411_724, Type: "PDF", Kind: lang.T("研究方案", "protocol"), At: c.Now.AddDate(0, 0, -5), By: Person{Name: "林未"}, Version: 2, Remove: "#remove"},
		{Name: c.T("知情同意书.docx", "Consent form.docx"), Href: "#files", Size: 48_120, Type: "Word", Kind: lang.T("知情同意书", "consent form"), At: c.Now.AddDate(0, 0, -9), By: Person{Name: "林未"}, Hash: "3b1f0c77a9d24e5580c6f1b2e9a4d3c7f6085b1e2d9c4a7f8e3b6d5c2a1908f7"},
	}
}

func sampleCompared(c Ctx) []Compared {
	return []Compared{
		{Label: lang.T("题目", "Title"), From: c.Text(sampleTitle), To: c.Text(sampleTitle)},
		{Label: lang.T("受试者", "Participants"), From: c.T("招募 120 名 60 岁以上的社区老人，随访六个月。", "We recruit 120 people over 60 in the community and follow them for six months."),
			To: c.T("招募 150 名 65 岁以上、能独立行走的社区老人，随访十二个月。", "We recruit 150 people over 65 who walk unaided in the community and follow them for twelve months.")},
		{Label: lang.T("退出", "Withdrawal"), From: "", To: c.T("受试者可随时退出，数据随即删除。", "Participants may leave at any time; their data are then deleted.")},
	}
}

func (c Ctx) sampleTasks() []Task {
	k := c.sampleClocks()
	return []Task{
		{What: lang.T("形式审查", "Check the file"), About: "LH-2026-0142 · " + c.T("肠道菌群移植治疗儿童自闭症", "Faecal transplants for autistic children"), Href: "#tasks", From: c.T("江城市儿童医院", "Jiangcheng Children's Hospital"), State: &Status{lang.T("已提交", "submitted"), Waiting}, Clock: &k[1]},
		{What: lang.T("发送决定书", "Send the decision"), About: "LH-2026-0119 · " + c.T("城市噪声与睡眠", "City noise and sleep"), Href: "#tasks", State: &Status{lang.T("已签署", "signed"), OK}, Clock: &k[0]},
		{What: lang.T("安排会议", "Plan a meeting"), About: "LH-2026-0098 · " + c.T("脑机接口手部运动解码", "Decoding hand movement from brain signals"), Href: "#tasks", State: &Status{lang.T("已超期", "overdue"), Bad}, Clock: &k[2]},
	}
}

func samplePoints() []Point {
	values := []float64{12, 18, 9, 22, 31, 28, 35, 33, 41, 38, 44, 47}
	out := make([]Point, len(values))
	for i, v := range values {
		out[i] = Point{Label: time.Date(2026, time.Month(i+1), 1, 0, 0, 0, 0, time.UTC).Format("01"), Value: v}
	}
	return out
}

func sampleNumber(i int) string { return []string{"LH-2026-0137", "LH-2026-0142", "LH-2026-0098"}[i] }
