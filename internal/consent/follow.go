package consent

import (
	"slices"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Reactions tell what cases cause here, in the same transaction.
func (s *Service) Reactions() []journal.Reaction {
	out := []journal.Reaction{
		{On: "review.opened", Do: s.onPut, Reason: "the version handed in lies before the committee"},
		{On: "review.resubmitted", Do: s.onPut, Reason: "the version handed in lies before the committee"},
	}
	for _, on := range []string{"review.approved", "review.changes_confirmed"} {
		out = append(out, journal.Reaction{On: on, Do: s.onApproved, Reason: "a version comes into force with the decision on its case"})
	}
	for _, on := range []string{"review.rejected", "review.withdrawn"} {
		out = append(out, journal.Reaction{On: on, Do: s.onRefused, Reason: "without approval nobody can be asked to agree"})
	}
	return out
}

// KindAmendment is the kind of review, of the pack's list, that judges changes
// to approved work; a later version of the documents comes with it.
const KindAmendment = "amendment"

// onPut notes the version that a case brings before the committee: the one
// whose papers the application holds, or with an amendment the one proposed.
func (s *Service) onPut(tx *journal.Tx, e journal.Event) error {
	c, err := s.Reviews.Look(tx, e.Subject())
	if err != nil {
		return err
	}
	st, err := s.load(tx, c.Activity)
	if err != nil || st.Last() == nil || !Table.Allows(st.State, "consent.put_before") {
		return err
	}
	switch {
	case c.Kind != "" && (c.Kind != KindAmendment || st.State != StateProposed):
		return nil
	case c.Kind == "":
		if st.InForce > 0 {
			return nil
		}
		app, err := s.application(tx, c.Activity, c.Application)
		if err != nil || !holds(app, *st.Last()) {
			return err
		}
	}
	news, err := st.PutTo(c.ID, c.Application)
	if err != nil {
		return err
	}
	return tx.Append(Stream(c.Activity), news...)
}

func (s *Service) load(tx *journal.Tx, id string) (State, error) {
	return journal.Load(tx, Stream(id), Fold)
}

// holds reports whether the application's files are the papers of a version.
func holds(app activity.State, v Version) bool {
	for _, p := range v.Papers {
		if !slices.ContainsFunc(app.FilesOf(p.Field), func(f activity.File) bool { return f.Hash == p.Hash }) {
			return false
		}
	}
	return len(v.Papers) > 0
}

func (s *Service) onApproved(tx *journal.Tx, e journal.Event) error {
	st, ok, err := s.judged(tx, e)
	if err != nil || !ok {
		return err
	}
	v := st.Versions[st.Put.N-1]
	body := Approved{N: v.N, Review: e.Subject(), Reconsent: len(v.Triggers) > 0}
	return tx.Append(Stream(st.Activity), journal.Because(body, e.Ground...))
}

func (s *Service) onRefused(tx *journal.Tx, e journal.Event) error {
	st, ok, err := s.judged(tx, e)
	if err != nil || !ok {
		return err
	}
	return tx.Append(Stream(st.Activity), journal.Because(Refused{N: st.Put.N, Review: e.Subject()}, e.Ground...))
}

// judged finds the documents that lie before the committee with a case.
func (s *Service) judged(tx *journal.Tx, e journal.Event) (State, bool, error) {
	c, err := s.Reviews.Look(tx, e.Subject())
	if err != nil {
		return State{}, false, err
	}
	st, err := s.load(tx, c.Activity)
	return st, st.Put.Review == e.Subject() && Table.Allows(st.State, "consent.approved"), err
}

// Requirements are what an application lacks because the consent form that was
// begun here is not fixed, or has changed since. A team that brings its own
// file instead owes nothing here.
func (s *Service) Requirements(r store.Reader, app activity.State, day calendar.Day) ([]activity.Requirement, error) {
	st, err := s.look(r, app.ID)
	if err != nil || !st.Exists() || st.InForce > 0 {
		return nil, err
	}
	last := st.Last()
	own := len(app.FilesOf("consent_form")) > 0 && (last == nil || !slices.ContainsFunc(st.Versions, func(v Version) bool { return holds(app, v) }))
	if own || last != nil && !st.Unfixed() && holds(app, *last) {
		return nil, nil
	}
	f, err := s.facts(r, app, day.Start())
	if err != nil {
		return nil, err
	}
	set := s.Book.On(day, app.Region)
	var out []activity.Requirement
	for _, h := range st.Missing(f) {
		out = append(out, requirement(set, h.Item, "consent_form", lang.T("知情同意书的“%s”", "“%s” of the consent form").With(h.Item.Text)))
	}
	if len(out) == 0 {
		out = append(out, requirement(set, f.Headings[0].Item, "consent_form", lang.T("知情同意书定稿", "a fixed version of the consent form")))
	}
	return out, nil
}

func requirement(set *rules.Set, item rules.Item, field string, text lang.Text) activity.Requirement {
	return activity.Requirement{Standard: rules.Standard{Code: field, Text: text, Source: item.Source, Article: item.Article, Rule: item.Code, Pack: item.Pack, Cited: set.CiteGround(item.Ground())}}
}
