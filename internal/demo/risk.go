package demo

import (
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/jobs"
	"lunheng/internal/risk"
	"lunheng/internal/store"
)

// invented is a list of retractions as the watch of retractions publishes it.
const invented = `Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes
900001,An invented trial without a committee,(HSC) Medicine;,"%s, Demo City, China",Invented Journal,Invented,China,,,Clinical Study;,%s 0:00,,0,1/1/2024 0:00,10.9999/invented.1,0,Retraction,+Lack of IRB/IACUC Approval and/or Compliance;+Informed/Patient Consent - None/Withdrawn;,No,
900002,An invented paper with a slip of the pen,(PHY) Physics;,"Institute of Elsewhere",Invented Journal,Invented,China,,,Research Article;,%s 0:00,,0,1/1/2024 0:00,10.9999/invented.2,0,Retraction,+Error in Data;,No,
900003,An invented paper without a date,(HSC) Medicine;,"Institute of Elsewhere",Invented Journal,Invented,China,,,Research Article;,soon,,0,,10.9999/invented.3,0,Retraction,+Concerns/Issues about Animal Welfare;,No,
`

// risky fills the registers of risks, imports a list, notes what comes, warns and
// reports.
func (m *sim) risky() {
	main := m.units[mainUnit]
	d := m.departments[main.Department]
	m.registered(main)
	m.plan(m.ago(30), "import a list of retractions", nil, func(at time.Time) error {
		day := at.AddDate(0, -2, 0).Format("1/2/2006")
		raw := []byte(fmt.Sprintf(invented, main.EN, day, day))
		out, err := m.Risk.Import(m.ctx, d.supervisor.as(at), at, risk.Import{Department: d.id, Kind: risk.Retraction, File: &blob.Upload{Name: "retractions.csv", Content: raw}})
		if err != nil {
			return err
		}
		return m.Risk.Handle(m.ctx, at, jobs.Job{Payload: []byte(`"` + out.Result + `"`)})
	})
	m.plan(m.ago(25), "note what comes", nil, func(at time.Time) error {
		p := d.supervisor.as(at)
		for i, title := range []string{"消费级脑机接口进入校园 / Consumer brain-computer interfaces at schools", "合成数据充当受试者 / Synthetic data in place of participants"} {
			out, err := m.Risk.WriteLead(m.ctx, p, at, risk.Write{Department: d.id, Title: title, Text: "已有两家单位咨询，规则没有写明。\nTwo units have asked; no rule says.", Day: calendar.Of(at), Kinds: []string{"neuro"}})
			if err != nil {
				return err
			}
			cmd := risk.OnLead{Lead: out.Result, Text: "可能涉及未成年人。\nMinors may be concerned.", Answer: "请委员会先行研判。\nLet the committees look first.", Reason: "已有规定。\nA rule covers it."}
			if i == 0 {
				err = done(m.Risk.AssessLead(m.ctx, p, at, cmd))
			} else {
				err = done(m.Risk.SetLeadAside(m.ctx, p, at, cmd))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	m.plan(m.ago(20), "warn", nil, func(at time.Time) error { return m.warn(d, main, at) })
	m.plan(m.ago(1), "report on risks", nil, func(at time.Time) error { return m.bulletin(d, at) })
}

// registered enters two risks of a unit.
func (m *sim) registered(u *unit) {
	m.plan(m.ago(60), "enter risks", nil, func(at time.Time) error {
		p := u.officer.as(at)
		for i, c := range []risk.Enter{{Terms: risk.Terms{Kind: "genetic", Title: "样本出境未经批准 / Specimens leave the country unapproved"}, Likelihood: "possible", Impact: "grave"},
			{Terms: risk.Terms{Kind: "management", Title: "委员会秘书只有一人 / The committee has one secretary alone"}, Likelihood: "likely", Impact: "small"}} {
			c.Unit, c.Owner = u.id, u.researchers[i].id
			out, err := m.Risk.Enter(m.ctx, p, at, c)
			if err != nil {
				return err
			}
			if err := done(m.Risk.Plan(m.ctx, p, at, risk.Plan{Risk: out.Result, Text: "逐项核对审批 / Check every approval", Due: calendar.Of(at).AddDays(90)})); err != nil {
				return err
			}
		}
		return nil
	})
}

// warn warns a unit of what was noted, which acknowledges and plans; and drafts a warning.
func (m *sim) warn(d *department, u *unit, at time.Time) error {
	p := d.supervisor.as(at)
	page, err := risk.Leads(m.Journal.DB.Read(m.ctx), p, risk.LeadFilter{Kind: risk.Retraction}, store.Paging{Limit: 1})
	if err != nil || len(page.Items) == 0 {
		return err
	}
	content := risk.Content{Level: "yellow", Title: "撤稿涉及未经审查的研究 / A retraction for want of review", Text: "请核查有关项目并说明整改。\nPlease look into the work and say what you do about it.", Leads: []string{page.Items[0].ID}}
	warn := risk.Warn{BodyKind: auth.Department, Body: d.id, Content: content, Parties: []risk.Party{{Kind: auth.Unit, Body: u.id}}}
	if err := done(m.Risk.Warn(m.ctx, p, at, warn)); err != nil {
		return err
	}
	out, err := m.Risk.Warn(m.ctx, p, at, warn)
	if err != nil {
		return err
	}
	if err := done(m.Risk.Issue(m.ctx, p, at, risk.OnWarning{Warning: out.Result})); err != nil {
		return err
	}
	officer := u.officer.as(at)
	if err := done(m.Risk.Acknowledge(m.ctx, officer, at, risk.OnWarning{Warning: out.Result, N: 1})); err != nil {
		return err
	}
	return done(m.Risk.PlanStep(m.ctx, officer, at, risk.OnWarning{Warning: out.Result, N: 1, Text: "核查近三年的项目 / Look into three years of work", Due: calendar.Of(at).AddDays(40)}))
}

// bulletin publishes what a period brought, and compiles another one.
func (m *sim) bulletin(d *department, at time.Time) error {
	p := d.supervisor.as(at)
	day := calendar.Of(at)
	for i, cmd := range []risk.Compile{{Title: "三季度风险通报 / Risks of the third quarter"}, {Title: "近期风险通报 / Recent risks"}, {Title: "本月风险通报 / Risks of this month"}} {
		cmd.BodyKind, cmd.Body, cmd.From, cmd.Until, cmd.Text = auth.Department, d.id, day.AddMonths(-3), day, "各单位对照自查。\nUnits check themselves against it."
		out, err := m.Risk.Compile(m.ctx, p, at, cmd)
		if err != nil {
			return err
		}
		on := risk.OnBulletin{Bulletin: out.Result, Open: true}
		if i < 2 {
			err = done(m.Risk.ApproveBulletin(m.ctx, p, at, on))
		}
		if i == 0 && err == nil {
			err = done(m.Risk.PublishBulletin(m.ctx, p, at, on))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
