package web

import (
	"slices"

	"github.com/a-h/templ"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// offices are the bodies of a kind in which this person holds a role today,
// each once.
func (r *Request) offices(role registry.Role) []string {
	var out []string
	for _, o := range r.Me.Offices {
		if o.Role == role && !slices.Contains(out, o.Body) {
			out = append(out, o.Body)
		}
	}
	return out
}

// unitHomes is what an officer sees at home of each unit: its duties, its
// committees and its activities. Nothing for others.
func (s *Server) unitHomes(r *Request) ([]home.Body, error) {
	var out []home.Body
	for _, id := range r.offices(registry.RoleUnitOfficer) {
		b, err := s.unitHome(r, id)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

func (s *Server) unitHome(r *Request, id string) (home.Body, error) {
	name, err := r.body(auth.Unit, id)
	if err != nil {
		return home.Body{}, err
	}
	b := home.Body{ID: "unit-" + id, Name: ui.Link{Text: name, Href: entryPath(auth.Unit, id)}, Role: registry.RoleUnitOfficer.Text(), ShowDuties: true, Table: committeeTable(),
		Counted: lang.T("科技活动", "Activities")}
	b.Table.Empty.Action = &ui.Link{Text: lang.T("设立委员会", "Found a committee"), Href: "/committees/new?unit=" + id}
	if b.Duties, err = r.duties(id); err != nil {
		return b, err
	}
	list, err := registry.CommitteesOf(r.Reader(), id)
	if err != nil {
		return b, err
	}
	if b.Committees, err = s.committeeRows(r, list); err != nil {
		return b, err
	}
	b.Alarm = alarmWords(b)
	if b.Alarm.IsZero() {
		b.Calm = lang.T("期限和委员会组成均正常", "Time limits and committees are in order")
	}
	b.Stats, err = r.unitStats(id)
	return b, err
}

// alarmWords says what needs attention first, duties before committees.
func alarmWords(b home.Body) lang.Text {
	over, low := 0, below(b.Committees)
	for _, k := range b.Duties {
		if k.Look == ui.ClockOver {
			over++
		}
	}
	switch {
	case over > 0 && low > 0:
		return lang.T("有 %d 项期限已超过，%d 个委员会不能作出决定。", "Duties overdue: %d. Committees that cannot decide: %d.").With(over, low)
	case over > 0:
		return lang.T("有 %d 项期限已超过。", "Duties overdue: %d.").With(over)
	case low > 0:
		return lang.T("有 %d 个委员会不能作出决定，缺项见下。", "Committees that cannot decide: %d; see below what they lack.").With(low)
	}
	return lang.Text{}
}

// below counts the committees that may not decide.
func below(rows []register.Row) int {
	n := 0
	for _, row := range rows {
		if last := row[len(row)-1]; last.Status != nil && last.Status.Tone == ui.Bad {
			n++
		}
	}
	return n
}

// unitStats counts the unit's activities by state, and its listed work, those alone that
// this person may know of.
func (r *Request) unitStats(unit string) ([]ui.Stat, error) {
	counts, err := activity.Count(r.Reader(), r.P, activity.Filter{Unit: unit})
	var out []ui.Stat
	for _, info := range activity.Table.States {
		if n := counts[info.State]; n > 0 {
			out = append(out, ui.Stat{Label: info.Text, Value: r.C.Num(n), Href: "/activities?unit=" + unit + "&state=" + string(info.State)})
		}
	}
	if err != nil {
		return out, err
	}
	listed, err := activity.Count(r.Reader(), r.P, activity.Filter{Unit: unit, Listed: true})
	sum := 0
	for _, n := range listed {
		sum += n
	}
	if sum > 0 {
		out = append(out, ui.Stat{Label: lang.T("清单内活动", "Listed work"), Value: r.C.Num(sum), Href: "/activities?unit=" + unit + "&listed=on"})
	}
	return out, err
}

// homeRules reminds officers of the rules that their units have not written down yet.
func (s *Server) homeRules(r *Request) (templ.Component, error) {
	var tasks []ui.Task
	for _, id := range r.offices(registry.RoleUnitOfficer) {
		u, err := s.Registry.Unit(r.Reader(), id)
		if err != nil {
			return nil, err
		}
		var missing []lang.Text
		for _, item := range u.Papers.Lacks(r.law(u.Region), registry.UnitRules) {
			missing = append(missing, item.Text)
		}
		if len(missing) > 0 {
			state := ui.Status{Text: lang.T("未登记", "not on file"), Tone: ui.Warn}
			tasks = append(tasks, ui.Task{What: lang.T("登记管理制度：%s", "Put on file: %s").With(r.C.Join(missing)), About: r.C.Text(english(u.Name)), Href: entryPath(auth.Unit, id) + "#rules", State: &state})
		}
	}
	if len(tasks) == 0 {
		return nil, nil
	}
	return home.Waiting(r.C, "rules", lang.T("管理制度", "Rules"), tasks, ui.Link{Text: lang.T("本单位", "The unit"), Href: tasks[0].Href}), nil
}
