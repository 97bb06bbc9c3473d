package registry

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/rules"
)

// Facts is what a decision must know from outside its stream. The service
// gathers it, tests state it.
type Facts struct {
	Today calendar.Day
	Rules *rules.Set // in force today in the region concerned
	// Active holds the streams of things that the command refers to and that
	// exist and are active.
	Active map[string]bool
	// Namesake is the id of another active body with the same name or code.
	Namesake string
	// Dependants counts what hangs on the thing that is to be ended.
	Dependants int
	// Region is that of the unit concerned.
	Region string
	// PersonUnit is the unit of the person concerned.
	PersonUnit string
}

// decideOn makes the events of a verb: when it is legal in the state, and when
// nothing is wrong with its input.
func decideOn(t *flow.Table, state flow.State, body journal.Body, wrong error) ([]journal.New, error) {
	if err := legal(t, state, body.EventType()); err != nil {
		return nil, err
	}
	if wrong != nil {
		return nil, wrong
	}
	return []journal.New{journal.Because(body)}, nil
}

// legal refuses what the procedure does not allow in the present state.
func legal(t *flow.Table, state flow.State, event string) error {
	switch {
	case t.Allows(state, event):
		return nil
	case state == t.Start:
		return errNotFound()
	}
	return errs.New(errs.Refused, "registry.not_now", lang.T(
		"当前状态为“%s”，不能办理这一步。", "The state is %q; this step is not possible."), t.Info(state).Text)
}

// maxName bounds names, in characters.
const maxName = 120

func checkName(wrong *errs.List, name lang.Text) {
	if NameKey(name.ZH) == "" {
		wrong.Add(errMissing("name.zh"))
	}
	checkLength(wrong, "name.zh", name.ZH, maxName)
	checkLength(wrong, "name.en", name.EN, maxName)
}

func checkLength(wrong *errs.List, field, text string, limit int) {
	if utf8.RuneCountInString(text) > limit {
		wrong.Add(errs.New(errs.Invalid, "registry.too_long", lang.T(
			"最多 %d 个字。", "At most %d characters."), limit).At(field))
	}
}

func checkRegion(wrong *errs.List, code string) {
	if code == "" {
		wrong.Add(errMissing("region"))
	} else if _, ok := regions.Lookup(code); !ok {
		wrong.Add(errUnknownCode("region", code))
	}
}

// checkCode demands one code of a list of the packs.
func checkCode(wrong *errs.List, field, list, code string, set *rules.Set) {
	if code == "" {
		wrong.Add(errMissing(field))
	} else if _, ok := set.Item(list, code); !ok {
		wrong.Add(errUnknownCode(field, code))
	}
}

func checkCodes(wrong *errs.List, field, list string, codes []string, set *rules.Set) {
	for i, code := range codes {
		checkCode(wrong, fmt.Sprintf("%s.%d", field, i), list, code, set)
	}
}

// checkActive demands that a thing referred to exists and is active.
func checkActive(wrong *errs.List, field, kind, id string, f Facts) {
	if id == "" {
		wrong.Add(errMissing(field))
	} else if !f.Active[journal.StreamName(kind, id)] {
		wrong.Add(errs.New(errs.Invalid, "registry.not_active", lang.T(
			"登记簿中没有所选的对象，或其已注销。请重新选择。",
			"What you chose is not in the register, or no longer. Choose again.")).At(field))
	}
}

// checkDay demands a day; an empty one only where it may be.
func checkDay(wrong *errs.List, field string, day calendar.Day, needed bool) {
	if day == "" {
		if needed {
			wrong.Add(errMissing(field))
		}
		return
	}
	if _, err := calendar.Parse(string(day)); err != nil {
		wrong.Add(errs.New(errs.Invalid, "registry.day", lang.T(
			"日期应写成 2026-11-20 的形式。", "Write the day like 2026-11-20.")).At(field))
	}
}

// checkReason demands a reason for what cannot be undone.
func checkReason(wrong *errs.List, reason string) {
	if tidy(reason) == "" {
		wrong.Add(errMissing("reason"))
	}
	checkLength(wrong, "reason", reason, maxReason)
}

// maxReason bounds reasons, in characters.
const maxReason = 2000

func errNotFound() error {
	return errs.New(errs.NotFound, "registry.not_found", lang.T("登记簿中没有这一项。", "The register has no such entry."))
}

func errMissing(field string) *errs.Error {
	return errs.New(errs.Invalid, "registry.missing", lang.T("此项必填。", "This is needed.")).At(field)
}

func errUnknownCode(field, code string) *errs.Error {
	return errs.New(errs.Invalid, "registry.code", lang.T(
		"“%s”不在可选范围内。请重新选择。", "%q is not among the choices. Choose again."), code).At(field)
}

// tidy takes away what nobody sees: blanks around a text and control
// characters, which one of the databases would refuse.
func tidy(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' || r == utf8.RuneError {
			return -1
		}
		return r
	}, s))
}

// tidyName trims a name and lets the Chinese one stand for a missing English.
func tidyName(n lang.Text) lang.Text {
	n.ZH, n.EN = tidy(n.ZH), tidy(n.EN)
	if n.EN == "" {
		n.EN = n.ZH
	}
	return n
}

// tidyCodes sorts codes and drops repetitions, so that equal choices are equal.
func tidyCodes(codes []string) []string {
	if len(codes) == 0 {
		return nil
	}
	codes = slices.Clone(codes)
	slices.Sort(codes)
	return slices.Compact(codes)
}
