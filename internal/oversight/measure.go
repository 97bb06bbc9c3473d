package oversight

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/conduct"
	"lunheng/internal/filing"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/recheck"
	"lunheng/internal/review"
	"lunheng/internal/sanction"
	"lunheng/internal/veto"
)

// Group is where a measure stands on a board.
type Group string

// The groups, in the order of a board.
const (
	Pressing  Group = "pressing"  // what cannot wait
	Standing  Group = "standing"  // units and committees
	Work      Group = "work"      // activities and decisions
	After     Group = "after"     // approved work
	Action    Group = "action"    // what departments do
	Questions Group = "questions" // chains; see question.go
)

// Groups lists the groups that a board shows.
func Groups() []Group { return []Group{Pressing, Standing, Work, After, Action} }

// Measure is one thing that is counted.
type Measure struct {
	Code   string
	Source string
	Group  Group
	Name   lang.Text
	Unit   lang.Text // what one of it is: "项", "activities"
	Law    string    // source and article
	Flow   bool      // things that happened; a board counts those of the year. Else: what is so at present
	Parts  Naming    // the parts in words; nil: one part
	Of     func(Record) (Count, bool)
}

// Count is as what a record counts.
type Count struct {
	Part  string
	At    int64 // unix microseconds; the day on which it counts
	Value int64
}

// Naming says how a part reads: a state of a procedure, a code of a list of the packs,
// or a text of our own.
type Naming struct {
	Table *flow.Table
	List  string
	Texts map[string]lang.Text
}

// Text is a part in words; list gives the words of a code in a list of the packs.
func (n Naming) Text(part string, list func(list, code string) lang.Text) lang.Text {
	if text, ok := n.Texts[part]; ok {
		return text
	}
	if n.Table != nil {
		if info := n.Table.Info(flow.State(part)); !info.Text.IsZero() {
			return info.Text
		}
	}
	if n.List != "" {
		return list(n.List, part)
	}
	return lang.Same(part)
}

func states(t *flow.Table) Naming { return Naming{Table: t} }
func codes(list string) Naming    { return Naming{List: list} }

var (
	ofActivities = lang.T("项", "activities")
	ofCases      = lang.T("件", "cases")
	ofCommittees = lang.T("个", "committees")
	ofUnits      = lang.T("家", "units")
	ofDuties     = lang.T("项", "duties")
	ofReports    = lang.T("份", "reports")
)

// standings are the parts of committees by how they stand, the gravest first.
var standings = []string{"lapsed", "composition", "unregistered", "report_overdue", "change_overdue", "charter", "rules", "unseen"}

// Measures are all of them. A further one is a further row.
var Measures = slices.Concat(counted, supervision, chains)

// counted are those of units, committees, activities and decisions.
var counted = []Measure{
	{Code: "overdue", Source: Duties, Group: Pressing, Name: lang.T("已超期的事项", "Overdue"), Unit: ofDuties, Law: "MEASURES-2023 17, 19, 31, 43", Parts: Naming{Texts: duties},
		Of: func(r Record) (Count, bool) { return Count{Part: r.Sort, At: r.At}, true }},
	{Code: "emergencies", Source: Cases, Group: Pressing, Name: lang.T("正在进行的应急审查", "Emergencies under way"), Unit: ofCases, Law: "MEASURES-2023 36", Parts: states(&review.Table),
		Of: func(r Record) (Count, bool) {
			return Count{Part: r.State, At: r.Since}, r.Is("emergency") && !closed(r.State)
		}},
	{Code: "adverse", Source: Reports, Group: Pressing, Name: lang.T("严重不良事件等报告", "Adverse events and deviations"), Unit: ofReports, Law: "MEASURES-2023 20", Flow: true, Parts: codes("report_kinds"),
		Of: func(r Record) (Count, bool) {
			return Count{Part: r.Sort, At: r.Since}, (r.Sort == "adverse_event" || r.Sort == "deviation") && r.State != "withdrawn"
		}},

	{Code: "units", Source: Units, Group: Standing, Name: lang.T("单位", "Units"), Unit: ofUnits, Law: "MEASURES-2023 4", Parts: codes("kind"),
		Of: func(r Record) (Count, bool) { return Count{Part: r.Sort, At: r.At}, true }},
	{Code: "unit_rules", Source: Units, Group: Standing, Name: lang.T("单位违规调查处理制度", "Units' rules on breaches"), Unit: ofUnits, Law: "OPINIONS-2022 5.4",
		Parts: Naming{Texts: map[string]lang.Text{"missing": lang.T("未登记", "Not on file"), "on_file": lang.T("已登记", "On file")}},
		Of: func(r Record) (Count, bool) {
			part := "on_file"
			if r.Is("unruled") {
				part = "missing"
			}
			return Count{Part: part, At: r.At}, true
		}},
	{Code: "committees", Source: Committees, Group: Standing, Name: lang.T("委员会的状况", "Committees by standing"), Unit: ofCommittees, Law: "MEASURES-2023 7, 43",
		Parts: Naming{List: "committee_standing", Texts: map[string]lang.Text{"good": lang.T("状况良好", "In good standing"), "unseen": lang.T("尚未核查", "Not looked at yet")}},
		Of: func(r Record) (Count, bool) {
			for _, code := range standings {
				if r.Is(code) {
					return Count{Part: code, At: r.At}, true
				}
			}
			return Count{Part: "good", At: r.At}, true
		}},
	{Code: "filings", Source: Filings, Group: Standing, Name: lang.T("登记与备案", "Registrations and filings"), Unit: ofDuties, Law: "MEASURES-2023 43, 44", Parts: states(&filing.Table),
		Of: func(r Record) (Count, bool) { return Count{Part: r.State, At: r.At}, r.State != "withdrawn" }},

	{Code: "activities", Source: Activities, Group: Work, Name: lang.T("科技活动", "Activities"), Unit: ofActivities, Law: "MEASURES-2023 2", Parts: states(&activity.Table),
		Of: func(r Record) (Count, bool) { return Count{Part: r.State, At: r.At}, true }},
	{Code: "procedures", Source: Activities, Group: Work, Name: lang.T("活动所用的审查程序", "Activities by procedure"), Unit: ofActivities, Law: "MEASURES-2023 11, 22, 35", Parts: codes("procedure"),
		Of: func(r Record) (Count, bool) { return Count{Part: r.Sort, At: r.At}, r.Sort != "" }},
	{Code: "listed", Source: Activities, Group: Work, Name: lang.T("清单内活动", "Listed work"), Unit: ofActivities, Law: "MEASURES-2023 25", Parts: states(&activity.Table),
		Of: func(r Record) (Count, bool) { return Count{Part: r.State, At: r.At}, r.Is("listed") }},
	{Code: "cases", Source: Cases, Group: Work, Name: lang.T("未办结的审查", "Open cases"), Unit: ofCases, Law: "MEASURES-2023 10", Parts: states(&review.Table),
		Of: func(r Record) (Count, bool) { return Count{Part: r.State, At: r.Since}, !closed(r.State) }},
	{Code: "decisions", Source: Cases, Group: Work, Name: lang.T("审查决定", "Decisions"), Unit: ofCases, Law: "MEASURES-2023 16", Flow: true, Parts: codes("outcomes"),
		Of: func(r Record) (Count, bool) { return Count{Part: r.Outcome, At: r.At, Value: r.Value}, r.At > 0 }},
	{Code: daysTaken, Source: Cases, Group: Work, Name: lang.T("初次审查从受理到决定的天数", "Days from acceptance to the first decision"), Unit: ofCases, Law: "MEASURES-2023 17", Flow: true,
		Parts: Naming{Texts: daysText()},
		Of: func(r Record) (Count, bool) {
			return Count{Part: fmt.Sprintf("%03d", min(r.Value, maxDays)), At: r.At, Value: r.Value}, r.At > 0 && r.Sort == review.KindInitial
		}},

	{Code: "live", Source: Activities, Group: After, Name: lang.T("获批后进行中的活动", "Approved work under way"), Unit: ofActivities, Law: "MEASURES-2023 19", Parts: states(&conduct.Table),
		Of: func(r Record) (Count, bool) { return Count{Part: r.Outcome, At: r.Since}, r.Is("live") }},
	{Code: "follow_up_due", Source: Activities, Group: After, Name: lang.T("待跟踪审查的活动", "Follow-ups to come"), Unit: ofActivities, Law: "MEASURES-2023 19, 33",
		Parts: Naming{Texts: map[string]lang.Text{"due": lang.T("未到期", "Not due yet"), "overdue": lang.T("已超期", "Overdue")}},
		Of: func(r Record) (Count, bool) {
			part := "due"
			if r.Is("overdue") {
				part = "overdue"
			}
			return Count{Part: part, At: r.Due}, r.Is("live") && r.Due > 0
		}},
	{Code: "follow_ups", Source: Reports, Group: After, Name: lang.T("跟踪审查报告", "Follow-up reports"), Unit: ofReports, Law: "MEASURES-2023 19", Flow: true,
		Parts: Naming{List: "outcomes", Texts: map[string]lang.Text{"open": lang.T("审查中", "Under review")}},
		Of: func(r Record) (Count, bool) {
			return Count{Part: cmp.Or(r.Outcome, "open"), At: max(r.At, r.Since)}, r.Sort == "follow_up" && r.State != "withdrawn"
		}},

	{Code: "rechecks", Source: Rechecks, Group: Action, Name: lang.T("专家复核", "Expert re-reviews"), Unit: ofCases, Law: "MEASURES-2023 26, 31", Parts: states(&recheck.Table),
		Of: func(r Record) (Count, bool) { return Count{Part: r.State, At: r.At}, true }},
	{Code: "sanctions", Source: Sanctions, Group: Action, Name: lang.T("处理决定", "Sanctions"), Unit: ofCases, Law: "OPINIONS-2022 5.4", Parts: states(&sanction.Table),
		Of: func(r Record) (Count, bool) { return Count{Part: r.State, At: r.At}, true }},
	{Code: "vetoes", Source: Vetoes, Group: Action, Name: lang.T("一票否决查询", "Veto checks asked"), Unit: lang.T("次", "questions"), Law: "SHENZHEN-2024 6", Flow: true,
		Parts: Naming{Texts: map[string]lang.Text{string(veto.StateAsked): lang.T("等待答复", "Waiting"), string(veto.StateAnswered): lang.T("已答复", "Answered"), string(veto.StateFailed): lang.T("失败", "Failed")}},
		Of:    func(r Record) (Count, bool) { return Count{Part: r.State, At: r.At, Value: r.Value}, true }},
}

// daysTaken is the measure whose parts are numbers of days.
const (
	daysTaken = "decision_days"
	maxDays   = 120 // longer ones count together
)

func daysText() map[string]lang.Text {
	out := map[string]lang.Text{}
	for n := range maxDays {
		out[fmt.Sprintf("%03d", n)] = lang.T("%d 天", "%d days").With(n)
	}
	out[fmt.Sprintf("%03d", maxDays)] = lang.T("%d 天及以上", "%d days or more").With(maxDays)
	return out
}

func closed(state string) bool { return review.Table.Info(flow.State(state)).Final }

// duties are the names of time limits.
var duties = map[string]lang.Text{
	"decision": lang.T("作出审查决定", "A decision"), "follow_up": lang.T("跟踪审查", "A follow-up"), "filing": lang.T("登记、备案或者报告", "A registration or report"),
	"recheck": lang.T("专家复核反馈", "The experts' opinion"), "correction": lang.T("答复更正请求", "An answer to a request for correction"), "stipulations": lang.T("完成整改", "Changes that were asked for"),
	"acceptance": lang.T("决定案件是否受理", "Whether a case is taken up"), "inquiry": lang.T("完成调查", "The end of an inquiry"), "order": lang.T("检查要求的整改", "What an inspection ordered to be mended"),
	"comment": lang.T("对检查报告的意见", "To be heard on an inspection"), "task": lang.T("协调任务", "A task of coordination"), "referral": lang.T("对移送、移交的答复", "An answer to what was referred"), "ethics_approval": lang.T("资助项目取得伦理批准", "The ethics approval of a funded project"),
}

// Counted says that the parts of the measure are numbers of days.
func (m Measure) Counted() bool { return m.Code == daysTaken }

// Find is a measure by its code.
func Find(code string) (Measure, bool) {
	for _, m := range Measures {
		if m.Code == code {
			return m, true
		}
	}
	return Measure{}, false
}

// Stem is the code without what marks a question, for addresses.
func (m Measure) Stem() string { return strings.TrimPrefix(m.Code, "q_") }
