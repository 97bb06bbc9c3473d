package rulebook

import (
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// Facts is what a decision must know from outside its stream. The service gathers
// it, tests state it.
type Facts struct {
	Today calendar.Day
	Head  Head // of the files, as loading found it
	// Whole is that the person may make any rules; otherwise Region is the
	// beginning of the codes of the department's own region.
	Whole     bool
	Region    string
	Known     bool           // this very version is in the book already
	Elsewhere bool           // a pack of this id belongs to another region
	Previous  string         // the version that it takes over from, name@version
	Changes   []rules.Change // what is different from it
	Loosens   []string       // what it takes out of other packs
	Failing   int            // cases that fail, and rules without a case
}

// legal refuses what the procedure does not allow in the present state.
func (p Pack) legal(event string) error {
	if PackTable.Allows(p.State, event) {
		return nil
	}
	if p.State == PackTable.Start {
		return notFound()
	}
	return errs.New(errs.Refused, "rulebook.not_now", lang.T("当前状态为“%s”，不能办理这一步。", "The state is %q; this step is not possible."),
		PackTable.Info(p.State).Text)
}

func notFound() *errs.Error {
	return errs.New(errs.NotFound, "rulebook.unknown", lang.T("没有这个规则包版本。", "There is no such version of a rule pack."))
}

// allowed tells everything for which the files cannot be this person's pack.
func (f Facts) allowed() errs.List {
	var wrong errs.List
	refuse := func(key string, text lang.Text, args ...any) {
		wrong.Add(errs.New(errs.Refused, key, text, args...).At("files"))
	}
	if f.Known {
		refuse("rulebook.version_known", lang.T("%s 已经存在。已发布的版本不再改动：请换一个 version。",
			"%s exists already. A published version never changes: give this one another version."), f.Head.Ref())
	}
	if f.Whole {
		return wrong
	}
	if !strings.HasPrefix(f.Head.Region, f.Region) || f.Region == "" {
		refuse("rulebook.region", lang.T("部门的规则包只能用于本区域：region 须以 %s 开头。",
			"A department's pack holds in its own region alone: its region has to begin with %s."), f.Region)
	}
	if f.Elsewhere {
		refuse("rulebook.foreign", lang.T("规则包 %s 属于其他区域，请换一个 id。", "The pack %s belongs to another region; choose another id."), f.Head.Pack)
	}
	if len(f.Loosens) > 0 {
		refuse("rulebook.loosens", lang.T("部门的规则包可以增加和加严，不能取消其他规则包的内容（%s）；确有需要的，由管理员发布。",
			"A department's pack may add and tighten, not take away what other packs say (%s); where that is needed, an administrator publishes it."),
			strings.Join(f.Loosens, ", "))
	}
	return wrong
}

var ground = flow.Ground{Rule: "rulebook.own_region", Source: "OPINIONS-2022", Article: "3"}

func because(body journal.Body) []journal.New {
	return []journal.New{journal.Because(body, ground)}
}
