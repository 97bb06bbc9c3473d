package review

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// MinutesPaper is the minutes of a meeting as a paper, for somebody who may see
// the meeting: generated, with what was written by hand, marked as a draft
// until approved. Cases that the person is out of stay closed.
func (s *Service) MinutesPaper(r store.Reader, p auth.Principal, id string) (letter.Doc, error) {
	m, err := s.Meeting(r, p, id)
	if err != nil {
		return letter.Doc{}, err
	}
	if m.Minutes == nil {
		return letter.Doc{}, errs.Refuse("review.minutes.none", "会议记录尚未生成。", "The minutes have not been drafted yet.")
	}
	com, err := s.committee(r, m.Committee)
	if err != nil {
		return letter.Doc{}, err
	}
	w := minuteWriter{m: &m, set: s.Book.On(calendar.Of(m.OpenedAt), com.Region)}
	if w.names, err = s.Vault.Names(r, m.people()...); err != nil {
		return letter.Doc{}, err
	}
	out := letter.Minutes{Committee: com.Name, Date: calendar.Of(m.OpenedAt), Draft: m.State != MinutesApprovedState,
		Facts: w.facts(), Corrections: w.corrections(), Created: m.ClosedAt}
	if out.Unit, err = nameOf(r, "units", com.Unit); err != nil {
		return letter.Doc{}, err
	}
	for _, a := range m.Minutes.Attendance {
		out.Attendance = append(out.Attendance, letter.Attendance{Name: w.name(a.Person), Role: registry.Role(a.Role).Text(), When: a.when()})
	}
	for _, person := range m.Minutes.Apologies {
		out.Attendance = append(out.Attendance, letter.Attendance{Name: w.name(person), Role: registry.RoleMember.Text(), When: lang.T("请假", "Apologies")})
	}
	for _, person := range m.Minutes.Absent {
		out.Attendance = append(out.Attendance, letter.Attendance{Name: w.name(person), Role: registry.RoleMember.Text(), When: lang.T("缺席", "Absent")})
	}
	for _, item := range m.Minutes.Items {
		out.Items = append(out.Items, w.item(item))
	}
	if len(m.Minutes.Reported) > 0 {
		out.Items = append(out.Items, w.reported())
	}
	if !out.Draft {
		out.Signer = w.name(m.ApprovedBy)
	}
	return out.Doc(), nil
}

// people are all whose names the minutes need.
func (m *Meeting) people() []string {
	out := append([]string{m.Presiding, m.ApprovedBy}, m.Invited...)
	for _, a := range m.Minutes.Attendance {
		out = append(out, a.Person)
	}
	for _, d := range m.Minutes.Reported {
		out = append(out, d.Reviewers...)
	}
	for _, item := range m.Minutes.Items {
		out = append(out, item.Presiding)
		for person := range item.Excluded {
			out = append(out, person)
		}
		for _, a := range item.Advisers {
			out = append(out, a.Person)
		}
		for _, q := range item.Questions {
			out = append(out, q.By)
		}
		for _, f := range item.Findings {
			out = append(out, f.Person)
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

// minuteWriter turns minutes into sentences.
type minuteWriter struct {
	m     *Meeting
	set   *rules.Set
	names map[string]lang.Text
}

func (w minuteWriter) name(person string) string {
	if n := w.names[person].ZH; n != "" {
		return n
	}
	return "—" // erased
}

func (w minuteWriter) facts() []letter.Field {
	mode := map[string]lang.Text{InPerson: lang.T("现场会议", "In person"), Video: lang.T("视频会议", "By video"), Mixed: lang.T("现场与视频结合", "In person and by video")}
	m := w.m.Minutes
	out := []letter.Field{
		{Label: lang.T("时间", "Time"), Value: spansText([]Span{{From: m.Opened, Until: m.Closed}})},
		{Label: lang.T("方式", "Held"), Value: mode[m.Mode]},
		{Label: lang.T("主持人", "Presiding"), Value: lang.Same(w.name(m.Presiding))},
	}
	if m.Place != "" {
		out = append(out, letter.Field{Label: lang.T("地点", "Place"), Value: lang.Same(m.Place)})
	}
	for _, a := range m.Adjourned {
		out = append(out, letter.Field{Label: lang.T("休会", "Adjourned"), Value: lang.T("%s 至 %s：%s", "%s to %s: %s").With(stamp(a.At), stamp(a.Until), a.Reason)})
	}
	if note := w.m.Note(General); note != "" {
		out = append(out, letter.Field{Label: lang.T("备注", "Note"), Value: lang.Same(note)})
	}
	return out
}

// reported is what the meeting was told of.
func (w minuteWriter) reported() letter.Item {
	out := letter.Item{Title: lang.T("通报并回顾：按简易程序或应急程序作出的决定", "Reported and looked at again: decisions under the simplified or emergency procedure")}
	for _, d := range w.m.Minutes.Reported {
		outcome, _ := w.set.Item("outcomes", d.Outcome)
		names := make([]string, len(d.Reviewers))
		for i, person := range d.Reviewers {
			names[i] = w.name(person)
		}
		out.Facts = append(out.Facts, letter.Field{Label: lang.Same(d.Number), Value: lang.T("%s：%s（审查人：%s；%s）", "%s: %s (reviewers: %s; %s)").
			With(w.titled(d.Kind, d.Title), outcome.Text, strings.Join(names, "、"), d.Why)})
	}
	return out
}

// titled is a title with the kind of review before it, unless it is the initial one.
func (w minuteWriter) titled(kind, title string) lang.Text {
	if kind == "" {
		return lang.Same(title)
	}
	return lang.T("%s：%s", "%s: %s").With(KindText(w.set, kind), title)
}

func (w minuteWriter) item(it MinuteItem) letter.Item {
	if it.Title == "" {
		return letter.Item{Title: lang.T("（回避）", "(recused)")}
	}
	out := letter.Item{Title: w.titled(it.Kind, it.Title)}
	if it.Number != "" {
		out.Facts = append(out.Facts, letter.Field{Label: lang.T("编号", "Number"), Value: lang.Same(it.Number)})
	}
	if it.Presiding != "" && it.Presiding != w.m.Presiding {
		out.Facts = append(out.Facts, letter.Field{Label: lang.T("主持人", "Presiding"), Value: lang.Same(w.name(it.Presiding))})
	}
	for _, person := range slices.Sorted(maps.Keys(it.Excluded)) {
		out.Conflicts = append(out.Conflicts, lang.T("%s：%s；已回避", "%s: %s; took no part").With(w.name(person), it.Excluded[person]))
	}
	out.Facts = append(out.Facts, w.course(it)...)
	for _, a := range it.Advisers {
		out.Facts = append(out.Facts, letter.Field{Label: lang.T("顾问（不表决）", "Adviser (no vote)"), Value: w.adviser(a)})
	}
	out.Discussion, out.Vote = w.discussion(it), w.votes(it)
	switch {
	case it.Outcome != "":
		out.Decision = outcomeText(w.set, it.Outcome)
		if it.Reasons != "" {
			out.Decision = lang.T("%s。理由：%s", "%s. Reasons: %s").With(out.Decision, it.Reasons)
		}
	case it.Deferred != "":
		out.Decision = lang.T("推迟：%s %s", "Put off: %s %s").With(DeferText(it.Deferred), it.Note)
	case it.State == ItemTakenBack:
		out.Decision = lang.T("申请人撤回", "Withdrawn by the applicant")
	}
	for _, s := range it.Stipulations {
		out.Conditions = append(out.Conditions, lang.Same(s))
	}
	return out
}

// DeferText is a reason for putting a case off in words.
func DeferText(reason string) lang.Text {
	switch reason {
	case DeferQuorum:
		return lang.T("到会情况不再符合规定。", "Attendance fell short.")
	case DeferMajority:
		return lang.T("没有一项决定达到所需票数。", "No outcome had the votes it needs.")
	case DeferTime:
		return lang.T("会议时间不够。", "The meeting ran out of time.")
	}
	return lang.T("需要更多材料。", "More information is needed.")
}

func (w minuteWriter) discussion(it MinuteItem) []lang.Text {
	var out []lang.Text
	for _, f := range it.Findings {
		if f.Mark != MarkConcern {
			continue
		}
		point := lang.Same(f.Point)
		if item, ok := w.set.Item("review_points", f.Point); ok {
			point = item.Text
		}
		out = append(out, lang.T("%s（%s）：%s", "%s (%s): %s").With(point, w.name(f.Person), f.Note))
	}
	for _, q := range it.Questions {
		out = append(out, lang.T("%s 问：%s　申请人答：%s", "%s asked: %s The applicant answered: %s").With(w.name(q.By), q.Text, orDash(q.Answer)))
	}
	if note := w.m.Note(it.Review); note != "" {
		out = append(out, lang.Same(note))
	}
	return out
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// votes says how each round went.
func (w minuteWriter) votes(it MinuteItem) lang.Text {
	var zh, en []string
	for _, r := range it.Rounds {
		way := lang.T("公开表决", "open vote")
		if r.Secret {
			way = lang.T("无记名表决", "secret vote")
		}
		t := lang.T("第 %d 轮（%s），计票人数 %d：%s", "Round %d (%s), %d counted as present: %s").With(r.Round, way, r.Present, w.tally(r.Tally))
		if r.Consent {
			t = lang.T("合议事项一并批准：在场有表决权的 %d 人无人反对（%s）", "Approved together with other cases: none of the %d present with a vote objected (%s)").With(r.Present, w.tally(r.Tally))
		}
		if r.Voided {
			t = lang.T("第 %d 轮（%s）因回避作废", "Round %d (%s) was voided by a conflict of interest").With(r.Round, way)
		}
		zh, en = append(zh, t.ZH), append(en, t.EN)
	}
	return lang.T(strings.Join(zh, "；"), strings.Join(en, "; "))
}

func (w minuteWriter) tally(tally map[string]int) lang.Text {
	var zh, en []string
	add := func(code string, text lang.Text) {
		if n := tally[code]; n > 0 {
			zh, en = append(zh, fmt.Sprintf("%s %d 票", text.ZH, n)), append(en, fmt.Sprintf("%s %d", text.EN, n))
		}
	}
	for _, o := range outcomes(w.set) {
		add(o.Code, o.Text)
	}
	add(Abstain, lang.T("弃权", "Abstain"))
	return lang.T(strings.Join(zh, "，"), strings.Join(en, ", "))
}

// corrections are the texts that replaced others.
func (w minuteWriter) corrections() []lang.Text {
	var out []lang.Text
	was := map[string]string{}
	for _, e := range w.m.Edits {
		if before := was[e.Section]; before != "" {
			out = append(out, lang.T("“%s”更正为“%s”", "“%s” corrected to “%s”").With(before, orDash(e.Text)))
		}
		was[e.Section] = e.Text
	}
	return out
}

// spansText says when somebody was there, in Beijing time.
func spansText(spans []Span) lang.Text {
	var parts []string
	clock := func(t time.Time) string { return t.In(calendar.Beijing()).Format("15:04") }
	for _, s := range spans {
		part := clock(s.From) + "–"
		if !s.Until.IsZero() {
			part += clock(s.Until)
		}
		parts = append(parts, part)
	}
	return lang.T(strings.Join(parts, "、"), strings.Join(parts, ", "))
}

// adviser is somebody from outside with their field.
func (w minuteWriter) adviser(a AdviserInvited) lang.Text {
	if a.Field == "" {
		return lang.Same(w.name(a.Person))
	}
	return lang.T("%s（%s）", "%s (%s)").With(w.name(a.Person), FieldText(w.set, a.Field))
}

// when is a person's time in the room, and whether they came late or left early.
func (a Attended) when() lang.Text {
	out := waysText(a.Spans)
	if a.Late {
		out = lang.T("%s（迟到）", "%s (late)").With(out)
	}
	if a.Early {
		out = lang.T("%s（早退）", "%s (left early)").With(out)
	}
	return out
}

// waysText says when somebody was there, and whether in the room or by video.
func waysText(spans []Span) lang.Text {
	switch held("", spans) {
	case Video:
		return lang.T("%s，视频", "%s, by video").With(spansText(spans))
	case InPerson:
		return lang.T("%s，现场", "%s, in the room").With(spansText(spans))
	}
	var zh, en []string
	for _, s := range spans {
		part := waysText([]Span{s})
		zh, en = append(zh, part.In(lang.ZH)), append(en, part.In(lang.EN))
	}
	return lang.T(strings.Join(zh, "；"), strings.Join(en, "; "))
}

// course is how long a case took and when the quorum for it was lost.
func (w minuteWriter) course(item MinuteItem) []letter.Field {
	var out []letter.Field
	if item.Planned > 0 {
		out = append(out, letter.Field{Label: lang.T("用时", "Time taken"), Value: lang.T("%d 分钟（计划 %d 分钟）", "%d minutes (%d planned)").With(item.Took, item.Planned)})
	}
	if item.Lifted != nil {
		out = append(out, letter.Field{Label: lang.T("合议事项", "Approved together"), Value: lang.T("取出单独审议：%s", "taken out, to be dealt with by itself: %s").With(item.Lifted.Words())})
	}
	for _, t := range item.Turns {
		text := lang.T("%s 达到法定人数和类别", "%s reached")
		if t.Lost {
			text = lang.T("%s 法定人数或类别不足", "%s lost")
		}
		out = append(out, letter.Field{Label: lang.T("到会情况", "Quorum"), Value: text.With(stamp(t.At))})
	}
	return out
}

// stamp is a moment in Beijing time.
func stamp(at time.Time) string { return at.In(calendar.Beijing()).Format("2006-01-02 15:04") }
