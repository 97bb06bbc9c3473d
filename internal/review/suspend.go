package review

import (
	"maps"
	"slices"
	"strings"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Suspension is a time in which a limit stands still.
type Suspension struct {
	Ground string    `json:"ground"` // code of the pack's list
	Reason string    `json:"reason"`
	Since  time.Time `json:"since,omitzero"`
	Due    time.Time `json:"due,omitzero"` // of the limit, when it was stopped
}

// StopGround is a ground on which a pack in force lets limits stand still. No
// ground: the rules that apply know no suspension.
type StopGround struct {
	Code     string
	Clocks   []string // whose limits
	Question bool     // only while the applicant owes an answer; ends with the last one
	Ground   flow.Ground
}

// Suspend lets a limit stand still.
type Suspend struct {
	Review  string `json:"review"`
	Clock   string `json:"clock"`
	Ground  string `json:"ground"` // code of the pack's list
	Reason  string `json:"reason"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Suspend decides to stop a limit: only on a ground that a pack knows, and only
// with a reason.
func (c Case) Suspend(cmd Suspend, f Facts) ([]journal.New, error) {
	if err := c.allows("review.suspended"); err != nil {
		return nil, err
	}
	if len(f.Stops) == 0 {
		return nil, errs.Refuse("review.suspend.off", "所适用的规则不允许中止期限；可以延长。", "The rules that apply do not let a limit stand still; it can be extended.")
	}
	var wrong errs.List
	due, runs := c.Due[cmd.Clock]
	if _, stopped := c.Suspended[cmd.Clock]; !runs || stopped {
		wrong.Add(errs.Mistake("clock", "review.suspend.clock", "没有正在计时的这个期限。", "No such limit is running."))
	}
	at := slices.IndexFunc(f.Stops, func(g StopGround) bool { return g.Code == cmd.Ground && slices.Contains(g.Clocks, cmd.Clock) })
	if at < 0 {
		wrong.Add(errs.Mistake("ground", "review.suspend.ground", "请选择规则允许的中止事由。", "Choose one of the grounds that the rules allow."))
	}
	if strings.TrimSpace(cmd.Reason) == "" {
		wrong.Add(errs.Mistake("reason", "review.suspend.reason", "中止期限必须写明理由。", "A suspension needs a reason."))
	}
	if at >= 0 && f.Stops[at].Question && len(c.OpenQuestions()) == 0 {
		wrong.Add(errs.Mistake("ground", "review.suspend.question", "没有等待申请人回答的问题。", "No question waits for the applicant's answer."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	body := Suspended{Clock: cmd.Clock, Cause: cmd.Ground, Reason: strings.TrimSpace(cmd.Reason), Was: due}
	body.Moves = []flow.ClockMove{{Clock: cmd.Clock, Op: flow.ClockPause}}
	return []journal.New{journal.Because(body, f.Stops[at].Ground)}, nil
}

// Resume lets a limit run on.
type Resume struct {
	Review  string `json:"review"`
	Clock   string `json:"clock"`
	Reason  string `json:"reason"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Resume decides to let a limit run on with what was left of it.
func (c Case) Resume(cmd Resume, f Facts) ([]journal.New, error) {
	if err := c.allows("review.resumed"); err != nil {
		return nil, err
	}
	var wrong errs.List
	stop, stopped := c.Suspended[cmd.Clock]
	rest, known := f.Rest[cmd.Clock]
	if !stopped || !known {
		wrong.Add(errs.Mistake("clock", "review.resume.clock", "这个期限没有中止。", "This limit is not suspended."))
	}
	if strings.TrimSpace(cmd.Reason) == "" {
		wrong.Add(errs.Mistake("reason", "review.resume.reason", "请写明为什么恢复计时。", "Say why the limit runs on."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	rest.Clock, rest.Op = cmd.Clock, flow.ClockResume
	body := Resumed{Clock: cmd.Clock, Reason: strings.TrimSpace(cmd.Reason), Since: stop.Since, Was: stop.Due, Due: rest.Due}
	body.Moves = []flow.ClockMove{rest}
	grounds := f.Grounds
	if at := slices.IndexFunc(f.Stops, func(g StopGround) bool { return g.Code == stop.Ground }); at >= 0 {
		grounds = []flow.Ground{f.Stops[at].Ground}
	}
	return []journal.New{journal.Because(body, grounds...)}, nil
}

// resumeAnswered lets those limits run on that stood still for answers, once the
// last one is there.
func (c Case) resumeAnswered(f Facts) ([]journal.New, error) {
	if len(c.OpenQuestions()) != 1 { // the one being answered
		return nil, nil
	}
	var out []journal.New
	for _, clock := range slices.Sorted(maps.Keys(c.Suspended)) {
		waits := slices.ContainsFunc(f.Stops, func(g StopGround) bool { return g.Question && g.Code == c.Suspended[clock].Ground })
		if !waits {
			continue
		}
		news, err := c.Resume(Resume{Clock: clock, Reason: AnsweredReason}, f)
		if err != nil {
			return nil, err
		}
		out = append(out, news...)
	}
	return out, nil
}

// AnsweredReason is why a limit runs on by itself; pages put it into words.
const AnsweredReason = "answered"
