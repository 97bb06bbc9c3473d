package app

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/screen"
	"lunheng/packs"
)

// screenCmd finds in texts what a self-assessment may have left out. It needs
// neither server nor database.
type screenCmd struct {
	File   string `arg:"" help:"Texts, one a line; - reads standard input. With --score: a CSV file of labelled titles."`
	Format string `enum:"text,json" default:"json" help:"text or json (one object a line)."`
	Score  bool   `help:"Compare with the labels of the file: precision and recall of each fact."`
	On     string `help:"Use the packs in force on this day (YYYY-MM-DD). Default: today."`
	Region string `help:"Use the packs of this region too (GB/T 2260)."`
	Lang   string `enum:"zh,en" default:"zh" env:"LUNHENG_LANG" help:"zh or en."`
	Packs  string `help:"Folder with further rule packs." type:"path" env:"LUNHENG_PACKS"`
}

// Run screens each line, or scores a labelled file.
func (c *screenCmd) Run(env *Env) error {
	s, err := c.screener(env)
	if err != nil {
		return err
	}
	in := env.Stdin
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	if c.Score {
		return c.score(s, in, env.Stdout)
	}
	return s.Run(in, env.Stdout, c.Format == "json", lang.Parse(c.Lang))
}

func (c *screenCmd) screener(env *Env) (*screen.Screener, error) {
	book, err := loadPacks(c.Packs)
	if err != nil {
		return nil, err
	}
	day := calendar.Of(env.Clock.Now())
	if c.On != "" {
		if day, err = calendar.Parse(c.On); err != nil {
			return nil, err
		}
	}
	return screen.New(book.On(day, c.Region))
}

// tryScreens checks the patterns of the screener in a folder of packs, on top of
// those of this program, and runs their examples.
func tryScreens(dir fs.FS, day calendar.Day, out io.Writer, l lang.Lang) (bool, error) {
	book, err := rules.Load(packs.FS(), dir)
	if err != nil {
		return false, err
	}
	regions := []string{""}
	for _, p := range book.Packs() {
		if !slices.Contains(regions, p.Region) {
			regions = append(regions, p.Region)
		}
	}
	all := true
	national := len(book.On(day, "").List("screens"))
	for _, region := range regions {
		set := book.On(day, region)
		if region != "" && len(set.List("screens")) == national {
			continue // no patterns of its own
		}
		s, err := screen.New(set)
		if err != nil {
			return false, err
		}
		ok, err := s.Examine(out, l)
		if err != nil {
			return false, err
		}
		all = all && ok
	}
	return all, nil
}

// score prints a line a fact, and in text also where labels and findings differ.
func (c *screenCmd) score(s *screen.Screener, in io.Reader, out io.Writer) error {
	scores, differences, err := s.Score(in)
	if err != nil {
		return err
	}
	if c.Format == "json" {
		for _, sc := range scores {
			line := struct {
				screen.Score
				Precision float64 `json:"precision"`
				Recall    float64 `json:"recall"`
			}{sc, sc.Precision(), sc.Recall()}
			if err := json.NewEncoder(out).Encode(line); err != nil {
				return err
			}
		}
		return nil
	}
	for _, d := range differences {
		what := "missed"
		if len(d.Words) > 0 {
			what = "extra: " + strings.Join(d.Words, " ")
		}
		if _, err := fmt.Fprintf(out, "%s\t%s\t[%s]\t%s\n", d.Fact, what, d.Labels, d.Text); err != nil {
			return err
		}
	}
	for _, sc := range scores {
		if _, err := fmt.Fprintf(out, "%-24s precision %.3f  recall %.3f  (%d right, %d extra, %d missed, %d unscored)\n",
			sc.Fact, sc.Precision(), sc.Recall(), sc.Right, sc.Extra, sc.Missed, sc.Unknown); err != nil {
			return err
		}
	}
	return nil
}
