package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/packs"
)

// packsCmd lists, checks, tries, compares and explains rule packs.
type packsCmd struct {
	List     packsListCmd     `cmd:"" default:"1" help:"List the packs with their sources, and what a person has to confirm."`
	Check    packsCheckCmd    `cmd:"" help:"Check a folder of packs: every mistake with file, line and column, and every rule without cases."`
	Test     packsTestCmd     `cmd:"" help:"Run the cases that stand beside the rules of a folder of packs."`
	Diff     packsDiffCmd     `cmd:"" help:"Tell what a new version of a pack says differently."`
	Publish  packsPublishCmd  `cmd:"" help:"Bring a pack into force on the data of a house, from a day on."`
	Withdraw packsWithdrawCmd `cmd:"" help:"Take a published version back before its first day."`
	Explain  packsExplainCmd  `cmd:"" help:"Explain a pack, rule, param, list or source in sentences."`
}

// spoken is how a command tells its result.
type spoken struct {
	Format string `enum:"text,json" default:"text" help:"text or json."`
	Lang   string `enum:"zh,en" default:"zh" env:"LUNHENG_LANG" help:"zh or en."`
}

func (s spoken) lang() lang.Lang { return lang.Parse(s.Lang) }

// write prints a value as JSON, or lets text print it.
func (s spoken) write(w io.Writer, v any, text func()) error {
	if s.Format != "json" {
		text()
		return nil
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

type packsListCmd struct {
	spoken
	Packs string `help:"Folder with further rule packs." type:"path" env:"LUNHENG_PACKS"`
}

// listed is a pack in the list.
type listedPack struct {
	rules.PackInfo
	Unconfirmed []string `json:"unconfirmed"` // params and lists that a person has to confirm
}

// Run prints each pack with its version, hash and sources.
func (c *packsListCmd) Run(env *Env) error {
	book, err := loadPacks(c.Packs)
	if err != nil {
		return err
	}
	var all []listedPack
	for _, p := range book.Packs() {
		all = append(all, listedPack{p, book.Unconfirmed(p.Ref())})
	}
	return c.write(env.Stdout, all, func() {
		for _, p := range all {
			c.print(env.Stdout, p)
		}
	})
}

func (c *packsListCmd) print(w io.Writer, p listedPack) {
	l := c.lang()
	fmt.Fprintf(w, "%s %s  %s  %s\n", p.ID, p.Version, p.Hash[:12], p.Title.In(l))
	for _, s := range p.Sources {
		day := string(s.InForce)
		if day == "" {
			day = lang.T("任何一天", "every day").In(l)
		}
		fmt.Fprintf(w, "    %s  %s  %s\n", s.ID, day, s.Title.In(l))
	}
	if n := len(p.Unconfirmed); n > 0 {
		fmt.Fprintln(w, lang.T("    须由人核实 %d 项：%s", "    to be confirmed by a person, %d: %s").In(l, n, strings.Join(p.Unconfirmed, " ")))
	}
}

type packsCheckCmd struct {
	Dir  string `arg:"" optional:"" type:"existingdir" help:"Folder of packs. Default: the packs of this program."`
	Lang string `enum:"zh,en" default:"zh" env:"LUNHENG_LANG" help:"zh or en."`
}

// Run checks the packs and prints what is wrong.
func (c *packsCheckCmd) Run(env *Env) error {
	if err := anyPack(c.Dir); err != nil {
		fmt.Fprintln(env.Stderr, err.In(lang.Parse(c.Lang)))
		return errTold
	}
	if !rules.CheckFS(packDir(c.Dir), env.Stdout, lang.Parse(c.Lang)) {
		return errNo
	}
	return nil
}

type packsTestCmd struct {
	Dir  string `arg:"" optional:"" type:"existingdir" help:"Folder of packs. Default: the packs of this program."`
	Lang string `enum:"zh,en" default:"zh" env:"LUNHENG_LANG" help:"zh or en."`
}

// Run runs the cases and prints which fail.
func (c *packsTestCmd) Run(env *Env) error {
	dir, l := packDir(c.Dir), lang.Parse(c.Lang)
	if err := anyPack(c.Dir); err != nil {
		fmt.Fprintln(env.Stderr, err.In(l))
		return errTold
	}
	ok, err := rules.TestFS(dir, env.Stdout, l)
	if err != nil {
		return err
	}
	found, err := tryScreens(dir, calendar.Of(env.Clock.Now()), env.Stdout, l)
	if err != nil {
		return err
	}
	if !ok || !found {
		return errNo
	}
	return nil
}

// anyPack says so where a folder holds no pack: checking nothing is not finding it right.
func anyPack(dir string) *errs.Error {
	refs, err := rules.PackRefs(packDir(dir))
	if err != nil || len(refs) > 0 { // what can't be read is told by the check
		return nil
	}
	return errs.New(errs.Invalid, "rules.pack.none", lang.T("%s 里没有规则包：规则包是含有 pack.yaml 的文件夹", "there is no pack in %s: a pack is a folder with a pack.yaml"), dir)
}

func packDir(dir string) fs.FS {
	if dir == "" {
		return packs.FS()
	}
	return os.DirFS(dir)
}

type packsDiffCmd struct {
	spoken
	Old string `arg:"" help:"Folder of the old version, or the id of a pack of this program."`
	New string `arg:"" help:"Folder of the new version, or the id of a pack of this program."`
}

// Run prints every difference; there being some is no failure.
func (c *packsDiffCmd) Run(env *Env) error {
	sides, err := packPair(c.Old, c.New)
	if err != nil {
		return err
	}
	changes := rules.Diff(sides[0], sides[1])
	if changes == nil {
		changes = []rules.Change{}
	}
	return c.write(env.Stdout, changes, func() {
		for _, change := range changes {
			fmt.Fprintln(env.Stdout, change.In(c.lang()))
		}
		fmt.Fprintln(env.Stdout, lang.T("%d 处不同", "%d differences").In(c.lang(), len(changes)))
	})
}

// packPair loads two packs; where one side names an embedded pack, a folder with
// several on the other means the pack of that id.
func packPair(names ...string) (out [2]*rules.Pack, err error) {
	book, err := loadPacks("")
	if err != nil {
		return out, err
	}
	id := ""
	for i, name := range names {
		if p, ok := book.Pack(name); ok && !isDir(name) {
			out[i], id = p, p.Info().ID
		}
	}
	for i, name := range names {
		if out[i] != nil {
			continue
		}
		if !isDir(name) {
			return out, fmt.Errorf("find pack %s: it is neither a folder nor a pack of this program", name)
		}
		if out[i], _, err = rules.LoadPack(os.DirFS(name), id); err != nil {
			return out, fmt.Errorf("load pack %s: %w", name, err)
		}
	}
	return out, nil
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

type packsExplainCmd struct {
	spoken
	Name  string `arg:"" help:"Id of a pack, rule or source, or name of a param or list; a folder explains its pack."`
	On    string `help:"With the numbers of this day (YYYY-MM-DD). Default: today."`
	Packs string `help:"Folder with further rule packs." type:"path" env:"LUNHENG_PACKS"`
}

// explained is an explanation with the cases that show it.
type explained struct {
	rules.Explanation
	Cases []rules.Example `json:"cases"`
}

var errNothing = errors.New("explain: no pack, rule, param, list or source has this name; see lunheng packs list")

// Run prints what the named thing says, since when, and by which source.
func (c *packsExplainCmd) Run(env *Env) error {
	day := calendar.Of(env.Clock.Now())
	if c.On != "" {
		var err error
		if day, err = calendar.Parse(c.On); err != nil {
			return err
		}
	}
	name := c.Name
	if isDir(name) {
		p, _, err := rules.LoadPack(os.DirFS(name), "")
		if err != nil {
			return err
		}
		c.Packs, name = name, p.Info().ID
	}
	book, err := loadPacks(c.Packs)
	if err != nil {
		return err
	}
	found := book.Explain(name, day)
	if len(found) == 0 {
		return errNothing
	}
	all := make([]explained, len(found))
	for i, e := range found {
		all[i].Explanation = e
		if all[i].Cases, err = rules.ExamplesOf(e.ID, basePacks(c.Packs)...); err != nil {
			return err
		}
	}
	return c.write(env.Stdout, all, func() {
		for i, e := range all {
			c.print(env.Stdout, e, i > 0)
		}
	})
}

func (c *packsExplainCmd) print(w io.Writer, e explained, more bool) {
	l := c.lang()
	if more {
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "%s  %s\n%s\n", e.ID, e.Pack, e.Title.In(l))
	for _, line := range e.Lines {
		fmt.Fprintf(w, "  %s%s%s\n", line.Label.In(l), lang.T("：", ": ").In(l), line.Text.In(l))
	}
	words := map[string]lang.Text{"applies": lang.T("适用", "applies"), "silent": lang.T("不适用", "does not apply"), "dated": lang.T("生效前后", "before and after")}
	for _, x := range e.Cases {
		fmt.Fprintln(w, lang.T("  用例（%s）：%s（%s:%d）", "  case (%s): %s (%s:%d)").In(l, words[x.What], x.Why, x.File, x.Line))
	}
}
