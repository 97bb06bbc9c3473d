package web

import (
	"strconv"

	"lunheng/internal/filing"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// filing tells of registrations with platforms outside.
func (t *teller) filing(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case filing.Opened:
		return did("开始计算登记期限", "opened the duty to register").with(t.code("filings", b.Code)), true
	case filing.Prepared:
		return did("备齐了登记材料", "prepared the package").with(lang.Same(b.Note)), true
	case filing.Submitted:
		return did("向平台提交", "submitted it to the platform").with(t.day(b.Day)), true
	case filing.Returned:
		return did("平台退回补正", "the platform returned it").with(lang.Same(joined(b.Reasons))).as(ui.Warn), true
	case filing.Registered:
		return did("录入了回执", "entered the receipt").with(lang.Same(b.Number)).as(ui.OK), true
	case filing.Confirmed:
		return did("确认了回执", "confirmed the receipt").with(lang.Same(b.Note)).as(ui.OK), true
	case filing.ChangeNoted:
		return did("登记内容有变更，须备案", "something changed that has to be filed").with(changeText(b.What)).as(ui.Warn), true
	case filing.Lapsed:
		return did("登记失效", "the registration lapsed").with(lang.Same(b.Reason)).as(ui.Bad), true
	case filing.Reopened:
		return did("重新登记", "seeks the registration again").with(lang.Same(b.Reason)), true
	case filing.Withdrawn:
		return did("不再需要登记", "nothing is owed any more").with(changeOr(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}

// report tells of yearly reports.
func (t *teller) report(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case filing.Compiled:
		return did("由系统统计了年度报告的数字", "had the year counted").with(lang.Same(strconv.Itoa(b.Year))), true
	case filing.Remarked:
		return did("修改了报告的说明", "changed the remarks"), true
	case filing.Signed:
		return did("签发了年度报告", "signed the yearly report").as(ui.OK), true
	case filing.ReportReopened:
		return did("退回修改年度报告", "reopened the yearly report").with(lang.Same(b.Reason)).as(ui.Warn), true
	}
	return said{}, false
}

func joined(list []string) string {
	out := ""
	for i, s := range list {
		if i > 0 {
			out += "；"
		}
		out += s
	}
	return out
}

// changeText says what has changed.
func changeText(what string) lang.Text {
	switch what {
	case "committee.changed":
		return lang.T("委员会信息", "the committee's entry")
	case "committee.charter_adopted":
		return lang.T("章程", "the charter")
	case "committee.rule_adopted":
		return lang.T("工作制度", "the working rules")
	case "committee.member_appointed", "committee.member_changed", "committee.member_left":
		return lang.T("委员", "the members")
	case "committee.dissolved":
		return lang.T("委员会已撤销", "the committee was dissolved")
	}
	return lang.T("活动", "the activity")
}

// changeOr is a reason that the program or a person gave.
func changeOr(reason string) lang.Text {
	if reason == "committee.dissolved" {
		return changeText(reason)
	}
	return lang.Same(reason)
}
