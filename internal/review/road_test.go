package review_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/document/letter"
	"lunheng/internal/journal"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// The whole road: handed in, accepted, met on, decided, certified, checked.
func TestFromSubmissionToVerifiedLetter(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		act, kase := h.apply("青少年睡眠与近视的关系")
		if got := h.tasks("sec"); !slices.Equal(got, []string{review.TaskCheck}) {
			t.Errorf("the secretary's tasks: %v", got)
		}
		meeting := h.sitting(kase)
		c := h.kase(kase)
		if !strings.Contains(c.Number, "2026") || h.state(act) != "under_review" || h.clock(kase, "decision").State != clocks.Running {
			t.Fatalf("case %+v, activity %s", c, h.state(act))
		}
		h.vote(meeting, kase, "approve", false, six...)
		h.did(h.Decide(ctx, h.as("chair"), h.tick(), review.Decide{Meeting: meeting, Review: kase, Outcome: "approve"}))
		if h.state(act) != "approved" || h.clock(kase, "decision").State != clocks.Met || h.clock(kase, "follow_up").State != clocks.Running {
			t.Errorf("activity %s, clocks %+v %+v", h.state(act), h.clock(kase, "decision"), h.clock(kase, "follow_up"))
		}
		h.did(h.CloseSession(ctx, h.as("chair"), h.tick(), review.OnMeeting{Meeting: meeting}))
		h.did(h.DraftMinutes(ctx, h.as("sec"), h.tick(), review.OnMeeting{Meeting: meeting}))
		h.did(h.EditMinutes(ctx, h.as("sec"), h.tick(), review.EditMinutes{Meeting: meeting, Section: kase, Text: "讨论了灯光。"}))
		h.did(h.ApproveMinutes(ctx, h.as("chair"), h.tick(), review.OnMeeting{Meeting: meeting}))
		paper, err := h.MinutesPaper(h.db.Read(ctx), h.as("law"), meeting)
		h.ok(err)
		if _, err := letter.Render(paper); err != nil || !strings.Contains(fmt.Sprint(paper), "讨论了灯光。") || !strings.Contains(fmt.Sprint(paper), "批准 6 票") {
			t.Errorf("minutes %v, %v", paper, err)
		}

		h.did(h.IssueLetter(ctx, h.as("sec"), h.tick(), review.IssueLetter{Review: kase}))
		h.did(h.SendLetter(ctx, h.as("sec"), h.tick(), review.SendLetter{Review: kase}))
		h.did(h.IssueLetter(ctx, h.as("sec"), h.tick(), review.IssueLetter{Review: kase, Reason: "标题有误"}))
		c = h.kase(kase)
		h.checkLetters(t, c)
		if got := h.tasks("sec"); !slices.Equal(got, []string{review.TaskSendLetter}) {
			t.Errorf("the secretary's tasks: %v", got)
		}
		h.rebuilt()
	})
}

func (h *house) checkLetters(t *testing.T, c review.Case) {
	t.Helper()
	r := h.db.Read(ctx)
	first, err := h.Verify(r, c.Number, c.Letters[0].Code)
	if err != nil || first.Standing != review.Superseded || first.LaterCause != "标题有误" || first.Committee.EN != "Ethics Committee of Bay University" {
		t.Errorf("first letter: %+v, %v", first, err)
	}
	second, err := h.Verify(r, "", strings.ToLower(c.Letters[1].Code))
	if err != nil || second.Standing != review.Stands || second.Says.EN != "Approve" || second.Decided != "2026-11-20" {
		t.Errorf("second letter: %+v, %v", second, err)
	}
	if _, err := h.Verify(r, "别的编号", c.Letters[1].Code); err == nil {
		t.Error("the code of another number verifies")
	}
	if _, err := h.J.Get(r, second.Event); err != nil {
		t.Error(err)
	}
	f, err := h.Blobs.Open(ctx, c.Letters[1].PDF)
	h.ok(err)
	defer f.Close()
	pdf, err := io.ReadAll(f)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Errorf("letter of %d bytes: %v", len(pdf), err)
	}
}

// The same key is the same request: one letter, one vote.
func TestRepeatedRequests(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, kase := h.apply("睡眠研究")
		meeting := h.sitting(kase)
		h.did(h.OpenVote(ctx, h.as("chair"), h.tick(), review.OpenVote{Meeting: meeting, Review: kase, Secret: true}))
		for range 2 {
			h.did(h.CastVote(ctx, h.as("law"), h.tick(), review.CastVote{Meeting: meeting, Review: kase, Choice: "approve", Key: "k"}))
		}
		h.refused(h.voteErr(meeting, kase, "law"), "review.vote.twice")
		for _, p := range []string{"chair", "vice", "lay", "sci", "eth"} {
			h.did(h.CastVote(ctx, h.as(p), h.tick(), review.CastVote{Meeting: meeting, Review: kase, Choice: "approve"}))
		}
		h.did(h.CloseVote(ctx, h.as("chair"), h.tick(), review.OnItem{Meeting: meeting, Review: kase}))
		h.did(h.Decide(ctx, h.as("chair"), h.tick(), review.Decide{Meeting: meeting, Review: kase, Outcome: "approve"}))
		for range 2 {
			h.did(h.IssueLetter(ctx, h.as("sec"), h.tick(), review.IssueLetter{Review: kase, Key: "letter"}))
		}
		if n := len(h.kase(kase).Letters); n != 1 {
			t.Errorf("%d letters", n)
		}
	})
}

func (h *house) voteErr(meeting, kase, name string) error {
	_, err := h.CastVote(ctx, h.as(name), h.tick(), review.CastVote{Meeting: meeting, Review: kase, Choice: "approve"})
	return err
}

// shaken checks that the ballots in the box do not tell when each came.
func (h *house) shaken(last, meeting, kase string) {
	h.t.Helper()
	keys, err := store.Column[string](h.db.Read(ctx), `select key from ballots order by key`)
	h.ok(err)
	if len(keys) != len(six) {
		h.t.Errorf("%d ballots of %d voters", len(keys), len(six))
	}
	if h.db.Dialect == store.Postgres {
		from, err := store.Column[string](h.db.Read(ctx), `select distinct xmin::text from ballots`)
		if err != nil || len(from) != 1 {
			h.t.Errorf("the rows name %d transactions, %v", len(from), err)
		}
		places, err := store.Column[string](h.db.Read(ctx), `select key from ballots order by ctid`)
		if err != nil || !slices.Equal(places, keys) {
			h.t.Errorf("the rows lie in an order of their own: %v", err)
		}
	}
}

// Nothing in the journal or the tables tells who voted what in a secret vote.
func TestSecretBallots(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, kase := h.apply("睡眠研究")
		meeting := h.sitting(kase)
		h.did(h.OpenVote(ctx, h.as("chair"), h.tick(), review.OpenVote{Meeting: meeting, Review: kase, Secret: true}))
		for i, p := range six {
			out, err := h.CastVote(ctx, h.as(p), h.tick(), review.CastVote{Meeting: meeting, Review: kase, Key: "v",
				Choice: []string{"reject", "approve", "reject", "reject", "reject", "reject"}[i]})
			h.ok(err)
			for _, e := range out.Events {
				if strings.Contains(e.Raw, "reject") || strings.Contains(e.Raw, "approve") {
					t.Errorf("the event tells the choice: %s", e.Raw)
				}
			}
		}
		h.shaken(six[len(six)-1], meeting, kase)
		live, err := h.Live(h.db.Read(ctx), h.as("lay"), h.now, meeting)
		h.ok(err)
		if live.Current == nil || live.Current.Round.Tally != nil || live.Current.Round.Results["reject"].Passes {
			t.Errorf("a running secret vote shows how it stands: %+v", live.Current)
		}
		h.did(h.CloseVote(ctx, h.as("chair"), h.tick(), review.OnItem{Meeting: meeting, Review: kase}))
		left, err := store.Column[string](h.db.Read(ctx), `select key from ballots`)
		if err != nil || len(left) != 0 {
			t.Errorf("%d ballots are left, %v", len(left), err)
		}
		h.refused(second(h.Decide(ctx, h.as("chair"), h.tick(), review.Decide{Meeting: meeting, Review: kase, Outcome: "reject"})), "review.decide.reasons")
		h.did(h.Decide(ctx, h.as("chair"), h.tick(), review.Decide{Meeting: meeting, Review: kase, Outcome: "reject", Reasons: "风险过大"}))
		h.checkOutside(t, kase)
		if d := h.kase(kase).Decision(); d.Tally["reject"] != 5 || d.Need != 4 {
			t.Errorf("decision %+v", d)
		}
	})
}

// checkOutside: the applicant sees how the votes fell, and not who sat there.
func (h *house) checkOutside(t *testing.T, kase string) {
	t.Helper()
	r := h.db.Read(ctx)
	seen, err := h.View(r, h.as("lin"), kase, 0)
	if err != nil || seen.Decision().Tally["reject"] != 5 || len(seen.Decision().Present) != 6 || seen.Decision().Present[0].Person != "" {
		t.Errorf("the applicant sees %+v, %v", seen.Decision(), err)
	}
	events, err := h.Events(r, h.as("lin"), kase)
	h.ok(err)
	inside, err := h.Events(r, h.as("law"), kase)
	h.ok(err)
	last := func(list []journal.Event) review.Rejected { return list[len(list)-1].Body.(review.Rejected) }
	if last(events).Present[0].Person != "" || last(inside).Present[0].Person == "" || len(inside[len(inside)-1].Ground) < 5 {
		t.Errorf("outside %+v, inside %+v on %v", last(events), last(inside), inside[len(inside)-1].Ground)
	}
}

// A conflict closes the file to the member at once, in every list and page.
func TestAConflictClosesTheFile(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, kase := h.apply("睡眠研究")
		meeting := h.sitting(kase)
		r := h.db.Read(ctx)
		if _, err := h.View(r, h.as("eth"), kase, 0); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(h.tasks("eth"), review.TaskInterest) {
			t.Error("nobody asked about interests")
		}
		h.did(h.DeclareInterest(ctx, h.as("eth"), h.tick(), review.DeclareInterest{Meeting: meeting, Review: kase, Conflict: true, Nature: "持有股份"}))
		if _, err := h.View(r, h.as("eth"), kase, 0); err == nil {
			t.Error("the member still sees the file")
		}
		page, err := review.List(r, h.as("eth"), review.Filter{}, store.Paging{})
		if err != nil || len(page.Items) != 0 || len(h.tasks("eth")) != 0 {
			t.Errorf("the lists still show it: %v, %v, tasks %v", page.Items, err, h.tasks("eth"))
		}
		agenda, err := review.Agenda(r, h.as("eth"), meeting, store.Paging{})
		if err != nil || len(agenda.Items) != 0 {
			t.Errorf("the agenda still shows it: %v, %v", agenda.Items, err)
		}
		live, err := h.Live(r, h.as("eth"), h.now, meeting)
		if err != nil || live.Current != nil || live.Items[0].Title != "" {
			t.Errorf("the meeting room still shows it: %+v, %v", live, err)
		}
		whole, err := h.Meeting(r, h.as("law"), meeting)
		if err != nil || whole.Items[0].Title == "" || whole.Items[0].Excluded[h.people["eth"]] == "" {
			t.Errorf("a member sees %+v, %v", whole.Items, err)
		}
		shut, err := h.Meeting(r, h.as("eth"), meeting)
		if err != nil || shut.Items[0].Title != "" || len(shut.Items[0].Interests) != 0 {
			t.Errorf("the meeting still shows it: %+v, %v", shut.Items, err)
		}
		h.did(h.OpenVote(ctx, h.as("chair"), h.tick(), review.OpenVote{Meeting: meeting, Review: kase}))
		h.refused(h.voteErr(meeting, kase, "eth"), "review.recused")
		h.refused(h.voteErr(meeting, kase, "ext"), "review.vote.absent")
		h.rebuilt()
	})
}

// The register decides who has a vote: a committee that loses its outsiders or
// a member whose term ends cannot go on as if nothing had happened.
func TestTheRegisterCounts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, kase := h.apply("睡眠研究")
		meeting := h.sitting(kase)
		h.did(h.reg.LeaveCommittee(ctx, auth.Operator(h.now), h.tick(), registry.LeaveCommittee{Committee: h.com,
			Leaving: registry.Leaving{Person: h.people["ext"], Day: "2026-11-19", Reason: "moved"}}))
		h.refused(second(h.OpenVote(ctx, h.as("chair"), h.tick(), review.OpenVote{Meeting: meeting, Review: kase})), "review.committee.unlawful")
		live, err := h.Live(h.db.Read(ctx), h.as("chair"), h.now, meeting)
		if err != nil || live.Current.Lawful || slices.Contains(live.Current.Acts, "open_vote") {
			t.Errorf("live %+v, %v", live.Current, err)
		}
	})
}

// Returned, completed, revised: the application and its case go together.
func TestTheLongWay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		act, kase := h.apply("睡眠研究")
		h.did(h.Return(ctx, h.as("sec"), h.tick(), review.Return{Review: kase, Items: []review.Missing{{Field: "risks", Text: "写明风险"}}}))
		if h.state(act) != "correcting" || !slices.Equal(h.tasks("lin"), []string{review.TaskComplete}) {
			t.Fatalf("activity %s, tasks %v", h.state(act), h.tasks("lin"))
		}
		// Another leader completes it: the case follows.
		h.did(h.Activities.ChangeLeader(ctx, h.as("lin"), h.tick(), activity.ChangeLeader{Activity: act, Leader: h.people["other"], Keep: activity.CoInvestigator}))
		h.people["lin"] = h.people["other"]
		if again := h.submit(act); again != kase || h.kase(kase).Applicant != h.people["lin"] {
			t.Fatalf("completed, it went to case %s of %s", again, h.kase(kase).Applicant)
		}
		meeting := h.sitting(kase)
		h.did(h.AskQuestion(ctx, h.as("law"), h.tick(), review.AskQuestion{Review: kase, Text: "谁保管数据？"}))
		q := h.kase(kase).OpenQuestions()[0].ID
		h.did(h.AnswerQuestion(ctx, h.as("lin"), h.tick(), review.AnswerQuestion{Review: kase, Question: q, Text: "数据中心"}))
		h.vote(meeting, kase, "change_and_rereview", false, six...)
		h.did(h.Decide(ctx, h.as("chair"), h.tick(), review.Decide{Meeting: meeting, Review: kase, Outcome: "change_and_rereview", Reasons: "不清楚", Stipulations: []string{"说明抽样"}}))
		if h.state(act) != "correcting" || !slices.Equal(h.tasks("lin"), []string{review.TaskRevise}) {
			t.Fatalf("activity %s, tasks %v", h.state(act), h.tasks("lin"))
		}
		h.submit(act)
		if c := h.kase(kase); c.State != review.StateAccepted || h.state(act) != "under_review" || h.clock(kase, "decision").State != clocks.Running {
			t.Fatalf("case %s, activity %s, clock %+v", c.State, h.state(act), h.clock(kase, "decision"))
		}
		h.stipulated(t, act, kase)
		h.rebuilt()
	})
}

// stipulated takes an accepted case through approval after changes.
func (h *house) stipulated(t *testing.T, act, kase string) {
	t.Helper()
	plan := review.PlanMeeting{Committee: h.com, StartsAt: h.now.Add(time.Hour), Mode: "video", Link: "https://meet.example.cn/1"}
	_, err := h.PlanMeeting(ctx, h.as("chair"), h.tick(), plan)
	h.refused(err, "review.meeting.video_rules")
	h.did(h.reg.AdoptRule(ctx, auth.Operator(h.tick()), h.now, registry.AdoptRule{Committee: h.com, Code: "video_meetings", Title: "视频会议制度", Day: calendar.Of(h.now)}))
	meeting := h.did(h.PlanMeeting(ctx, h.as("chair"), h.tick(), plan))
	h.did(h.Schedule(ctx, h.as("sec"), h.tick(), review.Schedule{Meeting: meeting, Review: kase}))
	h.did(h.Call(ctx, h.as("sec"), h.tick(), review.OnMeeting{Meeting: meeting}))
	h.did(h.OpenSession(ctx, h.as("chair"), h.tick(), review.OnMeeting{Meeting: meeting}))
	for _, p := range six[1:] {
		h.did(h.Arrive(ctx, h.as("sec"), h.tick(), review.Move{Meeting: meeting, Person: h.people[p], Remote: true}))
	}
	h.did(h.OpenItem(ctx, h.as("sec"), h.tick(), review.OnItem{Meeting: meeting, Review: kase}))
	h.vote(meeting, kase, "approve_after_changes", false, six...)
	h.did(h.Decide(ctx, h.as("chair"), h.tick(), review.Decide{Meeting: meeting, Review: kase, Outcome: "approve_after_changes",
		Reasons: "还差一点", Stipulations: []string{"补充联系人"}, Checker: h.people["law"]}))
	h.did(h.AnswerStipulations(ctx, h.as("lin"), h.tick(), review.AnswerStipulations{Review: kase, Answers: []review.PointAnswer{{No: 1, Text: "见第三页"}}}))
	if got := h.tasks("law"); !slices.Contains(got, review.TaskCheckChanges) {
		t.Errorf("the checker's tasks: %v", got)
	}
	h.refused(second(h.CheckStipulation(ctx, h.as("sci"), h.tick(), review.CheckStipulation{Review: kase, No: 1, Satisfied: true})), "review.check.who")
	h.did(h.CheckStipulation(ctx, h.as("law"), h.tick(), review.CheckStipulation{Review: kase, No: 1, Satisfied: true}))
	h.did(h.ConfirmChanges(ctx, h.as("law"), h.tick(), review.ConfirmChanges{Review: kase}))
	h.did(h.IssueLetter(ctx, h.as("sec"), h.tick(), review.IssueLetter{Review: kase}))
	if c := h.kase(kase); c.State != review.StateApproved || h.state(act) != "approved" || c.Current().Outcome != "approve" {
		t.Errorf("case %s, activity %s, letter %+v", c.State, h.state(act), c.Current())
	}
}

// Whoever is not named may not; a withdrawn case leaves the agenda.
func TestWhoMay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		act, kase := h.apply("睡眠研究")
		if err := second(h.Accept(ctx, h.as("lin"), h.tick(), review.Accept{Review: kase, Procedure: "meeting"})); err == nil {
			t.Error("an applicant accepted their own file")
		}
		if _, err := h.View(h.db.Read(ctx), h.as("other"), kase, 0); err == nil {
			t.Error("a stranger sees the file")
		}
		meeting := h.sitting(kase)
		if err := h.voteErr(meeting, kase, "sec"); err == nil {
			t.Error("the secretary voted")
		}
		h.refused(second(h.Decide(ctx, h.as("chair"), h.tick(), review.Decide{Meeting: meeting, Review: kase, Outcome: "approve", Version: 1})), "journal.stale")
		h.did(h.Withdraw(ctx, h.as("lin"), h.tick(), review.Withdraw{Review: kase, Reason: "没有经费"}))
		if h.state(act) != "withdrawn" || h.clock(kase, "decision").State != clocks.Cancelled || len(h.tasks("sec")) != 0 {
			t.Errorf("activity %s, clock %v, tasks %v", h.state(act), h.clock(kase, "decision").State, h.tasks("sec"))
		}
		h.did(h.CloseSession(ctx, h.as("chair"), h.tick(), review.OnMeeting{Meeting: meeting}))
		h.rebuilt()
	})
}

// Numbers count within committee and year; lists are paged and searched.
func TestListsAndNumbers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var numbers []string
		for _, title := range []string{"青少年睡眠研究", "青少年近视研究", "老年人跌倒研究"} {
			_, kase := h.apply(title)
			h.did(h.Accept(ctx, h.as("sec"), h.tick(), review.Accept{Review: kase, Procedure: "meeting"}))
			numbers = append(numbers, h.kase(kase).Number)
		}
		if !strings.Contains(numbers[2], "3") || numbers[0] == numbers[1] {
			t.Errorf("numbers %v", numbers)
		}
		r, p := h.db.Read(ctx), h.as("chair")
		page, err := review.List(r, p, review.Filter{Committee: h.com, State: review.StateAccepted}, store.Paging{Limit: 2})
		if err != nil || len(page.Items) != 2 || page.Next == "" || page.Items[0].Due.IsZero() {
			t.Fatalf("first page %+v, %v", page, err)
		}
		page, err = review.List(r, p, review.Filter{Committee: h.com, State: review.StateAccepted}, store.Paging{Limit: 2, After: page.Next})
		if err != nil || len(page.Items) != 1 || page.Next != "" {
			t.Fatalf("second page %+v, %v", page, err)
		}
		page, err = review.List(r, p, review.Filter{Text: "近视"}, store.Paging{})
		if err != nil || len(page.Items) != 1 || page.Items[0].Title != "青少年近视研究" {
			t.Fatalf("search %+v, %v", page, err)
		}
		counts, err := review.Counts(r, p, review.Filter{Committee: h.com})
		if err != nil || counts[review.StateAccepted] != 3 {
			t.Errorf("counts %v, %v", counts, err)
		}
	})
}

// The states that the database admits are those of the tables.
func TestConstraintsAgreeWithTheTables(t *testing.T) {
	raw, err := os.ReadFile("../store/migrations/0006_review.sql")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(raw)), " ")
	for table, states := range map[string][]string{"reviews": review.Table.Names(), "meetings": review.MeetingTable.Names(),
		"meeting_items": {"planned", "open", "decided", "deferred", "withdrawn"}} {
		_, after, _ := strings.Cut(text, "create table "+table+" (")
		_, after, _ = strings.Cut(after, "check (state in (")
		list, _, _ := strings.Cut(after, "))")
		if want := "'" + strings.Join(states, "', '") + "'"; list != want {
			t.Errorf("%s admits %s; the table has %s", table, list, want)
		}
	}
}

// Secretaries who accept at the same moment get different numbers; members who
// vote at the same moment are all counted.
func TestAtTheSameMoment(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		cases := make([]string, 4)
		for i := range cases {
			_, cases[i] = h.apply("研究")
		}
		together(t, len(cases), func(i int) error {
			return second(h.Accept(ctx, h.as("sec"), h.now, review.Accept{Review: cases[i], Procedure: "meeting"}))
		})
		numbers := map[string]bool{}
		for _, id := range cases {
			numbers[h.kase(id).Number] = true
		}
		if len(numbers) != len(cases) {
			t.Errorf("numbers %v", numbers)
		}
		_, kase := h.apply("另一个")
		meeting := h.sitting(kase)
		h.did(h.OpenVote(ctx, h.as("chair"), h.tick(), review.OpenVote{Meeting: meeting, Review: kase, Secret: true}))
		together(t, len(six), func(i int) error { return h.voteErrAt(meeting, kase, six[i]) })
		h.did(h.CloseVote(ctx, h.as("chair"), h.tick(), review.OnItem{Meeting: meeting, Review: kase}))
		h.did(h.Decide(ctx, h.as("chair"), h.tick(), review.Decide{Meeting: meeting, Review: kase, Outcome: "approve"}))
		if d := h.kase(kase).Decision(); d.Tally["approve"] != 6 {
			t.Errorf("tally %v", d.Tally)
		}
		rows, err := h.Precedents(h.db.Read(ctx), h.as("law"), cases[0], 5)
		if err != nil || len(rows) != 0 {
			t.Errorf("precedents %v, %v", rows, err)
		}
		_, like := h.apply("另一个")
		rows, err = h.Precedents(h.db.Read(ctx), h.as("law"), like, 5)
		if err != nil || len(rows) != 1 || rows[0].ID != kase {
			t.Errorf("precedents %v, %v", rows, err)
		}
	})
}

func (h *house) voteErrAt(meeting, kase, name string) error {
	return second(h.CastVote(ctx, h.as(name), h.now, review.CastVote{Meeting: meeting, Review: kase, Choice: "approve"}))
}

// together does n things at once, all of which must succeed.
func together(t *testing.T, n int, do func(i int) error) {
	t.Helper()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if err := do(i); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
