package programme

import (
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// ClockEthics runs until the ethics approval of a project that was approved before it.
const ClockEthics = "ethics_approval"

// Approve approves a project.
type Approve struct {
	Project     string       `json:"project"`
	Instalments []Instalment `json:"instalments"`
	EthicsBy    calendar.Day `json:"ethics_by,omitempty"` // where the ethics approval is to come later: its last day
	Version     int64        `json:"version"`
	Key         string       `json:"key,omitempty"`
}

// Approve decides to approve (立项). The ethics approval may follow until a day that
// is set here; no money follows before it.
func (p Project) Approve(cmd Approve, f Facts) ([]journal.New, error) {
	if err := p.in("project.approved"); err != nil {
		return nil, err
	}
	var wrong errs.List
	body := Approved{Instalments: p.instalments(cmd.Instalments, &wrong)}
	if cmd.EthicsBy != "" {
		if _, err := calendar.Parse(string(cmd.EthicsBy)); err != nil || cmd.EthicsBy.Before(f.Today) {
			wrong.Add(errs.Mistake("ethics_by", "project.ethics_by", "请填写今天或者以后的日期。", "Write a day, today or later."))
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	var except []string
	if !f.Approval.Holds && cmd.EthicsBy != "" {
		except, body.EthicsBy = []string{condApproval}, cmd.EthicsBy
		body.Moves = []flow.ClockMove{{Clock: ClockEthics, Op: flow.ClockStart, Due: cmd.EthicsBy.End(), Warn: f.Today.AddDays(cmd.EthicsBy.Sub(f.Today) / 2).Start(), Amount: cmd.EthicsBy.Sub(f.Today),
			Unit: calendar.Days, Who: flow.RoleApplicant, Holder: p.Leader}}
	}
	return p.moveOn("project.approved", body, f, except...)
}

// instalments are those of an approval in order, within what was asked for.
func (p Project) instalments(list []Instalment, wrong *errs.List) []Instalment {
	if len(list) == 0 || len(list) > maxInstalments {
		wrong.Add(errs.Mistake("instalments", "project.instalments", "请填写 1 至 %d 期拨款。", "Give 1 to %d instalments.", maxInstalments))
		return nil
	}
	var out []Instalment
	sum := int64(0)
	for i, x := range list {
		if x.Amount < 1 || x.Amount > maxAmount || x.After != AfterApproval && x.After != AfterAcceptance {
			wrong.Add(errs.Mistake("instalments", "project.instalment", "第 %d 期：请填写金额，以及在立项之后还是验收之后拨付。", "Instalment %d: give an amount, and whether it follows approval or acceptance.", i+1))
		}
		x.N, sum = i+1, sum+x.Amount
		out = append(out, x)
	}
	if sum > p.Amount {
		wrong.Add(errs.Mistake("instalments", "project.too_much", "各期合计 %d 元，超过申请的 %d 元。", "Together they make %d yuan, more than the %d asked for.", sum, p.Amount))
	}
	return out
}

// Pay records that an instalment was paid.
type Pay struct {
	Project   string `json:"project"`
	N         int    `json:"n"`
	Reference string `json:"reference"` // of the transfer
	Version   int64  `json:"version"`
	Key       string `json:"key,omitempty"`
}

// Pay decides that an instalment may go out. There is no way past an open gate.
func (p Project) Pay(cmd Pay, f Facts) ([]journal.New, error) {
	if err := p.in("project.paid"); err != nil {
		return nil, err
	}
	x := p.Instalment(cmd.N)
	if x == nil {
		return nil, errs.Mistake("n", "project.no_instalment", "没有这一期拨款。", "There is no such instalment.")
	}
	reference := trim(cmd.Reference)
	switch {
	case x.Paid:
		return nil, errs.Refuse("project.paid", "这一期已经拨付。", "This instalment was paid already.")
	case !p.Due(x.Instalment):
		return nil, errs.Refuse("project.not_due", "这一期在验收之后拨付。", "This instalment follows acceptance.")
	case reference == "" || len([]rune(reference)) > maxLine:
		return nil, errs.Mistake("reference", "project.reference", "请填写拨款凭证号，最多 %d 字。", "Give the number of the transfer, with at most %d characters.", maxLine)
	}
	return p.moveOn("project.paid", Paid{N: cmd.N, Reference: reference}, f)
}

// Report hands in the report on ethics before acceptance.
type Report struct {
	Project string `json:"project"`
	Text    string `json:"text"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// HandReport decides to take the report.
func (p Project) HandReport(cmd Report, f Facts) ([]journal.New, error) {
	if err := p.in("project.reported"); err != nil {
		return nil, err
	}
	var wrong errs.List
	body := Reported{Text: words("text", cmd.Text, &wrong)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// Finish decides to ask for acceptance; the gate of execution comes first.
func (p Project) Finish(f Facts) ([]journal.New, error) {
	return p.moveOn("project.finished", Finished{}, f)
}

// Say is what the funder says to a project: on acceptance, evaluation, refusal.
type Say struct {
	Project string `json:"project"`
	Opinion string `json:"opinion"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Accept decides on acceptance; its gate comes first.
func (p Project) Accept(cmd Say, f Facts) ([]journal.New, error) {
	var wrong errs.List
	body := Accepted{Words{words("opinion", cmd.Opinion, &wrong)}}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return p.moveOn("project.accepted", body, f)
}

// Evaluate decides on the evaluation; its gate comes first.
func (p Project) Evaluate(cmd Say, f Facts) ([]journal.New, error) {
	var wrong errs.List
	body := Evaluated{Words{words("opinion", cmd.Opinion, &wrong)}}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return p.moveOn("project.evaluated", body, f)
}

// Refuse decides not to fund, for a reason.
func (p Project) Refuse(cmd Say, f Facts) ([]journal.New, error) {
	return p.end("project.refused", cmd, f, func(reason string) journal.Body { return Refused{Reason: reason} })
}

// Withdraw decides to take the application back.
func (p Project) Withdraw(cmd Say, f Facts) ([]journal.New, error) {
	return p.end("project.withdrawn", cmd, f, func(reason string) journal.Body { return ProjectWithdrew{Reason: reason} })
}

// Terminate decides to stop the project; nothing is paid any more.
func (p Project) Terminate(cmd Say, f Facts) ([]journal.New, error) {
	return p.end("project.terminated", cmd, f, func(reason string) journal.Body {
		body := Terminated{Reason: reason}
		for _, x := range p.Findings {
			if !x.Closed && !x.Due.IsZero() {
				body.Moves = append(body.Moves, flow.ClockMove{Clock: x.Clock(), Op: flow.ClockCancel})
			}
		}
		if p.EthicsDue {
			body.Moves = append(body.Moves, flow.ClockMove{Clock: ClockEthics, Op: flow.ClockCancel})
		}
		return body
	})
}

func (p Project) end(event string, cmd Say, f Facts, body func(string) journal.Body) ([]journal.New, error) {
	if err := p.in(event); err != nil {
		return nil, err
	}
	var wrong errs.List
	reason := words("opinion", cmd.Opinion, &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return append(p.lastWords(reason), journal.Because(body(reason), f.Grounds...)), nil
}
