package demo

import (
	"fmt"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/jobs"
	"lunheng/internal/sanction"
	"lunheng/internal/store"
	"lunheng/internal/veto"
)

// The numbers of invented identity cards; their check digits are right.
const (
	barredCard = "990000197001010018"
	strangers  = "990000198002020028"
)

// sanctioned fills the ledger: a bar for a term and money to pay back, one about a
// unit, a decision that found nothing, a draft, and one annulled. Units and departments
// ask.
func (m *sim) sanctioned() {
	main, d := m.units[mainUnit], m.departments[m.units[mainUnit].Department]
	researcher := main.researchers[len(main.researchers)-1]
	bar := sanction.Add{Code: "bar", Months: 24}
	m.sanction(d, 120, "明教科〔2026〕7号", "more_serious", []sanction.Name{{Kind: sanction.Person, Who: researcher.id, Paper: "resident_id", Number: barredCard}}, "issue", bar, sanction.Add{Code: "recover_money"})
	m.sanction(d, 90, "明教科〔2026〕11号", "serious", []sanction.Name{{Kind: sanction.Unit, Who: m.units[left].id}, {Kind: sanction.Person, Name: m.namesake().name.ZH, Paper: "passport", Number: "X0000001"}}, "issue",
		sanction.Add{Code: "correct_or_stop"}, sanction.Add{Code: "bar", Months: 48})
	m.sanction(d, 60, "明教科〔2026〕15号", "", []sanction.Name{{Kind: sanction.Person, Who: main.researchers[0].id}}, "issue")
	m.sanction(d, 45, "明教科〔2026〕18号", "more_serious", []sanction.Name{{Kind: sanction.Person, Name: "另一虚构之人", Paper: "passport", Number: "X0000002"}}, "annul", bar)
	m.sanction(d, 5, "明教科〔2026〕21号", "more_serious", []sanction.Name{{Kind: sanction.Person, Name: "再一虚构之人", Paper: "passport", Number: "X0000003"}}, "draft", bar)
	m.sanction(d, 4, "明教科〔2026〕22号", "light", nil, "discard")
	m.listed(d)
	m.plan(m.ago(2), "ask for correction", nil, func(at time.Time) error {
		page, err := sanction.List(m.Journal.DB.Read(m.ctx), researcher.as(at), sanction.Filter{State: sanction.StateInForce}, store.Paging{Limit: 1})
		if err != nil || len(page.Items) == 0 {
			return err
		}
		return done(m.Sanction.Ask(m.ctx, researcher.as(at), at, sanction.After{Sanction: page.Items[0].ID, Reason: "期限应自知悉之日起算。\nThe term should run from the day I was told."}))
	})
	m.plan(m.ago(3), "ask whether somebody is barred", nil, func(at time.Time) error {
		rows := []veto.Row{{Name: researcher.name.ZH, Paper: "resident_id", Number: barredCard}}
		if err := done(m.Veto.Ask(m.ctx, main.officer.as(at), at, veto.Question{BodyKind: auth.Unit, Body: main.id, Purpose: "project", Rows: rows})); err != nil {
			return err
		}
		rows[0] = veto.Row{Name: "路人甲", Paper: "resident_id", Number: strangers}
		return done(m.Veto.Ask(m.ctx, d.supervisor.as(at), at, veto.Question{BodyKind: auth.Department, Body: d.id, Purpose: "project", Rows: rows}))
	})
}

// earlier are decisions of earlier years in a list: one that is whole, one with a
// mistake, and one by a name alone.
const earlier = `文号,决定日期,是否认定违规,违规行为,情节,依据,当事人类型,姓名或名称,证件种类,证件号码,处理措施,期限（月）
明教科〔2025〕%[1]d号,2025-03-02,是,without_approval,more_serious,虚构的旧决定 / An invented old decision,个人,往年虚构之人,passport,X000010%[1]d,bar,24
明教科〔2025〕%[1]d号,2025-03-02,是,without_approval,more_serious,虚构的旧决定 / An invented old decision,个人,往年虚构之人,passport,X000010%[1]d,recover_money,
明教科〔2025〕9号,2025-13-02,是,without_approval,light,虚构的旧决定 / An invented old decision,个人,日期有误之人,passport,X0000109,talk,
明教科〔2025〕12号,2025-06-02,是,without_approval,light,虚构的旧决定 / An invented old decision,个人,只有姓名之人,,,talk,
`

// listed hands in two lists of earlier decisions: one is entered, the other waits to be
// confirmed.
func (m *sim) listed(d *department) {
	for i, ago := range []int{12, 2} {
		m.plan(m.ago(ago), "hand in earlier decisions", nil, func(at time.Time) error {
			p, job := d.supervisor.as(at), jobs.Job{}
			out, err := m.Sanction.OfferList(m.ctx, p, at, sanction.OfferList{Department: d.id, File: &blob.Upload{Name: "earlier.csv", Content: []byte(fmt.Sprintf(earlier, i+3))}})
			if err != nil {
				return err
			}
			job.Payload = []byte(`"` + out.Result + `"`)
			if err := m.Sanction.Handle(m.ctx, at, job); err != nil || i > 0 {
				return err
			}
			if err := done(m.Sanction.ConfirmList(m.ctx, p, at, sanction.OnList{List: out.Result})); err != nil {
				return err
			}
			return m.Sanction.Handle(m.ctx, at, job)
		})
	}
}

// namesake is somebody called like a barred stranger: a person has to look who it is.
func (m *sim) namesake() *person {
	i := slices.IndexFunc(m.units, func(u *unit) bool { return u.no != mainUnit && u.no != left })
	return m.units[i].researchers[0]
}

// sanction plans a decision about some people and units, with the same measures for
// each, and what becomes of it.
func (m *sim) sanction(d *department, ago int, number, severity string, who []sanction.Name, end string, measures ...sanction.Add) {
	m.plan(m.ago(ago), "decide about a breach", nil, func(at time.Time) error {
		p := d.supervisor.as(at)
		out, err := m.Sanction.Draft(m.ctx, p, at, sanction.Draft{Department: d.id, Terms: sanction.Terms{Number: number, Day: calendar.Of(at), Finding: severity != "", Violation: "without_approval", Severity: severity,
			Basis: "本单位调查报告和听取陈述、申辩的记录。\nThe unit's report, and the record of what was said in defence."}})
		if err != nil {
			return err
		}
		for _, n := range who {
			n.Sanction = out.Result
			if err := done(m.Sanction.AddSubject(m.ctx, p, at, n)); err != nil {
				return err
			}
		}
		st, err := m.Sanction.View(m.Journal.DB.Read(m.ctx), p, out.Result)
		if err != nil {
			return err
		}
		for _, x := range st.Subjects {
			for _, add := range measures {
				add.Sanction, add.Subject = out.Result, x.ID
				if err := done(m.Sanction.AddMeasure(m.ctx, p, at, add)); err != nil {
					return err
				}
			}
		}
		return m.endSanction(d, at, out.Result, end)
	})
}

func (m *sim) endSanction(d *department, at time.Time, id, end string) error {
	p, on := d.supervisor.as(at), sanction.On{Sanction: id}
	switch end {
	case "draft":
		return nil
	case "discard":
		return done(m.Sanction.Discard(m.ctx, p, at, on))
	}
	if err := done(m.Sanction.Issue(m.ctx, p, at, on)); err != nil || end != "annul" {
		return err
	}
	return done(m.Sanction.Annul(m.ctx, p, at, sanction.After{Sanction: id, Reason: "复查认定证据不足。\nOn re-check the evidence did not suffice."}))
}
