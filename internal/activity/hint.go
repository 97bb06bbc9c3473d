package activity

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"lunheng/internal/assess"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/plain"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/screen"
)

// Hint is a fact that the words of an application speak of and that its
// self-assessment does not cover. It asks; nothing depends on the answer.
type Hint struct {
	Fact     string      `json:"fact"`
	Text     lang.Text   `json:"text"`
	Question lang.Text   `json:"question"`
	Words    []string    `json:"words"`            // as they stand in the application
	Covers   string      `json:"covers,omitempty"` // the question of the assessment whose answer would cover it
	Source   string      `json:"source,omitempty"`
	Article  string      `json:"article,omitempty"`
	Answer   *HintAnswer `json:"answer,omitempty"`  // why it is not so; nil: nobody has said
	Machine  string      `json:"machine,omitempty"` // the model that suggests it; empty: the packs' words do
	Why      string      `json:"why,omitempty"`     // what the machine says
}

// Open reports whether nobody has answered it yet.
func (h Hint) Open() bool { return h.Answer == nil }

// Ground is what the question rests on.
func (h Hint) Ground() flow.Ground {
	return flow.Ground{Rule: "screen." + h.Fact, Source: h.Source, Article: h.Article}
}

// HintAnswer says why a hint does not fit.
type HintAnswer struct {
	Words  []string  `json:"words"` // that were shown
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at,omitzero"`
}

// AnswerHint says that a hint does not fit, and why.
type AnswerHint struct {
	Activity string `json:"activity"`
	Fact     string `json:"fact"`
	Reason   string `json:"reason"`
	Key      string `json:"key,omitempty"`
}

// AnswerHint decides on keeping the answer to one of the hints of the day.
func (s State) AnswerHint(cmd AnswerHint, hints []Hint) ([]journal.New, error) {
	if err := s.editable(); err != nil {
		return nil, err
	}
	reason, e := short(cmd.Reason, "reason")
	if e != nil {
		return nil, e
	}
	if reason == "" {
		return nil, errs.New(errs.Invalid, "activity.hint.reason", lang.T("请写明为什么不是。", "Say why it is not so.")).At("reason")
	}
	at := slices.IndexFunc(hints, func(h Hint) bool { return h.Fact == cmd.Fact })
	if at < 0 {
		return nil, errs.New(errs.NotFound, "activity.hint.gone", lang.T("这条提示已不存在：文字或自评已改过。", "This hint is gone: the text or the assessment has changed.")).At("fact")
	}
	h := hints[at]
	if h.Answer != nil && h.Answer.Reason == reason {
		return nil, nil // a double click
	}
	return []journal.New{journal.Because(HintAnswered{Fact: h.Fact, Words: h.Words, Reason: reason}, h.Ground())}, nil
}

// answered finds the last answer that was given in sight of these words. New words
// ask anew.
func (s State) answered(fact string, words []string) *HintAnswer {
	for i, a := range slices.Backward(s.HintAnswers[fact]) {
		if !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(a.Words, w) }) {
			return &s.HintAnswers[fact][i]
		}
	}
	return nil
}

// AnswerHint keeps why a hint does not fit.
func (s *Service) AnswerHint(ctx context.Context, p auth.Principal, now time.Time, cmd AnswerHint) (journal.Outcome, error) {
	return s.do(ctx, p, now, auth.Ask(auth.ActivityEdit, cmd.Activity, 0, cmd.Key, cmd), func(_ *journal.Tx, st State) ([]journal.New, error) {
		hints, err := s.Hints(ctx, st, calendar.Of(now))
		if err != nil {
			return nil, err
		}
		return st.AnswerHint(cmd, hints)
	})
}

// Hints reads what an application says, files as far as their words can be taken
// out, and tells what its self-assessment does not cover by the packs of a day.
// Without a self-assessment there is nothing to compare with.
func (s *Service) Hints(ctx context.Context, st State, day calendar.Day) ([]Hint, error) {
	if st.Profile == nil {
		return nil, nil
	}
	set := s.Book.On(day, st.Region)
	found, err := s.screened(ctx, set, st)
	if err != nil {
		return nil, err
	}
	known := len(found)
	found = append(found, st.suggested(found)...)
	vars, err := assess.Vars(*st.Profile)
	if err != nil {
		return nil, err
	}
	uncovered, err := set.Shown("screen_facts", "assessment", vars)
	if err != nil {
		return nil, fmt.Errorf("compare hints with the assessment of %s: %w", st.ID, err)
	}
	var out []Hint
	for n, f := range found {
		i := slices.IndexFunc(uncovered, func(item rules.Item) bool { return item.Code == f.Fact })
		if i < 0 {
			continue
		}
		item := uncovered[i]
		h := Hint{Fact: f.Fact, Text: item.Text, Question: item.Help, Words: f.Words, Covers: item.Str("question"),
			Source: item.Source, Article: item.Article, Answer: st.answered(f.Fact, f.Words)}
		if n >= known {
			h.Machine, h.Why = st.Opinion.Model, st.why(f.Fact)
		}
		out = append(out, h)
	}
	return out, nil
}

// suggested are the facts that a machine sees and the packs' words do not.
func (s State) suggested(found []screen.Finding) []screen.Finding {
	if s.Opinion == nil {
		return nil
	}
	var out []screen.Finding
	for _, f := range s.Opinion.Facts {
		if !slices.ContainsFunc(found, func(have screen.Finding) bool { return have.Fact == f.Fact }) {
			out = append(out, screen.Finding{Fact: f.Fact, Words: f.Words})
		}
	}
	return out
}

// why is what the machine says about a fact.
func (s State) why(fact string) string {
	for _, f := range s.Opinion.Facts {
		if f.Fact == fact {
			return f.Why
		}
	}
	return ""
}

// screened finds the facts in the title, the typed fields and the files.
func (s *Service) screened(ctx context.Context, set *rules.Set, st State) ([]screen.Finding, error) {
	texts := []string{st.Profile.Summary}
	for _, code := range slices.Sorted(maps.Keys(st.Fields)) {
		if v := st.Fields[code]; code != "title" && v.kind == kindText {
			texts = append(texts, v.text)
		}
	}
	for _, f := range st.Files {
		text, err := s.fileText(ctx, f)
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return s.screens.of(set).Text(st.Title(), texts...), nil
}

// fileText takes the words out of a file; one that is broken has none, for a hint
// never stands in the way of anything.
func (s *Service) fileText(ctx context.Context, f File) (string, error) {
	if !plain.Readable(f.Type) {
		return "", nil
	}
	if text, ok := s.words.get(f.Hash); ok {
		return text, nil
	}
	content, err := s.Blobs.Open(ctx, f.Hash)
	if isNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read file %s: %w", f.ID, err)
	}
	defer content.Close()
	text, err := plain.Text(f.Type, content)
	if err != nil {
		text = ""
	}
	s.words.keep(f.Hash, text)
	return text, nil
}

func isNotFound(err error) bool {
	e, ok := errors.AsType[*errs.Error](err)
	return ok && e.Code == errs.NotFound
}

// maxScreens bounds how many screeners are kept: there is one for each stretch of
// time and each region with packs of its own, and publishing a pack makes new ones.
const maxScreens = 16

// screens are the screeners of the rule sets that were asked for.
type screens struct {
	mu sync.Mutex
	by map[*rules.Set]*screen.Screener
}

// of gives the screener of a rule set. Patterns with mistakes are left out here; who
// publishes or tests a pack is told of them.
func (s *screens) of(set *rules.Set) *screen.Screener {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r, ok := s.by[set]; ok {
		return r
	}
	if s.by == nil || len(s.by) >= maxScreens {
		s.by = map[*rules.Set]*screen.Screener{}
	}
	r, _ := screen.New(set)
	s.by[set] = r
	return r
}

// wordsBytes bounds the words of files that are kept in memory.
const wordsBytes = 16 << 20

// fileWords are the words of files, by hash, so that a page does not unpack a
// document each time.
type fileWords struct {
	mu   sync.Mutex
	by   map[string]string
	size int
}

func (f *fileWords) get(hash string) (string, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	text, ok := f.by[hash]
	return text, ok
}

func (f *fileWords) keep(hash, text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.by == nil || f.size+len(text) > wordsBytes {
		f.by, f.size = map[string]string{}, 0
	}
	f.by[hash] = strings.Clone(text)
	f.size += len(text)
}
