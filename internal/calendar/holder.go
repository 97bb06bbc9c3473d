package calendar

import "sync/atomic"

// Holder holds the calendar that counts at present. A calendar never changes; a
// new announcement makes a new one, and whoever counts takes the one in force at
// that moment.
type Holder struct{ now atomic.Pointer[Calendar] }

// Hold makes a holder of c.
func Hold(c *Calendar) *Holder {
	h := &Holder{}
	h.now.Store(c)
	return h
}

// Now is the calendar in force.
func (h *Holder) Now() *Calendar { return h.now.Load() }

// Put brings another calendar into force.
func (h *Holder) Put(c *Calendar) { h.now.Store(c) }
