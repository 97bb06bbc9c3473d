package rulebook

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/rules"
	"lunheng/internal/screen"
	"lunheng/internal/store"
	"lunheng/internal/yamldoc"
)

// Examined is what the files of a pack are worth beside what is published.
type Examined struct {
	Problems rules.Problems // mistakes; when there are any, nothing else is known
	Info     rules.PackInfo
	Book     *rules.Book    // the published one with the files
	Report   rules.Report   // of its cases
	Previous rules.PackInfo // the version that it takes over from; zero: none
	Changes  []rules.Change // what is different from it
	Loosens  []string
	known    bool
	other    bool // a pack of this id belongs elsewhere
}

func (e Examined) facts() Facts {
	f := Facts{Head: headOf(e.Info), Known: e.known, Elsewhere: e.other, Changes: e.Changes, Loosens: e.Loosens, Failing: len(e.Report.Problems)}
	if e.Previous.ID != "" {
		f.Previous = e.Previous.Ref()
	}
	return f
}

// examine reads files on top of what is published, without the version id itself.
// The shelf must show what is published.
func (s *Service) examine(r store.Reader, id string, files Files) (Examined, error) {
	var e Examined
	base, err := s.published(r, id)
	if err != nil {
		return e, err
	}
	draft, err := files.FS(".")
	if err != nil {
		return e, err
	}
	if e.Book, err = rules.Load(append(base, draft)...); err != nil {
		if errors.As(err, &e.Problems) {
			return e, nil
		}
		return e, err
	}
	refs, err := rules.PackRefs(draft)
	if err != nil || len(refs) != 1 {
		return e, fmt.Errorf("find the pack among its files: %d: %w", len(refs), err)
	}
	pack, ok := e.Book.Pack(refs[0])
	if !ok {
		return e, fmt.Errorf("find pack %s among its files", refs[0])
	}
	if e.Report, err = rules.Examine(e.Book, draft); err != nil {
		return e, err
	}
	e.compare(s.Shelf.Current(), pack)
	e.screens()
	return e, nil
}

// compare finds the version that the pack takes over from, and what is different.
func (e *Examined) compare(before *rules.Book, pack *rules.Pack) {
	e.Info, e.Loosens = pack.Info(), pack.Loosens()
	var old *rules.Pack
	for _, info := range before.Packs() {
		if info.ID != e.Info.ID {
			continue
		}
		e.known = e.known || info.Version == e.Info.Version
		e.other = e.other || !strings.HasPrefix(info.Region, e.Info.Region) && !strings.HasPrefix(e.Info.Region, info.Region)
		if e.Info.From == "" || info.From < e.Info.From {
			old, _ = before.Pack(info.Ref())
			e.Previous = info
		}
	}
	e.Changes = rules.Diff(old, pack)
	if e.Info.From == "" { // publishing sets the day
		e.Changes = slices.DeleteFunc(e.Changes, func(c rules.Change) bool { return c.Kind == rules.ChangePack && c.Field == "from" })
	}
}

// screens tries the pack's patterns for screening on their own examples, on a day
// on which it is in force.
func (e *Examined) screens() {
	day := e.Info.From
	if turns := e.Book.Turns(); day == "" && len(turns) > 0 {
		day = turns[len(turns)-1]
	}
	s, err := screen.New(e.Book.On(day, e.Info.Region))
	for _, wrong := range errs.All(err) { // those published were right: the mistakes are the draft's
		e.Report.Problems = append(e.Report.Problems, yamldoc.Problem{File: e.Info.Ref(), Text: wrong.Text.With(wrong.Args...)})
	}
	for _, f := range s.Failures(e.Info.Ref()) {
		e.Report.Problems = append(e.Report.Problems, yamldoc.Problem{File: f.Pattern, Text: f.Text})
	}
}
