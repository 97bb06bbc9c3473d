package rehearse

import (
	"crypto/sha256"
	"strings"

	"lunheng/internal/assess"
	"lunheng/internal/calendar"
)

// verdict is what a draft changes for all activities with one profile.
type verdict struct {
	changes []Change
	lists   []string
	limits  []assess.Limit // with the draft, where one is another than before
	fault   string         // why it could not be judged
	away    bool           // the draft does not hold where the unit is
}

// cacheSize bounds how many verdicts a worker remembers, twice.
const cacheSize = 1 << 13

// cache remembers verdicts by profile. When its young half is full, it becomes the
// old one, and the former old one is forgotten.
type cache struct {
	young, old map[[sha256.Size]byte]*verdict
}

func (c *cache) get(key [sha256.Size]byte) *verdict {
	if v := c.young[key]; v != nil {
		return v
	}
	v := c.old[key]
	if v != nil {
		c.put(key, v)
	}
	return v
}

func (c *cache) put(key [sha256.Size]byte, v *verdict) {
	if c.young == nil || len(c.young) >= cacheSize {
		c.young, c.old = make(map[[sha256.Size]byte]*verdict, cacheSize/4), c.young
	}
	c.young[key] = v
}

// worker judges records one after the other.
type worker struct {
	o     Options
	cache cache
	tally *tally
}

func (w *worker) batch(records []record) {
	for i := range records {
		w.record(&records[i])
	}
}

func (w *worker) record(c *record) {
	v := w.verdict(c)
	if v.fault != "" {
		w.tally.unjudged++
		w.tally.fault(v.fault)
		w.tally.put(Unjudged, Item{ID: c.id, Unit: c.unit, State: c.state, Note: v.fault})
		return
	}
	w.tally.judged++
	if v.away {
		w.tally.away++
	}
	if len(v.changes) == 0 {
		return
	}
	w.tally.changed++
	for _, ch := range v.changes {
		w.tally.counts[ch]++
	}
	open := c.state == "submitted" || c.state == "under_review" || c.state == "correcting"
	if open {
		w.tally.open++
	}
	item := Item{ID: c.id, Unit: c.unit, State: c.state, Changes: v.changes}
	for _, name := range v.lists {
		w.tally.put(name, item)
		if name == NeedsCommittee && c.unit != "" {
			w.tally.units[c.unit]++
		}
	}
	if due := w.missed(c, v); due != "" {
		item.Note = string(due)
		w.tally.put(MissesLimit, item)
	}
}

// verdict judges a profile twice, or remembers.
func (w *worker) verdict(c *record) *verdict {
	key := w.key(c)
	if v := w.cache.get(key); v != nil {
		return v
	}
	v := w.judge(c)
	w.cache.put(key, v)
	return v
}

func (w *worker) key(c *record) [sha256.Size]byte {
	if !w.o.OwnDay {
		return sha256.Sum256(c.profile)
	}
	h := sha256.New()
	h.Write(c.profile)
	h.Write([]byte(c.on))
	return [sha256.Size]byte(h.Sum(nil))
}

// placeholder stands for the title, which rules need not ask.
const placeholder = "-"

func (w *worker) judge(c *record) *verdict {
	p, err := assess.Recorded(w.o.With, placeholder, c.profile)
	if err != nil {
		return &verdict{fault: err.Error()}
	}
	day := w.o.Day
	if w.o.OwnDay && c.on != "" {
		day = c.on
	}
	region := p.Activity.Unit.Region
	if day == w.o.Day && w.o.With.On(day, region).Hash() == w.o.Without.On(day, region).Hash() {
		return &verdict{away: true} // the draft does not hold there
	}
	before, err := assess.Outcome(w.o.Without, p, day)
	if err != nil {
		return &verdict{fault: err.Error()}
	}
	after, err := assess.Outcome(w.o.With, p, w.o.Day)
	if err != nil {
		return &verdict{fault: err.Error()}
	}
	v := &verdict{changes: Compare(before, after)}
	v.lists = listsOf(v.changes, p.Activity.Unit.Committee == "none")
	for _, ch := range v.changes {
		if name, ok := strings.CutPrefix(ch.What, "limits."); ok && ch.To != "" {
			l, _ := after.Limit(name)
			v.limits = append(v.limits, l)
		}
	}
	return v
}

// missed tells the day on which a running limit of the case would have ended, if
// it has not ended yet by the limit that was set.
func (w *worker) missed(c *record, v *verdict) calendar.Day {
	for _, k := range c.clocks {
		for _, l := range v.limits {
			if l.What == k.Name && k.Due.After(w.o.Now) && l.Span().Valid() {
				if due := w.due(k, l); !due.After(w.o.Now) {
					return calendar.Of(due)
				}
			}
		}
	}
	return ""
}
