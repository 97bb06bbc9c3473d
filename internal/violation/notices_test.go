package violation_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
	"time"

	"lunheng/internal/app/apptest"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/testdata"
	"lunheng/internal/violation"
)

// notice is a decision that was really published, with what was read from it.
type notice struct {
	ID       string `json:"id"`
	Expected struct {
		Subject string `json:"subject_type"`
		Bans    []struct {
			Kind  string `json:"kind"`
			Years int    `json:"years"`
			From  string `json:"from"`
			To    string `json:"to"`
		} `json:"ban"`
		Measures []string `json:"measures"`
		Severity string   `json:"severity"`
		Finding  *bool    `json:"finding"`
	} `json:"expected"`
}

// words are the measures of notices by the codes of the packs.
var words = map[string]string{"警告": "warning", "通报批评": "warning", "诫勉谈话": "talk", "撤稿": "retract", "党内警告": "discipline", "没收并销毁": "confiscate", "暂停受理申请": "suspend_applications",
	"移交公安机关": "prosecution", "暂停科技活动": "correct_or_stop", "申请资格": "bar", "申报科技计划项目资格": "bar", "申报科研项目资格": "bar", "debarment": "bar", "评审资格": "bar_review", "PHS advisory": "bar_review",
	"职称资格": "bar_title", "人才评优奖励": "bar_awards"}

// grade is a grade of severity that allows all terms of a notice.
func (n notice) grade() string {
	least, most := 99, 0
	for _, b := range n.Expected.Bans {
		least, most = min(least, b.Years), max(most, b.Years)
	}
	switch {
	case n.Expected.Severity == "特别严重":
		return "very_serious"
	case most == 0:
		return "light"
	case most <= 3:
		return "more_serious"
	case least >= 3:
		return "serious"
	}
	return "more_serious"
}

// Every published notice about people or units can be entered as a decision by the
// verbs of a case, with the terms it states; a finding of nothing is none here either.
func TestNotices(t *testing.T) {
	file, err := os.Open(testdata.Shared(t, "violations/notices.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := apptest.New(t)
	w.FoundBureau()
	entered := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var n notice
		if err := json.Unmarshal(lines.Bytes(), &n); err != nil {
			t.Fatal(err)
		}
		if n.Expected.Subject == "" && n.Expected.Finding == nil {
			continue // about an authority's own rules: nobody is decided about
		}
		entered++
		t.Run(n.ID, func(t *testing.T) { n.enter(t, w) })
	}
	if entered < 9 {
		t.Errorf("only %d notices were entered", entered)
	}
}

func (n notice) enter(t *testing.T, w *apptest.World) {
	id := w.CaseAt("对照公开通报", "judged")
	v := w.Violation
	as := w.As("bureau")
	w.Done(v.TakeOver(ctx, as, w.Now(), violation.Direct{Case: id, Text: "由部门查处。"})) // some measures are a department's alone
	party := violation.NameParty{Case: id, Kind: violation.Person, Name: "化名" + n.ID, Paper: "passport", Number: "X" + n.ID}
	if n.Expected.Subject == "单位" {
		party.Kind, party.Paper = violation.Unit, "credit_code"
	}
	w.Done(v.NameParty(ctx, as, w.Now(), party))
	st := view(t, w, id, "bureau")
	subject := st.Parties[1].ID
	if n.Expected.Finding != nil && !*n.Expected.Finding {
		n.nothing(t, w, id)
		return
	}
	w.Done(v.Conclude(ctx, as, w.Now(), violation.Conclude{Case: id, Finding: violation.Finding{Violation: "other", Severity: n.grade(), Facts: "见通报。", Basis: "见通报。"}}))
	for _, m := range n.Expected.Measures {
		w.Done(v.Propose(ctx, as, w.Now(), violation.Propose{Case: id, Party: subject, Code: code(t, m)}))
	}
	for _, b := range n.Expected.Bans {
		w.Done(v.Propose(ctx, as, w.Now(), violation.Propose{Case: id, Party: subject, Code: code(t, b.Kind), From: calendar.Day(b.From), Months: 12 * b.Years}))
	}
	if len(n.Expected.Measures)+len(n.Expected.Bans) == 0 {
		w.Done(v.Propose(ctx, as, w.Now(), violation.Propose{Case: id, Party: subject, Code: "warning"}))
	}
	w.Done(v.Notify(ctx, as, w.Now(), violation.On{Case: id}))
	w.Advance(20 * 24 * time.Hour)
	w.Done(v.Rule(ctx, w.As("bureau"), w.Now(), violation.Rule{Case: id, Finding: true, Number: n.ID, Reasons: "见通报。"}))
	st = view(t, w, id, "bureau")
	if st.State.State != violation.StateDecided || len(st.Decision) != max(len(n.Expected.Measures)+len(n.Expected.Bans), 1) {
		t.Fatalf("%s with %+v", st.State.State, st.Decision)
	}
	for i, b := range n.Expected.Bans {
		h := st.Decision[len(n.Expected.Measures)+i]
		if b.To != "" && h.Until != calendar.Day(b.To) || h.Until != h.From.AddMonths(12*b.Years).AddDays(-1) {
			t.Errorf("%s of %d years from %s ends on %s; want %s", b.Kind, b.Years, h.From, h.Until, b.To)
		}
	}
}

func code(t *testing.T, word string) string {
	t.Helper()
	c, ok := words[word]
	if !ok {
		t.Fatalf("no measure for %s", word)
	}
	return c
}

// nothing ends the case without a finding: no measure, and nothing to make public.
func (n notice) nothing(t *testing.T, w *apptest.World, id string) {
	w.Done(w.Violation.Rule(ctx, w.As("bureau"), w.Now(), violation.Rule{Case: id, Number: n.ID, Reasons: "证据不足。"}))
	st := view(t, w, id, "bureau")
	if st.State.State != violation.StateCleared || len(st.Decision) > 0 {
		t.Errorf("%s with %+v", st.State.State, st.Decision)
	}
	if _, err := w.Violation.Publish(ctx, w.As("bureau"), w.Now(), violation.Publish{Case: id, Title: "案例", Text: "案例"}); !errs.Has(err, "case.no_finding") {
		t.Error(err)
	}
}
