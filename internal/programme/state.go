package programme

import (
	"fmt"
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/gate"
	"lunheng/internal/journal"
)

// State is a programme, folded from its stream.
type State struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Begun
	Opens        calendar.Day      `json:"opens,omitempty"`
	Closes       calendar.Day      `json:"closes,omitempty"`
	Requirements map[string]string `json:"requirements,omitempty"`
	Reason       string            `json:"reason,omitempty"` // why it was closed
}

// Fold gives the programme that its events make.
func Fold(events []journal.Event) (State, error) {
	var s State
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case Begun:
			s.ID, s.Begun = e.Subject(), b
		case GuideWritten:
			s.Opens, s.Closes, s.Requirements = b.Opens, b.Closes, b.Requirements
		case Closed:
			s.Reason = b.Reason
		}
		s.State, s.Version = next, e.Version
	})
	return s, err
}

// Project is a project that public money is asked for, folded from its stream.
type Project struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Drafted
	Content
	Activity    string       `json:"activity,omitempty"`
	Veto        string       `json:"veto,omitempty"` // the last question about the applicants
	CheckedAt   time.Time    `json:"checked_at,omitzero"`
	Found       []Found      `json:"found,omitempty"`
	Settled     []string     `json:"settled,omitempty"` // applicants who are not whom a measure concerns
	Pledge      *Pledge      `json:"pledge,omitempty"`  // the last one
	Findings    []Finding    `json:"findings,omitempty"`
	Referrals   []Referral   `json:"referrals,omitempty"` // of inspections, to the funder
	Report      string       `json:"report,omitempty"`    // on ethics, before acceptance
	Instalments []Payment    `json:"instalments,omitempty"`
	EthicsBy    calendar.Day `json:"ethics_by,omitempty"`
	EthicsDue   bool         `json:"ethics_due,omitempty"` // its clock runs
	Stage       gate.Before  `json:"stage,omitempty"`      // whose gate was judged last
	Open        []Hold       `json:"open,omitempty"`       // what that gate lacks
	Refusal     *Refused     `json:"refusal,omitempty"`
	Opinion     string       `json:"opinion,omitempty"` // on acceptance
	Evaluation  string       `json:"evaluation,omitempty"`
	Reason      string       `json:"reason,omitempty"` // why it was withdrawn or stopped
}

// Pledge is a pledge and who has signed it.
type Pledge struct {
	PledgeMade
	Leader   string    `json:"leader,omitempty"` // who signed for each side
	LeaderAt time.Time `json:"leader_at,omitzero"`
	Unit     string    `json:"unit,omitempty"`
	UnitAt   time.Time `json:"unit_at,omitzero"`
}

// Signed reports whether both sides have signed.
func (p *Pledge) Signed() bool { return p != nil && p.Leader != "" && p.Unit != "" }

// Finding is something that was found and has to be corrected.
type Finding struct {
	ID     string    `json:"id"`
	Pledge bool      `json:"pledge,omitempty"` // the pledge was broken
	Text   string    `json:"text"`
	At     time.Time `json:"at"`
	Answer string    `json:"answer,omitempty"` // what was done about it
	Closed bool      `json:"closed"`
	Reason string    `json:"reason,omitempty"` // why it was closed
	Due    time.Time `json:"due,omitzero"`
}

// Clock is the name of the clock of a finding.
func (f Finding) Clock() string { return "finding-" + f.ID }

// Payment is an instalment and whether it was paid.
type Payment struct {
	Instalment
	Paid      bool      `json:"paid"`
	PaidAt    time.Time `json:"paid_at,omitzero"`
	Reference string    `json:"reference,omitempty"`
}

// FoldProject gives the project that its events make.
func FoldProject(events []journal.Event) (Project, error) {
	var p Project
	for _, e := range events {
		if err := p.step(e); err != nil {
			return p, err
		}
	}
	return p, nil
}

func (p *Project) step(e journal.Event) error {
	next, err := ProjectTable.Next(p.State, e.Type)
	if err != nil {
		return fmt.Errorf("fold %s at %d: %w", e.Stream, e.Version, err)
	}
	p.ID, p.State, p.Version = e.Subject(), next, e.Version
	p.apply(e.Body, e.Actor, e.At)
	return nil
}

// after is the project as events that are not journalled yet will make it.
func (p Project) after(news []journal.New, actor string, at time.Time) (Project, error) {
	p.Settled, p.Findings, p.Instalments = slices.Clone(p.Settled), slices.Clone(p.Findings), slices.Clone(p.Instalments)
	p.Referrals = slices.Clone(p.Referrals)
	for i, n := range news {
		e := journal.Event{Stream: ProjectStream(p.ID), Version: p.Version + 1, Type: n.Body.EventType(), Actor: actor, At: at, Body: n.Body}
		if err := p.step(e); err != nil {
			return p, fmt.Errorf("look ahead %d: %w", i, err)
		}
	}
	return p, nil
}

func (p *Project) apply(body journal.Body, actor string, at time.Time) {
	switch b := body.(type) {
	case Drafted:
		p.Drafted = b
	case Written:
		p.Content = b.Content
	case ActivityLinked:
		p.Activity = b.Activity
	case Checked:
		p.Found, p.CheckedAt = b.Found, at
		if b.Veto != "" {
			p.Veto = b.Veto
		}
	case DoubtSettled:
		p.Settled = append(p.Settled, b.Who)
	case Refused:
		p.Refusal = &b
	case ProjectWithdrew:
		p.Reason = b.Reason
	case Approved:
		p.EthicsBy, p.EthicsDue = b.EthicsBy, len(b.Moves) > 0
		for _, i := range b.Instalments {
			p.Instalments = append(p.Instalments, Payment{Instalment: i})
		}
	case Reported:
		p.Report = b.Text
	case Accepted:
		p.Opinion = b.Opinion
	case Evaluated:
		p.Evaluation = b.Opinion
	case Terminated:
		p.Reason = b.Reason
	case GateOpened:
		p.Stage, p.Open = b.Stage, b.Open
		p.EthicsDue = p.EthicsDue && len(b.Moves) == 0
	case GateClosed:
		p.Stage, p.Open = b.Stage, nil
		p.EthicsDue = p.EthicsDue && len(b.Moves) == 0
	case Paid:
		if i := p.Instalment(b.N); i != nil {
			i.Paid, i.PaidAt, i.Reference = true, at, b.Reference
		}
	default:
		p.applyPledge(body, actor, at)
	}
}

func (p *Project) applyPledge(body journal.Body, actor string, at time.Time) {
	switch b := body.(type) {
	case PledgeMade:
		p.Pledge = &Pledge{PledgeMade: b}
	case PledgeSigned:
		signed := *p.Pledge
		if b.Side == SideLeader {
			signed.Leader, signed.LeaderAt = actor, at
		} else {
			signed.Unit, signed.UnitAt = actor, at
		}
		p.Pledge = &signed
	case FindingNoted:
		f := Finding{ID: b.ID, Pledge: b.Pledge, Text: b.Text, At: at}
		for _, m := range b.Moves {
			f.Due = m.Due
		}
		p.Findings = append(p.Findings, f)
	case FindingAnswered:
		if f := p.Finding(b.ID); f != nil {
			f.Answer = b.Text
		}
	case FindingClosed:
		if f := p.Finding(b.ID); f != nil {
			f.Closed, f.Reason = true, b.Reason
		}
	case FindingsHanded:
		r := Referral{ID: b.ID, Handed: b.Handed, At: at}
		for _, m := range b.Moves {
			r.Due = m.Due
		}
		p.Referrals = append(p.Referrals, r)
	case ReferralAnswered:
		if r := p.Referral(b.ID); r != nil {
			r.Answer, r.AnsweredAt = b.Text, at
		}
	}
}

// Instalment is one by its number, or nil.
func (p *Project) Instalment(n int) *Payment {
	if n < 1 || n > len(p.Instalments) {
		return nil
	}
	return &p.Instalments[n-1]
}

// Finding is one by its id, or nil.
func (p *Project) Finding(id string) *Finding {
	if i := slices.IndexFunc(p.Findings, func(f Finding) bool { return f.ID == id }); i >= 0 {
		return &p.Findings[i]
	}
	return nil
}

// OpenFindings counts those that are not closed; of a broken pledge alone, if asked.
func (p Project) OpenFindings(pledge bool) int {
	n := 0
	for _, f := range p.Findings {
		if !f.Closed && (f.Pledge || !pledge) {
			n++
		}
	}
	return n
}

// Applicants are who applies: the leader, the members, the unit.
func (p Project) Applicants() []string {
	return append(append([]string{p.Leader}, p.Members...), p.Unit)
}

// Due reports whether an instalment has fallen due.
func (p Project) Due(i Instalment) bool {
	if i.After == AfterAcceptance {
		return p.State == ProjectAccepted || p.State == ProjectEvaluated
	}
	return slices.Contains(funded(), p.State)
}

// owes reports whether something has fallen due and is not paid.
func (p Project) owes() bool {
	return slices.ContainsFunc(p.Instalments, func(i Payment) bool { return !i.Paid && p.Due(i.Instalment) })
}

// Live reports whether the project was applied for and has not ended.
func (p Project) Live() bool { return slices.Contains(live(), p.State) }
