package auth

import (
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/lang"
)

// Picture draws the authorisation table as Markdown, one matrix for each kind
// of object, followed by the reasons. The same table always gives the same
// text; docs/authorisation.md holds it, and a test compares them.
func Picture() string {
	var b strings.Builder
	b.WriteString(pictureHead)
	for _, kind := range Kinds() {
		verbs, relations := axes(kind)
		fmt.Fprintf(&b, "\n## %s %s\n\n| verb | scope |", KindText(kind).ZH, KindText(kind).EN)
		for _, rel := range relations {
			fmt.Fprintf(&b, " %s |", strings.ReplaceAll(string(rel), "_", " "))
		}
		b.WriteString("\n|---|---|" + strings.Repeat(":-:|", len(relations)) + "\n")
		for _, v := range verbs {
			fmt.Fprintf(&b, "| `%s` | %s |", v, ScopeOf(v))
			for _, rel := range relations {
				mark := " "
				if slices.Contains(Granted(v, kind), rel) {
					mark = " ● "
				}
				b.WriteString(mark + "|")
			}
			b.WriteString("\n")
		}
		b.WriteString("\n" + reasons(kind))
	}
	return b.String()
}

const pictureHead = `# Who may do what

Generated from the table in package auth (` + "`table.go`" + `) by its test; do not edit. Who is not named may not. Each
relation is one piece of SQL (` + "`relation.go`" + `), from which both the check of an act and the filter of every list are made.

These hold besides the table:

- An office counts from its first to its last day, and only while its body exists.
- Who declared a conflict in a case, was recused, applied for it or is on its team stands in **no** committee relation to it.
- An administrator stands in no committee, unit or department relation to a case or a meeting, whatever other offices
  the same person holds.
- Committees and departments see an application only once it was submitted, advisers while it is on an agenda.
- Who may neither view nor overview an object is told "not found", not "forbidden".
- An API token does what its person may do, within its scopes.
- ` + "`anyone`" + ` is anyone who is logged in. Who is not sees the public portal alone: published letters and the log.
- ` + "`operator`" + ` runs commands on the machine itself, such as imports.
- The review's rules (quorum, who votes on what, who presides) come on top; they are not permissions.
`

// KindText is a kind of object in words.
func KindText(kind Kind) lang.Text {
	switch kind {
	case Activity:
		return lang.T("科技活动", "Activity")
	case Review:
		return lang.T("审查", "Review")
	case Meeting:
		return lang.T("会议", "Meeting")
	case Committee:
		return lang.T("委员会", "Committee")
	case Recheck:
		return lang.T("专家复核", "Expert re-review")
	case Sanction:
		return lang.T("处理决定", "Sanction")
	case Complaint:
		return lang.T("举报", "Report of a wrong")
	case Mechanism:
		return lang.T("协调机制", "Coordination mechanism")
	case Advice:
		return lang.T("专家咨询", "Expert advice")
	case Yearly:
		return lang.T("成员单位年度报告", "Member's yearly report")
	case Programme:
		return lang.T("财政资助计划", "Programme")
	case Project:
		return lang.T("资助项目", "Project")
	case Veto:
		return lang.T("否决核查", "Veto check")
	case Filing:
		return lang.T("登记与备案", "Filing")
	case Unit:
		return lang.T("单位", "Unit")
	case Pack:
		return lang.T("规则包版本", "Version of a rule pack")
	case Department:
		return lang.T("主管部门", "Department")
	case Person:
		return lang.T("人员", "Person")
	case Account:
		return lang.T("账户", "Account")
	}
	return lang.T("系统", "System")
}

// axes are the verbs on a kind in table order and the relations granted any.
func axes(kind Kind) (verbs []Verb, relations []Relation) {
	granted := map[Relation]bool{}
	for i := range Table {
		if g := &Table[i]; g.Kind == kind {
			granted[g.Relation] = true
			if !slices.Contains(verbs, g.Verb) {
				verbs = append(verbs, g.Verb)
			}
		}
	}
	for _, rel := range Relations() {
		if granted[rel] {
			relations = append(relations, rel)
		}
	}
	return verbs, relations
}

func reasons(kind Kind) string {
	var b strings.Builder
	for _, r := range rules {
		if r.kind != kind {
			continue
		}
		who := make([]string, len(r.who))
		for i, rel := range r.who {
			who[i] = strings.ReplaceAll(string(rel), "_", " ")
		}
		fmt.Fprintf(&b, "- %s: %s %s\n", strings.Join(who, ", "), r.why.ZH, r.why.EN)
	}
	return b.String()
}
