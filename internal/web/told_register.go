package web

import (
	"strconv"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/web/ui"
)

// register tells of departments, units, people and the house.
func (t *teller) register(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case registry.DepartmentFounded:
		return did("登记了主管部门", "registered the department").with(b.Name).as(ui.OK), true
	case registry.DepartmentChanged:
		return did("修改了主管部门信息", "changed the department's entry").with(b.Name), true
	case registry.DepartmentClosed:
		return did("注销了主管部门", "closed the department").with(lang.Same(b.Reason)).as(ui.Ended), true
	case registry.SupervisorAppointed:
		return t.appointed(b.Person, registry.RoleSupervisor), true
	case registry.SupervisorLeft:
		return t.left(b.Leaving), true
	case registry.UnitRegistered:
		return did("登记了单位", "registered the unit").with(b.Name).as(ui.OK), true
	case registry.UnitChanged:
		return did("修改了单位信息", "changed the unit's entry").with(b.Name), true
	case registry.UnitRuleAdopted:
		return did("登记了管理制度", "put a rule on file").with(lang.T("%s：%s（第 %d 版）", "%s: %s, version %d").With(t.code(registry.UnitRules, b.Code), b.Title, b.No)).as(ui.OK), true
	case registry.UnitClosed:
		return did("注销了单位", "closed the unit").with(lang.Same(b.Reason)).as(ui.Ended), true
	case registry.OfficerAppointed:
		return t.appointed(b.Person, registry.RoleUnitOfficer), true
	case registry.OfficerLeft:
		return t.left(b.Leaving), true
	case registry.PersonRegistered:
		return did("登记了人员", "registered the person").as(ui.OK), true
	case registry.PersonChanged:
		return did("修改了人员信息", "changed the person's entry"), true
	case registry.PersonErased:
		return did("删除了个人信息，不可恢复", "erased the personal record for good").with(lang.Same(b.Reason)).as(ui.Ended), true
	case registry.AdministratorAppointed:
		return t.appointed(b.Person, registry.RoleAdministrator), true
	case registry.AdministratorLeft:
		return t.left(b.Leaving), true
	}
	return t.committee(body)
}

func (t *teller) committee(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case registry.CommitteeFounded:
		return did("设立了委员会", "founded the committee").with(b.Name).as(ui.OK), true
	case registry.CommitteeChanged:
		return did("修改了委员会信息", "changed the committee's entry").with(b.Name), true
	case registry.CharterAdopted:
		return did("通过了章程", "adopted a charter").with(lang.Same(b.Title)).as(ui.OK), true
	case registry.RuleAdopted:
		return did("记录了工作制度", "recorded a working rule").with(lang.T("%s：%s（第 %d 版）", "%s: %s, version %d").With(t.code("committee_rules", b.Code), b.Title, b.No)).as(ui.OK), true
	case registry.MeansStated:
		return did("作出了年度保障与独立性声明", "stated the year's means and independence").with(lang.Same(strconv.Itoa(b.Year))).as(ui.OK), true
	case registry.Certified:
		return did("记录了认证", "recorded a certificate").with(lang.Same(b.Number + " · " + b.Assessor)).as(ui.OK), true
	case registry.CertificateEnded:
		return did("认证终止", "ended the certificate").with(lang.Same(b.Reason)).as(ui.Ended), true
	case registry.MemberAppointed:
		return t.appointed(b.Person, b.Role), true
	case registry.MemberChanged:
		return said{Did: lang.T("调整了 %s 的职务：%s", "changed the seat of %s: %s").With(t.name(b.Person), b.Role.Text()), Tone: ui.Plain}, true
	case registry.MemberLeft:
		return t.left(b.Leaving), true
	case registry.CommitteeDissolved:
		return did("撤销了委员会", "dissolved the committee").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}

func (t *teller) appointed(person string, role registry.Role) said {
	return said{Did: lang.T("任命 %s 为%s", "appointed %s: %s").With(t.name(person), role.Text()), Tone: ui.OK}
}

func (t *teller) left(l registry.Leaving) said {
	return said{Did: lang.T("%s 于 %s 离任", "%s left office on %s").With(t.name(l.Person), t.day(l.Day)), Detail: lang.Same(l.Reason), Tone: ui.Ended}
}

// clock tells how time passed.
func (t *teller) clock(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case clocks.Warned:
		return said{Did: lang.T("提醒：“%s”将于 %s 到期", "warned: “%s” is due on %s").With(clockName(b.Clock), t.day(calendar.Of(b.Due))), Tone: ui.Warn}, true
	case clocks.Overrun:
		return said{Did: lang.T("“%s”已超过期限 %s", "“%s” ran past its limit of %s").With(clockName(b.Clock), t.day(calendar.Of(b.Due))), Tone: ui.Bad}, true
	case clocks.Recomputed:
		return t.recomputed(b), true
	case clocks.Announced:
		return said{Did: lang.T("装入了 %s 年的放假安排", "loaded the holidays of %s").With(strconv.Itoa(b.Year)), Detail: lang.Same(b.Source), Tone: ui.OK}, true
	}
	return said{}, false
}

// recomputed tells where a date has gone, and why.
func (t *teller) recomputed(b clocks.Recomputed) said {
	years := make([]string, len(b.Years))
	for i, y := range b.Years {
		years[i] = strconv.Itoa(y)
	}
	why := lang.T("因为 %s 年的放假安排已经公布", "because the holidays of %s were announced").With(strings.Join(years, ", "))
	if !b.Moved() {
		return said{Did: lang.T("“%s”的期限 %s 已经确认", "the limit of “%s”, %s, is confirmed").With(clockName(b.Clock), t.day(calendar.Of(b.Due))), Detail: why, Tone: ui.Plain}
	}
	return said{Did: lang.T("“%s”的期限由 %s 改为 %s", "the limit of “%s” moved from %s to %s").With(clockName(b.Clock), t.day(calendar.Of(b.Was)), t.day(calendar.Of(b.Due))),
		Detail: why, Tone: ui.Warn}
}

// account tells of accounts.
func (t *teller) account(body journal.Body) (said, bool) {
	switch body.(type) {
	case auth.Created:
		return did("开通了账户", "opened the account").as(ui.OK), true
	case auth.Disabled:
		return did("停用了账户", "disabled the account").as(ui.Paused), true
	case auth.Enabled:
		return did("恢复了账户", "enabled the account again").as(ui.OK), true
	case auth.PasswordReset:
		return did("重置了密码", "reset the password").as(ui.Warn), true
	case auth.TokenMade:
		return did("创建了接口令牌", "made an API token"), true
	case auth.FeedMade:
		return did("创建了会议日历地址", "made an address for a calendar").as(ui.Plain), true
	case auth.FeedRevoked:
		return did("撤销了会议日历地址", "revoked an address for a calendar").as(ui.Ended), true
	case auth.TokenRevoked:
		return did("撤销了接口令牌", "revoked an API token"), true
	case auth.Closed:
		return did("注销了账户", "closed the account").as(ui.Ended), true
	}
	return said{}, false
}
