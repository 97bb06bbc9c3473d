package journal_test

import (
	"slices"
	"testing"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// A walk gives each event with the state to which it leads, and ends where an event is
// not legal.
func TestWalk(t *testing.T) {
	table := flow.Table{Name: "lamp", Start: "off", Transitions: []flow.Transition{{From: "off", Event: "lit", To: "on"}, {From: "on", Event: "put_out", To: "off"}}}
	var states []flow.State
	walk := func(types ...string) error {
		var events []journal.Event
		for i, typ := range types {
			events = append(events, journal.Event{Stream: "lamp/1", Version: int64(i) + 1, Type: typ})
		}
		states = nil
		return journal.Walk(&table, events, func(_ journal.Event, to flow.State) { states = append(states, to) })
	}
	if err := walk("lit", "put_out", "lit"); err != nil || !slices.Equal(states, []flow.State{"on", "off", "on"}) {
		t.Errorf("%v, %v", states, err)
	}
	if err := walk("lit", "lit", "put_out"); err == nil || !slices.Equal(states, []flow.State{"on"}) {
		t.Errorf("an illegal event passes: %v, %v", states, err)
	}
}
