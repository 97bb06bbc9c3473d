package complaint

import (
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Facts are what an act rests on besides the stream.
type Facts struct {
	Actor    string
	NewID    string
	Today    calendar.Day
	Closings []string        // codes that the packs know
	Keep     int             // months for which contents are kept after the end; 0: no end is set
	Clock    *flow.ClockMove // of acceptance; nil: the packs set none
	Target   Intake          // of the body that a report is handed over to
	Region   string          // of that body
	Barred   []string        // who may not read this report
}

// until is the last day on which the contents of what ends today are kept.
func (f Facts) until() calendar.Day {
	if f.Keep <= 0 {
		return ""
	}
	return f.Today.AddMonths(f.Keep)
}

// maxText bounds reasons.
const maxText = 2000

// On names a report.
type On struct {
	Complaint string `json:"complaint"`
	Version   int64  `json:"version"`
	Key       string `json:"key,omitempty"`
}

// Reasoned is an act on a report that needs a reason and nothing else.
type Reasoned struct {
	Complaint string `json:"complaint"`
	Reason    string `json:"reason"`
	Version   int64  `json:"version"`
	Key       string `json:"key,omitempty"`
}

// Close ends the work on a report.
type Close struct {
	Complaint string `json:"complaint"`
	Code      string `json:"code"` // of the packs' list report_closings
	Reason    string `json:"reason"`
	Version   int64  `json:"version"`
	Key       string `json:"key,omitempty"`
}

// HandOver gives a report to another body of this house. The letters come anew,
// encrypted by the receiver's browser to those of the other body.
type HandOver struct {
	Complaint string     `json:"complaint"`
	Body      string     `json:"body"`
	Reason    string     `json:"reason"`
	Letters   []Resealed `json:"letters"`
	Version   int64      `json:"version"`
	Key       string     `json:"key,omitempty"`
}

// Resealed is a letter encrypted anew.
type Resealed struct {
	Seq    int    `json:"seq"`
	Sealed string `json:"sealed"`
}

// Refer gives a report to a body outside this house.
type Refer struct {
	Complaint string `json:"complaint"`
	To        string `json:"to"`
	Reason    string `json:"reason"`
	Version   int64  `json:"version"`
	Key       string `json:"key,omitempty"`
}

// Agree opens an identity to the receiver who asked: the custodian's browser has
// encrypted it to that receiver's key.
type Agree struct {
	Complaint string `json:"complaint"`
	Reason    string `json:"reason"`
	Sealed    string `json:"sealed"`
	Version   int64  `json:"version"`
	Key       string `json:"key,omitempty"`
}

// TakeUp decides to begin work on a report.
func (s State) TakeUp() ([]journal.New, error) {
	if err := s.may(TakenUp{}); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(TakenUp{})}, nil
}

// Close decides to end the work on a report. Not while an inquiry runs.
func (s State) Close(cmd Close, f Facts) ([]journal.New, error) {
	if err := s.may(Closed{}); err != nil {
		return nil, err
	}
	reason, wrong := reasoned(cmd.Reason)
	if !slices.Contains(f.Closings, cmd.Code) {
		wrong.Add(errs.Mistake("code", "complaint.closing", "请选择办结的理由。", "Choose why it is closed."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if s.CaseOpen() {
		return nil, errs.Refuse("complaint.case", "关于这件举报的调查还没有结束，不能办结。", "An inquiry into this report is going on; it cannot be closed before its end.")
	}
	if s.OpenAsk() != nil {
		return nil, asking()
	}
	body := Closed{Code: cmd.Code, Reason: reason, Day: f.Today, Until: f.until()}
	if !s.Settled() && !s.Due.IsZero() {
		body.Moves = end(flow.ClockMeet)
	}
	return []journal.New{journal.Because(body)}, nil
}

// Reopen decides to work on a closed report again.
func (s State) Reopen(cmd Reasoned) ([]journal.New, error) {
	return s.simply(cmd.Reason, func(reason string) journal.Body { return Reopened{reason} })
}

// Hold decides to keep contents beyond their time.
func (s State) Hold(cmd Reasoned) ([]journal.New, error) {
	if s.Held {
		return nil, errs.Refuse("complaint.held", "已经保全。", "It is held already.")
	}
	return s.simply(cmd.Reason, func(reason string) journal.Body { return Held{reason} })
}

// Release decides to end a hold.
func (s State) Release(cmd Reasoned) ([]journal.New, error) {
	if !s.Held {
		return nil, errs.Refuse("complaint.free", "没有保全。", "It is not held.")
	}
	return s.simply(cmd.Reason, func(reason string) journal.Body { return Released{reason} })
}

// HandOver decides to give a report to another body, which has somebody to receive
// it. Who may not read it there neither may here.
func (s State) HandOver(cmd HandOver, f Facts) ([]journal.New, error) {
	if err := s.may(HandedOver{}); err != nil {
		return nil, err
	}
	reason, wrong := reasoned(cmd.Reason)
	if cmd.Body == s.Body || len(f.Target.Ready(Receiver, f.Barred...)) == 0 {
		wrong.Add(errs.Mistake("body", "complaint.target", "请选择另一个有人受理举报的单位或者部门；没有的，移交外部机关。", "Choose another unit or department that receives reports; where there is none, refer it outside."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	switch {
	case s.CaseOpen():
		return nil, errs.Refuse("complaint.case", "关于这件举报的调查还没有结束，随案移交。", "An inquiry into this report is going on; it goes where the inquiry goes.")
	case s.OpenAsk() != nil:
		return nil, asking()
	}
	body := HandedOver{BodyKind: f.Target.BodyKind, Body: cmd.Body, Region: f.Region, Reason: reason}
	if !s.Settled() && !s.Due.IsZero() { // whoever gets it has the whole time again
		body.Moves = end(flow.ClockCancel)
	}
	body.Moves = append(body.Moves, starts(f.Clock, cmd.Body)...)
	return []journal.New{journal.Because(body)}, nil
}

// Refer decides to give a report to a body outside.
func (s State) Refer(cmd Refer, f Facts) ([]journal.New, error) {
	if err := s.may(Referred{}); err != nil {
		return nil, err
	}
	reason, wrong := reasoned(cmd.Reason)
	to := strings.Join(strings.Fields(cmd.To), " ")
	if n := len([]rune(to)); n == 0 || n > 200 {
		wrong.Add(errs.Mistake("to", "complaint.to", "请写明移交给哪个机关，最多 200 字。", "Say to whom, with at most 200 characters."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if s.OpenAsk() != nil {
		return nil, asking()
	}
	body := Referred{To: to, Reason: reason, Until: f.until()}
	if !s.Settled() && !s.Due.IsZero() {
		body.Moves = end(flow.ClockMeet)
	}
	return []journal.New{journal.Because(body)}, nil
}

// AskIdentity decides to ask the custodian who the reporter is.
func (s State) AskIdentity(cmd Reasoned, f Facts) ([]journal.New, error) {
	switch {
	case s.State != StateNone && !s.Identity:
		return nil, errs.Refuse("complaint.anonymous", "举报人没有留下身份，没有可以打开的身份。", "The reporter left no identity; there is none to open.")
	case s.OpenAsk() != nil:
		return nil, asking()
	}
	return s.simply(cmd.Reason, func(reason string) journal.Body { return IdentityAsked{f.NewID, reason} })
}

// AgreeIdentity decides to open the identity to whoever asked. The custodian never
// does so to themselves.
func (s State) AgreeIdentity(cmd Agree, f Facts) ([]journal.New, error) {
	ask, err := s.answerable(f)
	if err != nil {
		return nil, err
	}
	return s.simply(cmd.Reason, func(reason string) journal.Body { return IdentityOpened{ask.ID, reason} })
}

// RefuseIdentity decides not to.
func (s State) RefuseIdentity(cmd Reasoned, f Facts) ([]journal.New, error) {
	ask, err := s.answerable(f)
	if err != nil {
		return nil, err
	}
	return s.simply(cmd.Reason, func(reason string) journal.Body { return IdentityRefused{ask.ID, reason} })
}

func (s State) answerable(f Facts) (*Ask, error) {
	ask := s.OpenAsk()
	switch {
	case ask == nil:
		return nil, errs.Refuse("complaint.unasked", "没有人请求打开身份。", "Nobody asks to open the identity.")
	case ask.By == f.Actor:
		return nil, errs.Refuse("complaint.apart", "请求打开身份的人不能同时作出同意。", "Nobody agrees to what they ask for themselves.")
	}
	return ask, nil
}

// simply decides on an act that needs a reason alone.
func (s State) simply(text string, body func(reason string) journal.Body) ([]journal.New, error) {
	if err := s.may(body("")); err != nil {
		return nil, err
	}
	reason, wrong := reasoned(text)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(body(reason))}, nil
}

// may refuses an act that the procedure does not have in this state.
func (s State) may(body journal.Body) error {
	switch {
	case s.State == StateNone:
		return resting()
	case !Table.Allows(s.State, body.EventType()):
		return s.over()
	}
	return nil
}

func (s State) over() error {
	return errs.Refuse("complaint.state", "举报现在的状态是“%s”，不能这样办理。", "The report is “%s”; this cannot be done with it now.", Table.Info(s.State).Text)
}

// resting refuses acts on what is not journalled yet: they would tell the hour.
func resting() error {
	return errs.Refuse("complaint.resting", "为了不留下提交的时刻，举报在次日才记入日志。现在可以阅读和回复，其他办理从明天开始。",
		"So that no hour of filing is kept, a report is journalled on the next day. It can be read and answered now; all else from tomorrow.")
}

func asking() error {
	return errs.Refuse("complaint.asking", "身份保管人还没有答复打开身份的请求。", "The custodian has not yet answered whether the identity is opened.")
}

func starts(c *flow.ClockMove, body string) []flow.ClockMove {
	if c == nil {
		return nil
	}
	m := *c
	m.Clock, m.Op, m.Who, m.Holder = clock, flow.ClockStart, flow.RoleReceiver, body
	return []flow.ClockMove{m}
}

func reasoned(text string) (string, errs.List) {
	var wrong errs.List
	text = strings.TrimSpace(text)
	if n := len([]rune(text)); n == 0 || n > maxText {
		wrong.Add(errs.Mistake("reason", "complaint.reason", "请写明理由，最多 %d 字；不写姓名，也不写能认出举报人的内容。", "Give the reason, with at most %d characters, no names and nothing by which the reporter could be known.", maxText))
	}
	return text, wrong
}
