package programme

import (
	"slices"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/veto"
)

// Draft begins an application.
type Draft struct {
	Programme string `json:"programme"`
	Content
	Activity string `json:"activity,omitempty"`
	Key      string `json:"key,omitempty"`
}

// Draft decides on the beginning: of the person's own unit, led by the person.
func (Project) Draft(cmd Draft, s State, unit string, f Facts) ([]journal.New, error) {
	if err := s.takes(f.Today); err != nil {
		return nil, err
	}
	if unit == "" {
		return nil, errs.Refuse("project.unit", "由单位申报：请先在登记中归属一个单位。", "A unit applies: whoever leads the project has to belong to one.")
	}
	c, err := cmd.checked(f)
	if err != nil {
		return nil, err
	}
	out := []journal.New{journal.Because(Drafted{Programme: s.ID, Funder: s.Funder, Region: s.Region, Plan: s.Plan, Unit: unit, Leader: f.Actor}, f.Grounds...), journal.Because(Written{c})}
	if cmd.Activity != "" {
		out = append(out, journal.Because(ActivityLinked{Activity: cmd.Activity}))
	}
	return out, nil
}

// Write changes what an application says.
type Write struct {
	Project string `json:"project"`
	Content
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Write decides to keep the changes.
func (p Project) Write(cmd Write, f Facts) ([]journal.New, error) {
	if err := p.in("project.written"); err != nil {
		return nil, err
	}
	c, err := cmd.checked(f)
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Written{c}, f.Grounds...)}, nil
}

// checked gives the content in order, or everything that is wrong with it.
func (c Content) checked(f Facts) (Content, error) {
	var wrong errs.List
	c.Title = line("title", c.Title, &wrong)
	if c.Amount < 1 || c.Amount > maxAmount {
		wrong.Add(errs.Mistake("amount", "project.amount", "请填写申请的金额（元）。", "Say how much is asked for, in yuan."))
	}
	c.Members = compact(c.Members)
	if len(c.Members) > maxMembers {
		wrong.Add(errs.Mistake("members", "project.members", "成员最多 %d 人。", "At most %d members.", maxMembers))
	}
	for _, m := range c.Members {
		if !f.Members[m] || m == f.Actor {
			wrong.Add(errs.Mistake("members", "project.member", "登记里没有这名成员，或者就是负责人本人。", "The register has no such person, or it is the leader."))
			break
		}
	}
	if a := c.Answers; a != nil {
		for list, codes := range map[string][]string{"fields": a.Fields, "indirect_risks": a.Risks, "scope": a.Touches} {
			for _, code := range codes {
				if !contains(f.Known[list], code) {
					wrong.Add(errs.Mistake(list, "project.answer", "请从列出的项目中选择。", "Choose from what is listed."))
				}
			}
		}
		c.Answers = &Answers{compact(a.Fields), compact(a.Risks), compact(a.Touches)}
	}
	return c, wrong.Err()
}

func compact(list []string) []string {
	out := slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" })
	slices.Sort(out)
	return slices.Compact(out)
}

// Link names the activity that the project pays for.
type Link struct {
	Project  string `json:"project"`
	Activity string `json:"activity"`
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

// Link decides to name the activity. Once money follows it stays.
func (p Project) Link(cmd Link, f Facts) ([]journal.New, error) {
	if err := p.in("project.activity_linked"); err != nil {
		return nil, err
	}
	if p.Activity != "" && slices.Contains(funded(), p.State) {
		return nil, errs.Refuse("project.linked", "立项之后不能换成另一项活动。", "After approval the project keeps its activity.")
	}
	if p.Activity == cmd.Activity {
		return nil, nil
	}
	return []journal.New{journal.Because(ActivityLinked{Activity: cmd.Activity}, f.Grounds...)}, nil
}

// Submit decides to hand the application in, with what the ledger says about the
// applicants: whoever is barred is refused with the ground and its end.
func (p Project) Submit(s State, c Checked, f Facts) ([]journal.New, error) {
	if err := p.in("project.submitted"); err != nil {
		return nil, err
	}
	if err := s.takes(f.Today); err != nil {
		return nil, err
	}
	return append([]journal.New{journal.Because(Submitted{}, f.Grounds...), journal.Because(c, f.Grounds...)}, p.barredBy(c, f)...), nil
}

// Check decides to note what the ledger says now.
func (p Project) Check(c Checked, f Facts) ([]journal.New, error) {
	if err := p.in("project.checked"); err != nil {
		return nil, err
	}
	return append([]journal.New{journal.Because(c, f.Grounds...)}, p.barredBy(c, f)...), nil
}

// barredBy refuses an application that is not approved yet when somebody is barred.
// Afterwards a bar holds the money.
func (p Project) barredBy(c Checked, f Facts) []journal.New {
	if slices.Contains(funded(), p.State) {
		return nil
	}
	var barred []Found
	for _, x := range c.Found {
		if x.Outcome == veto.Vetoed {
			barred = append(barred, x)
		}
	}
	if len(barred) == 0 {
		return nil
	}
	return []journal.New{journal.Because(Refused{Barred: barred}, f.Grounds...)}
}

// Doubt says that somebody is not whom a measure concerns.
type Doubt struct {
	Project string `json:"project"`
	Who     string `json:"who"`
	Reason  string `json:"reason"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// SettleDoubt decides that a person looked, and it is somebody else.
func (p Project) SettleDoubt(cmd Doubt, f Facts) ([]journal.New, error) {
	if err := p.in("project.doubt_settled"); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(p.Doubtful(f), func(x Found) bool { return x.Who == cmd.Who && x.Outcome == veto.Ask }) {
		return nil, errs.New(errs.NotFound, "project.no_doubt", lang.T("没有待核对的这名申报人。", "No such applicant waits for a person to look."))
	}
	var wrong errs.List
	reason := words("reason", cmd.Reason, &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(DoubtSettled{Who: cmd.Who, Reason: reason}, f.Grounds...)}, nil
}

// Admit decides to take the application up; the gate of the application comes first.
func (p Project) Admit(f Facts) ([]journal.New, error) {
	return p.moveOn("project.admitted", Admitted{}, f)
}

// moveOn decides on the next stage; the gate of this one comes first.
func (p Project) moveOn(event string, body journal.Body, f Facts, except ...string) ([]journal.New, error) {
	if err := p.in(event); err != nil {
		return nil, err
	}
	all := p.Conditions(f)
	if err := passes(all, except...); err != nil {
		return nil, err
	}
	grounds := f.Grounds
	for _, c := range all {
		if !slices.Contains(grounds, c.Ground) {
			grounds = append(grounds, c.Ground)
		}
	}
	return []journal.New{journal.Because(body, grounds...)}, nil
}

func (p Project) in(event string) error {
	if ProjectTable.Allows(p.State, event) {
		return nil
	}
	return errs.Refuse("project.state", "项目目前“%s”，不能这样处理。", "The project is in the state “%s”, which does not allow this.", ProjectTable.Info(p.State).Text)
}
