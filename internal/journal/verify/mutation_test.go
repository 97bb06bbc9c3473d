package verify_test

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"lunheng/internal/journal/verify"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

// Somebody with full rights in the database changes something, and the
// verifier names it where it was changed. LUNHENG_MUTATIONS=1000 runs the long
// form.
func TestMutations(t *testing.T) {
	rounds, events := 4, 400
	if s := os.Getenv("LUNHENG_MUTATIONS"); s != "" {
		total, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		rounds, events = (total+len(mutations)-1)/len(mutations), 3000
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db, 20261120)
		w.live(t, events)
		w.seal(t)
		w.act(t, 3)
		hand := newHand(t, w)
		for round := range rounds {
			for _, m := range mutations {
				t.Run(fmt.Sprintf("%s/%d", m.name, round), func(t *testing.T) { hand.try(t, m) })
			}
		}
	})
}

// mutation is one way to tamper. It returns places, as "stream number" or
// "stream number field", that must each be told.
type mutation struct {
	name   string
	tables bool // looks at the projections as well
	do     func(h *hand, tx *store.Tx) []string
}

var errUndo = errors.New("undo")

// try applies a mutation in a transaction, verifies within it and rolls back.
func (h *hand) try(t *testing.T, m mutation) {
	err := h.w.db.Update(ctx, func(tx *store.Tx) error {
		h.t = t
		h.unlock(tx)
		want := m.do(h, tx)
		spec := h.w.spec()
		spec.SkipProjections = !m.tables
		spec.Anchor = h.anchor
		h.anchor = ""
		var faults []verify.Fault
		if _, err := verify.On(tx, spec, func(f verify.Fault) { faults = append(faults, f) }, nil); err != nil {
			return err
		}
		for _, place := range want {
			if !told(faults, place) {
				t.Errorf("not told: %s; told is only:\n%s", place, lines(faults))
			}
		}
		if len(want) == 0 || len(faults) > 3*len(want)+300 {
			t.Errorf("%d faults for %d places:\n%s", len(faults), len(want), lines(faults))
		}
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		t.Fatal(err)
	}
}

func told(faults []verify.Fault, place string) bool {
	for _, f := range faults {
		at := fmt.Sprintf("%s %d", f.Stream, f.Event)
		if place == at || place == at+" "+f.Field {
			return true
		}
	}
	return false
}

func lines(faults []verify.Fault) string {
	var b strings.Builder
	for i, f := range faults {
		if i == 12 {
			fmt.Fprintf(&b, "… %d more\n", len(faults)-i)
			break
		}
		b.WriteString(f.Line(lang.EN) + "\n")
	}
	return b.String()
}

var mutations = []mutation{
	{"flip a byte of an event", false, flipBody},
	{"flip a byte of a salt", false, flipSalt},
	{"change a column", false, changeColumn},
	{"flip a leaf hash", false, flipLeafHash},
	{"flip an inner node", false, flipNode},
	{"remove a node", false, removeNode},
	{"flip a byte of a checkpoint", false, flipCheckpoint},
	{"move a checkpoint in time", false, moveCheckpoint},
	{"remove a checkpoint", false, removeCheckpoint},
	{"remove an event", false, removeEvent},
	{"remove the last event", false, removeLast},
	{"remove a waiting event", false, removeWaiting},
	{"remove an event and its leaf", false, removeLeaf},
	{"swap two events", false, swapBodies},
	{"swap two leaves", false, swapLeaves},
	{"swap two versions", false, swapVersions},
	{"cut off the tail", false, cutTail},
	{"cut off the tail and hide it", false, cutTailHidden},
	{"take an event from the queue", false, dequeue},
	{"queue an event again", false, requeue},
	{"change a head", false, changeHead},
	{"remove a head", false, removeHead},
	{"rewrite an event and its hashes", false, rewriteUnsigned},
	{"rewrite the tail under another key", false, rewriteOtherKey},
	{"rewrite the tail under the same key", false, rewriteSameKey},
	{"change a field of a projection", true, changeProjection},
	{"remove a row of a projection", true, removeProjection},
	{"add a row to a projection", true, addProjection},
}
