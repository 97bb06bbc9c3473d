package demo

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/violation"
)

// unlawful fills the cases of the main unit: one that just came in, one refused, one
// under inquiry, one noticed, and decided ones with a request, and one made public.
func (m *sim) unlawful() {
	u := m.units[mainUnit]
	known := violation.NameParty{Kind: violation.Person, Who: u.researchers[0].id}
	stranger := func(name, number string) violation.NameParty {
		return violation.NameParty{Kind: violation.Person, Name: name, Paper: "passport", Number: number}
	}
	m.breach(3, "未经批准收集样本\nSamples taken without approval", known)
	m.breach(12, "内容不具体的举报\nA report without anything definite", stranger("佚名甲", "X0000011"), m.refused)
	m.breach(25, "知情同意书与批准版本不符\nConsent forms other than those approved", stranger("佚名乙", "X0000012"), m.takenUp, m.inquired, m.panelled)
	m.breach(30, "超出批准的范围\nWork beyond the approved scope", stranger("佚名丙", "X0000013"), m.takenUp, m.inquired, m.panelled, m.judged, m.concluded)
	m.breach(40, "批准之前入组\nEnrolled before the approval", known, m.takenUp, m.inquired, m.judged, m.concluded, m.noticed)
	for i, more := range []string{violation.Open, violation.Accepted, "", "public"} {
		who := known
		if more == "public" {
			who = stranger("佚名丁", "X0000014")
		}
		m.breach(70+10*i, "伪造审批意见\nA forged approval", who, m.takenUp, m.inquired, m.judged, m.concluded, m.noticed, m.decidedCase, m.after(more), m.made(more))
	}
}

// step takes a case further on a day.
type step func(at time.Time, id string) error

// breach plans a case with its steps, some days between them.
func (m *sim) breach(ago int, title string, who violation.NameParty, steps ...step) {
	u := m.units[mainUnit]
	last, id := m.ago(ago), ""
	m.plan(last, "register a case", nil, func(at time.Time) error {
		out, err := m.Violation.Register(m.ctx, u.officer.as(at), at, violation.Register{Body: violation.Body{Kind: violation.Unit, ID: u.id}, Unit: u.id, Title: title, Source: violation.Source{Kind: "complaint"},
			Text: "反映的情况见附件清单，有时间、地点和材料。\nWhen, where and what papers there are is in the list.", Reporter: u.researchers[1].id})
		if err != nil {
			return err
		}
		id, who.Case = out.Result, out.Result
		return done(m.Violation.NameParty(m.ctx, u.officer.as(at), at, who))
	})
	for i, do := range steps {
		if at := m.ago(max(ago-stepDays[i], 0)); at.After(last) {
			last = at
		} else {
			last = last.Add(time.Minute)
		}
		m.plan(last, "go on with a case", nil, func(at time.Time) error { return do(at, id) })
	}
}

// stepDays are the days between the report and each step.
var stepDays = []int{1, 3, 5, 6, 7, 22, 23, 63}

func (m *sim) refused(at time.Time, id string) error {
	return done(m.Violation.Reject(m.ctx, m.units[mainUnit].officer.as(at), at, violation.Reject{Case: id, Grounds: []string{"no_evidence"}, Reason: "没有时间、地点，也没有可以核查的材料。\nNo time, no place, nothing to look into."}))
}

func (m *sim) takenUp(at time.Time, id string) error {
	return done(m.Violation.Accept(m.ctx, m.units[mainUnit].officer.as(at), at, violation.Accept{Case: id, Tests: []string{"target", "conduct", "evidence", "scope"}}))
}

// inquired begins the inquiry: plan, team, evidence that changed hands, an interview, a
// pause of payments, and a referral.
func (m *sim) inquired(at time.Time, id string) error {
	u := m.units[mainUnit]
	p, secretary := u.officer.as(at), u.committee.secretary.id
	for _, do := range []func() error{
		func() error {
			return done(m.Violation.Check(m.ctx, p, at, violation.Check{Case: id, Proceed: true, Text: "材料齐全，可以调查。\nThe papers are there; it can be looked into."}))
		},
		func() error {
			return done(m.Violation.Plan(m.ctx, p, at, violation.Write{Case: id, Text: "封存记录，两人谈话，请五名同行评议。\nSecure the records, interview by two, ask five peers."}))
		},
		func() error {
			return done(m.Violation.NameMember(m.ctx, p, at, violation.NameMember{Case: id, Person: secretary, Role: violation.Team}))
		},
		func() error {
			return done(m.Violation.Secure(m.ctx, p, at, violation.Secure{Case: id, Label: "入组登记表 / enrolment list", Source: "研究病房 / the ward", Day: calendar.Of(at), Place: "档案室 / archive",
				Upload: &blob.Upload{Name: "list.csv", Content: []byte("code,day\nA1,2026-03-02\n")}}))
		},
		func() error {
			return done(m.Violation.Interview(m.ctx, p, at, violation.Interview{Case: id, By: []string{u.officer.id, secretary}, Day: calendar.Of(at), Place: "会议室 / meeting room", Summary: "说明了登记表的来历。\nWhere the list came from was explained."}))
		},
		func() error {
			return done(m.Violation.Pause(m.ctx, p, at, violation.Pause{Case: id, Code: violation.PausePayment, Reason: "调查期间暂停拨付。\nNo payments while it is looked into."}))
		},
		func() error {
			return done(m.Violation.Refer(m.ctx, p, at, violation.Refer{Case: id, Kind: "discipline", To: "纪检监察机构 / discipline inspection", Text: "涉及公职人员的部分。\nWhat concerns public servants."}))
		},
	} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// panelled names two who have not spoken yet: one declared nothing, one no interest.
func (m *sim) panelled(at time.Time, id string) error {
	u := m.units[mainUnit]
	for i, s := range []seat{u.committee.members[0], u.committee.members[2]} {
		if err := done(m.Violation.NameMember(m.ctx, u.officer.as(at), at, violation.NameMember{Case: id, Person: s.id, Role: violation.Peer})); err != nil {
			return err
		}
		if i > 0 {
			continue
		}
		if err := done(m.Violation.Declare(m.ctx, s.as(at), at, violation.Declare{Case: id})); err != nil {
			return err
		}
	}
	return nil
}

// judged has five peers of other units declare no interest and find a breach.
func (m *sim) judged(at time.Time, id string) error {
	found := 0
	for _, u := range m.units {
		if u.no == mainUnit || found == 5 || u.committee == nil {
			continue
		}
		peer := u.committee.members[0].person
		found++
		if err := done(m.Violation.NameMember(m.ctx, m.units[mainUnit].officer.as(at), at, violation.NameMember{Case: id, Person: peer.id, Role: violation.Peer})); err != nil {
			return err
		}
		if err := done(m.Violation.Declare(m.ctx, peer.as(at), at, violation.Declare{Case: id})); err != nil {
			return err
		}
		if err := done(m.Violation.Assess(m.ctx, peer.as(at), at, violation.Assess{Case: id, Breach: true, Reasons: "日期在前，批准在后。\nThe work came first, the approval later."})); err != nil {
			return err
		}
	}
	return nil
}

func (m *sim) concluded(at time.Time, id string) error {
	p := m.units[mainUnit].officer.as(at)
	if err := done(m.Violation.Conclude(m.ctx, p, at, violation.Conclude{Case: id, Finding: violation.Finding{Violation: "without_approval", Severity: "more_serious", Factors: []string{"self_report"},
		Facts: "批准之前八日已经入组三人。\nThree people were enrolled eight days before the approval.", Basis: "审查办法第四十七条。\nArticle 47 of the Measures."}})); err != nil {
		return err
	}
	st, err := m.Violation.View(m.Journal.DB.Read(m.ctx), p, id)
	if err != nil {
		return err
	}
	return done(m.Violation.Propose(m.ctx, p, at, violation.Propose{Case: id, Party: st.Parties[0].ID, Code: "bar_title", From: calendar.Of(at), Months: 12}))
}

func (m *sim) noticed(at time.Time, id string) error {
	return done(m.Violation.Notify(m.ctx, m.units[mainUnit].officer.as(at), at, violation.On{Case: id}))
}

func (m *sim) decidedCase(at time.Time, id string) error {
	p := m.units[mainUnit].officer.as(at)
	return done(m.Violation.Rule(m.ctx, p, at, violation.Rule{Case: id, Finding: true, Number: "明大伦〔2026〕" + calendar.Of(at).String()[5:], Reasons: "事实清楚，依据充分，听取了陈述、申辩。\nThe facts are clear, and the party was heard."}))
}

// after is what comes after a decision: served, and a request as far as this, or made
// public.
func (m *sim) after(more string) step {
	return func(at time.Time, id string) error {
		u := m.units[mainUnit]
		p := u.officer.as(at)
		st, err := m.Violation.View(m.Journal.DB.Read(m.ctx), p, id)
		if err != nil {
			return err
		}
		if err := done(m.Violation.Serve(m.ctx, p, at, violation.Serve{Case: id, Party: st.Parties[0].ID, Day: calendar.Of(at)})); err != nil || more == "" || more == "public" {
			return err
		}
		if err := done(m.Violation.Ask(m.ctx, u.researchers[0].as(at), at, violation.Ask{Case: id, Kind: violation.Recheck, Text: "认定的日期不准确。\nThe day is not right."})); err != nil || more == violation.Open {
			return err
		}
		if st, err = m.Violation.View(m.Journal.DB.Read(m.ctx), p, id); err != nil {
			return err
		}
		return done(m.Violation.Take(m.ctx, p, at, violation.Settle{Case: id, ID: st.Requests[0].ID, Accept: true}))
	}
}

// made makes a case public, once nobody can contest it any more.
func (m *sim) made(more string) step {
	return func(at time.Time, id string) error {
		if more != "public" {
			return nil
		}
		return done(m.Violation.Publish(m.ctx, m.units[mainUnit].officer.as(at), at, violation.Publish{Case: id, Title: "伪造审批意见，一年内不得晋升 / A forged approval: no promotion for a year",
			Text: "某单位一名人员伪造审批意见，调查后受到处理。\nSomebody at a unit forged an approval and was dealt with after an inquiry."}))
	}
}
