package conduct

import (
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// facts gathers what a decision about an activity rests on.
func (s *Service) facts(r store.Reader, actor string, now time.Time, st State) (Facts, error) {
	f := Facts{Actor: actor, Today: calendar.Of(now)}
	set := s.Book.On(f.Today, st.Region)
	f.Kinds, f.Parts, f.Measures = Whats(set), Parts(set), Measures(set)
	if st.State == StateNone {
		return f, nil
	}
	var err error
	if f.App, err = s.application(r, st.ID); err != nil {
		return f, err
	}
	f.Form, err = s.Acts.Form(f.Today, st.Region)
	return f, err
}

func (s *Service) application(r store.Reader, id string) (activity.State, error) {
	return journal.Look(s.J, r, activity.Stream(id), activity.Fold)
}

// Whats are the kinds of report that the packs know.
func Whats(set *rules.Set) []What {
	var out []What
	for _, item := range set.List("report_kinds") {
		w := What{Code: item.Code, Text: item.Text, Help: item.Help, Article: item.Article, Review: item.Str("review"), Light: item.Str("light"), Heavy: item.Str("heavy"),
			Ask: item.In("ask"), Once: item.Bool("once"), Event: item.Bool("event"), Changes: item.Bool("changes"), Measures: item.Bool("measures"), Required: item.Strs("parts")}
		for _, state := range item.Strs("states") {
			w.States = append(w.States, flow.State(state))
		}
		if item.Source != "" {
			w.Grounds = []flow.Ground{item.Ground()}
		}
		out = append(out, w)
	}
	return out
}

// Parts are the parts of reports by their codes.
func Parts(set *rules.Set) map[string]Part {
	out := map[string]Part{}
	for _, item := range set.List("report_parts") {
		out[item.Code] = Part{Code: item.Code, Text: item.Text, Help: item.Help}
	}
	return out
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return store.Micros(t)
}

func timeOrZero(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return store.Time(us)
}
