package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/registry"
	"lunheng/internal/rulebook"
	"lunheng/internal/rules"
	"lunheng/internal/web/pages/admin"
	"lunheng/internal/web/pages/packs"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var rulesCrumb = ui.Link{Text: lang.T("规则", "Rules"), Href: "/rules"}

// asked is the day and the place whose rules the address asks for; today and the
// whole country when it names none, or nothing that can be read.
func (r *Request) asked() (calendar.Day, string) {
	day, err := calendar.Parse(r.FormValue("on"))
	if err != nil {
		day = r.P.Day
	}
	return day, regionCode(r.FormValue("region"))
}

// ruleList shows the packs in force on a day, and the drafts of those who make some.
func (s *Server) ruleList(r *Request) error {
	day, region := r.asked()
	v := register.Entry{
		Page: r.Info(rulesCrumb.Text),
		Head: ui.HeadInfo{Title: rulesCrumb.Text, Lead: lang.T("判断一项活动要做什么，依据的是这些规则包。案件按提交之日的规则办理，规则改了也不变。",
			"What is asked of an activity rests on these packs. A case is judged by the rules of the day on which it was handed in, also after they change.")},
		Status:   ui.Status{Text: lang.T("%s 的规则", "Rules of %s").With(r.C.Day(string(day))), Tone: ui.OK},
		Sentence: lang.Same(orNational(r, regions.Path(region))),
	}
	v.Notes = append(v.Notes, packs.DayPicker(r.C, "/rules", ui.Field{Name: "on", Label: lang.T("哪一天", "On which day"), Value: string(day), Narrow: true},
		ui.Field{Name: "region", Label: lang.T("行政区划", "Region"), Value: region, Narrow: true, Help: lang.T("六位代码；不填为全国", "Six digits; empty for the whole country")}))
	coming, err := s.comingSection(r, day)
	if err != nil {
		return err
	}
	drafts, err := s.draftSection(r)
	if err != nil {
		return err
	}
	v.Sections = append(append([]register.Section{r.inForceSection(day, region)}, drafts...), coming, r.unconfirmedSection(day, region))
	return r.Page(register.EntryPage(r.C, v))
}

// inForceSection lists the packs in force on a day, general first.
func (r *Request) inForceSection(day calendar.Day, region string) register.Section {
	set := r.S.Book.On(day, region)
	current := map[string]bool{}
	for _, ref := range set.Refs() {
		current[ref] = true
	}
	var rows []register.Row
	for _, p := range r.S.Book.Packs() {
		if current[p.Ref()] {
			rows = append(rows, r.packRow(p, day))
		}
	}
	return register.Section{ID: "in-force", Title: lang.T("施行中的规则包", "Packs in force"), Body: register.Rows(r.C, packTable(lang.T("施行中的规则包", "Packs in force")), rows)}
}

func packTable(caption lang.Text) ui.TableInfo {
	return ui.TableInfo{Caption: caption, Columns: []ui.Column{{Text: lang.T("名称", "Name")}, {Text: lang.T("地区", "Region")},
		{Text: lang.T("施行", "In force")}, {Text: lang.T("文件", "Sources"), Num: true}, {Text: lang.T("规则", "Rules"), Num: true}},
		Empty: ui.EmptyInfo{Title: lang.T("没有规则包", "No pack")}}
}

func (r *Request) packRow(p rules.PackInfo, day calendar.Day) register.Row {
	place := r.C.T("全国", "the whole country")
	if p.Region != "" {
		place = regions.Around(p.Region)
	}
	period := r.period(p.From, p.Until)
	if period == "" {
		period = r.C.T("依各文件", "as its sources say")
	}
	return register.Row{{Text: r.C.Text(p.Title), Href: "/rules/" + p.ID + "?on=" + string(day), Small: []string{p.Ref()}}, {Text: place}, {Text: period},
		{Text: r.C.Num(len(p.Sources)), Num: true}, {Text: r.C.Num(p.Rules), Num: true}}
}

// unconfirmedSection lists the numbers that a person has still to hold against
// the text.
func (r *Request) unconfirmedSection(day calendar.Day, region string) register.Section {
	var rows []register.Row
	for _, p := range r.S.Book.On(day, region).Params() {
		if p.Confidence == "V" {
			continue
		}
		id, _, _ := cutRef(p.Pack)
		rows = append(rows, register.Row{{Text: r.C.Text(p.Title), Href: "/rules/" + id + "?on=" + string(day) + "#params"}, {Text: r.paramValue(p)},
			{Text: r.C.Text(r.source(p.Source)), Small: []string{article(r.C, p.Article)}}})
	}
	return register.Section{ID: "unconfirmed", Title: lang.T("待人核实的数值", "Numbers to be confirmed by a person"), Body: packs.Folded(r.C, lang.T("%d 项尚未对照原文", "%d were not yet held against the text").With(len(rows)), register.Rows(r.C, ui.TableInfo{
		Caption: lang.T("出自二手资料或记忆、尚未对照原文的数值", "Numbers not yet held against the text"),
		Columns: []ui.Column{{Text: lang.T("含义", "Meaning")}, {Text: lang.T("数值", "Value")}, {Text: lang.T("依据", "Ground")}},
		Empty:   ui.EmptyInfo{Title: lang.T("没有待核实的数值", "Nothing to be confirmed"), Text: lang.T("所有数值都已对照原文。", "All numbers were held against the text.")}}, rows))}
}

// comingSection lists what was published here, the latest to begin first.
func (s *Server) comingSection(r *Request, day calendar.Day) (register.Section, error) {
	list, err := rulebook.ListPublished(r.Reader(), "")
	if err != nil {
		return register.Section{}, err
	}
	var rows []register.Row
	for _, p := range list {
		rows = append(rows, r.versionRow(p, day))
	}
	t := versionTable(lang.T("在本系统发布的版本", "Versions published here"))
	t.Empty = ui.EmptyInfo{Title: lang.T("还没有在本系统发布过规则", "No rules were published here yet"), Text: lang.T("施行中的是随程序附带的规则包。", "The packs in force are those that come with the program.")}
	return register.Section{ID: "published", Title: lang.T("发布的版本", "Published versions"), Body: register.Rows(r.C, t, rows)}, nil
}

func versionTable(caption lang.Text) ui.TableInfo {
	return ui.TableInfo{Caption: caption, Columns: []ui.Column{{Text: lang.T("版本", "Version")}, {Text: lang.T("状态", "State")}, {Text: lang.T("施行", "In force")}, {Text: lang.T("变动", "Changed")}}}
}

func (r *Request) versionRow(p rulebook.Row, day calendar.Day) register.Row {
	state := versionStatus(r, p.State, p.From, day)
	from := "—"
	if p.From != "" {
		from = r.C.Day(string(p.From))
	}
	return register.Row{{Text: r.C.Text(p.Title), Href: "/packs/" + p.ID, Small: []string{p.Ref()}}, {Status: &state}, {Text: from}, {Text: r.C.Time(p.UpdatedAt)}}
}

// draftSection is for those who make rules: their drafts, and the way to a new one.
func (s *Server) draftSection(r *Request) ([]register.Section, error) {
	may, err := r.makers()
	if err != nil || len(may) == 0 {
		return nil, err
	}
	page, err := rulebook.ListDrafts(r.Reader(), r.P, rulebook.StateDraft, r.Paging())
	if err != nil {
		return nil, err
	}
	var rows []register.Row
	for _, p := range page.Items {
		rows = append(rows, r.versionRow(p, r.P.Day))
	}
	t := versionTable(lang.T("草案", "Drafts"))
	t.Empty = ui.EmptyInfo{Title: lang.T("没有草案", "No draft"), Text: lang.T("带入规则包的文件，检查、演练之后再发布。", "Bring in the files of a pack; check and rehearse it, then publish.")}
	return []register.Section{{ID: "drafts", Title: lang.T("草案", "Drafts"), Body: register.Rows(r.C, t, rows),
		Acts: []register.Act{{Link: ui.Link{Text: lang.T("带入草案", "Bring in a draft"), Href: "/packs/new"}, Look: ui.Primary}}}}, nil
}

// makers are the bodies for which this person may make rules: departments by id,
// the house as "".
func (r *Request) makers() ([]string, error) {
	var out []string
	for _, id := range r.offices(registry.RoleSupervisor) {
		if r.may(auth.PackCreate, auth.Department, id) == nil {
			out = append(out, id)
		}
	}
	if r.may(auth.PackCreate, auth.System, registry.House) == nil {
		out = append(out, "")
	}
	return out, nil
}

// packHistory lists the versions of a pack that were published here.
func (s *Server) packHistory(r *Request, id string) (register.Section, error) {
	list, err := rulebook.ListPublished(r.Reader(), id)
	if err != nil {
		return register.Section{}, err
	}
	var rows []register.Row
	for _, p := range list {
		rows = append(rows, r.versionRow(p, r.P.Day))
	}
	t := versionTable(lang.T("版本历史", "History of versions"))
	t.Empty = ui.EmptyInfo{Title: lang.T("只有随程序附带的版本", "Only the version that comes with the program")}
	return register.Section{ID: "versions", Title: lang.T("版本历史", "History of versions"), Body: register.Rows(r.C, t, rows)}, nil
}

// pack shows what a rule pack holds on a day: the version in force then, otherwise
// the latest.
func (s *Server) pack(r *Request) error {
	day, _ := r.asked()
	id := r.PathValue("id")
	ref, inForce := id, false
	if latest, ok := s.Book.Outline(id, day); ok {
		for i, in := range s.Book.On(day, latest.Region).IDs() {
			if in == latest.ID {
				ref, inForce = s.Book.On(day, latest.Region).Refs()[i], true
			}
		}
	}
	p, ok := s.Book.Outline(ref, day)
	if !ok {
		return s.notFound(r)
	}
	v := admin.Pack{
		Page: r.Info(p.Title), On: packs.DayPicker(r.C, "/rules/"+p.ID, ui.Field{Name: "on", Label: lang.T("哪一天", "On which day"), Value: string(day), Narrow: true}, ui.Field{}),
		Head: ui.HeadInfo{Kicker: lang.T("规则包 %s", "Rule pack %s").With(p.Ref()), Title: p.Title}, State: packStatus(inForce, ""),
		Facts: []ui.Fact{{Label: lang.T("适用地区", "Region"), Text: orNational(r, p.Region)}, {Label: lang.T("施行", "In force"), Text: r.period(p.From, p.Until)},
			{Label: lang.T("校验值（SHA-256）", "Hash (SHA-256)"), Value: admin.LogKey(r.C, p.Hash)}},
	}
	v.Page.Crumbs = []ui.Link{rulesCrumb}
	for _, source := range p.Sources {
		v.Sources = append(v.Sources, r.sourceRow(source))
	}
	for _, param := range p.Params {
		v.Params = append(v.Params, r.paramRow(param))
	}
	v.Points, v.Lists = r.packPoints(p), r.packLists(p)
	history, err := s.packHistory(r, p.ID)
	if err != nil {
		return err
	}
	v.More = []register.Section{history}
	return r.Page(admin.PackPage(r.C, v))
}
