package apptest

import (
	"context"
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/violation"
)

// CaseStages are how far a case is brought, one after the other.
var CaseStages = []string{"received", "accepted", "inquiry", "judged", "proposed", "noticed", "decided", "served"}

// Peers are who sits on the panel of a case.
var Peers = []string{"peer1", "peer2", "peer3", "peer4", "peer5"}

// CaseAt opens a case about lin, reported by stranger, for the university and brings it
// so far; the bureau has to be there.
func (w *World) CaseAt(title, stage string) string {
	w.T.Helper()
	id := w.Done(w.Violation.Register(context.Background(), w.As("officer"), w.Now(), violation.Register{Body: violation.Body{Kind: violation.Unit, ID: w.Unit}, Title: title, Unit: w.Unit,
		Source: violation.Source{Kind: "complaint"}, Text: "有人反映，一项实验在批准之前就开始了。", Reporter: w.Person("stranger")})).Result
	w.Done(w.Violation.NameParty(context.Background(), w.As("officer"), w.Now(), violation.NameParty{Case: id, Kind: violation.Person, Who: w.Person("lin")}))
	w.BringCase(id, CaseStages[0], stage)
	return id
}

// BringCase brings a case of the university that has come so far to another stage.
func (w *World) BringCase(id, after, to string) {
	w.T.Helper()
	for _, step := range CaseStages[slices.Index(CaseStages, after)+1 : slices.Index(CaseStages, to)+1] {
		w.caseStep(id, step)
	}
}

func (w *World) caseStep(id, step string) {
	ctx, v, as := context.Background(), w.Violation, w.As("officer")
	done := w.Done
	switch step {
	case "accepted":
		done(v.Accept(ctx, as, w.tick(), violation.Accept{Case: id, Tests: []string{"target", "conduct", "evidence", "scope"}}))
	case "inquiry":
		done(v.Check(ctx, as, w.tick(), violation.Check{Case: id, Proceed: true, Text: "线索可查。"}))
		done(v.Plan(ctx, as, w.tick(), violation.Write{Case: id, Text: "调取记录，谈话，请同行评议。"}))
		done(v.NameMember(ctx, as, w.tick(), violation.NameMember{Case: id, Person: w.Person("secretary"), Role: violation.Team}))
	case "judged":
		w.CasePanel(id, Peers...)
	case "proposed":
		done(v.Conclude(ctx, as, w.tick(), violation.Conclude{Case: id, Finding: violation.Finding{Violation: "without_approval", Severity: "more_serious", Facts: "批准之前已入组三人。", Basis: "审查办法第四十七条。"}}))
		st, err := v.View(w.Read(ctx), as, id)
		w.check(err)
		done(v.Propose(ctx, as, w.tick(), violation.Propose{Case: id, Party: st.Parties[0].ID, Code: "bar", Months: 24}))
	case "noticed":
		done(v.Notify(ctx, as, w.tick(), violation.On{Case: id}))
	case "decided":
		w.Advance(14 * 24 * time.Hour)
		done(v.Rule(ctx, w.As("officer"), w.tick(), violation.Rule{Case: id, Finding: true, Number: "明大〔2026〕1号", Reasons: "事实清楚。"}))
	case "served":
		st, err := v.View(w.Read(ctx), as, id)
		w.check(err)
		done(v.Serve(ctx, as, w.tick(), violation.Serve{Case: id, Party: st.Parties[0].ID, Day: calendar.Of(w.Now())}))
	}
}

// CasePanel has peers named, declare no interest and give an opinion.
func (w *World) CasePanel(id string, peers ...string) {
	ctx, v := context.Background(), w.Violation
	for _, name := range peers {
		w.Done(v.NameMember(ctx, w.As("officer"), w.tick(), violation.NameMember{Case: id, Person: w.Person(name), Role: violation.Peer}))
		w.Done(v.Declare(ctx, w.As(name), w.tick(), violation.Declare{Case: id}))
		w.Done(v.Assess(ctx, w.As(name), w.tick(), violation.Assess{Case: id, Breach: true, Reasons: "未批先做。"}))
	}
}

// AmbiguousCase is one about somebody outside the register of whom only a name is
// known, brought so far that it could be decided.
func (w *World) AmbiguousCase() string {
	ctx, v := context.Background(), w.Violation
	id := w.CaseAt("不知其人", "judged")
	w.Done(v.NameParty(ctx, w.As("officer"), w.tick(), violation.NameParty{Case: id, Kind: violation.Person, Name: "王芳", Unit: w.Unit}))
	w.Done(v.Conclude(ctx, w.As("officer"), w.tick(), violation.Conclude{Case: id, Finding: violation.Finding{Violation: "without_approval", Severity: "more_serious", Facts: "批准之前已开始。", Basis: "审查办法第四十七条。"}}))
	st, err := v.View(w.Read(ctx), w.As("officer"), id)
	w.check(err)
	w.Done(v.Propose(ctx, w.As("officer"), w.tick(), violation.Propose{Case: id, Party: st.Parties[1].ID, Code: "bar", Months: 24}))
	w.Done(v.Notify(ctx, w.As("officer"), w.tick(), violation.On{Case: id}))
	w.Advance(14 * 24 * time.Hour)
	return id
}
