package web

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/violation"
	"lunheng/internal/web/ui"
)

// said is one event in words: what was done, a sentence more, and a tone.
type said struct {
	Did    lang.Text
	Detail lang.Text
	Tone   ui.Tone
}

// did is what was done, plainly.
func did(zh, en string) said { return said{Did: lang.T(zh, en), Tone: ui.Plain} }

// with adds a sentence.
func (s said) with(detail lang.Text) said { s.Detail = detail; return s }

// as gives it a tone.
func (s said) as(tone ui.Tone) said { s.Tone = tone; return s }

// teller puts events into words. Whom the words name it learns while telling:
// names are looked up between a first telling and the second, all at once.
type teller struct {
	c     ui.Ctx
	names people
	asked map[string]bool
	actor string     // of the event being told
	set   *rules.Set // for codes that packs put into words
}

// name is a person within a sentence.
func (t *teller) name(id string) lang.Text {
	t.asked[id] = true
	return t.names.text(id)
}

// about tells of a person what, when somebody else did it, needs their name.
func (t *teller) about(person string, own, other lang.Text) lang.Text {
	if person == t.actor {
		return own
	}
	return other.With(t.name(person))
}

// code is a code of a pack's list in words.
func (t *teller) code(list, code string) lang.Text {
	if item, ok := t.set.Item(list, code); ok {
		return item.Text
	}
	return lang.Same(code)
}

// tell puts one event into words. The types of all domains have theirs; a test
// sees to it.
func (t *teller) tell(e journal.Event) said {
	t.actor = e.Actor
	for _, in := range []func(journal.Body) (said, bool){
		t.review,
		t.decision,
		t.dialogue,
		t.meeting,
		t.room,
		t.vote,
		t.activity,
		t.register,
		t.pack,
		t.consent,
		t.clock,
		t.account,
		t.mandate,
		t.gate,
		t.conduct,
		t.site,
		t.filing,
		t.report,
		t.training,
		t.interest,
		t.quality,
		t.sanction,
		t.sanctionList,
		t.yearplan,
		t.inspection,
		t.complaint,
		t.violation,
		t.standing,
		t.veto,
		t.signal,
		t.risk,
		t.lead,
		t.warning,
		t.coordination,
		t.programme,
	} {
		if s, ok := in(e.Body); ok {
			return s
		}
	}
	return said{Did: lang.Same(e.Type), Tone: ui.Plain}
}

// since tells what happened after the version that the person saw, as far as
// they may see it: an act on a meeting may come from somebody who is out of a
// case on its agenda. Names that cannot be read are left out.
func (s *Server) since(r *Request, stale *journal.Stale) []ui.Entry {
	events, err := s.sinceSeen(r, stale)
	if err != nil {
		s.Log.Error("tell what happened since", "error", err)
		return nil
	}
	entries, err := s.tell(r, events)
	if err != nil {
		s.Log.Error("put events into words", "error", err)
	}
	return entries
}

func (s *Server) sinceSeen(r *Request, stale *journal.Stale) (events []journal.Event, err error) {
	switch kind, id := journal.SplitStream(stale.Stream); kind {
	case review.Kind:
		events, err = s.Review.Events(r.Reader(), r.P, id)
	case review.MeetingKind:
		events, err = s.Review.MeetingEvents(r.Reader(), r.P, id)
	case violation.Kind:
		events, err = s.Violation.Events(r.Reader(), r.P, id)
	default: // closed to nobody in part
		return stale.Since, nil
	}
	return slices.DeleteFunc(slices.Clone(events), func(e journal.Event) bool { return e.Version <= stale.Seen }), err
}

func (s *Server) tell(r *Request, events []journal.Event) ([]ui.Entry, error) {
	t := &teller{c: r.C, asked: map[string]bool{}, set: s.Book.On(r.P.Day, "")}
	ids := []string{}
	for _, e := range events {
		t.tell(e)
		ids = append(ids, e.Actor)
	}
	for id := range t.asked {
		ids = append(ids, id)
	}
	names, err := r.people(ids...)
	t.names = names
	out := make([]ui.Entry, len(events))
	for i, e := range events {
		words := t.tell(e)
		out[i] = ui.Entry{At: e.At, Who: names.person(r.C, e.Actor), Did: words.Did, Detail: words.Detail, Tone: words.Tone, Ground: r.grounds(e.Ground)}
	}
	return out, err
}

// timeline is the history of some streams, the latest first, each entry with
// its evidence. asOf gives the address of the page as of an event, if there is
// one.
func (s *Server) timeline(r *Request, events []journal.Event, asOf func(journal.Event) string) ([]ui.Entry, error) {
	entries, err := s.tell(r, events)
	if err != nil {
		return nil, err
	}
	streams := []string{}
	seen := map[string]bool{}
	for _, e := range events {
		if !seen[e.Stream] {
			seen[e.Stream], streams = true, append(streams, e.Stream)
		}
	}
	seals, err := s.Journal.Seals(r.Reader(), streams...)
	if err != nil {
		return nil, err
	}
	out := make([]ui.Entry, len(entries))
	for i := range entries {
		e := events[i]
		evidence := &ui.Evidence{Event: e.ID, Sealed: -1}
		if e.Raw != "" { // otherwise its bytes are not for this reader
			evidence.Hash = hashOf(e)
		}
		if seal, ok := seals[e.ID]; ok {
			evidence.Sealed = seal.Leaf
			if e.Raw != "" && provable(e.Kind()) {
				evidence.Proof = "/evidence/" + e.ID
			}
		}
		entries[i].Evidence = evidence
		if asOf != nil {
			entries[i].AsOf = asOf(e)
		}
		out[len(out)-1-i] = entries[i]
	}
	return out, nil
}

// hashOf is the hash of the stored bytes of an event.
func hashOf(e journal.Event) string {
	sum := sha256.Sum256([]byte(e.Raw))
	return hex.EncodeToString(sum[:])
}
