package app

import (
	"fmt"

	"lunheng/internal/lang"
	"lunheng/internal/sites"
	"lunheng/internal/sites/parcel"
)

// verifyPackageCmd checks a decision package of another installation. It needs
// neither server nor database nor network.
type verifyPackageCmd struct {
	File string   `arg:"" help:"package.json as the lead handed it over; - reads standard input."`
	Key  []string `help:"Verifier key of a log you trust. Without one the key in the file is used, and its fingerprint is printed to be compared."`
	Lang string   `enum:"zh,en" default:"zh" env:"LUNHENG_LANG" help:"zh or en."`
}

// Run prints what a genuine package says. The answer is no when it is not genuine,
// or when the decision is not in force by its newest word.
func (c *verifyPackageCmd) Run(env *Env) error {
	raw, err := readInput(env, c.File)
	if err != nil {
		return err
	}
	l := lang.Parse(c.Lang)
	p, err := parcel.Read(raw, c.Key)
	if err != nil {
		fmt.Fprintln(env.Stdout, lang.T("不真实：%s", "Not genuine: %s").In(l, plainly(err, l)))
		return errNo
	}
	fmt.Fprintln(env.Stdout, lang.T("真实。", "Genuine.").In(l))
	say := func(label lang.Text, value string) { fmt.Fprintf(env.Stdout, "%s %s\n", label.In(l), value) }
	say(lang.T("项目", "Work"), p.Content.Number+" "+p.Content.Title)
	say(lang.T("牵头单位", "Lead"), p.Content.Lead.Unit.In(l)+" ("+p.Content.Lead.Key+")")
	say(lang.T("版本", "Version"), p.Content.Application.Text().In(l)+" "+p.Content.Application.Hash)
	say(lang.T("决定", "Decision"), p.Content.Decision.Says.In(l)+" "+string(p.Content.Decision.Day))
	say(lang.T("效力", "Standing"), sites.StatusText(p.Status.State).In(l)+" "+p.StatusAt.Format("2006-01-02 15:04:05 UTC")+" "+p.Status.Reason)
	say(lang.T("签名密钥指纹", "Key fingerprint"), p.Print)
	if p.Status.State != parcel.InForce {
		return errNo
	}
	return nil
}
