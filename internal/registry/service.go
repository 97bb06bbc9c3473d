package registry

import (
	"context"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// Service does the verbs of the register.
type Service struct {
	J      *journal.Journal
	Book   *rules.Shelf
	Vault  *vault.Vault
	Blobs  blob.Store  // keeps charters and working rules
	Limits blob.Limits // of one such file
}

// step is one verb on one stream, in the order of the seven steps.
type step[S any] struct {
	kind    auth.Kind // of the stream
	id      string    // of the stream; empty: a new one
	version int64     // that the person saw; 0: whatever there is
	fold    func([]journal.Event) (S, error)
	may     auth.Verb // what the person must be allowed to do
	to      auth.Kind // to an object of this kind
	toID    string
	facts   func(tx *journal.Tx, id string, state S) (Facts, error)
	decide  func(state S, f Facts) ([]journal.New, error)
	also    func(tx *journal.Tx, id string) error // private data that goes with it; may be nil
}

// run does a verb: the seven steps that every verb of every domain takes.
func run[S any](ctx context.Context, s *Service, p auth.Principal, a journal.Act, st step[S]) (journal.Outcome, error) {
	out, err := s.J.Do(ctx, a, func(tx *journal.Tx) error {
		id, err := st.subject(tx)
		if err != nil {
			return err
		}
		stream := journal.StreamName(st.kind, id)
		tx.Result = id
		events, err := tx.Load(stream) // 1 load
		if err != nil {
			return err
		}
		state, err := st.fold(events) // and fold
		if err != nil {
			return err
		}
		if err := auth.Allow(tx, p, st.may, st.to, st.toID); err != nil { // 2 may this person?
			return err
		}
		if err := tx.Expect(stream, st.version); err != nil { // … and on what they saw?
			return err
		}
		f, err := st.facts(tx, id, state) // 3 what do the rules say?
		if err != nil {
			return err
		}
		news, err := st.decide(state, f) // 4 decide, purely
		if err != nil {
			return err
		}
		if st.also != nil {
			if err := st.also(tx, id); err != nil {
				return err
			}
		}
		return tx.Append(stream, news...) // 5 append, 6 project, 7 enqueue what follows
	})
	return out, taken(err)
}

// taken explains what happens when two people enter the same name or code at
// the same moment: neither saw the other's, the database did.
func taken(err error) error {
	if !store.IsUnique(err) {
		return err
	}
	return errs.New(errs.Conflict, "registry.taken", lang.T(
		"他人刚刚登记了相同的名称或代码。请刷新后查看。",
		"Somebody else entered the same name or code just now. Reload and look.")).Because(err)
}

// subject is the id of the stream, made anew when there is none yet.
func (st *step[S]) subject(tx *journal.Tx) (string, error) {
	if st.id != "" {
		return st.id, nil
	}
	return tx.NewID()
}

// facts gathers what decisions need: the rules of the day in a region, and
// which of the streams referred to are active. Those streams are held until
// the act ends, so that what was true stays true.
func (s *Service) facts(tx *journal.Tx, region string, streams ...string) (Facts, error) {
	today := calendar.Of(tx.Now)
	f := Facts{Today: today, Rules: s.Book.On(today, region), Active: map[string]bool{}}
	for _, stream := range streams {
		events, err := tx.Load(stream)
		if err != nil {
			return Facts{}, err
		}
		state := flow.State("")
		kind, _ := journal.SplitStream(stream)
		for _, t := range Tables() {
			if t.Name != kind {
				continue
			}
			err := journal.Walk(t, events, func(_ journal.Event, to flow.State) { state = to })
			if err != nil {
				return Facts{}, err
			}
		}
		f.Active[stream] = state == Active
	}
	return f, nil
}

// streams names the streams of some things, leaving out empty ids.
func streams(kind auth.Kind, ids ...string) []string {
	var out []string
	for _, id := range ids {
		if id != "" {
			out = append(out, journal.StreamName(kind, id))
		}
	}
	return out
}
