package activity

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Version is a version of the application that has a name: its beginning, a
// submission, or one that somebody kept. Every event has a version; these are
// those worth comparing.
type Version struct {
	Number int64     `json:"number"`
	Label  lang.Text `json:"label"`
	At     time.Time `json:"at,omitzero"`
	By     string    `json:"by"`
	Hash   string    `json:"hash"` // of a submission
}

// Versions lists the named versions, oldest first, and the present one last.
func (s State) Versions() []Version {
	out := []Version{{Number: 1, Label: lang.T("初稿", "First draft"), At: s.CreatedAt}}
	for _, sub := range s.Submissions {
		out = append(out, Version{Number: sub.Version, Label: lang.T("第 %d 次提交", "Submission %d").With(sub.N), At: sub.At, By: sub.By, Hash: sub.Hash})
	}
	for _, a := range s.Amendments {
		out = append(out, Version{Number: a.Version, Label: lang.T("第 %d 次修正", "Amendment %d").With(a.N), At: a.At, Hash: a.Hash})
	}
	for _, k := range s.Kept {
		out = append(out, Version{Number: k.Version, Label: lang.Same(k.Label), At: k.At, By: k.By})
	}
	slices.SortStableFunc(out, func(a, b Version) int { return int(a.Number - b.Number) })
	if out[len(out)-1].Number != s.Version {
		out = append(out, Version{Number: s.Version, Label: lang.T("现在", "Now"), At: s.UpdatedAt})
	}
	return out
}

// At folds a history up to a version. The history may lack events, as
// [Service.Events] gives it to whoever is not on the team.
func At(events []journal.Event, version int64) (State, error) {
	n := len(events)
	if version < 0 || n == 0 || version > events[n-1].Version {
		return State{}, unknownVersion(version)
	}
	n, _ = slices.BinarySearchFunc(events, version+1, func(e journal.Event, v int64) int { return cmp.Compare(e.Version, v) })
	return Fold(events[:n])
}

func unknownVersion(version int64) error {
	return errs.New(errs.Invalid, "activity.version.unknown", lang.T(
		"没有第 %d 版。请重新打开页面。", "There is no version %d. Open the page again."), version).At("version")
}

// Compared is one line of a comparison: a field, the files of a field, or the
// team.
type Compared struct {
	Code  string    `json:"code"`
	Label lang.Text `json:"label"`
	From  string    `json:"from"` // as people read it; people of the team by id
	To    string    `json:"to"`
}

// Compare lists, in the order of the form, what two versions say. Lines equal
// in both are among them, for pages to fold away.
func Compare(from, to State, form Form, l lang.Lang) []Compared {
	var out []Compared
	seen := map[string]bool{}
	add := func(code string, label lang.Text, a, b string) {
		seen[code] = true
		if a != "" || b != "" {
			out = append(out, Compared{code, label, a, b})
		}
	}
	for _, f := range form.Fields() {
		if f.IsFile() {
			add(f.Code, f.Text, fileNames(from, f.Code), fileNames(to, f.Code))
			continue
		}
		add(f.Code, f.Text, f.Show(from.Fields[f.Code], l), f.Show(to.Fields[f.Code], l))
	}
	// What an older form had is shown under its code.
	for _, code := range slices.Compact(slices.Sorted(slices.Values(append(from.Filled(), to.Filled()...)))) {
		if !seen[code] {
			add(code, lang.Same(code), from.Fields[code].String()+fileNames(from, code), to.Fields[code].String()+fileNames(to, code))
		}
	}
	add("people", lang.T("项目组", "Team"), teamText(from, l), teamText(to, l))
	return out
}

// Show writes a value as people read it: codes as words.
func (f Field) Show(v Value, l lang.Lang) string {
	switch {
	case v.IsEmpty():
		return ""
	case f.Type == FieldBool && v.text == "true":
		return lang.T("是", "Yes").In(l)
	case f.Type == FieldBool:
		return lang.T("否", "No").In(l)
	case f.Type == FieldChoice, f.Type == FieldChoices:
		words := v.Codes()
		for i, code := range words {
			words[i] = f.optionText(code).In(l)
		}
		return strings.Join(words, "\n")
	}
	return v.String()
}

func (f Field) optionText(code string) lang.Text {
	for _, o := range f.Options {
		if o.Code == code {
			return o.Text
		}
	}
	return lang.Same(code)
}

func fileNames(s State, field string) string {
	var out string
	for _, f := range s.FilesOf(field) {
		out += f.Name + " " + f.Hash[:min(len(f.Hash), 12)] + "\n"
	}
	return out
}

func teamText(s State, l lang.Lang) string {
	var out string
	for _, m := range s.Content().Team {
		out += m.Role.Text().In(l) + " " + m.Person + "\n"
	}
	return out
}
