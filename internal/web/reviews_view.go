package web

import (
	"strconv"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/sites"
	pages "lunheng/internal/web/pages/review"
	"lunheng/internal/web/ui"
)

// kase is a case as a page shows it: now, or as of an earlier event.
type kase struct {
	review.Case
	at       int64           // version shown; 0: the present one
	events   []journal.Event // up to the version shown
	latest   int64           // present version
	me       string          // who looks
	may      map[auth.Verb]bool
	attends  bool // the person may open the meeting it is or was on
	follows  bool // the person may see how the approved work goes
	names    people
	set      *rules.Set
	body     lang.Text // committee
	app      activity.State
	readable bool // the person may read the application
	clocks   []clocks.Clock
}

// caseVerbs are the verbs for which pages of a case have buttons.
var caseVerbs = []auth.Verb{auth.ReviewDiscussion, auth.ReviewFileRead, auth.ReviewAccept, auth.ReviewReturn, auth.ReviewSchedule, auth.ReviewExtend,
	auth.ReviewAsk, auth.ReviewReviewers, auth.ReviewOpinion, auth.ReviewRecuse, auth.ReviewFinalise, auth.ReviewStipulationCheck, auth.ReviewLetterIssue, auth.ReviewLetterReissue, auth.ReviewLetterSend}

// openCase reads a case that the person may see.
func (s *Server) openCase(r *Request, id string, at int64) (*kase, error) {
	rd := r.Reader()
	events, err := s.Review.Events(rd, r.P, id)
	if err != nil {
		return nil, err
	}
	k := &kase{events: events, me: r.P.Person}
	if n := len(events); n > 0 {
		k.latest = events[n-1].Version // some events may be closed to this person
	}
	if at > 0 && at < k.latest {
		if k.events, err = review.UpTo(events, at); err != nil {
			return nil, err
		}
		k.at = at
	}
	if k.Case, err = review.Fold(k.events); err != nil {
		return nil, err
	}
	if k.may, err = auth.Can(rd, r.P, auth.Review, id, caseVerbs...); err != nil {
		return nil, err
	}
	if k.Meeting != "" {
		may, err := auth.Can(rd, r.P, auth.Meeting, k.Meeting, auth.MeetingView)
		if err != nil {
			return nil, err
		}
		k.attends = may[auth.MeetingView]
	}
	if k.body, err = r.body(auth.Committee, k.Committee); err != nil {
		return nil, err
	}
	k.set = s.Book.On(r.P.Day, k.Region)
	if k.clocks, err = clocks.Of(rd, review.Stream(id)); err != nil {
		return nil, err
	}
	k.app, err = s.Activity.View(rd, r.P, k.Activity, k.Application)
	switch errs.CodeOf(err) {
	case "":
		k.readable = true
	case errs.Forbidden, errs.NotFound:
	default:
		return nil, err
	}
	k.follows = k.Kind != "" && r.may(auth.ConductView, auth.Activity, k.Activity) == nil
	return k, k.findNames(r)
}

// findNames looks up everybody whom the pages of the case may name.
func (k *kase) findNames(r *Request) error {
	ids := []string{k.Applicant}
	for _, e := range k.events {
		ids = append(ids, e.Actor)
	}
	for _, m := range k.app.Team {
		ids = append(ids, m.Person)
	}
	for _, d := range k.Decisions {
		ids = append(ids, d.Checker, d.Presiding)
	}
	for person := range k.Excluded {
		ids = append(ids, person)
	}
	var err error
	k.names, err = r.people(ids...)
	return err
}

// pathCase opens the case that the address names, at the event that it names.
func (s *Server) pathCase(r *Request) (*kase, error) {
	at, _ := strconv.ParseInt(r.FormValue("at"), 10, 64)
	return s.openCase(r, r.PathValue("id"), at)
}

// clockOf is the clock of a stream that runs out first.
func (r *Request) clockOf(stream string) (*ui.ClockInfo, error) {
	list, err := clocks.Of(r.Reader(), stream)
	return r.urgent(list), err
}

// caseStatus is the state of a case with its shape.
func caseStatus(state flow.State) ui.Status {
	tone := ui.Active
	switch state {
	case review.StateSubmitted, review.StateChangesAnswered, review.StateRecheckDue, review.StateRechecking, review.StateOpinionIn:
		tone = ui.Waiting
	case review.StateReturned, review.StateChangesDue, review.StateRevisionDue:
		tone = ui.Warn
	case review.StateApproved:
		tone = ui.OK
	case review.StateRejected:
		tone = ui.Bad
	case review.StateWithdrawn:
		tone = ui.Ended
	}
	return ui.Status{Text: review.Table.Info(state).Text, Tone: tone}
}

// caseState is the state of a case in a list.
func (r *Request) caseState(row review.Row) ui.Status {
	return ofKind(r.S.Book.On(r.P.Day, ""), row.Kind, row.State, row.Outcome)
}

// ofKind is the state of a case; once one on approved work is decided, the decision
// says more than the state.
func ofKind(set *rules.Set, kind string, state flow.State, outcome string) ui.Status {
	if kind == "" || state != review.StateApproved && state != review.StateRejected {
		return caseStatus(state)
	}
	return outcomeStatus(&kase{set: set}, outcome)
}

// titled is the title of a case with its kind before it, unless it is an initial one.
func (r *Request) titled(kind, title string) string {
	if kind == "" {
		return title
	}
	return r.C.Text(review.KindText(r.S.Book.On(r.P.Day, ""), kind)) + r.C.T("：", ": ") + title
}

// status is the state of the case.
func (k *kase) status() ui.Status {
	outcome := ""
	if d := k.Decision(); d != nil {
		outcome = d.Outcome
	}
	return ofKind(k.set, k.Kind, k.State, outcome)
}

// next is the step that comes next.
func (k *kase) next() lang.Text {
	if k.Kind != "" && review.Table.Info(k.State).Final {
		return lang.Text{}
	}
	switch k.State {
	case review.StateSubmitted:
		return lang.T("秘书核对材料：受理，或一次性告知补正", "The secretary checks the file: accepted, or returned with one list")
	case review.StateReturned:
		return lang.T("申请人补齐后直接重新提交", "The applicant completes it and hands it in again")
	case review.StateAccepted:
		if k.Procedure == review.BySimplified {
			return lang.T("主任委员指定审查人", "The chair names reviewers")
		}
		return lang.T("列入会议议程", "A place on an agenda")
	case review.StateWithReviewers:
		return lang.T("审查人提出意见；意见一致即可决定，不召开会议", "The reviewers' opinions; when they agree it is decided without a meeting")
	case review.StateScheduled:
		return lang.T("会议审查", "The meeting")
	case review.StateInMeeting:
		return lang.T("审议、表决、作出决定", "Deliberation, vote, decision")
	case review.StateChangesDue:
		return lang.T("申请人逐条答复", "The applicant answers point by point")
	case review.StateChangesAnswered:
		return lang.T("核对修改，确认后批准生效", "The changes are checked; then the approval takes effect")
	case review.StateRevisionDue:
		return lang.T("申请人修改后重新提交", "The applicant revises and hands it in again")
	case review.StateRecheckDue:
		return lang.T("初步同意。单位向主管部门申请专家复核，在此之前不得开始", "Agreed to at first. The unit asks the department for expert re-review; nothing starts before")
	case review.StateRechecking:
		return lang.T("主管部门组织专家复核，一般在 30 天内反馈", "The department has experts look again, normally within thirty days")
	case review.StateOpinionIn:
		return lang.T("主任委员依据复核意见宣布最终决定", "The chair declares the final decision, in line with the experts' opinion")
	case review.StateApproved:
		return lang.T("跟踪审查", "Follow-up review")
	}
	return lang.Text{}
}

// kindText is the kind of review at the head of its pages.
func (k *kase) kindText() lang.Text {
	if k.Kind == "" {
		return lang.T("伦理审查", "Ethics review")
	}
	return review.KindText(k.set, k.Kind)
}

// frame is what all pages of the case share. tab is the part behind the case's
// address.
func (s *Server) frame(r *Request, k *kase, tab string) (pages.Frame, error) {
	v := pages.Frame{Page: r.Info(lang.Same(k.Title)), ID: k.ID, Version: k.latest, Key: r.NewKey()}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("审查", "Reviews"), Href: "/reviews"}}
	info := review.Table.Info(k.State)
	v.Head = ui.CaseInfo{Kind: lang.T("%s · %s", "%s · %s").With(k.kindText(), k.body), Number: k.Number, Title: lang.Same(k.Title), State: k.status(),
		With: review.Who(k.State, k.Procedure).Text(), Next: k.next(), Tabs: k.tabs(tab)}
	var err error
	if v.Head.Gate, err = r.caseGate(k); err != nil {
		return v, err
	}
	if v.Head.Who, err = s.holders(r, k, review.Who(k.State, k.Procedure)); err != nil {
		return v, err
	}
	if k.Mandate != "" {
		by, err := r.body(auth.Unit, k.Unit)
		if err != nil {
			return v, err
		}
		if k.Unit == "" {
			by = k.names.text(k.Applicant)
		}
		v.Head.For = &ui.Link{Text: by}
		if r.may(auth.MandateView, auth.Mandate, k.Mandate) == nil {
			v.Head.For.Href = "/mandates/" + k.Mandate
		}
	}
	if hands := review.Hands(k.events, k.until(r)); len(hands) > 0 && !info.Final {
		last := hands[len(hands)-1]
		v.Head.Since = r.C.Tf("自 %s 起，第 %d 天", "since %s, day %d", r.C.Date(last.From), max(last.Days, 1))
	}
	if k.at > 0 {
		last := k.events[len(k.events)-1]
		v.Head.AsOf = lang.T("您看到的是第 %d 条记录（%s）之后的案卷", "This is the case after entry %d (%s)").With(k.at, r.C.Time(last.At))
		v.Head.Now = "/reviews/" + k.ID + tabPath(tab)
		return v, nil
	}
	if k.Meeting != "" {
		at, err := review.Sits(r.Reader(), k.Meeting)
		if err != nil {
			return v, err
		}
		v.Head.Sits = r.C.Time(at)
	}
	v.Head.Clock = r.urgent(k.clocks)
	if stop, ok := k.Suspended[review.ClockDecision]; ok && v.Head.Clock != nil && v.Head.Clock.Look == ui.ClockPaused {
		v.Head.Clock.Why = lang.Same(stop.Reason)
	}
	v.Acts = k.acts(tab)
	return v, nil
}

// holders are the persons behind the role that has the case.
func (s *Server) holders(r *Request, k *kase, who flow.Role) ([]ui.Person, error) {
	role := registry.Role("")
	switch who {
	case flow.RoleApplicant:
		return []ui.Person{k.names.person(r.C, k.Applicant)}, nil
	case flow.RoleSecretary:
		role = registry.RoleSecretary
	case flow.RoleChair:
		if d := k.Decision(); d != nil && d.Checker != "" {
			return []ui.Person{k.names.person(r.C, d.Checker)}, nil
		}
		role = registry.RoleChair
	default:
		return k.reviewing(r)
	}
	offices, err := registry.Holders(r.Reader(), registry.InCommittee, k.Committee, r.P.Day)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, o := range offices {
		if o.Role == role {
			ids = append(ids, o.Person)
		}
	}
	names, err := r.people(ids...)
	var out []ui.Person
	for _, id := range ids {
		out = append(out, names.person(r.C, id))
	}
	return out, err
}

// tabs are the pages of the case.
func (k *kase) tabs(current string) []ui.Tab {
	open := len(k.OpenQuestions())
	list := []struct {
		path  string
		text  lang.Text
		count int
	}{
		{"", lang.T("申请", "Application"), 0},
		{"questions", lang.T("问题与答复", "Questions"), open},
		{"stipulations", lang.T("修改要求", "Stipulations"), len(k.Points)},
		{"reviewers", lang.T("审查人", "Reviewers"), len(k.Reviewers)},
		{"letters", lang.T("决定书", "Letters"), len(k.Letters)},
		{"reasons", lang.T("理由", "Reasons"), 0},
		{"timeline", lang.T("时间线", "Timeline"), 0},
	}
	out := make([]ui.Tab, 0, len(list))
	for _, t := range list {
		if t.path == "reviewers" && !k.simplified() {
			continue
		}
		href := "/reviews/" + k.ID + tabPath(t.path)
		if k.at > 0 {
			href += "?at=" + strconv.FormatInt(k.at, 10)
		}
		out = append(out, ui.Tab{Text: t.text, Href: href, Current: t.path == current, Count: t.count})
	}
	return out
}

// simplified reports whether the person may see how named members review the case.
func (k *kase) simplified() bool {
	return k.may[auth.ReviewDiscussion] && (len(k.Reviewers) > 0 || k.Procedure == review.BySimplified && k.State == review.StateAccepted)
}

func tabPath(tab string) string {
	if tab == "" {
		return ""
	}
	return "/" + tab
}

// acts are the ways to what this person may do now.
func (k *kase) acts(tab string) []pages.Act {
	base := "/reviews/" + k.ID
	var out []pages.Act
	add := func(verb auth.Verb, event string, look ui.Look, text lang.Text, path string) {
		if k.may[verb] && review.Table.Allows(k.State, event) && path != "/"+tab {
			out = append(out, pages.Act{Link: ui.Link{Text: text, Href: base + path}, Look: look})
		}
	}
	if k.Kind == review.KindAfterEmergency {
		out = append(out, pages.Act{Link: ui.Link{Text: lang.T("应急审查案卷", "The emergency review"), Href: "/reviews/" + k.About}, Look: ui.Second})
	} else if k.Kind != "" && k.About != "" && k.Appeal == nil && k.follows {
		out = append(out, pages.Act{Link: ui.Link{Text: lang.T("报告内容", "Read the report"), Href: reportPath(k.Activity, k.About)}, Look: ui.Second})
	}
	if k.Claim != nil {
		out = append(out, pages.Act{Link: ui.Link{Text: lang.T("免除审查的申请", "The claim of exemption"), Href: base + "/exemption"}, Look: ui.Primary})
	} else if k.Appeal != nil {
		out = append(out, pages.Act{Link: ui.Link{Text: lang.T("申诉书", "The appeal"), Href: base + "/appeal"}, Look: ui.Primary})
	} else {
		add(auth.ReviewAccept, "review.accepted", ui.Primary, lang.T("形式审查", "Check the file"), "/check")
	}
	if k.AppealedBy != "" {
		out = append(out, pages.Act{Link: ui.Link{Text: lang.T("对此决定的申诉", "The appeal against it"), Href: "/reviews/" + k.AppealedBy + "/appeal"}, Look: ui.Second})
	}
	if k.Procedure == review.BySimplified {
		out = append(out, k.simplifiedActs(tab)...)
	} else {
		if k.Procedure == review.ByEmergency {
			add(auth.ReviewSchedule, "review.scheduled", ui.Primary, lang.T("紧急召集会议", "Call an emergency meeting"), "/convene")
		}
		add(auth.ReviewSchedule, "review.scheduled", ui.Primary, lang.T("列入会议", "Put on an agenda"), "/schedule")
	}
	if k.attends {
		out = append(out, pages.Act{Link: ui.Link{Text: lang.T("会议", "The meeting"), Href: "/meetings/" + k.Meeting}, Look: ui.Primary})
	}
	if k.State == review.StateOpinionIn {
		add(auth.ReviewFinalise, "review.approved", ui.Primary, lang.T("最终决定", "Decide finally"), "/final")
	}
	add(auth.ReviewStipulationCheck, "review.stipulation_checked", ui.Primary, lang.T("核对修改", "Check the changes"), "/stipulations")
	add(auth.ReviewAsk, "review.question_asked", ui.Second, lang.T("向申请人提问", "Ask the applicant"), "/questions")
	if len(k.Due) > 0 {
		add(auth.ReviewExtend, "review.extended", ui.Second, lang.T("延长期限", "Extend the time"), "/extend")
	}
	if len(k.Suspended) > 0 {
		add(auth.ReviewExtend, "review.resumed", ui.Second, lang.T("恢复计时", "Let the limit run on"), "/resume")
	} else if len(k.Due) > 0 && len(review.StopGrounds(k.set)) > 0 {
		add(auth.ReviewExtend, "review.suspended", ui.Second, lang.T("中止期限", "Let the limit stand still"), "/suspend")
	}
	switch {
	case k.Kind == sites.ReviewKind:
		out = append(out, pages.Act{Link: ui.Link{Text: lang.T("核对与决定包", "Checks and package"), Href: "/sites/" + k.About}, Look: ui.Second})
	case k.Kind == "" && k.may[auth.ReviewDiscussion]:
		out = append(out, pages.Act{Link: ui.Link{Text: lang.T("参与单位", "Participating units"), Href: base + "/sites"}, Look: ui.Second})
	}
	if k.Decision() != nil {
		add(auth.ReviewLetterIssue, "review.letter_issued", ui.Second, lang.T("决定书", "The letter"), "/letters")
	} else if k.may[auth.ReviewLetterIssue] && len(k.notices()) > 0 && tab != "letters" {
		out = append(out, pages.Act{Link: ui.Link{Text: lang.T("通知书", "Notices"), Href: base + "/letters"}, Look: ui.Second})
	}
	if k.may[auth.ReviewDiscussion] {
		out = append(out, pages.Act{Link: ui.Link{Text: lang.T("类似案卷", "Like cases"), Href: base + "/like"}, Look: ui.Quiet})
	}
	return out
}

// until is when the shown state of the case ends: now, or at the last event
// shown.
func (k *kase) until(r *Request) time.Time {
	if k.at > 0 {
		return k.events[len(k.events)-1].At
	}
	return r.C.Now
}
