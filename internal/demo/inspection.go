package demo

import (
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/inspection"
	"lunheng/internal/programme"
	"lunheng/internal/store"
)

// inspected lets the main unit's department inspect: a plan of the year under way, with
// a visit to each of its units (one being corrected, one before the unit, one on the
// spot), and the draft of the next year's.
func (m *sim) inspected() {
	d := m.departments[m.units[mainUnit].Department]
	boss := d.supervisor
	began := m.ago(80)
	plan := new(string)
	m.plan(began, "plan the year's inspections", nil, func(at time.Time) error {
		for _, u := range m.units {
			for _, p := range u.researchers[:min(3, len(u.researchers))] {
				if err := done(m.Inspection.AddInspector(m.ctx, boss.as(at), at, inspection.AddInspector{Department: d.id, Person: p.id})); err != nil {
					return err
				}
			}
		}
		out, err := m.Inspection.MakePlan(m.ctx, boss.as(at), at, inspection.MakePlan{Department: d.id, Terms: inspection.Terms{Year: calendar.Of(at).Year(), Title: "年度科技伦理监督检查 / The year's ethics inspections", Share: 100}})
		if err != nil {
			return err
		}
		*plan = out.Result
		on := inspection.OnPlan{Plan: *plan}
		main := on
		main.Unit, main.Why = m.units[mainUnit].id, "活动多，清单内活动多。\nMuch work, and much of it listed."
		if err := done(m.Inspection.Choose(m.ctx, boss.as(at), at, main)); err != nil {
			return err
		}
		if err := done(m.Inspection.Adopt(m.ctx, boss.as(at), at, on)); err != nil {
			return err
		}
		return done(m.Inspection.Announce(m.ctx, boss.as(at), at, on))
	})
	m.plan(began.Add(time.Second), "seal", nil, func(at time.Time) error { return m.seal(m.ctx, at) })
	m.plan(began.Add(time.Minute), "draw units and inspectors", nil, func(at time.Time) error {
		return done(m.Inspection.Draw(m.ctx, boss.as(at), at, inspection.OnPlan{Plan: *plan}))
	})
	m.plan(m.ago(70), "inspect", nil, func(at time.Time) error { return m.inspectAll(boss, *plan, at) })
	m.plan(m.ago(20), "plan the next year's inspections", nil, func(at time.Time) error {
		out, err := m.Inspection.MakePlan(m.ctx, boss.as(at), at, inspection.MakePlan{Department: d.id, Terms: inspection.Terms{Year: calendar.Of(at).Year() + 1, Title: "下一年度监督检查 / Next year's inspections"}})
		if err != nil {
			return err
		}
		return done(m.Inspection.Choose(m.ctx, boss.as(at), at, inspection.OnPlan{Plan: out.Result, Unit: m.units[mainUnit].id, Why: "复查整改。\nTo see what was mended."}))
	})
}

// inspectAll brings the visits of a plan to where they stand: the chosen unit's to
// correction, the first drawn one before its unit, the next on the spot, others wait.
func (m *sim) inspectAll(boss *person, plan string, at time.Time) error {
	page, err := inspection.List(m.Read(m.ctx), boss.as(at), inspection.Filter{Plan: plan}, store.Paging{Limit: store.MaxPage})
	if err != nil {
		return err
	}
	drawn := 0
	for _, row := range page.Items {
		stage := 3
		if row.How == inspection.ByRandom {
			drawn++
			stage = max(3-drawn, 0)
		}
		if err := m.inspect(boss, row.ID, stage, at); err != nil {
			return err
		}
	}
	return nil
}

// inspect brings one visit to a stage: 0 told, 1 on the spot, 2 reported, 3 signed.
func (m *sim) inspect(boss *person, id string, stage int, at time.Time) error {
	st, err := m.Inspection.View(m.Read(m.ctx), boss.as(at), id)
	if err != nil {
		return err
	}
	for _, member := range st.Going() {
		if err := done(m.Inspection.Declare(m.ctx, auth.Session(member, at), at, inspection.Declare{Inspection: id})); err != nil {
			return err
		}
	}
	if stage == 0 {
		return done(m.Inspection.Notify(m.ctx, boss.as(at), at, inspection.Notify{Inspection: id, Day: calendar.Of(at).AddDays(90), Note: "请准备近一年的会议记录。\nPlease have the minutes of the year ready."}))
	}
	going := auth.Session(st.Going()[0], at)
	if err := done(m.Inspection.Open(m.ctx, going, at, inspection.Open{Inspection: id, Unannounced: "核实日常管理情况。\nTo see how it is every day."})); err != nil {
		return err
	}
	if err := m.lookRound(going, id, stage > 1, at); err != nil || stage == 1 {
		return err
	}
	if stage == 3 {
		if err := m.foundInFundedWork(going, id, at); err != nil {
			return err
		}
	}
	if err := done(m.Inspection.Report(m.ctx, going, at, inspection.Words{Inspection: id, Text: "查阅案卷、会议记录和制度，访谈委员和科研人员。\nCases, minutes and rules were read; members and researchers were asked."})); err != nil || stage == 2 {
		return err
	}
	officer := m.officerOf(st.Unit)
	if err := done(m.Inspection.Comment(m.ctx, officer.as(at), at, inspection.Words{Inspection: id, Text: "无异议。\nWe agree."})); err != nil {
		return err
	}
	if err := done(m.Inspection.Sign(m.ctx, boss.as(at), at, inspection.Sign{Inspection: id, Conclusion: "总体规范，有问题须整改。\nIn order on the whole; some things have to be mended.",
		Orders: []inspection.Order{{N: 1, Due: calendar.Of(at).AddDays(100)}}})); err != nil {
		return err
	}
	if err := m.handedOver(boss, officer, id, at); err != nil {
		return err
	}
	return done(m.Inspection.Show(m.ctx, officer.as(at), at, inspection.OnOrder{Inspection: id, Order: 1, Text: "修订了会议制度，并培训了秘书。\nThe rules of meetings were changed and the secretary trained.",
		Upload: &blob.Upload{Name: "rules.txt", Content: []byte("会议制度（修订） / Rules of meetings, changed\n")}}))
}

// foundInFundedWork finds something grave in the records of work for which its leader
// has asked for public money.
func (m *sim) foundInFundedWork(p auth.Principal, id string, at time.Time) error {
	st, err := m.Inspection.View(m.Read(m.ctx), p, id)
	if err != nil {
		return err
	}
	for _, r := range st.Records {
		i := slices.IndexFunc(m.works, func(w *work) bool { return r.Activity != "" && w.activity == r.Activity })
		if i < 0 {
			continue
		}
		leader := m.works[i].leader.as(at)
		out, err := m.Programme.Draft(m.ctx, leader, at, programme.Draft{Programme: m.programme, Content: programme.Content{Title: "受检活动的后续研究 / What follows from the inspected work", Amount: 260_000}, Activity: r.Activity})
		if err != nil {
			return err
		}
		if err := done(m.Programme.Submit(m.ctx, leader, at, programme.On{Project: out.Result})); err != nil {
			return err
		}
		return done(m.Inspection.Find(m.ctx, p, at, inspection.Find{Inspection: id, Point: st.Points[2], Severity: "serious", Text: "表决时到会委员少于规定人数。\nFewer members voted than the rules ask for.", Records: []string{r.Kind + "/" + r.ID}}))
	}
	return nil
}

// handedOver mends what is grave and hands it over, to become a case and to whoever
// funds the work.
func (m *sim) handedOver(boss, officer *person, id string, at time.Time) error {
	st, err := m.Inspection.View(m.Read(m.ctx), boss.as(at), id)
	if err != nil || len(st.Findings) < 3 {
		return err
	}
	on := inspection.OnOrder{Inspection: id, Order: 3, Text: "重新召开会议并表决。\nThe meeting was held again, with a new vote."}
	if err := done(m.Inspection.Show(m.ctx, officer.as(at), at, on)); err != nil {
		return err
	}
	if err := done(m.Inspection.Accept(m.ctx, boss.as(at), at, on)); err != nil {
		return err
	}
	return done(m.Inspection.Refer(m.ctx, boss.as(at), at, inspection.Refer{Inspection: id, Findings: []int{3}, Reason: "涉嫌违反表决规定，由有权机关处理。\nThe rules on votes seem to be broken; whoever is competent looks into it."}))
}

func (m *sim) officerOf(unit string) *person {
	for _, u := range m.units {
		if u.id == unit {
			return u.officer
		}
	}
	return nil
}

// lookRound answers the checklist, takes a record up and finds one fault and one thing
// to advise.
func (m *sim) lookRound(p auth.Principal, id string, all bool, at time.Time) error {
	st, err := m.Inspection.View(m.Read(m.ctx), p, id)
	if err != nil {
		return err
	}
	offers, err := m.Inspection.Offers(m.Read(m.ctx), p, st)
	if err != nil {
		return err
	}
	for i, o := range offers {
		if i > 0 && o.Kind != "review" {
			continue
		}
		if err := done(m.Inspection.TakeUp(m.ctx, p, at, inspection.TakeUp{Inspection: id, Kind: o.Kind, ID: o.ID})); err != nil {
			return err
		}
		if o.Kind == "review" {
			break
		}
	}
	for i, point := range st.Points {
		answer := inspection.Met
		if i == 2 || i == 5 {
			answer = inspection.NotMet
		}
		if !all && i > 7 {
			break
		}
		if err := done(m.Inspection.AnswerPoint(m.ctx, p, at, inspection.AnswerPoint{Inspection: id, Point: point, Answer: answer})); err != nil {
			return err
		}
	}
	where := []string{"committee/" + offers[0].ID}
	if err := done(m.Inspection.Find(m.ctx, p, at, inspection.Find{Inspection: id, Point: st.Points[2], Severity: "general", Text: "部分会议没有逐项讨论审查要点。\nSome meetings did not go through the review points.", Records: where,
		Upload: &blob.Upload{Name: "minutes.txt", Content: []byte("第三次会议记录摘录 / From the minutes of the third meeting\n")}})); err != nil {
		return err
	}
	return done(m.Inspection.Find(m.ctx, p, at, inspection.Find{Inspection: id, Point: st.Points[5], Severity: "advice", Text: "建议每季度培训一次。\nTrain every quarter.", Records: where}))
}
