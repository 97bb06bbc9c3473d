package sites

import (
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/sites/parcel"
)

// Codes of the checks, as the packs' list recognition_checks names them.
const (
	CheckVersion   = "version"
	CheckInForce   = "in_force"
	CheckStanding  = "standing"
	CheckFindings  = "findings"
	CheckAgreement = "agreement"
	CheckInput     = "input"
)

// Rule is one check as the packs demand it.
type Rule struct {
	Code string
	Text lang.Text // what has to hold
	Help lang.Text // what to do where it does not
	flow.Ground
	Cited lang.Text // the ground in words
}

// Check is what came of one.
type Check struct {
	Code   string      `json:"code"`
	Text   lang.Text   `json:"text"`
	Holds  bool        `json:"holds"`
	Detail lang.Text   `json:"detail"` // what was found
	Help   lang.Text   `json:"help"`   // what to do; only where it does not hold
	Ground flow.Ground `json:"ground"`
	Cited  lang.Text   `json:"cited"`
}

// Dossier is what recognition is checked on: values, gathered from this house or
// out of a file that was proven.
type Dossier struct {
	Package  string         // before the site
	Newest   string         // newest package of the decision that is known
	Has      parcel.Version // what the package is about
	Now      parcel.Version // newest version of the application; zero: not known here
	Read     parcel.Version // what the site has read; zero: it has given no input
	Status   parcel.Status
	StatusOn calendar.Day // when that was said
	Keep     int          // days for which a word about the status is fresh; 0: ever
	Today    calendar.Day
	Covered  lang.Text // name of the agreement between the two; empty: none
}

// Checks holds a package against everything that recognition rests on. The rules
// come from the packs; what one of them cannot find out does not hold.
func (d Dossier) Checks(rules []Rule) []Check {
	var out []Check
	for _, r := range rules {
		holds, detail := d.check(r.Code)
		c := Check{Code: r.Code, Text: r.Text, Holds: holds, Detail: detail, Ground: r.Ground, Cited: r.Cited}
		if !holds {
			c.Help = r.Help
		}
		out = append(out, c)
	}
	return out
}

func (d Dossier) check(code string) (bool, lang.Text) {
	switch code {
	case CheckVersion:
		return d.version()
	case CheckInForce:
		return d.inForce()
	case CheckStanding:
		return len(d.Status.Lacks) == 0, or(d.Status.Lacks, lang.T("组成符合要求", "composed as required"), lang.T("不符合：%s", "lacking: %s"))
	case CheckFindings:
		return len(d.Status.Findings) == 0, or(d.Status.Findings, lang.T("没有未了结的事项", "nothing is open"), lang.T("未了结：%s", "open: %s"))
	case CheckAgreement:
		if d.Covered.IsZero() {
			return false, lang.T("两个单位之间没有有效的协议", "no agreement between the two units is in force")
		}
		return true, d.Covered
	case CheckInput:
		if d.Read.Hash == "" {
			return false, lang.T("本单位还没有填写本地意见", "the site has given no local input")
		}
		return true, lang.T("已填写", "given")
	}
	return false, lang.T("不知道怎样核对“%s”", "nobody knows how to check “%s”").With(code)
}

// version: decided, newest and read are one and the same.
func (d Dossier) version() (bool, lang.Text) {
	switch {
	case d.Has.Hash == "":
		return false, lang.T("决定包没有写明版本", "the package names no version")
	case d.Now.Hash != "" && d.Now.Hash != d.Has.Hash:
		return false, lang.T("申请已更新为%s，决定针对%s", "the application has become %s; the decision is about %s").With(d.Now.Text(), d.Has.Text())
	case d.Read.Hash != "" && d.Read.Hash != d.Has.Hash:
		return false, lang.T("本单位看过的是%s，决定针对%s", "the site has read %s; the decision is about %s").With(d.Read.Text(), d.Has.Text())
	}
	return true, d.Has.Text()
}

// inForce: the newest word about the newest package, and not an old one.
func (d Dossier) inForce() (bool, lang.Text) {
	switch {
	case d.Newest != d.Package:
		return false, StatusText(parcel.Superseded)
	case d.Status.State != parcel.InForce:
		return false, lang.T("%s：%s", "%s: %s").With(StatusText(d.Status.State), d.Status.Reason)
	case d.Keep > 0 && d.StatusOn.AddDays(d.Keep) < d.Today:
		return false, lang.T("状态说明是 %s 的，已超过 %d 天", "the word about its standing is of %s, more than %d days old").With(string(d.StatusOn), d.Keep)
	}
	return true, lang.T("有效（%s）", "in force (%s)").With(string(d.StatusOn))
}

// StatusText is the standing of a decision in words.
func StatusText(code string) lang.Text {
	switch code {
	case parcel.InForce:
		return lang.T("有效", "in force")
	case parcel.Suspended:
		return lang.T("已中止", "suspended")
	case parcel.Terminated:
		return lang.T("已终止", "terminated")
	case parcel.Superseded:
		return lang.T("已被取代", "superseded")
	}
	return lang.Same(code)
}

func or(codes []string, none, some lang.Text) lang.Text {
	if len(codes) == 0 {
		return none
	}
	list := ""
	for i, c := range codes {
		if i > 0 {
			list += ", "
		}
		list += c
	}
	return some.With(list)
}

// Failing are the checks that do not hold.
func Failing(checks []Check) []Check {
	return slices.DeleteFunc(slices.Clone(checks), func(c Check) bool { return c.Holds })
}

// unsound refuses with everything that does not hold, and what to do.
func unsound(checks []Check) error {
	var wrong errs.List
	if len(checks) == 0 {
		wrong.Add(errs.Refuse("sites.check.none", "现行规则没有规定怎样核对，不能认可（审查办法第二十一条）。", "The rules in force do not say what recognition is checked on, so nothing can be recognised (Review Measures, article 21)."))
	}
	for _, c := range Failing(checks) {
		wrong.Add(errs.Refuse("sites.check."+c.Code, "不能认可：%s——%s。%s（%s）", "It cannot be recognised: %s — %s. %s (%s)", c.Text, c.Detail, c.Help, c.Cited))
	}
	return wrong.Err()
}

func held(checks []Check) []string {
	var out []string
	for _, c := range checks {
		if c.Holds {
			out = append(out, c.Code)
		}
	}
	return out
}
