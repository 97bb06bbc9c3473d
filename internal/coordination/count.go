package coordination

import (
	"database/sql"
	"fmt"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/filing"
	"lunheng/internal/flow"
	"lunheng/internal/inspection"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/sanction"
	"lunheng/internal/store"
	"lunheng/internal/violation"
)

// Figure is one number of a report: how many of a code there were in a group.
type Figure = filing.Figure

// Scope is whose work is counted, and when: a member's, or that of the mechanism's
// whole region.
type Scope struct {
	Mechanism string
	Member    string // code; empty: all
	Region    string
	From      calendar.Day
	Until     calendar.Day
}

// Behind is one thing that a figure counts.
type Behind struct {
	Code  string `json:"code"`
	ID    string `json:"id"`
	Label string `json:"label"`
	Path  string `json:"path"` // of its page
}

// counter is one group of figures: a query that gives code, id and label of all that it
// counts, so that each figure leads to what is behind it. In the query @units are the
// units in question and @departments their departments; $1 is the member's code or the
// region's prefix, $2 and $3 bound the time in microseconds, $4 and $5 in days, $6 is
// the mechanism.
type counter struct {
	group string
	kind  auth.Kind // what it counts, and which verb opens one; empty: whoever sees the report
	view  auth.Verb
	path  string // of the page of one thing; @ is its id
	query string
}

const during = ` >= $2 and %[1]s < $3`

func within(column string) string { return column + fmt.Sprintf(during, column) }

func counters() []counter {
	return []counter{
		{"committees", auth.Committee, auth.CommitteeView, "/committees/@", `select c.state as code, c.id as id, c.name_zh as label from committees c where c.unit in @units and c.created_at < $3`},
		{"running", auth.Activity, auth.ConductView, "/activities/@/conduct", `select c.state as code, c.id as id, c.title as label from conducts c where c.unit in @units and c.state in ('running', 'suspended', 'lapsed')`},
		{"outcome", auth.Review, auth.ReviewView, "/reviews/@", `select o.outcome as code, o.id as id, o.number as label from reviews o where o.unit in @units and ` + within("o.decided_at") + ` and o.decided_at > 0`},
		{"recheck", auth.Recheck, auth.RecheckView, "/rechecks/@", `select case when o.result = '' then 'open' else o.result end as code, o.id as id, o.number as label from rechecks o where o.unit in @units and ` + within("o.applied_at")},
		{"registered", auth.Filing, auth.FilingView, "/filings/@", `select o.about as code, o.id as id, o.number as label from filings o where o.unit in @units and o.receipt_day >= $4 and o.receipt_day <= $5`},
		{"sanctions", auth.Sanction, auth.SanctionView, "/sanctions/@", `select s.state as code, s.id as id, s.number as label from sanctions s where s.department in @departments and s.state <> 'discarded' and s.state <> 'drafted' and s.day >= $4 and s.day <= $5`},
		{"cases", auth.Case, auth.CaseView, "/violations/@", `select c.state as code, c.id as id, c.title as label from cases c where c.unit in @units and ` + within("c.opened_at")},
		{"inspections", auth.Inspection, auth.InspectionView, "/inspections/@", `select i.state as code, i.id as id, i.day as label from inspections i where i.unit in @units and i.state <> 'cancelled' and i.day >= $4 and i.day <= $5`},
		{"tasks", "", "", "/coordination/tasks/@", `select case when t.state = 'open' and t.due <> '' and t.due < $5 then 'late' else t.state end as code, t.id as id, t.title_zh as label from mechanism_tasks t
			where t.mechanism = $6 and @led and t.set_at < $3`},
	}
}

// own are the figures about the mechanism itself, in reports upwards.
func own() []counter {
	return []counter{
		{"members", auth.Yearly, auth.YearlyView, "/coordination/yearlies/@", `select y.state as code, y.id as id, y.member as label from yearlies y where y.mechanism = $6 and y.due >= $4 and y.due <= substr($5, 1, 4) || '-12-31'`},
		{"sessions", "", "", "/coordination/sessions/@", `select o.state as code, o.id as id, o.title as label from mechanism_sessions o where o.mechanism = $6 and ` + within("o.starts_at")},
		{"consultations", "", "", "/coordination/consultations/@", `select o.state as code, o.id as id, o.title as label from consultations o where o.mechanism = $6 and ` + within("o.asked_at")},
		{"advices", auth.Advice, auth.AdviceView, "/coordination/advices/@", `select o.state as code, o.id as id, o.title as label from advices o where o.mechanism = $6 and ` + within("o.asked_at")},
	}
}

// counters are those of a scope.
func (s Scope) counters() []counter {
	if s.Member == "" {
		return append(counters(), own()...)
	}
	return counters()
}

// query is a counter's question about the scope.
func (s Scope) query(c counter) (string, []any) {
	who, units, departments, led := any(s.Member), `(select u.id from units u join departments d on d.id = u.department where d.code = $1)`,
		`(select d.id from departments d where d.code = $1)`, `t.lead = $1`
	if s.Member == "" {
		who, units, departments, led = area(s.Region), `(select u.id from units u where u.region >= $1 and u.region < $1 || '~')`, `(select d.id from departments d where d.region >= $1 and d.region < $1 || '~')`, `$6 <> ''`
	}
	query := strings.NewReplacer("@units", units, "@departments", departments, "@led", led).Replace(c.query)
	return store.Used(query, []any{who, store.Micros(s.From.Start()), store.Micros(s.Until.AddDays(1).Start()), string(s.From), string(s.Until), s.Mechanism})
}

// area is the beginning of the codes of a region and all within it.
func area(region string) string {
	if r, ok := regions.Lookup(region); ok {
		return r.Prefix()
	}
	return region
}

// Count gives the figures of a scope.
func Count(r store.Reader, s Scope) ([]Figure, error) {
	out := []Figure{}
	for _, c := range s.counters() {
		query, args := s.query(c)
		list, err := store.Collect(r, func(rows *sql.Rows) (Figure, error) {
			f := Figure{Group: c.group}
			return f, rows.Scan(&f.Code, &f.N)
		}, `select x.code, count(*) from (`+query+`) x group by x.code order by x.code`, args...)
		if err != nil {
			return nil, fmt.Errorf("count %s: %w", c.group, err)
		}
		out = append(out, list...)
	}
	return out, nil
}

// BehindFigure are the things that a figure counts today, a page of them.
func BehindFigure(r store.Reader, p auth.Principal, s Scope, group, code string, pg store.Paging) (store.Page[Behind], error) {
	for _, c := range s.counters() {
		if c.group != group {
			continue
		}
		query, args := s.query(c)
		w := store.NewWhere(args...)
		w.Is("x.code", code)
		page, err := store.QueryPage(r, `select x.code, x.id, x.label from (`+query+`) x`, w, store.Keyset{Columns: []string{"x.id"}, Desc: true}, pg,
			func(rows *sql.Rows) (Behind, []any, error) {
				var b Behind
				err := rows.Scan(&b.Code, &b.ID, &b.Label)
				b.Path = strings.ReplaceAll(c.path, "@", b.ID)
				return b, []any{b.ID}, err
			})
		if err != nil || c.kind == "" {
			return page, err
		}
		return page, c.veil(r, p, page.Items)
	}
	return store.Page[Behind]{}, missing()
}

// veil takes the name and the way from things that are counted for somebody who may
// not open them: the figure is whole, what belongs to others stays theirs.
func (c counter) veil(r store.Reader, p auth.Principal, things []Behind) error {
	ids := make([]string, len(things))
	for i, b := range things {
		ids[i] = b.ID
	}
	may, err := auth.Among(r, p, c.view, c.kind, ids...)
	if err != nil {
		return fmt.Errorf("look which %s may be opened: %w", c.group, err)
	}
	for i := range things {
		if b := &things[i]; !may[b.ID] {
			b.Label, b.Path = "", ""
		}
	}
	return nil
}

// GroupText is a group of figures in words.
func GroupText(group string) lang.Text {
	switch group {
	case "committees":
		return lang.T("伦理审查委员会", "Committees")
	case "running":
		return lang.T("获批后进行的活动", "Approved work under way")
	case "outcome":
		return lang.T("审结的案件", "Cases decided")
	case "sanctions":
		return lang.T("处理决定", "Sanctions")
	case "cases":
		return lang.T("违规案件", "Cases of breaches")
	case "inspections":
		return lang.T("检查", "Inspections")
	case "tasks":
		return lang.T("牵头的任务", "Tasks led")
	case "members":
		return lang.T("成员单位年度报告", "Members' yearly reports")
	case "sessions":
		return lang.T("协调机制会议", "Meetings of the mechanism")
	case "consultations":
		return lang.T("征求意见", "Consultations")
	case "advices":
		return lang.T("专家咨询", "Expert advice")
	}
	return filing.GroupText(group)
}

// FigureText is what a figure counts, in words.
func FigureText(set *rules.Set, f Figure) lang.Text {
	tables := map[string]*flow.Table{"committees": &registry.CommitteeTable, "sanctions": &sanction.Table, "cases": &violation.Table, "inspections": &inspection.Table, "tasks": &TaskTable, "members": &YearlyTable,
		"sessions": &SessionTable, "consultations": &ConsultationTable, "advices": &AdviceTable}
	switch {
	case f.Group == "tasks" && f.Code == "late":
		return lang.T("超期未完成", "Overdue")
	case f.Group == "running":
		return runningText(f.Code)
	case tables[f.Group] != nil:
		return tables[f.Group].Info(flow.State(f.Code)).Text
	}
	return filing.FigureText(set, f)
}

func runningText(code string) lang.Text {
	switch code {
	case "suspended":
		return lang.T("暂停", "Suspended")
	case "lapsed":
		return lang.T("跟踪审查超期而失效", "Lapsed, as its follow-up is overdue")
	}
	return lang.T("进行中", "Under way")
}
