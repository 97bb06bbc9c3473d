package activity

import (
	"maps"
	"slices"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Save changes fields of an application, as autosave and the save button do.
// It need not hold all fields; those that it does hold are compared with what
// the person saw.
type Save struct {
	Activity string `json:"activity"`
	Version  int64  `json:"version"` // the version the page showed; 0: overwrite whatever there is
	Fields   Values `json:"fields"`
	Key      string `json:"key,omitempty"`
}

// SaveResult is what became of a Save. Nothing of it is lost in any case.
type SaveResult struct {
	Version   int64      `json:"version"` // to be sent with the next Save
	At        time.Time  `json:"at"`      // when the application was last changed
	Saved     []string   `json:"saved,omitempty"`
	Merged    []string   `json:"merged,omitempty"`    // fields that others changed meanwhile, not typed into here
	Conflicts []Conflict `json:"conflicts,omitempty"` // fields that were parked instead of saved
}

// Conflict is a field that two people, or two tabs, changed at the same time.
type Conflict struct {
	Field  string `json:"field"`
	Seen   Value  `json:"seen"`   // what the page had shown
	Mine   Value  `json:"mine"`   // what was typed; kept as parked
	Theirs Value  `json:"theirs"` // what the field holds now
	Change Change `json:"change"` // by whom, when
}

// Err tells the conflicts as errors at their fields, for callers that cannot
// show both values; nil when there are none.
func (r SaveResult) Err() error {
	var list errs.List
	for _, c := range r.Conflicts {
		list.Add(errs.New(errs.Conflict, "activity.save.conflict", lang.T(
			"这一项在您打开页面之后已被改过。您填写的内容已另存，请选择保留哪一个。",
			"This was changed after you opened the page. What you typed is kept beside it; choose which one stays.")).At(c.Field))
	}
	return list.Err()
}

// Save decides what a save leads to. Base is the application at the version
// that the person saw, by who saves.
func (s State) Save(cmd Save, form Form, base State, by string) ([]journal.New, SaveResult, error) {
	if err := s.editable(); err != nil {
		return nil, SaveResult{}, err
	}
	typed, err := form.Fit(cmd.Fields)
	if err != nil {
		return nil, SaveResult{}, err
	}
	result := SaveResult{Version: s.Version, At: s.UpdatedAt}
	changed, parked := Values{}, Values{}
	for _, code := range slices.Sorted(maps.Keys(typed)) {
		mine, seen, now := typed[code], base.Fields[code], s.Fields[code]
		moved := s.Changes[code].Version > base.Version && !seen.Equal(now)
		switch {
		case mine.Equal(now):
		case !moved:
			changed[code] = mine
		case !mine.Equal(seen):
			result.Conflicts = append(result.Conflicts, Conflict{code, seen, mine, now, s.Changes[code]})
			if !s.hasParked(code, by, mine) {
				parked[code] = mine
			}
		}
	}
	result.Merged = s.merged(base, typed, changed)
	result.Saved = slices.Sorted(maps.Keys(changed))
	news := saveEvents(changed, parked, cmd.Version, s.Version)
	result.Version += int64(len(news))
	return news, result, nil
}

// merged lists the fields that moved on since base and that were not typed into.
func (s State) merged(base State, typed, changed Values) []string {
	var out []string
	for code, change := range s.Changes {
		v, sent := typed[code]
		_, saved := changed[code]
		untouched := !sent || v.Equal(base.Fields[code])
		if change.Version > base.Version && !saved && untouched && !s.Fields[code].Equal(base.Fields[code]) {
			out = append(out, code)
		}
	}
	slices.Sort(out)
	return out
}

func saveEvents(changed, parked Values, seen, head int64) []journal.New {
	var news []journal.New
	if len(changed) > 0 {
		saved := Saved{Fields: changed}
		if seen != 0 && seen != head {
			saved.Seen = seen
		}
		news = append(news, journal.Because(saved))
	}
	if len(parked) > 0 {
		news = append(news, journal.Because(ValuesParked{Fields: parked, Seen: seen}))
	}
	return news
}

func (s State) hasParked(field, by string, v Value) bool {
	return slices.ContainsFunc(s.Parked, func(p Parked) bool { return p.Field == field && p.By == by && p.Value.Equal(v) })
}

// DropParked lets go of what was parked at a field: the present value stays.
// The author may, and the leader.
type DropParked struct {
	Activity string `json:"activity"`
	Field    string `json:"field"`
	By       string `json:"by,omitempty"` // whose; empty: one's own
	Key      string `json:"key,omitempty"`
}

// DropParked decides on letting go.
func (s State) DropParked(cmd DropParked, by string) ([]journal.New, error) {
	if err := s.editable(); err != nil {
		return nil, err
	}
	if cmd.By == "" {
		cmd.By = by
	}
	if cmd.By != by && by != s.Leader {
		return nil, errs.New(errs.Forbidden, "activity.park.foreign", lang.T(
			"另存的内容由填写人或项目负责人处理。", "What somebody typed is for that person or the leader to let go."))
	}
	if !slices.ContainsFunc(s.Parked, func(p Parked) bool { return p.Field == cmd.Field && p.By == cmd.By }) {
		return nil, nil // a double click
	}
	return []journal.New{journal.Because(ParkDropped{Field: cmd.Field, By: cmd.By})}, nil
}

// KeepVersion puts a label on the present version.
type KeepVersion struct {
	Activity string `json:"activity"`
	Version  int64  `json:"version"`
	Label    string `json:"label"`
	Key      string `json:"key,omitempty"`
}

// maxLabel bounds labels and short reasons, in characters.
const maxLabel = 200

// KeepVersion decides on the label.
func (s State) KeepVersion(cmd KeepVersion) ([]journal.New, error) {
	if err := s.editable(); err != nil {
		return nil, err
	}
	label, e := short(cmd.Label, "label")
	if e != nil {
		return nil, e
	}
	if label == "" {
		return nil, errs.New(errs.Invalid, "activity.version.label", lang.T("请给这个版本起个名字。", "Give this version a name.")).At("label")
	}
	return []journal.New{journal.Because(VersionKept{Label: label})}, nil
}
