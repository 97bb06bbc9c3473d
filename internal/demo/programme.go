package demo

import (
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/programme"
)

// grant is a project of the demo: how far it went, and what it touches.
type grant struct {
	zh, en  string
	leader  int
	touches []string
	until   string // the state in which the story leaves it
}

// funded begins programmes of public money, with projects at every stage: one without
// review to its evaluation, one whose money is held, one refused since somebody is
// barred.
func (m *sim) funded() {
	d, main := m.departments[m.units[mainUnit].Department], m.units[mainUnit]
	list := []grant{
		{"山区公交时刻的优化", "Timetables of buses in the hills", 0, nil, "evaluated"}, {"睡眠与记忆的队列研究", "A cohort on sleep and memory", 0, nil, "executing"},
		{"古桥的振动监测", "Vibrations of old bridges", 2, nil, "accepted"}, {"茶叶病虫害图像识别", "Seeing pests of tea in images", 0, nil, "finishing"},
		{"城市噪声地图", "A map of the city's noise", 1, nil, "admitted"}, {"人机协作的作业安全", "Safety of work beside machines", 2, []string{"human_participants"}, "applied"},
		{"水库浮游生物的长期记录", "Plankton of a reservoir over years", 0, nil, "withdrawn"}, {"方言的语音档案", "An archive of dialects", 1, nil, "refused"},
		{"低空配送的路径规划", "Routes of low-altitude delivery", 2, nil, "terminated"}, {"老年人跌倒的预测", "Predicting falls of old people", 0, nil, "barred"}, {"湿地碳汇的估算", "Carbon kept by wetlands", 0, nil, "draft"},
	}
	var key string // the programme of key research
	m.plan(m.ago(100), "begin a programme", nil, func(at time.Time) error {
		p, funder := d.supervisor.as(at), programme.Funder{Kind: auth.Department, ID: d.id}
		out, err := m.Programme.Begin(m.ctx, p, at, programme.Begin{Funder: funder, Plan: "municipal_plan", Title: "明川市重点研发计划 2026 / Key research of Mingchuan 2026"})
		if err != nil {
			return err
		}
		key, m.programme = out.Result, out.Result
		if err := m.guide(d, at, key); err != nil {
			return err
		}
		for i, g := range list {
			if err := m.grant(d, main, at.AddDate(0, 0, i), key, g); err != nil {
				return err
			}
		}
		if _, err = m.Programme.Begin(m.ctx, p, at, programme.Begin{Funder: funder, Plan: "municipal_plan", Title: "科技伦理治理专项 / Governance of research ethics"}); err != nil {
			return err
		}
		own, err := m.Programme.Begin(m.ctx, main.officer.as(at), at, programme.Begin{Funder: programme.Funder{Kind: auth.Unit, ID: main.id}, Plan: "unit_plan", Title: "青年启动基金 / Seed money for the young"})
		return err2(err, func() error {
			return done(m.Programme.WriteGuide(m.ctx, main.officer.as(at), at, guideOf(own.Result, at)))
		})
	})
	m.plan(m.ago(40), "apply under the name of somebody barred", nil, func(at time.Time) error {
		return m.grant(d, m.namesake().unit, at, key, grant{"湖泊底泥的重金属", "Heavy metals in the mud of a lake", 0, nil, "applied"})
	})
}

func err2(err error, next func() error) error {
	if err != nil {
		return err
	}
	return next()
}

func guideOf(id string, at time.Time) programme.Guide {
	day := calendar.Of(at)
	return programme.Guide{Programme: id, Opens: day, Closes: day.AddDays(200), Requirements: map[string]string{
		"assessment": "申报前完成自评估；须审查的，立项前取得批准。\nAssess the risk before applying; where review is needed, approval comes before the project's.",
		"pledge":     "负责人和单位在立项前签署承诺书。\nLeader and unit sign the pledge before approval.", "veto": "被禁止承担财政资助活动的，不能申报。\nWhoever is barred from publicly funded work cannot apply.",
		"conduct": "变更、不良事件按时报告，接受跟踪审查。\nChanges and events are reported in time; follow-ups are accepted.", "money": "关口有缺项时暂缓拨款。\nPayments are held while a gate lacks something."}}
}

func (m *sim) guide(d *department, at time.Time, id string) error {
	p := d.supervisor.as(at)
	return err2(done(m.Programme.WriteGuide(m.ctx, p, at, guideOf(id, at))), func() error { return done(m.Programme.Publish(m.ctx, p, at, programme.On{Programme: id})) })
}

// grant brings a project as far as its story goes.
func (m *sim) grant(d *department, u *unit, at time.Time, id string, g grant) error {
	leader := u.researchers[len(u.researchers)-1] // who is barred
	if g.until != "barred" {
		leader = u.researchers[g.leader%(len(u.researchers)-1)]
	}
	p, f, s := leader.as(at), d.supervisor.as(at), m.Programme
	out, err := s.Draft(m.ctx, p, at, programme.Draft{Programme: id, Content: programme.Content{Title: g.zh + " / " + g.en, Amount: 480_000, Answers: &programme.Answers{Fields: []string{"other"}, Touches: g.touches}}})
	if err != nil || g.until == "draft" {
		return err
	}
	on, say := programme.On{Project: out.Result}, programme.Say{Project: out.Result, Opinion: "依据材料和现场核查。\nBy the papers and a visit."}
	if g.until == "withdrawn" {
		return done(s.Withdraw(m.ctx, p, at, say))
	}
	err = done(s.Submit(m.ctx, p, at, on))
	if g.until == "barred" && len(errs.All(err)) > 0 {
		return nil // refused, which is the story
	}
	if err != nil || g.until == "applied" {
		return err
	}
	if g.until == "refused" {
		return done(s.Refuse(m.ctx, f, at, say))
	}
	if err := done(s.Admit(m.ctx, f, at, on)); err != nil || g.until == "admitted" {
		return err
	}
	if err := m.pledged(u, p, at, out.Result); err != nil {
		return err
	}
	err = done(s.Approve(m.ctx, f, at, programme.Approve{Project: out.Result, Instalments: []programme.Instalment{{Amount: 300_000, After: programme.AfterApproval}, {Amount: 180_000, After: programme.AfterAcceptance}}}))
	if err != nil {
		return err
	}
	return m.carryOn(d, p, at, out.Result, g.until)
}

// pledged has both sides sign the pledge.
func (m *sim) pledged(u *unit, leader auth.Principal, at time.Time, id string) error {
	v, err := m.Programme.ViewProject(m.Journal.DB.Read(m.ctx), leader, id, at)
	if err != nil {
		return err
	}
	for side, p := range map[string]auth.Principal{programme.SideLeader: leader, programme.SideUnit: u.officer.as(at)} {
		if err := done(m.Programme.Sign(m.ctx, p, at, programme.Sign{Project: id, Side: side, Hash: v.Text.Hash})); err != nil {
			return err
		}
	}
	return nil
}

// carryOn brings an approved project on.
func (m *sim) carryOn(d *department, leader auth.Principal, at time.Time, id, until string) error {
	f, s := d.supervisor.as(at), m.Programme
	say := programme.Say{Project: id, Opinion: "目标完成，没有伦理问题。\nThe aims are reached, and nothing on ethics is open."}
	if until == "executing" {
		return m.broken(f, leader, at, id)
	}
	if until == "terminated" {
		return done(s.Terminate(m.ctx, f, at, programme.Say{Project: id, Opinion: "项目不再开展。\nThe project is not carried on."}))
	}
	steps := []struct {
		to string
		do func() error
	}{
		{"", func() error {
			return done(s.Pay(m.ctx, f, at, programme.Pay{Project: id, N: 1, Reference: "2026-0117"}))
		}},
		{"finishing", func() error { return done(s.Finish(m.ctx, leader, at, programme.On{Project: id})) }},
		{"", func() error {
			return done(s.HandReport(m.ctx, leader, at, programme.Report{Project: id, Text: "没有变更和不良事件。\nNo changes and no adverse events."}))
		}},
		{"accepted", func() error { return done(s.Accept(m.ctx, f, at, say)) }},
		{"evaluated", func() error { return done(s.Evaluate(m.ctx, f, at, say)) }},
	}
	for _, st := range steps {
		if err := st.do(); err != nil || st.to == until {
			return err
		}
	}
	return nil
}

// broken notes that a pledge was not kept, which holds the money; one of two findings
// is answered.
func (m *sim) broken(funder, leader auth.Principal, at time.Time, id string) error {
	for _, text := range []string{"变更没有按时报告。\nA change was not reported in time.", "一名招募人员没有完成培训。\nOne of those who recruit had not finished the training."} {
		if err := done(m.Programme.NoteFinding(m.ctx, funder, at, programme.Note{Project: id, Pledge: true, Text: text})); err != nil {
			return err
		}
	}
	v, err := m.Programme.ViewProject(m.Journal.DB.Read(m.ctx), leader, id, at)
	if err != nil {
		return err
	}
	return done(m.Programme.AnswerFinding(m.ctx, leader, at, programme.Settle{Project: id, Finding: v.Findings[0].ID, Text: "已补报变更，并改用提醒。\nThe change was reported, and reminders are set."}))
}
