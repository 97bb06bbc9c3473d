package app

import (
	"fmt"
	"strings"

	"lunheng/internal/inspection"
	"lunheng/internal/lang"
	"lunheng/internal/recheck"
)

// drawCmd repeats a draw without a server: of a re-review's panel, or of the units and
// inspectors of a year.
type drawCmd struct {
	File string   `arg:"" help:"draw.json as the page of the re-review or of the plan gives it; - reads standard input."`
	Key  []string `help:"Verifier key of a log you trust, as published by the house. Without one the key in the file is used, and its fingerprint is printed to be compared."`
	Lang string   `enum:"zh,en" default:"zh" env:"LUNHENG_LANG" help:"zh or en."`
}

// Run draws again and says whether the panel is the same. The answer is no when
// it is not.
func (c *drawCmd) Run(env *Env) error {
	raw, err := readInput(env, c.File)
	if err != nil {
		return err
	}
	l := lang.Parse(c.Lang)
	if inspection.IsFile(raw) {
		return c.double(env, raw, l)
	}
	d, err := recheck.Check(raw, c.Key)
	if err != nil {
		fmt.Fprintln(env.Stdout, lang.T("不一致：%s", "Not the same: %s").In(l, plainly(err, l)))
		return errNo
	}
	fmt.Fprintln(env.Stdout, lang.T("一致：重新抽取得到同一个专家组。", "The same: drawing again gives this panel.").In(l))
	say := func(label lang.Text, value string) { fmt.Fprintf(env.Stdout, "%s %s\n", label.In(l), value) }
	say(lang.T("专家组", "Panel"), strings.Join(d.Panel, " "))
	say(lang.T("替补之后", "After replacements"), strings.Join(d.Now, " "))
	say(lang.T("候选专家", "Candidates"), fmt.Sprint(len(d.Candidates)))
	say(lang.T("公告", "Announced"), d.At.Format("2006-01-02 15:04:05 UTC"))
	say(lang.T("种子", "Seed"), d.Seed+lang.T("，封存于 %s", ", sealed %s").In(l, d.Sealed.Format("2006-01-02 15:04:05 UTC")))
	say(lang.T("签名密钥指纹", "Key fingerprint"), d.Fingerprint)
	if !d.Trusted {
		fmt.Fprintln(env.Stdout, lang.T("未用 --key 指定信任的密钥：请将上述指纹与公布的指纹比对。", "No trusted key was named with --key: compare this fingerprint with the published one.").In(l))
	}
	return nil
}

// double repeats a double draw.
func (c *drawCmd) double(env *Env, raw []byte, l lang.Lang) error {
	d, err := inspection.Check(raw, c.Key)
	if err != nil {
		fmt.Fprintln(env.Stdout, lang.T("不一致：%s", "Not the same: %s").In(l, plainly(err, l)))
		return errNo
	}
	fmt.Fprintln(env.Stdout, lang.T("一致：重新抽取得到同样的单位和检查人员。", "The same: drawing again gives these units and inspectors.").In(l))
	for _, v := range d.Visits {
		fmt.Fprintf(env.Stdout, "%s (%s): %s\n", v.Unit, v.How, strings.Join(v.Team, " "))
	}
	fmt.Fprintf(env.Stdout, "%s %s\n", lang.T("种子", "Seed").In(l), d.Seed)
	fmt.Fprintf(env.Stdout, "%s %s\n", lang.T("签名密钥指纹", "Key fingerprint").In(l), d.Fingerprint)
	if !d.Trusted {
		fmt.Fprintln(env.Stdout, lang.T("未用 --key 指定信任的密钥：请将上述指纹与公布的指纹比对。", "No trusted key was named with --key: compare this fingerprint with the published one.").In(l))
	}
	return nil
}
