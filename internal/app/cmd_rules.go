package app

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"

	"lunheng/internal/assess"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/packs"
)

// assessCmd says what the rules ask of an activity. It needs neither server
// nor database.
type assessCmd struct {
	File   string `arg:"" help:"Profile in YAML or JSON; - reads standard input."`
	Format string `enum:"text,json" default:"text" help:"text or json."`
	On     string `help:"Judge by the rules of this day (YYYY-MM-DD). Default: the profile's own day, else today."`
	Lang   string `enum:"zh,en" default:"zh" env:"LUNHENG_LANG" help:"zh or en."`
	Packs  string `help:"Folder with further rule packs." type:"path" env:"LUNHENG_PACKS"`
}

// Run reads the profiles and prints an assessment of each.
func (c *assessCmd) Run(env *Env) error {
	book, err := loadPacks(c.Packs)
	if err != nil {
		return err
	}
	o := assess.Options{Name: c.File, In: env.Stdin, JSON: c.Format == "json", Lang: lang.Parse(c.Lang), Today: calendar.Of(env.Clock.Now())}
	if c.On != "" {
		if o.On, err = calendar.Parse(c.On); err != nil {
			return err
		}
	}
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer f.Close()
		o.In = f
	}
	if status := assess.Run(book, o, env.Stdout, env.Stderr); status != exitDone {
		return errTold
	}
	return nil
}

// shipped are the embedded packs, which are the same for whoever opens them.
var shipped = sync.OnceValues(func() (*rules.Book, error) { return rules.Load(basePacks("")...) })

// loadPacks loads the embedded packs and those of a folder, if one is named, and
// lays others on top.
func loadPacks(dir string, others ...fs.FS) (book *rules.Book, err error) {
	if dir == "" && len(others) == 0 {
		book, err = shipped()
	} else {
		book, err = rules.Load(append(basePacks(dir), others...)...)
	}
	if err != nil {
		return nil, fmt.Errorf("load rule packs: %w", err)
	}
	return book, nil
}

// basePacks are the packs that need no data: the embedded ones, and those of a folder.
func basePacks(dir string) []fs.FS {
	all := []fs.FS{packs.FS()}
	if dir != "" {
		all = append(all, os.DirFS(dir))
	}
	return all
}

// versionCmd prints the version.
type versionCmd struct{}

// Run prints name and version.
func (versionCmd) Run(env *Env) error {
	_, err := fmt.Fprintln(env.Stdout, "lunheng", Version)
	return err
}

// configCmd shows the settings in force.
type configCmd struct {
	Show configShowCmd `cmd:"" default:"1" help:"Show every setting with its value; secrets are hidden."`
}

type configShowCmd struct {
	Config
}

// Run prints the settings as the YAML file that would give them.
func (c *configShowCmd) Run(env *Env) error {
	var b strings.Builder
	showConfig(&b, c.Config)
	_, err := io.WriteString(env.Stdout, b.String())
	return err
}
