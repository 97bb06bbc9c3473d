package rehearse

import (
	"strconv"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/rules"
)

// ListTitle is a list in words.
func ListTitle(name string) lang.Text {
	switch name {
	case ToReview:
		return lang.T("新增须审查", "Have to be reviewed, and did not")
	case FromReview:
		return lang.T("不再须审查", "Need no review any more")
	case ToMeeting:
		return lang.T("改为会议审查", "Go to a meeting, and did not")
	case FromMeeting:
		return lang.T("不再开会审查", "No longer go to a meeting")
	case ToRecheck:
		return lang.T("新增专家复核", "Go to re-review by experts")
	case FromRecheck:
		return lang.T("不再专家复核", "No longer go to re-review")
	case ToSupervisor:
		return lang.T("归入其他主管部门", "Come before another department")
	case NeedsCommittee:
		return lang.T("单位须设立委员会", "Their unit would need a committee")
	case MissesLimit:
		return lang.T("在办案件将超过新期限", "Open cases that would miss the new limit")
	case Unjudged:
		return lang.T("无法判断", "Could not be judged")
	}
	return lang.T("有任何变化", "Change in any way")
}

// words says in which list of the packs the codes of a change stand, and what the
// change is about.
var words = map[string]struct {
	list  string
	title lang.Text
}{
	"scope":            {"scope", lang.T("审查范围", "Scope")},
	"review":           {"review", lang.T("是否审查", "Review")},
	"procedure":        {"procedure", lang.T("审查程序", "Procedure")},
	"expert_recheck":   {"", lang.T("专家复核", "Re-review by experts")},
	"reviewer":         {"reviewer", lang.T("审查者", "Who reviews")},
	"supervisors":      {"departments", lang.T("主管部门", "Department")},
	"investigator":     {"departments", lang.T("违规调查者", "Investigator")},
	"follow_up_months": {"", lang.T("跟踪审查间隔（月）", "Months to follow-up")},
	"obligations":      {"obligations", lang.T("义务", "Duty")},
	"blocked_by":       {"blocked_by", lang.T("开始前须具备", "Needed before the start")},
}

// Title is what the change is about, in words.
func (c Change) Title(set *rules.Set) lang.Text {
	if name, ok := strings.CutPrefix(c.What, "limits."); ok {
		return coded(set, "limits", name)
	}
	return words[c.What].title
}

// Values are what it was and would be, in words; "—" for nothing.
func (c Change) Values(set *rules.Set) (from, to lang.Text) {
	return c.value(set, c.From), c.value(set, c.To)
}

func (c Change) value(set *rules.Set, code string) lang.Text {
	switch {
	case code == "":
		return lang.Same("—")
	case strings.HasPrefix(c.What, "limits."):
		number, unit, _ := strings.Cut(code, " ")
		n, err := strconv.Atoi(number)
		if err != nil {
			return lang.Same(code)
		}
		return calendar.Span{Amount: n, Unit: unit}.Text()
	case code == "required" && c.What == "expert_recheck":
		return lang.T("须复核", "required")
	case code == "no" && c.What == "expert_recheck":
		return lang.T("不须复核", "not required")
	}
	return coded(set, words[c.What].list, code)
}

// coded is a code of a list in words, or itself.
func coded(set *rules.Set, list, code string) lang.Text {
	if item, ok := set.Item(list, code); ok {
		return item.Text
	}
	return lang.Same(code)
}

// Hint says why nothing changes where the draft holds for none of the activities; it
// is empty otherwise. Region is the draft's.
func (r Result) Hint(region string) lang.Text {
	switch {
	case r.Judged == 0 || r.Away < r.Judged:
		return lang.Text{}
	case region == "":
		return lang.T("草案在 %s 与现行规则没有区别：请看它和它的文件从哪一天起施行。", "On %s the draft differs in nothing from the rules in force: look at the first day of it and of its sources.").With(r.Day)
	}
	return lang.T("没有一项活动在草案的地区（%s，代码以 %s 开头）：请核对 region，单位的行政区划代码须以它开头。",
		"None of the activities is in the draft's region (%s, codes that begin with %s): check region; the code of a unit's place has to begin with it.").With(regions.Around(region), region)
}
