package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/oversight"
	"lunheng/internal/registry"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/ui"
)

// departmentHomes is what a supervisor sees of each department's field today.
func (s *Server) departmentHomes(r *Request) ([]home.Body, error) {
	var out []home.Body
	for _, id := range r.offices(registry.RoleSupervisor) {
		b, err := r.departmentHome(id)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

// departmentHome is the head of a department's board: a few numbers from the counters,
// each with its list.
func (r *Request) departmentHome(id string) (home.Body, error) {
	name, err := r.body(auth.Department, id)
	if err != nil {
		return home.Body{}, err
	}
	at := sight{Scope: oversight.Scope{Department: id}}
	b := home.Body{ID: "department-" + id, Name: ui.Link{Text: name, Href: entryPath(auth.Department, id)}, Role: registry.RoleSupervisor.Text(), Counted: lang.T("今天的情况", "Today"),
		More: &ui.Link{Text: lang.T("监督看板：地图、趋势、各单位和查询", "Oversight: the map, trends, units and questions"), Href: at.to("/oversight")}}
	since := oversight.FirstMonth(r.P.Day)
	var codes []string
	for _, x := range homeNumbers {
		codes = append(codes, x.code)
	}
	found, err := oversight.Numbers(r.Reader(), r.P, at.Scope, since, codes...)
	if err != nil {
		return b, err
	}
	if over := sum(found, "overdue", ""); over > 0 {
		b.Alarm = lang.T("有 %d 项期限已超过。", "Duties overdue: %d.").With(over)
	} else {
		b.Calm = lang.T("没有超期的事项", "Nothing is overdue")
	}
	b.Stats = r.homeStats(at, found, since)
	return b, nil
}

// homeNumbers are the numbers of a home: those that ought to be none, then the others.
var homeNumbers = []struct {
	code, part string
	bad        bool
	text       lang.Text
}{
	{"overdue", "", true, lang.T("已超期的事项", "Overdue")},
	{"emergencies", "", true, lang.T("应急审查", "Emergencies")},
	{"committees", "composition", true, lang.T("组成不合要求的委员会", "Committees below the standard")},
	{"follow_up_due", "overdue", true, lang.T("跟踪审查已超期", "Follow-ups overdue")},
	{"cases", "", false, lang.T("办理中的案卷", "Cases under way")},
	{"live", "", false, lang.T("获批后进行中的活动", "Approved work under way")},
	{"listed", "", false, lang.T("清单内活动", "Listed work")},
	{"units", "", false, lang.T("单位", "Units")},
}

func (r *Request) homeStats(at sight, found []oversight.Number, since string) []ui.Stat {
	out := []ui.Stat{}
	for _, x := range homeNumbers {
		m, _ := oversight.Find(x.code)
		n := sum(found, x.code, x.part)
		stat := ui.Stat{Label: x.text, Value: r.C.Num(n), Href: at.list(m, x.part, since)}
		if x.bad {
			stat = alarm(r, x.text, n, stat.Href)
		}
		if x.part != "" && n == 0 {
			stat.Href = at.list(m, "", since) // nothing has that part, so no list offers it
		}
		out = append(out, stat)
	}
	return out
}

// sum adds up a part of a measure, or all of it.
func sum(found []oversight.Number, code, part string) int {
	n := 0
	for _, x := range found {
		if x.Measure == code && (part == "" || x.Part == part) {
			n += x.N
		}
	}
	return n
}
