package oversight

import (
	"lunheng/internal/conduct"
	"lunheng/internal/coordination"
	"lunheng/internal/inspection"
	"lunheng/internal/lang"
	"lunheng/internal/programme"
	"lunheng/internal/risk"
	"lunheng/internal/violation"
)

// supervision are the measures of what departments do about what they find.
var supervision = []Measure{
	{Code: "open_findings", Source: Findings, Group: Pressing, Name: lang.T("未整改的检查问题", "Open findings of inspections"), Unit: lang.T("项", "findings"), Law: "OPINIONS-2022 5.2", Parts: codes("inspection_severity"),
		Of: func(r Record) (Count, bool) { return Count{Part: r.Sort, At: r.At}, r.State == "open" }},
	{Code: "held", Source: Payments, Group: Pressing, Name: lang.T("暂缓的拨款", "Held payments"), Unit: lang.T("笔", "payments"), Law: "OPINIONS-2022 5.2", Parts: Naming{Texts: stages},
		Of: func(r Record) (Count, bool) {
			return Count{Part: r.Sort, At: r.At, Value: r.Value}, r.State == programme.Held
		}},

	{Code: "breaches", Source: Breaches, Group: Action, Name: lang.T("违规案件", "Cases of breaches"), Unit: ofCases, Law: "OPINIONS-2022 5.4", Parts: states(&violation.Table),
		Of: func(r Record) (Count, bool) { return Count{Part: r.State, At: r.At}, true }},
	{Code: "visits", Source: Visits, Group: Action, Name: lang.T("监督检查", "Inspections"), Unit: lang.T("次", "visits"), Law: "OPINIONS-2022 5.2", Parts: states(&inspection.Table),
		Of: func(r Record) (Count, bool) { return Count{Part: r.State, At: r.At, Value: r.Value}, true }},
	{Code: "warnings", Source: Warnings, Group: Action, Name: lang.T("风险预警", "Warnings"), Unit: lang.T("份", "warnings"), Law: "OPINIONS-2022 5.3",
		Parts: Naming{Table: &risk.WarningTable, Texts: map[string]lang.Text{"waiting": lang.T("等待签收", "Not acknowledged yet")}},
		Of: func(r Record) (Count, bool) {
			if r.State == string(risk.WarningOut) && r.Value > 0 {
				return Count{Part: "waiting", At: r.At}, true
			}
			return Count{Part: r.State, At: r.At}, true
		}},
	{Code: "tasks", Source: Tasks, Group: Action, Name: lang.T("协调任务", "Tasks of coordination"), Unit: lang.T("项", "tasks"), Law: "OPINIONS-2022 3.1",
		Parts: Naming{Table: &coordination.TaskTable, Texts: map[string]lang.Text{"overdue": lang.T("已超期", "Overdue")}},
		Of: func(r Record) (Count, bool) {
			if r.Is("overdue") {
				return Count{Part: "overdue", At: r.At}, true
			}
			return Count{Part: r.State, At: r.At}, true
		}},
}

// stages are those of public programmes before whose gate money is held.
var stages = map[string]lang.Text{"approval": lang.T("立项", "Approval"), "execution": lang.T("实施", "Execution"), "acceptance": lang.T("验收", "Acceptance"), "evaluation": lang.T("评估", "Evaluation")}

// chains are the questions along the chain from registration to money and sanction.
var chains = []Measure{
	{Code: "q_lapsed", Source: Activities, Group: Questions, Unit: ofActivities, Name: lang.T("批准它的委员会登记已失效、仍在进行的活动", "Live work approved by a committee whose registration lapsed"), Law: "MEASURES-2023 43", Parts: states(&conduct.Table),
		Of: func(r Record) (Count, bool) {
			return Count{Part: r.Outcome, At: r.Since}, r.Is("live") && r.Is("lapsed")
		}},
	{Code: "q_below", Source: Activities, Group: Questions, Unit: ofActivities, Name: lang.T("批准它的委员会后来组成不合要求、仍在进行的活动", "Live work approved by a committee that has since fallen below the standard"), Law: "MEASURES-2023 7", Parts: states(&conduct.Table),
		Of: func(r Record) (Count, bool) {
			return Count{Part: r.Outcome, At: r.Since}, r.Is("live") && r.Is("below")
		}},
	{Code: "q_recheck", Source: Activities, Group: Questions, Unit: ofActivities, Name: lang.T("没有专家复核同意意见而进行的清单内活动", "Listed work under way without the experts' agreement"), Law: "MEASURES-2023 25, 32", Parts: states(&conduct.Table),
		Of: func(r Record) (Count, bool) {
			return Count{Part: r.Outcome, At: r.Since}, r.Is("live") && r.Is("listed") && !r.Is("agreed")
		}},
	{Code: "q_bare", Source: Units, Group: Questions, Unit: ofUnits, Name: lang.T("有须经审查的活动而没有委员会的单位", "Units with work that must be reviewed and no committee"), Law: "MEASURES-2023 4", Parts: codes("kind"),
		Of: func(r Record) (Count, bool) { return Count{Part: r.Sort, At: r.At}, r.Is("bare") && r.Is("reviewed") }},
	{Code: "q_suspended", Source: Activities, Group: Questions, Unit: ofActivities, Name: lang.T("暂停或者跟踪审查失效的活动", "Work that is suspended, or whose follow-up lapsed"), Law: "MEASURES-2023 19", Parts: states(&conduct.Table),
		Of: func(r Record) (Count, bool) {
			return Count{Part: r.Outcome, At: r.Since}, r.Is("live") && r.Outcome != "running"
		}},
	{Code: "q_stopped", Source: Projects, Group: Questions, Unit: lang.T("个", "projects"), Name: lang.T("活动已暂停、失效或终止，仍在资助中的项目", "Funded projects whose work was suspended, lapsed or terminated"), Law: "OPINIONS-2022 5.2", Parts: states(&conduct.Table),
		Of: func(r Record) (Count, bool) {
			return Count{Part: r.Outcome, At: r.At}, r.Outcome == "suspended" || r.Outcome == "lapsed" || r.Outcome == "terminated"
		}},
	{Code: "q_unapproved", Source: Projects, Group: Questions, Unit: lang.T("个", "projects"), Name: lang.T("已立项而没有有效伦理批准的项目", "Funded projects without an ethics approval in force"), Law: "OPINIONS-2022 5.2", Parts: states(&programme.ProjectTable),
		Of: func(r Record) (Count, bool) { return Count{Part: r.State, At: r.At}, r.Is("unapproved") }},
}
