package demo

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/coordination"
)

// coordinated fills the city's coordination mechanism: members, tasks in every state,
// meetings, a consultation, questions to the experts, yearly reports and reports upwards.
func (m *sim) coordinated() {
	desk := m.departments[m.units[mainUnit].Department]
	m.plan(m.ago(mechanismDays), "found the coordination mechanism", nil, func(at time.Time) error {
		id, err := m.foundMechanism(desk, "明川市科技伦理工作协调机制", "990100", "", at)
		if err != nil {
			return err
		}
		m.mechanism = id
		for _, code := range []string{"education", "sti", "health", "industry"} {
			if err := done(m.Coordination.Join(m.ctx, desk.supervisor.as(at), at, coordination.Join{Mechanism: id, Code: code, Duty: "本行业的审查监管、教育培训和案件查处。\nSupervision, training and breaches in its own field."})); err != nil {
				return err
			}
		}
		return nil
	})
	m.plan(m.ago(80), "share out the tasks", nil, func(at time.Time) error { return m.mechanismTasks(desk, at) })
	m.plan(m.ago(60), "plan meetings of the mechanism", nil, func(at time.Time) error { return m.mechanismMeetings(desk, at) })
	m.plan(m.ago(40), "hold a meeting of the mechanism", nil, func(at time.Time) error { return m.holdSession(desk, at) })
	m.plan(m.ago(20), "consult and ask the experts", nil, func(at time.Time) error {
		if err := m.consulted(desk, at); err != nil {
			return err
		}
		return m.advised(desk, at)
	})
	m.plan(m.ago(6), "report", nil, func(at time.Time) error { return m.yearlyReports(desk, at) })
}

// mechanismDays is how long ago the mechanism was founded: before the January whose reports
// its members owe.
const mechanismDays = 365

func (m *sim) foundMechanism(d *department, name, region, superior string, at time.Time) (string, error) {
	out, err := m.Coordination.Found(m.ctx, d.supervisor.as(at), at, coordination.Found{Department: d.id, Name: name, Region: region, Superior: superior})
	return out.Result, err
}

// mechanismTasks sets a task for each state: late, under way, to be accepted, accepted.
func (m *sim) mechanismTasks(desk *department, at time.Time) error {
	p, day := desk.supervisor.as(at), calendar.Of(at)
	for i, t := range []struct {
		title string
		due   calendar.Day
	}{{"建立各区协调机制 / Mechanisms in every district", day.AddDays(30)}, {"科技伦理教育进课堂 / Teaching of ethics", ""}, {"编写检查清单 / Checklists for inspections", day.AddDays(200)},
		{"建设专家库 / Pool of experts", day.AddDays(120)}, {"伦理委员会登记 / Registration of committees", day.AddDays(100)}} {
		out, err := m.Coordination.SetTask(m.ctx, p, at, coordination.SetTask{Mechanism: m.mechanism, Wanted: coordination.Wanted{Title: t.title, Text: "按实施方案分工落实。\nAs the city's plan shares it out.", Lead: "education", Joint: []string{"sti", "health"}, Due: t.due}})
		if err != nil {
			return err
		}
		id := out.Result
		if err := done(m.Coordination.Progress(m.ctx, p, at, coordination.OnTask{Task: id, Says: coordination.Says{Text: "已召开部署会。\nA first meeting was held."}})); err != nil {
			return err
		}
		if err := done(m.Coordination.Budget(m.ctx, p, at, coordination.Budget{Task: id, Money: coordination.Money{Year: day.Year(), Planned: 300000, Granted: 200000, Spent: int64(60000 * i)}})); err != nil {
			return err
		}
		if i < 3 {
			continue
		}
		if err := done(m.Coordination.Finish(m.ctx, p, at, coordination.Finish{Task: id, Evidence: "明科发〔2026〕9号\nCircular 9 of 2026"})); err != nil {
			return err
		}
		if i < 4 {
			continue
		}
		if err := done(m.Coordination.Accept(m.ctx, p, at, coordination.OnTask{Task: id})); err != nil {
			return err
		}
		if err := done(m.Coordination.Publish(m.ctx, p, at, coordination.Publish{Task: id, Public: true})); err != nil {
			return err
		}
	}
	return nil
}

// mechanismMeetings prepares three meetings; two of them are called.
func (m *sim) mechanismMeetings(desk *department, at time.Time) error {
	p := desk.supervisor.as(at)
	for i, title := range []string{"2026 年第二次会议 / Second meeting of 2026", "2026 年第三次会议 / Third meeting of 2026", "2027 年第一次会议 / First meeting of 2027"} {
		out, err := m.Coordination.PlanSession(m.ctx, p, at, coordination.PlanSession{Mechanism: m.mechanism, Title: title, At: at.AddDate(0, 0, 5+60*i), Place: "市府一号楼 / City hall"})
		if err != nil {
			return err
		}
		if err := done(m.Coordination.Put(m.ctx, p, at, coordination.Put{Session: out.Result, Title: "重大事项 / Great matters"})); err != nil {
			return err
		}
		if i == 2 {
			continue
		}
		if err := done(m.Coordination.Call(m.ctx, p, at, coordination.OnSession{Session: out.Result})); err != nil {
			return err
		}
		if i == 0 {
			m.held = out.Result
		}
	}
	return nil
}

func (m *sim) holdSession(desk *department, at time.Time) error {
	p := desk.supervisor.as(at)
	if err := done(m.Coordination.Hold(m.ctx, p, at, coordination.Hold{Session: m.held, Present: []string{"education", "sti", "health"}})); err != nil {
		return err
	}
	x, err := m.Coordination.Session(m.Journal.DB.Read(m.ctx), p, m.held)
	if err != nil {
		return err
	}
	return done(m.Coordination.Decide(m.ctx, p, at, coordination.Decide{Session: m.held, Point: x.Points[0].ID, Text: "各部门十二月前报送清单。\nEach department sends its list by December.",
		Task: coordination.Wanted{Title: "报送高风险活动清单 / Lists of high-risk activities", Lead: "health", Due: calendar.Of(at).AddDays(90)}}))
}

func (m *sim) consulted(desk *department, at time.Time) error {
	p := desk.supervisor.as(at)
	out, err := m.Coordination.Consult(m.ctx, p, at, coordination.Consult{Mechanism: m.mechanism, Title: "检查办法征求意见 / Rules on inspections", Text: "委员会每两年检查一次。\nEach committee is inspected once in two years.",
		Asked: []string{"education", "sti", "health", "industry"}, Due: calendar.Of(at).AddDays(30)})
	if err != nil {
		return err
	}
	health := m.departments["health"].supervisor.as(at)
	if err := done(m.Coordination.Reply(m.ctx, health, at, coordination.Reply{Consultation: out.Result, Stance: coordination.Agree})); err != nil {
		return err
	}
	return done(m.Coordination.Inform(m.ctx, p, at, coordination.Inform{Mechanism: m.mechanism, Title: "十月通报 / October circular", Text: "任务完成过半。\nMore than half of the tasks are done."}))
}

// advised asks the experts twice: one question is before them, one concluded with dissent.
func (m *sim) advised(desk *department, at time.Time) error {
	p := desk.supervisor.as(at)
	for i, title := range []string{"胚胎模型的审查 / Review of embryo models", "陪伴机器人 / Companion robots"} {
		out, err := m.Coordination.AskAdvice(m.ctx, p, at, coordination.AskAdvice{Mechanism: m.mechanism, Title: title, Question: "是否需要专家复核？\nDoes it need re-review?", Due: calendar.Of(at).AddDays(40)})
		if err != nil {
			return err
		}
		id := out.Result
		var experts []string
		for _, x := range m.pool[:4] {
			experts = append(experts, x.id)
		}
		if err := done(m.Coordination.NameExperts(m.ctx, p, at, coordination.NameExperts{Advice: id, Experts: experts})); err != nil {
			return err
		}
		for k, stance := range []string{coordination.Agree, coordination.Agree, coordination.Oppose} {
			if i == 0 && k == 0 { // has yet to declare
				continue
			}
			who := m.pool[k].as(at)
			if err := done(m.Coordination.DeclareInterest(m.ctx, who, at, coordination.DeclareInterest{Advice: id})); err != nil {
				return err
			}
			if i == 0 && k == 1 { // has yet to answer
				continue
			}
			if err := done(m.Coordination.Opine(m.ctx, who, at, coordination.Opine{Advice: id, Stance: stance, Text: "按清单的宗旨判断。\nBy what the list is for."})); err != nil {
				return err
			}
		}
		if i == 0 {
			continue
		}
		if err := done(m.Coordination.Conclude(m.ctx, p, at, coordination.OnAdvice{Advice: id, Says: coordination.Says{Text: "暂不需要。\nNot for now."}})); err != nil {
			return err
		}
	}
	return nil
}

// yearlyReports has yearly reports in several states, a report upwards in draft, and one that
// a district sent to the city.
func (m *sim) yearlyReports(desk *department, at time.Time) error {
	year := calendar.Of(at).Year()
	for i, code := range []string{"education", "sti", "health", "industry"} {
		d := m.departments[code]
		p := d.supervisor.as(at)
		out, err := m.Coordination.OpenYearly(m.ctx, p, at, coordination.OpenYearly{Mechanism: m.mechanism, Department: d.id, Year: year})
		if err != nil {
			return err
		}
		on := coordination.OnYearly{Yearly: out.Result}
		steps := []func() error{
			func() error { return done(m.Coordination.CompileYearly(m.ctx, p, at, on)) },
			func() error {
				return done(m.Coordination.WriteYearly(m.ctx, p, at, coordination.WriteYearly{Yearly: on.Yearly, Parts: []coordination.Part{{Code: "summary", Text: "完成年度检查。\nThe year's inspections are done."}, {Code: "plan", Text: "推进委员会登记。\nRegistration of committees goes on."}}}))
			},
			func() error { return done(m.Coordination.SignYearly(m.ctx, p, at, on)) },
			func() error { return done(m.Coordination.SubmitYearly(m.ctx, p, at, on)) },
		}
		for _, step := range steps[:[]int{2, 4, 3, 0}[i]] {
			if err := step(); err != nil {
				return err
			}
		}
	}
	return m.reportedUpwards(desk, at)
}

func (m *sim) reportedUpwards(desk *department, at time.Time) error {
	from, until := calendar.Day(calendar.Of(at).String()[:4]+"-01-01"), calendar.Of(at)
	if err := done(m.Coordination.CompileUpward(m.ctx, desk.supervisor.as(at), at, coordination.CompileUpward{Mechanism: m.mechanism, From: from, Until: until})); err != nil {
		return err
	}
	district := m.departments["industry"]
	p := district.supervisor.as(at)
	id, err := m.foundMechanism(district, "鹿山区科技伦理工作机制", "990102", m.mechanism, at)
	if err != nil {
		return err
	}
	out, err := m.Coordination.CompileUpward(m.ctx, p, at, coordination.CompileUpward{Mechanism: id, From: from, Until: until})
	if err != nil {
		return err
	}
	on := coordination.OnUpward{Upward: out.Result, Says: coordination.Says{Text: "本区委员会均已登记。\nAll committees of the district are registered."}}
	if err := done(m.Coordination.WriteUpward(m.ctx, p, at, on)); err != nil {
		return err
	}
	on.Text = ""
	return done(m.Coordination.SendUpward(m.ctx, p, at, on))
}
