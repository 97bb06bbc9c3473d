package consent

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// maxSection bounds a section in one language, in characters.
const maxSection = 20000

// Facts are what a decision rests on besides its own stream.
type Facts struct {
	Today     calendar.Day
	Unit      string
	Region    string
	Documents []string             // that the activity needs
	Beside    map[string]string    // of them those that are signed in person, by whose they go with
	AssentAge int                  // from which minors are asked in person; 0: no rule says
	Headings  []Heading            // that the form has
	Prefilled map[string]lang.Text // by the application
	Ways      []rules.Item
	Triggers  []rules.Item
	Papers    []Paper // of the version to be cut
	Editable  bool    // the applicant has the application
	Grounds   []flow.Ground
}

// Heading is one part of the form (article 36).
type Heading struct {
	Item   rules.Item
	Needed bool // for this activity
}

// On names the documents of an activity; several verbs need no more.
type On struct {
	Activity string `json:"activity"`
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

// Start decides to begin the documents from what the application says.
func (s State) Start(f Facts) ([]journal.New, error) {
	if s.Exists() {
		return nil, nil // a double click
	}
	if !f.Editable {
		return nil, errs.Refuse("consent.start.closed", "申请在委员会手里，不能再起草知情同意书。", "The committee has the application; a consent form cannot be begun now.")
	}
	return []journal.New{journal.Because(Started{Unit: f.Unit, Region: f.Region, Documents: f.Documents, Sections: f.Prefilled, Way: f.Ways[0].Code}, f.Grounds...)}, nil
}

// Save changes sections, as autosave and the save button do.
type Save struct {
	Activity string               `json:"activity"`
	Sections map[string]lang.Text `json:"sections"`
	Way      string               `json:"way,omitempty"`
	Version  int64                `json:"version"`
	Key      string               `json:"key,omitempty"`
}

// Save decides to keep what changed.
func (s State) Save(cmd Save, f Facts) ([]journal.New, error) {
	if err := s.allows("consent.saved"); err != nil {
		return nil, err
	}
	if s.State == StateWithCommittee && !f.Editable {
		return nil, errs.Refuse("consent.with_committee", "委员会正在审查这一版，退回之前不能修改。", "The committee is judging this version; it cannot be changed before it comes back.")
	}
	var wrong errs.List
	out := Saved{Sections: map[string]lang.Text{}}
	for code, text := range cmd.Sections {
		text = lang.T(clean(text.ZH), clean(text.EN))
		switch {
		case !slices.ContainsFunc(f.Headings, func(h Heading) bool { return h.Item.Code == code }):
			wrong.Add(errs.Mistake(code, "consent.heading.unknown", "没有“%.40s”这一项。", "There is no heading %.40q.", code))
		case utf8.RuneCountInString(text.ZH) > maxSection || utf8.RuneCountInString(text.EN) > maxSection:
			wrong.Add(errs.Mistake(code, "consent.heading.long", "每一项最多 %d 个字。", "A section has at most %d characters.", maxSection))
		case text != s.Sections[code]:
			out.Sections[code] = text
		}
	}
	if cmd.Way != "" && cmd.Way != s.Way {
		if !has(f.Ways, cmd.Way) {
			wrong.Add(errs.Mistake("way", "consent.way", "请选择取得同意的方式。", "Choose how consent is taken."))
		}
		out.Way = cmd.Way
	}
	if err := wrong.Err(); err != nil || len(out.Sections) == 0 && out.Way == "" {
		return nil, err
	}
	return []journal.New{journal.Because(out)}, nil
}

func clean(text string) string {
	return strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\x00", ""), ""))
}

func has(items []rules.Item, code string) bool {
	return slices.ContainsFunc(items, func(i rules.Item) bool { return i.Code == code })
}

// CutVersion fixes what is written as a version.
type CutVersion struct {
	Activity string   `json:"activity"`
	Triggers []string `json:"triggers,omitempty"` // of a later version: why all are asked again
	Reason   string   `json:"reason,omitempty"`   // why they are not, although such headings changed
	Version  int64    `json:"version"`
	Key      string   `json:"key,omitempty"`
}

// Missing lists the headings that are needed and empty (article 36).
func (s State) Missing(f Facts) []Heading {
	var out []Heading
	for _, h := range f.Headings {
		if text := s.Sections[h.Item.Code]; h.Needed && text.IsZero() {
			out = append(out, h)
		}
	}
	return out
}

// Suggested are the triggers of the pack that a changed heading points to.
func (s State) Suggested(f Facts) []rules.Item {
	changed := s.changed()
	var out []rules.Item
	for _, t := range f.Triggers {
		if t.Str("who") == "all" && slices.ContainsFunc(t.Strs("headings"), func(h string) bool { return slices.Contains(changed, h) }) {
			out = append(out, t)
		}
	}
	return out
}

// Cut decides to fix a version.
func (s State) Cut(cmd CutVersion, f Facts) ([]journal.New, error) {
	if err := s.allows("consent.cut"); err != nil {
		return nil, err
	}
	if s.State == StateDrafting && !f.Editable {
		return nil, errs.Refuse("consent.with_committee", "委员会正在审查申请，退回之前不能换用新的知情同意书。", "The committee has the application; its consent form cannot be replaced before it comes back.")
	}
	var wrong errs.List
	for _, h := range s.Missing(f) {
		wrong.Add(errs.Mistake(h.Item.Code, "consent.heading.missing", "知情同意书还缺“%s”（医学研究伦理审查办法第三十六条）。", "The consent form lacks “%s” (Medical Review Measures, article 36).", h.Item.Text))
	}
	out := Cut{N: len(s.Versions) + 1, Way: s.Way, Sections: maps.Clone(s.Sections), Papers: f.Papers, Reason: strings.TrimSpace(cmd.Reason), On: f.Today}
	if s.InForce > 0 {
		wrong.Add(s.triggers(cmd, f, &out))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(out, f.Grounds...)}, nil
}

// triggers takes in why all participants are to be asked again, or why not.
func (s State) triggers(cmd CutVersion, f Facts, out *Cut) *errs.Error {
	for _, code := range cmd.Triggers {
		i := slices.IndexFunc(f.Triggers, func(t rules.Item) bool { return t.Code == code && t.Str("who") == "all" })
		if i < 0 {
			return errs.Mistake("triggers", "consent.trigger", "请从列表中选择须再次取得同意的情形。", "Choose from the list why consent is asked for again.")
		}
		if !slices.Contains(out.Triggers, code) {
			out.Triggers = append(out.Triggers, code)
		}
	}
	if hints := s.Suggested(f); len(out.Triggers) == 0 && len(hints) > 0 && out.Reason == "" {
		return errs.Mistake("reason", "consent.trigger.reason", "改动涉及“%s”。不再次征求参与者同意的，须写明理由（医学研究伦理审查办法第三十八条）。",
			"The changes touch on “%s”. Say why participants are not asked again (Medical Review Measures, article 38).", hints[0].Text)
	}
	return nil
}

// PutTo decides that the version fixed last lies before a committee.
func (s State) PutTo(review string, application int64) ([]journal.New, error) {
	if err := s.allows("consent.put_before"); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(PutBefore{N: len(s.Versions), Review: review, Application: application})}, nil
}
