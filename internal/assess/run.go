package assess

import (
	"errors"
	"fmt"
	"io"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// Options say what to assess and how to tell it.
type Options struct {
	Name  string       // of the input, for messages
	In    io.Reader    // profiles
	On    calendar.Day // the day whose rules apply; empty: the profile's own, else Today
	Today calendar.Day
	JSON  bool // one object a line instead of sentences
	Lang  lang.Lang
}

// Run assesses every profile of the input. It returns the exit status: 0 done,
// 2 when the input is wrong; then every mistake stands on stderr and nothing on stdout.
func Run(b *rules.Book, o Options, stdout, stderr io.Writer) int {
	profiles, err := Read(b, o.Name, o.In)
	if err != nil {
		return complain(err, o.Lang, stderr)
	}
	results := make([]Assessment, len(profiles))
	for i, p := range profiles {
		if results[i], err = Judge(b, p, o.day(p)); err != nil {
			return complain(err, o.Lang, stderr)
		}
	}
	for i, a := range results {
		if err := o.write(stdout, b, profiles[i], a, i > 0); err != nil {
			return complain(err, o.Lang, stderr)
		}
	}
	return 0
}

// day is the day whose rules apply to p.
func (o Options) day(p Profile) calendar.Day {
	switch {
	case o.On != "":
		return o.On
	case p.On != "":
		return p.On
	}
	return o.Today
}

func (o Options) write(w io.Writer, b *rules.Book, p Profile, a Assessment, more bool) error {
	if o.JSON {
		line, err := a.JSON(o.Lang)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, "%s\n", line)
		return err
	}
	if more {
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintln(w, p.Activity.Title); err != nil {
		return err
	}
	return a.Text(w, b.On(a.On, p.Activity.Unit.Region), o.Lang)
}

// complain tells what is wrong, every mistake on its line.
func complain(err error, l lang.Lang, stderr io.Writer) int {
	if problems, ok := errors.AsType[rules.Problems](err); ok {
		if err := problems.Print(stderr, l); err == nil {
			return 2
		}
	}
	all := errs.All(err)
	for _, e := range all {
		fmt.Fprintln(stderr, e.In(l))
	}
	if len(all) == 0 {
		fmt.Fprintln(stderr, err)
	}
	return 2
}
