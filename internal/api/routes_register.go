package api

import (
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// unitRoutes are departments, units, and who holds office there.
func (a *API) unitRoutes() {
	g := a.chapter("登记：部门与单位", "Register: departments and units")
	list(g, "/departments", lang.T("主管部门", "Departments"), func(r *Request, f struct {
		named
		paging
	}) (store.Page[registry.Department], error) {
		return registry.ListDepartments(r.Reader(), registry.DepartmentFilter{Region: f.Region, State: f.State, Text: f.Q, Paging: f.page()})
	})
	begin(g, "/departments", lang.T("登记主管部门", "Enter a department"), auth.Department, "/departments", a.Registry.FoundDepartment, "name", "region")
	one(g, "/departments/{department}", lang.T("一个主管部门", "A department"), func(r *Request, _ none) (registry.Department, int64, error) {
		d, err := a.Registry.Department(r.Reader(), r.PathValue("department"))
		return d, d.Version, err
	})
	act(g, "/departments/{department}/change", lang.T("变更部门信息", "Change a department's data"), a.Registry.ChangeDepartment, "name", "region")
	act(g, "/departments/{department}/close", lang.T("注销部门", "Close a department"), a.Registry.CloseDepartment, "reason")

	list(g, "/units", lang.T("单位", "Units"), func(r *Request, f struct {
		named
		Kind       string `query:"kind" of:"list:kind" doc:"单位类别 / kind of unit"`
		Department string `query:"department" doc:"主管部门 / id of the department"`
		paging
	}) (store.Page[registry.Unit], error) {
		return registry.ListUnits(r.Reader(), registry.UnitFilter{Region: f.Region, Kind: f.Kind, Department: f.Department, State: f.State, Text: f.Q, Paging: f.page()})
	})
	begin(g, "/units", lang.T("登记单位", "Enter a unit"), auth.Unit, "/units", a.Registry.RegisterUnit, "name", "kind", "region")
	one(g, "/units/{unit}", lang.T("一个单位", "A unit"), func(r *Request, _ none) (registry.Unit, int64, error) {
		u, err := a.Registry.Unit(r.Reader(), r.PathValue("unit"))
		return u, u.Version, err
	})
	act(g, "/units/{unit}/change", lang.T("变更单位信息", "Change a unit's data"), a.Registry.ChangeUnit, "name", "kind", "region")
	act(g, "/units/{unit}/rules", lang.T("登记单位的管理制度或其新版本", "Put a rule of the unit on file, or a new version of one"), a.Registry.AdoptUnitRule, "code", "title", "day")
	act(g, "/units/{unit}/close", lang.T("注销单位", "Close a unit"), a.Registry.CloseUnit, "reason")
	look(g, "/units/{unit}/committees", lang.T("为单位审查的委员会", "Committees that review for a unit"), func(r *Request, _ none) (items[registry.Committee], error) {
		list, err := registry.CommitteesOf(r.Reader(), r.PathValue("unit"))
		return items[registry.Committee]{orNone(list)}, err
	})

	one(g, "/calendars/{calendar}", lang.T("工作日历：已知各年的放假安排（cn）", "The calendar of working days: the holidays of the years that are known (cn)"), a.calendarOf)
	act(g, "/calendars/{calendar}/announce", lang.T("装入一年的放假安排", "Take in the announced holidays of a year"), a.Calendar.Announce, "notice")

	one(g, "/offices/{kind}/{body}", lang.T("今天在任的人（kind：unit、department、committee、system）", "Who holds office today (kind: unit, department, committee, system)"), holders)
	act(g, "/offices/{kind}/{body}/appoint", lang.T("任命单位管理员、主管部门人员或系统管理员", "Appoint an officer of a unit, a supervisor or an administrator"), a.Registry.AppointOffice, "person", "from")
	act(g, "/offices/{kind}/{body}/leave", lang.T("免去职务", "End an office"), a.Registry.LeaveOffice, "person", "day")
}

// Years is a calendar of working days.
type Years struct {
	Years []calendar.Notice `json:"years"`
}

func (a *API) calendarOf(r *Request, _ none) (Years, int64, error) {
	if r.PathValue("calendar") != clocks.Mainland {
		return Years{}, 0, errs.New(errs.NotFound, "calendar.missing", lang.T("没有这份日历。", "There is no such calendar."))
	}
	events, err := a.Calendar.Announcements(r.Reader())
	out, cal := Years{Years: []calendar.Notice{}}, a.Calendar.Now()
	for _, year := range cal.Years() {
		if n, ok := cal.Notice(year); ok {
			out.Years = append(out.Years, n)
		}
	}
	return out, int64(len(events)), err
}

// named is what lists of the register are narrowed by.
type named struct {
	Q      string `query:"q" doc:"名称里的词 / words of the name"`
	Region string `query:"region" doc:"区划代码，含下级 / code of a region, with what lies in it"`
	State  string `query:"state" of:"register.state" doc:"状态 / state"`
}

func holders(r *Request, _ none) (items[registry.Office], int64, error) {
	kind, body := r.PathValue("kind"), r.PathValue("body")
	verb := auth.Verb(kind + ".view")
	if err := auth.Allow(r.Reader(), r.P, verb, kind, body); err != nil {
		return items[registry.Office]{}, 0, known(kind, err)
	}
	list, err := registry.Holders(r.Reader(), registry.BodyKind(kind), body, r.today())
	if err != nil {
		return items[registry.Office]{}, 0, err
	}
	version, err := journal.Head(r.Reader(), journal.StreamName(kind, body))
	return items[registry.Office]{orNone(list)}, version, err
}

// committeeRoutes are committees and their members.
func (a *API) committeeRoutes() {
	g := a.chapter("登记：伦理委员会", "Register: committees")
	list(g, "/committees", lang.T("伦理委员会", "Committees"), func(r *Request, f struct {
		named
		Unit       string `query:"unit" doc:"设立单位 / id of the unit"`
		Department string `query:"department" doc:"主管部门 / id of the department"`
		paging
	}) (store.Page[registry.Committee], error) {
		return registry.ListCommittees(r.Reader(), registry.CommitteeFilter{Region: f.Region, Unit: f.Unit, Department: f.Department, State: f.State, Text: f.Q, Paging: f.page()})
	})
	begin(g, "/committees", lang.T("设立伦理委员会", "Found a committee"), auth.Committee, "/committees", a.Registry.FoundCommittee, "unit", "name")
	one(g, "/committees/{committee}", lang.T("一个委员会及其委员", "A committee and its members"), func(r *Request, _ none) (registry.Committee, int64, error) {
		c, err := a.Registry.Committee(r.Reader(), r.PathValue("committee"))
		return c, c.Version, err
	})
	look(g, "/committees/{committee}/composition", lang.T("组成是否合规", "Whether it is composed as the rules ask"), composition)
	look(g, "/committees/{committee}/load", lang.T("委员的工作量（最近 12 个月）", "The load of the members, of the last 12 months"), func(r *Request, _ none) (items[review.Load], error) {
		list, err := review.Loads(r.Reader(), r.P, r.PathValue("committee"), r.Now.AddDate(0, -12, 0))
		return items[review.Load]{orNone(list)}, err
	})
	act(g, "/committees/{committee}/change", lang.T("变更委员会信息", "Change a committee's data"), a.Registry.ChangeCommittee, "name")
	act(g, "/committees/{committee}/charter", lang.T("记录章程", "Record the charter"), a.Registry.AdoptCharter, "title", "day")
	act(g, "/committees/{committee}/rules", lang.T("记录工作制度或其新版本", "Record a working rule, or a new version of one"), a.Registry.AdoptRule, "code", "title", "day")
	act(g, "/committees/{committee}/means", lang.T("年度保障与独立性声明", "State the year's staff, budget, premises and independence"), a.Registry.StateMeans, "year", "staff", "budget", "premises", "independent")
	act(g, "/committees/{committee}/certificate", lang.T("记录认证", "Record a certificate"), a.Registry.Certify, "number", "scope", "assessor", "from", "until")
	act(g, "/committees/{committee}/certificate/end", lang.T("终止认证", "End the certificate"), a.Registry.EndCertificate, "day", "reason")
	act(g, "/committees/{committee}/terms", lang.T("委员连任", "Elect members again"), a.Registry.RenewTerms, "people", "until")
	act(g, "/committees/{committee}/dissolve", lang.T("撤销委员会", "Dissolve a committee"), a.Registry.DissolveCommittee, "reason")
	act(g, "/committees/{committee}/members", lang.T("任命委员、秘书或顾问", "Appoint a member, secretary or adviser"), a.Registry.AppointMember, "person", "role", "from")
	act(g, "/committees/{committee}/members/{person}/change", lang.T("变更委员的职务或专业", "Change a member's role or expertise"), a.Registry.ChangeMember, "day", "role")
	act(g, "/committees/{committee}/members/{person}/leave", lang.T("委员离任", "End a membership"), a.Registry.LeaveCommittee, "day")
}

func composition(r *Request, f struct {
	Day calendar.Day `query:"day" doc:"哪一天，默认今天 / on which day; today by default"`
}) (registry.Composition, error) {
	if f.Day == "" {
		f.Day = r.today()
	}
	c, err := r.a.Registry.Committee(r.Reader(), r.PathValue("committee"))
	if err != nil {
		return registry.Composition{}, err
	}
	return c.Standards(r.a.Book.On(f.Day, c.Region), f.Day)
}

// known turns the internal error of a kind that nobody can look at into an
// answer for the caller.
func known(kind string, err error) error {
	if errs.CodeOf(err) == errs.Internal && len(auth.Granted(auth.Verb(kind+".view"), kind)) == 0 {
		return errs.New(errs.NotFound, "api.kind", lang.T("没有这一种事项。", "There is no such kind of thing."))
	}
	return err
}
