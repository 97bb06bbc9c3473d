package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/complaint"
	"lunheng/internal/coordination"
	"lunheng/internal/filing"
	"lunheng/internal/jobs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/mail"
	"lunheng/internal/mandate"
	"lunheng/internal/recheck"
	"lunheng/internal/registry"
	"lunheng/internal/rehearse"
	"lunheng/internal/review"
	"lunheng/internal/risk"
	"lunheng/internal/sanction"
	"lunheng/internal/sites"
	"lunheng/internal/veto"
)

// notice says of which events people get a message, whom, and in which words.
type notice struct {
	event string
	to    func(h *House, tx *journal.Tx, e journal.Event) ([]string, error)
	says  lang.Text
}

// notices is the whole table of messages.
func notices() []notice {
	return []notice{
		{"review.opened", secretaries, lang.T("有新的申请待形式审查。", "A new application waits to be checked.")},
		{"review.resubmitted", secretaries, lang.T("申请材料已补正或修改，待办理。", "An application was completed or revised and waits.")},
		{"review.withdrawn", secretaries, lang.T("申请人撤回了一件申请。", "An applicant has withdrawn a case.")},
		{"review.returned", applicant, lang.T("您的申请材料不完整，已一次性列明须补正的内容。", "Your application is incomplete; everything that is missing is listed.")},
		{"review.accepted", applicant, lang.T("您的申请已受理。", "Your application was accepted.")},
		{"review.question_asked", applicant, lang.T("委员会向您提出了问题，请答复。", "The committee asks you something; please answer.")},
		{"review.changes_asked", applicant, lang.T("委员会已作出决定，需要您按要求修改。", "The committee has decided and asks you for changes.")},
		{"review.rereview_asked", applicant, lang.T("委员会已作出决定，请修改后再审。", "The committee has decided: please revise for a second review.")},
		{"review.extended", applicant, lang.T("您的申请的期限有变，附有理由。", "A limit of your case was moved, with the reason.")},
		{"review.suspended", applicant, lang.T("您的申请的一项期限已中止计时，附有理由。", "A limit of your case stands still, with the reason.")},
		{"review.resumed", applicant, lang.T("您的申请的一项期限已恢复计时。", "A limit of your case runs on.")},
		{"review.letter_sent", letterReader, lang.T("决定书已送达，请查阅。", "Your decision letter is there.")},
		{"meeting.called", invited, lang.T("会议通知已发出，请查阅材料并申报利益关系。", "A meeting was called: read the papers and declare your interests.")},
		{"meeting.adjourned", expected, lang.T("会议休会，将另日继续，请查看时间和理由。", "A meeting was adjourned and goes on another day: see when and why.")},
		{"recheck.applied", rechecks, lang.T("一个单位申请专家复核，请核对材料。", "A unit asks for an expert re-review: look its file through.")},
		{"recheck.completed", rechecks, lang.T("专家复核的材料已补正，请核对。", "The file of an expert re-review was completed: look it through.")},
		{"recheck.returned", rechecked, lang.T("专家复核的材料不完整，已一次性列明须补正的内容。", "The file for the expert re-review is incomplete; everything that is missing is listed.")},
		{"recheck.accepted", rechecked, lang.T("专家复核的申请已受理。", "The department has accepted the file for the expert re-review.")},
		{"recheck.panel_drawn", panel, lang.T("您被抽取为复核专家，请先声明有无利益关系，材料须保密。", "You were drawn as an expert for a re-review: first declare whether you have an interest; the file is confidential.")},
		{"recheck.expert_replaced", panel, lang.T("您被递补为复核专家，请先声明有无利益关系，材料须保密。", "You follow as an expert for a re-review: first declare whether you have an interest; the file is confidential.")},
		{"recheck.fed_back", answered, lang.T("专家复核意见已反馈，委员会可以作出最终决定。", "The experts' opinion is there; the committee can make its final decision.")},
		{"site.package_sent", siteOffice, lang.T("牵头委员会的决定包已送达，请核对并受理。", "The lead committee's decision package is there: check it and take it up.")},
		{"site.refused", siteLead, siteAnswered}, {"site.objected", siteLead, siteAnswered}, {"site.recognised", siteLead, siteAnswered},
		{"site.halted", siteOffice, lang.T("牵头单位的决定现在没有效力，本单位的活动须暂停。", "The lead's decision is not in force now: the work at your site has to stop.")},
		{"site.resumed", siteOffice, lang.T("牵头单位的决定恢复效力。", "The lead's decision is in force again.")},
		{"task.set", doers, lang.T("协调机制给您的部门下达了任务。", "The coordination mechanism has set your department a task.")},
		{"task.returned", doers, lang.T("一项协调任务被退回，附有理由。", "A task of coordination came back, with the reason.")},
		{"task.done", desk, lang.T("一项协调任务已报完成，请确认。", "A task of coordination is reported done: accept or return it.")},
		{"session.called", calledTo, lang.T("协调机制会议通知已发出，请查看议程。", "A meeting of the coordination mechanism was called: see its agenda.")},
		{"session.minuted", calledTo, lang.T("协调机制会议纪要已印发。", "The minutes of a meeting of the coordination mechanism are there.")},
		{"project.findings_handed", funders, lang.T("一次检查向您移交了资助项目中的问题，请答复。", "An inspection handed you findings about work that you fund; please answer.")},
		{"inspection.funder_answered", inspectors, lang.T("资助方答复了检查移交的问题。", "A funder answered what an inspection handed over.")},
		{"complaint.filed", receivers, cameIn},
		{"complaint.handed_over", receivers, cameIn},
		{"complaint.written", receiversAgain, cameIn},
		{"clock.warned", holders, lang.T("一项期限即将届满。", "A limit is close to its end.")},
		{"clock.overrun", holders, lang.T("一项期限已经超过。", "A limit has run out.")},
		{"clock.recomputed", concerned, lang.T("新一年的放假安排已经公布，一项期限随之重新计算。", "The holidays of the new year were announced and a limit was counted again.")},
	}
}

// cameIn says to those who receive reports that there is something to read, and
// nothing about it: mail passes through many hands. Reports are journalled on a later
// day, so the hour of the message is none of the reporter's.
var cameIn = lang.T("有新的来件，请登录查看。", "Something came in: please log in and look.")

// siteAnswered says that a participating committee has answered, and not what.
var siteAnswered = lang.T("一个参与单位答复了您的决定包，请查阅。", "A participating unit answered your decision package: please read it.")

// mailJob is what a message is made from when it is sent. It names people by
// id alone.
type mailJob struct {
	Person string `json:"person"`
	Event  string `json:"event"`
	Stream string `json:"stream"`
	Type   string `json:"type"`
}

// noticeReactions enqueue a message in the transaction of its cause.
func (h *House) noticeReactions() []journal.Reaction {
	var out []journal.Reaction
	for _, n := range notices() {
		out = append(out, journal.Reaction{
			On: n.event, Reason: "tell by mail whoever must act or wants to know",
			Do: func(tx *journal.Tx, e journal.Event) error {
				people, err := n.to(h, tx, e)
				if err != nil {
					return err
				}
				for _, p := range people {
					job := mailJob{Person: p, Event: e.ID, Stream: subjectStream(e), Type: e.Type}
					if err := jobs.Enqueue(tx.Tx, once(e)+" "+p, mail.Kind, job, tx.Now); err != nil {
						return err
					}
				}
				return nil
			},
		})
	}
	return out
}

// once names a message so that it goes out once: whoever receives reports hears once
// a day that something came in, not how much.
func once(e journal.Event) string {
	if e.Kind() == complaint.Kind {
		return complaint.Kind + " " + string(calendar.Of(e.At))
	}
	return e.ID
}

// subjectStream is the stream a message leads to: a clock's is that of its case.
func subjectStream(e journal.Event) string {
	switch b := e.Body.(type) {
	case clocks.Warned:
		return b.Stream
	case clocks.Overrun:
		return b.Stream
	case clocks.Recomputed:
		return b.Stream
	}
	return e.Stream
}

// funders are those who act for the body that pays for a project.
func funders(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	return officersFrom(tx, `select funder from projects where id = $1`, e.Subject())
}

// inspectors are those of the department that inspected.
func inspectors(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	return officersFrom(tx, `select department from inspections where id = $1`, e.Subject())
}

func officersFrom(tx *journal.Tx, query, id string) ([]string, error) {
	var body string
	if err := tx.Row(query, id).Scan(&body); err != nil {
		return nil, err
	}
	return officersOf(tx, body)
}

func applicant(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	c, err := caseOf(tx, e.Stream)
	return []string{c.Applicant}, err
}

func letterReader(_ *House, _ *journal.Tx, e journal.Event) ([]string, error) {
	sent, ok := e.Body.(review.LetterSent)
	if !ok {
		return nil, fmt.Errorf("tell of a letter: %s is none", e.Type)
	}
	return []string{sent.To}, nil
}

func invited(_ *House, _ *journal.Tx, e journal.Event) ([]string, error) {
	called, ok := e.Body.(review.MeetingCalled)
	if !ok {
		return nil, fmt.Errorf("tell of a meeting: %s calls none", e.Type)
	}
	return called.Invited, nil
}

func secretaries(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	c, err := caseOf(tx, e.Stream)
	if err != nil {
		return nil, err
	}
	return officersOf(tx, c.Committee)
}

// holders are whoever must meet a clock: a person, or a committee's
// secretaries.
func holders(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	holder := ""
	switch b := e.Body.(type) {
	case clocks.Warned:
		holder = b.Holder
	case clocks.Overrun:
		holder = b.Holder
	case clocks.Recomputed:
		holder = b.Holder
	}
	if holder == "" {
		return nil, nil
	}
	people, err := officersOf(tx, holder)
	if err != nil || len(people) > 0 {
		return people, err
	}
	return []string{holder}, nil
}

// officersOf are those who act for a committee, unit or department from day to
// day; none for any other id.
func officersOf(tx *journal.Tx, body string) ([]string, error) {
	var out []string
	for _, by := range []struct {
		kind registry.BodyKind
		role registry.Role
	}{{registry.InCommittee, registry.RoleSecretary}, {registry.InUnit, registry.RoleUnitOfficer}, {registry.InDepartment, registry.RoleSupervisor}} {
		offices, err := registry.Holders(tx, by.kind, body, calendar.Of(tx.Now))
		if err != nil {
			return nil, err
		}
		for _, o := range offices {
			if o.Role == by.role {
				out = append(out, o.Person)
			}
		}
	}
	return out, nil
}

// expected are all who were called to a meeting.
func expected(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	events, err := tx.Look(e.Stream)
	if err != nil {
		return nil, err
	}
	m, err := review.FoldMeeting(events)
	return m.Invited, err
}

// panel are the experts whom a draw has just seated: all of them, or the one who
// follows somebody.
func panel(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	st, err := recheckOf(tx, e.Stream)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, expert := range st.Sitting() {
		if !expert.Denied { // who has declared already was told before
			out = append(out, expert.Person)
		}
	}
	return out, nil
}

// rechecks are those of the department that a unit asked; rechecked those of the unit.
func rechecks(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	st, err := recheckOf(tx, e.Stream)
	if err != nil {
		return nil, err
	}
	return officersOf(tx, st.Department)
}

func rechecked(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	st, err := recheckOf(tx, e.Stream)
	if err != nil {
		return nil, err
	}
	return officersOf(tx, st.Unit)
}

// siteOffice are the secretaries of the participating committee with the officers of its
// unit; siteLead the secretaries of the lead's. What lives in another installation is told
// there.
func siteOffice(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	return sidesOf(tx, e, func(st sites.State) []string { return []string{st.Committee, st.Unit} })
}

func siteLead(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	return sidesOf(tx, e, func(st sites.State) []string { return []string{st.LeadCom} })
}

func sidesOf(tx *journal.Tx, e journal.Event, bodies func(sites.State) []string) ([]string, error) {
	events, err := tx.Look(e.Stream)
	if err != nil {
		return nil, err
	}
	st, err := sites.Fold(events)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, body := range bodies(st) {
		if body == "" {
			continue
		}
		people, err := officersOf(tx, body)
		if err != nil {
			return nil, err
		}
		out = append(out, people...)
	}
	return out, nil
}

// answered are who waited for an opinion: the unit that asked (article 31), the
// committee's secretaries and chair, and the applicant.
func answered(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	st, err := recheckOf(tx, e.Stream)
	if err != nil {
		return nil, err
	}
	offices, err := registry.Holders(tx, registry.InCommittee, st.Committee, calendar.Of(tx.Now))
	if err != nil {
		return nil, err
	}
	out := []string{st.Applicant}
	for _, o := range offices {
		if o.Role == registry.RoleSecretary || o.Role == registry.RoleChair {
			out = append(out, o.Person)
		}
	}
	unit, err := officersOf(tx, st.Unit)
	return append(out, unit...), err
}

func recheckOf(tx *journal.Tx, stream string) (recheck.State, error) {
	events, err := tx.Look(stream)
	if err != nil {
		return recheck.State{}, err
	}
	return recheck.Fold(events)
}

// concerned are whoever must meet a clock and whoever waits for it, where its
// date has moved.
func concerned(h *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	b, ok := e.Body.(clocks.Recomputed)
	if !ok || !b.Moved() {
		return nil, nil
	}
	people, err := holders(h, tx, e)
	if kind, _ := journal.SplitStream(b.Stream); err != nil || kind != review.Kind {
		return people, err
	}
	c, err := caseOf(tx, b.Stream)
	if !slices.Contains(people, c.Applicant) {
		people = append(people, c.Applicant)
	}
	return people, err
}

func caseOf(tx *journal.Tx, stream string) (review.Case, error) {
	events, err := tx.Look(stream)
	if err != nil {
		return review.Case{}, err
	}
	return review.Fold(events)
}

// sendMail is the handler of mail jobs. Who has no address is told by the
// pages alone.
func (h *House) sendMail(server mail.Server) jobs.Handler {
	words := map[string]lang.Text{}
	for _, n := range notices() {
		words[n.event] = n.says
	}
	return func(ctx context.Context, _ time.Time, j jobs.Job) error {
		var job mailJob
		if err := json.Unmarshal(j.Payload, &job); err != nil {
			return errors.Join(jobs.ErrGiveUp, err)
		}
		to, err := h.Vault.Get(h.Read(ctx), job.Person)
		if err != nil {
			return err
		}
		if to.Email == "" {
			return nil
		}
		return server.Send(ctx, mail.Message{
			To: to.Email, Subject: lang.T("伦衡提醒", "Lunheng"), Text: words[job.Type], URL: h.PublicURL + pageOf(job.Stream),
		})
	}
}

// pages is under which address things of a kind are looked at.
var pages = map[string]string{review.Kind: "/reviews/", review.MeetingKind: "/meetings/", recheck.Kind: "/rechecks/", activity.Kind: "/activities/",
	filing.Kind: "/filings/", mandate.Kind: "/mandates/", sites.Kind: "/sites/", sanction.Kind: "/sanctions/",
	coordination.TaskKind: "/coordination/tasks/", coordination.SessionKind: "/coordination/sessions/"}

// pageOf is where a stream is looked at.
func pageOf(stream string) string {
	kind, id := journal.SplitStream(stream)
	if under, ok := pages[kind]; ok {
		return under + id
	}
	return "/home"
}

// worker runs the jobs of this house.
func (h *House) worker(c Config) *jobs.Worker {
	handlers := map[string]jobs.Handler{mail.Kind: func(context.Context, time.Time, jobs.Job) error { return nil },
		rehearse.Kind: h.Rehearsal.Handle, veto.Kind: h.Veto.Handle, sanction.ListKind: h.Sanction.Handle, risk.IntakeKind: h.Risk.Handle, activity.OpinionKind: h.Activity.GiveOpinion}
	if c.Mail.Host != "" {
		handlers[mail.Kind] = h.sendMail(mail.Server{Host: c.Mail.Host, Port: c.Mail.Port, User: c.Mail.User,
			Password: c.Mail.Password, From: c.Mail.From, Plain: c.Mail.Plain})
	}
	return &jobs.Worker{DB: h.DB(), Handlers: handlers, Holder: h.holder, Log: h.Log}
}

// keptJobs is how long jobs that were done are kept.
const keptJobs = 30 * 24 * time.Hour

// runJobs runs what is ready, batch after batch.
func (h *House) runJobs(ctx context.Context, w *jobs.Worker) error {
	for {
		n, err := w.RunReady(ctx, h.Now())
		if err != nil || n == 0 {
			return err
		}
	}
}
