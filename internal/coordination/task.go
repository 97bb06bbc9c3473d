package coordination

import (
	"slices"
	"strings"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// TaskKind is the kind of the streams of tasks; taskClock is their clock.
const (
	TaskKind  = "task"
	taskClock = "task"
)

// Order is what is to be done, by whom, until when.
type Order struct {
	Plan    string       `json:"plan,omitempty"` // source of the plan that names it
	Item    string       `json:"item,omitempty"` // its number there
	Title   lang.Text    `json:"title"`
	Text    lang.Text    `json:"text"`
	Lead    string       `json:"lead"`
	Joint   []string     `json:"joint,omitempty"`
	Due     calendar.Day `json:"due,omitempty"` // the last day; empty: it goes on
	Session string       `json:"session,omitempty"`
}

// Money of a task in one year, in yuan.
type Money struct {
	Year    int   `json:"year"`
	Planned int64 `json:"planned"`
	Granted int64 `json:"granted"`
	Spent   int64 `json:"spent"`
}

// What happens to a task.
type (
	TaskSet struct {
		Mechanism string `json:"mechanism"`
		Order
		flow.Clocks
	}
	Progressed struct {
		By   string `json:"by"` // code of the department
		Text string `json:"text"`
	}
	// TaskDone says that the lead department has done it, with evidence.
	TaskDone struct {
		By       string     `json:"by"`
		Evidence string     `json:"evidence"`
		File     *blob.Kept `json:"file,omitempty"`
		flow.Clocks
	}
	TaskAccepted struct {
		Note string `json:"note,omitempty"`
	}
	TaskReturned struct {
		Reason string       `json:"reason"`
		Due    calendar.Day `json:"due"`
		flow.Clocks
	}
	TaskExtended struct {
		Due    calendar.Day `json:"due"`
		Reason string       `json:"reason"`
		flow.Clocks
	}
	Budgeted struct {
		By string `json:"by"`
		Money
	}
	TaskPublished struct {
		Public bool `json:"public"`
	}
	TaskCancelled struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
)

// EventType names the event; so do those below.
func (TaskSet) EventType() string       { return "task.set" }
func (Progressed) EventType() string    { return "task.progressed" }
func (TaskDone) EventType() string      { return "task.done" }
func (TaskAccepted) EventType() string  { return "task.accepted" }
func (TaskReturned) EventType() string  { return "task.returned" }
func (TaskExtended) EventType() string  { return "task.extended" }
func (Budgeted) EventType() string      { return "task.budgeted" }
func (TaskPublished) EventType() string { return "task.published" }
func (TaskCancelled) EventType() string { return "task.cancelled" }

// The states of a task.
const (
	TaskOpen  flow.State = "open"
	TaskGiven flow.State = "done" // the office has not accepted it yet
	TaskTaken flow.State = "accepted"
	TaskOff   flow.State = "cancelled"
)

// TaskTable is the procedure of a task.
var TaskTable = flow.Table{
	Name: TaskKind, Start: "",
	States: []flow.Info{
		{State: TaskOpen, Text: lang.T("进行中", "Under way"), Who: flow.RoleDepartment},
		{State: TaskGiven, Text: lang.T("已报完成，待办公室确认", "Reported done, for the office to accept"), Who: flow.RoleDepartment},
		{State: TaskTaken, Text: lang.T("已完成", "Done and accepted"), Who: flow.RoleNobody},
		{State: TaskOff, Text: lang.T("已取消", "Cancelled"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: "", Verb: "set", Event: "task.set", To: TaskOpen, Role: flow.RoleDepartment, Law: law71},
		{From: TaskOpen, Verb: "progress", Event: "task.progressed", To: TaskOpen, Role: flow.RoleDepartment, Law: law71},
		{From: TaskOpen, Verb: "finish", Event: "task.done", To: TaskGiven, Role: flow.RoleDepartment, Law: law71},
		{From: TaskOpen, Verb: "extend", Event: "task.extended", To: TaskOpen, Role: flow.RoleDepartment, Law: house},
		{From: TaskOpen, Verb: "cancel", Event: "task.cancelled", To: TaskOff, Role: flow.RoleDepartment, Law: house},
		{From: TaskGiven, Verb: "accept", Event: "task.accepted", To: TaskTaken, Role: flow.RoleDepartment, Law: law71},
		{From: TaskGiven, Verb: "return", Event: "task.returned", To: TaskOpen, Role: flow.RoleDepartment, Law: law71},
		{From: TaskOpen, Verb: "budget", Event: "task.budgeted", To: TaskOpen, Role: flow.RoleDepartment, Law: lawMoney},
		{From: TaskGiven, Verb: "budget", Event: "task.budgeted", To: TaskGiven, Role: flow.RoleDepartment, Law: lawMoney},
		{From: TaskTaken, Verb: "budget", Event: "task.budgeted", To: TaskTaken, Role: flow.RoleDepartment, Law: lawMoney},
		{From: TaskOpen, Verb: "publish", Event: "task.published", To: TaskOpen, Role: flow.RoleDepartment, Law: house},
		{From: TaskGiven, Verb: "publish", Event: "task.published", To: TaskGiven, Role: flow.RoleDepartment, Law: house},
		{From: TaskTaken, Verb: "publish", Event: "task.published", To: TaskTaken, Role: flow.RoleDepartment, Law: house},
	},
}

// Step is a report on the way.
type Step struct {
	By   string    `json:"by"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// Task is one task, folded from its events.
type Task struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	TaskSet
	Steps    []Step     `json:"steps"`
	Evidence string     `json:"evidence,omitempty"`
	File     *blob.Kept `json:"file,omitempty"`
	Reason   string     `json:"reason,omitempty"` // of the last return, extension or cancellation
	Extended int        `json:"extended"`         // how often
	Money    []Money    `json:"money"`            // the last word about each year
	Public   bool       `json:"public"`
	DoneAt   time.Time  `json:"done_at,omitzero"`
}

// In is the mechanism of the task.
func (t Task) In() string { return t.Mechanism }

// Seen is the version of its stream; so on every state of this package.
func (t Task) Seen() int64 { return t.Version }

// Late reports whether the task should have been done before a day.
func (t Task) Late(day calendar.Day) bool {
	return t.State == TaskOpen && t.Due != "" && t.Due < day
}

// FoldTask gives the task that its events make.
func FoldTask(events []journal.Event) (Task, error) {
	var s Task
	err := journal.Walk(&TaskTable, events, func(e journal.Event, next flow.State) {
		s.ID = e.Subject()
		s.apply(e)
		s.State, s.Version = next, e.Version
	})
	return s, err
}

func (t *Task) apply(e journal.Event) {
	switch b := e.Body.(type) {
	case TaskSet:
		t.TaskSet = b
		t.Moves = nil
	case Progressed:
		t.Steps = append(t.Steps, Step{b.By, b.Text, e.At})
	case TaskDone:
		t.Evidence, t.File, t.DoneAt = b.Evidence, b.File, e.At
	case TaskReturned:
		t.Due, t.Reason, t.DoneAt = b.Due, b.Reason, time.Time{}
	case TaskExtended:
		t.Due, t.Reason = b.Due, b.Reason
		t.Extended++
	case Budgeted:
		t.Money = slices.DeleteFunc(t.Money, func(m Money) bool { return m.Year == b.Year })
		t.Money = append(t.Money, b.Money)
		slices.SortFunc(t.Money, func(a, b Money) int { return a.Year - b.Year })
	case TaskPublished:
		t.Public = b.Public
	case TaskCancelled:
		t.Reason = b.Reason
	}
}

// Wanted is what somebody asks to be done.
type Wanted struct {
	Title string       `json:"title"`
	Text  string       `json:"text"`
	Lead  string       `json:"lead"`
	Joint []string     `json:"joint,omitempty"`
	Due   calendar.Day `json:"due,omitempty"` // empty: it goes on
}

// SetTask gives a task to departments of the mechanism.
type SetTask struct {
	Mechanism string `json:"mechanism"`
	Wanted
	Key string `json:"key,omitempty"`
}

// order checks what is asked for.
func (c Wanted) order(f Facts) (Order, error) {
	var wrong errs.List
	o := Order{Title: lang.Same(line(&wrong, "title", c.Title)), Text: lang.Same(words(&wrong, "text", c.Text)), Due: c.Due}
	if lead := f.known(&wrong, "lead", []string{c.Lead}); len(lead) == 1 {
		o.Lead = lead[0]
	} else if strings.TrimSpace(c.Lead) == "" {
		wrong.Add(errs.Mistake("lead", "task.lead", "请选择牵头单位。", "Choose who leads."))
	}
	o.Joint = slices.DeleteFunc(f.known(&wrong, "joint", c.Joint), func(x string) bool { return x == o.Lead })
	f.coming(&wrong, "due", c.Due, false)
	return o, wrong.Err()
}

// Set decides that a task begins.
func (t Task) Set(mechanism string, o Order, f Facts) []journal.New {
	return f.because(TaskSet{Mechanism: mechanism, Order: o, Clocks: f.start(taskClock, o.Due, o.Lead)})
}

// Progress decides on a report on the way, by the lead or a joint department.
func (t Task) Progress(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&TaskTable, t.State, Progressed{}); err != nil {
		return nil, err
	}
	by := f.acting(append([]string{t.Lead}, t.Joint...)...)
	if by == "" {
		return nil, errs.Refuse("task.not_yours", "进展由牵头单位或者参加单位报告。", "The lead or a joint department reports on the way.")
	}
	var wrong errs.List
	text := words(&wrong, "text", cmd.Text)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(Progressed{by, text}), nil
}

// Finish says that a task is done.
type Finish struct {
	Task     string       `json:"task"`
	Evidence string       `json:"evidence"` // what shows it: a document, its number, where it is published
	File     *blob.Upload `json:"file,omitempty"`
	Version  int64        `json:"version"`
	Key      string       `json:"key,omitempty"`
	kept     *blob.Kept
}

// Finish decides that the lead has done it.
func (t Task) Finish(cmd Finish, f Facts) ([]journal.New, error) {
	if err := step(&TaskTable, t.State, TaskDone{}); err != nil {
		return nil, err
	}
	if f.acting(t.Lead) == "" {
		return nil, errs.Refuse("task.not_lead", "完成由牵头单位报告。", "The lead department reports that it is done.")
	}
	if t.Due == "" {
		return nil, errs.Refuse("task.continuing", "这项任务持续推进，没有完成日：报告进展，或者请办公室先定下期限。", "This task goes on and has no end: report progress, or have the office set a day first.")
	}
	evidence := strings.TrimSpace(cmd.Evidence)
	if evidence == "" && cmd.kept == nil {
		return nil, errs.Mistake("evidence", "task.evidence", "没有佐证不能报完成：写明文件名称、文号或者公布网址，也可以上传文件。", "Nothing is done without evidence: name the document, its number or where it is published, or send a file.")
	}
	if len([]rune(evidence)) > maxText {
		return nil, errs.Mistake("evidence", "coordination.text", "最多 %d 字。", "At most %d characters.", maxText)
	}
	return f.because(TaskDone{By: t.Lead, Evidence: evidence, File: cmd.kept, Clocks: end(taskClock, t.Due, flow.ClockMeet)}), nil
}

// Accept decides that the office takes it as done.
func (t Task) Accept(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&TaskTable, t.State, TaskAccepted{}); err != nil {
		return nil, err
	}
	return f.because(TaskAccepted{strings.TrimSpace(cmd.Text)}), nil
}

// Return decides that it is not done yet.
func (t Task) Return(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&TaskTable, t.State, TaskReturned{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := TaskReturned{Reason: words(&wrong, "text", cmd.Text), Due: cmd.Due}
	if b.Due == "" {
		b.Due = t.Due
	}
	f.coming(&wrong, "due", b.Due, true)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	b.Clocks = f.start(taskClock, b.Due, t.Lead)
	return f.because(b), nil
}

// Extend decides on a later day, for a reason that stays on record; a task that goes
// on gets a day by it.
func (t Task) Extend(cmd Says, f Facts) ([]journal.New, error) {
	if t.State == TaskGiven || t.State == TaskTaken {
		return nil, errs.Refuse("task.extend_done", "已经报告完成的任务不能延期；没有完成的，退回并定下新的期限。", "What is reported done is not extended; if it is not done, return it with a new day.")
	}
	if err := step(&TaskTable, t.State, TaskExtended{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	b := TaskExtended{Due: cmd.Due, Reason: words(&wrong, "text", cmd.Text)}
	f.coming(&wrong, "due", cmd.Due, true)
	if cmd.Due != "" && cmd.Due <= t.Due {
		wrong.Add(errs.Mistake("due", "task.earlier", "新的期限应晚于 %s。", "The new day lies after %s.", t.Due))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if b.Clocks = f.extend(taskClock, cmd.Due); t.Due == "" {
		b.Clocks = f.start(taskClock, cmd.Due, t.Lead)
	}
	return f.because(b), nil
}

// Budget says what a task costs in a year.
type Budget struct {
	Task string `json:"task"`
	Money
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Budget decides on the money of a year, by the lead or the office.
func (t Task) Budget(cmd Budget, f Facts) ([]journal.New, error) {
	if err := step(&TaskTable, t.State, Budgeted{}); err != nil {
		return nil, err
	}
	by := f.acting(t.Lead)
	if by == "" && !f.Office {
		return nil, errs.Refuse("task.not_lead", "经费由牵头单位或者办公室填报。", "The lead department or the office enters money.")
	}
	var wrong errs.List
	if y := f.Today.Year(); cmd.Year < y-5 || cmd.Year > y+5 {
		wrong.Add(errs.Mistake("year", "task.year", "请填写前后五年之内的年度。", "Give a year within five of this one."))
	}
	for field, n := range map[string]int64{"planned": cmd.Planned, "granted": cmd.Granted, "spent": cmd.Spent} {
		if n < 0 || n > maxMoney {
			wrong.Add(errs.Mistake(field, "task.money", "金额以元计，不为负数。", "Give yuan, not below nought."))
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(Budgeted{by, cmd.Money}), nil
}

// maxMoney bounds what is typed, in yuan.
const maxMoney = 1_000_000_000_000

// Publish says whether everybody may see how a task stands.
type Publish struct {
	Task    string `json:"task"`
	Public  bool   `json:"public"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Publish decides on it.
func (t Task) Publish(cmd Publish, f Facts) ([]journal.New, error) {
	if err := step(&TaskTable, t.State, TaskPublished{}); err != nil {
		return nil, err
	}
	if cmd.Public == t.Public {
		return nil, errs.Refuse("task.public", "已经是这样。", "It is so already.")
	}
	return f.because(TaskPublished{cmd.Public}), nil
}

// Cancel decides that a task falls away.
func (t Task) Cancel(cmd Says, f Facts) ([]journal.New, error) {
	if err := step(&TaskTable, t.State, TaskCancelled{}); err != nil {
		return nil, err
	}
	var wrong errs.List
	reason := words(&wrong, "text", cmd.Text)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(TaskCancelled{Reason: reason, Clocks: end(taskClock, t.Due, flow.ClockCancel)}), nil
}
