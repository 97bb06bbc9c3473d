package verify

import (
	"fmt"
	"strings"

	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// kind is a transition table, arranged for folding many streams.
type kind struct {
	start flow.State
	steps map[string][]arrow // by event type
}

type arrow struct{ from, to flow.State }

func compile(tables map[string]*flow.Table) map[string]*kind {
	out := map[string]*kind{}
	for name, t := range tables {
		k := &kind{start: t.Start, steps: map[string][]arrow{}}
		for _, tr := range t.Transitions {
			k.steps[tr.Event] = append(k.steps[tr.Event], arrow{tr.From, tr.To})
		}
		out[name] = k
	}
	return out
}

// head is how far a stream has been folded.
type head struct {
	kind    *kind // nil: no table for this kind
	version int64
	state   flow.State
	lost    bool // the state is not known since a fault; said once, not for each event after it
}

// step takes an event as the next one of its stream.
func (c *checker) step(w *row) {
	h := c.heads[w.stream]
	if h == nil {
		name, _, _ := strings.Cut(w.stream, "/")
		h = &head{kind: c.kinds[name]}
		if h.kind != nil {
			h.state = h.kind.start
		}
		c.heads[w.stream] = h
	}
	if w.version != h.version+1 {
		c.gap(w, h)
	}
	h.version = max(h.version, w.version)
	if c.spec.Types != nil && c.spec.Types[w.typ] == nil {
		c.fault(w.stream, w.version, "type", lang.T("本程序不认识事件类型 %q。", "This program knows no event type %q."), w.typ)
		h.lost = true
		return
	}
	if h.kind != nil {
		c.walk(w, h)
	}
}

// walk moves the state. Types that stand in no transition leave it alone.
func (c *checker) walk(w *row, h *head) {
	arrows := h.kind.steps[w.typ]
	for _, a := range arrows {
		if a.from == h.state && !h.lost {
			h.state = a.to
			return
		}
	}
	if len(arrows) == 0 {
		return
	}
	if !h.lost {
		c.fault(w.stream, w.version, "type", lang.T("事件 %s 在状态 %q 下不合法。", "Event %s is not legal in state %q."), w.typ, string(h.state))
	}
	h.state, h.lost = resume(arrows)
}

// resume finds the state behind an event wherever it came from, if there is
// only one.
func resume(arrows []arrow) (flow.State, bool) {
	for _, a := range arrows {
		if a.to != arrows[0].to {
			return "", true
		}
	}
	return arrows[0].to, false
}

// gap tells which events are missing before w, or that w comes too late.
func (c *checker) gap(w *row, h *head) {
	h.lost = true
	if w.version <= h.version {
		c.fault(w.stream, w.version, "version", lang.T("第 %d 号事件排在第 %d 号之后：顺序被调换或重复。",
			"Event %d comes behind event %d: swapped or repeated."), w.version, h.version)
		return
	}
	c.missing(w.stream, h.version+1, w.version-1, "version")
}

// maxMissing bounds the lines about one gap.
const maxMissing = 100

func (c *checker) missing(stream string, from, to int64, field string) {
	for v := from; v <= to && v < from+maxMissing; v++ {
		c.fault(stream, v, field, lang.T("第 %d 号事件不见了。", "Event %d is missing."), v)
	}
	if more := to - from - maxMissing + 1; more > 0 {
		c.fault(stream, from+maxMissing, field, lang.T("以及此后的 %d 个事件。", "And %d more events after it."), more)
	}
}

// checkHeads compares the heads of the streams with what was folded.
func (c *checker) checkHeads() error {
	rows, err := c.r.Query(`select stream, version from streams`)
	if err != nil {
		return fmt.Errorf("read heads: %w", err)
	}
	defer rows.Close()
	seen := 0
	for rows.Next() {
		var stream string
		var version int64
		if err := rows.Scan(&stream, &version); err != nil {
			return fmt.Errorf("read heads: %w", err)
		}
		seen += c.checkHead(stream, version)
	}
	if err := rows.Err(); err != nil || seen == len(c.heads) {
		return err
	}
	return c.headless()
}

// checkHead returns 1 when the stream has events.
func (c *checker) checkHead(stream string, version int64) int {
	h := c.heads[stream]
	if h == nil {
		c.missing(stream, 1, version, "streams.version")
		return 0
	}
	if version > h.version {
		c.missing(stream, h.version+1, version, "streams.version")
	}
	if version < h.version {
		c.fault(stream, h.version, "streams.version", lang.T("流表记为 %d 个事件，实际有 %d 个。",
			"The table of streams says %d events, there are %d."), version, h.version)
	}
	return 1
}

// headless tells the streams that have events but no head.
func (c *checker) headless() error {
	for stream, h := range c.heads {
		var n int
		if err := c.r.Row(`select count(*) from streams where stream = $1`, stream).Scan(&n); err != nil {
			return fmt.Errorf("read heads: %w", err)
		}
		if n == 0 {
			c.fault(stream, h.version, "streams.stream", lang.T("流表中没有此流。", "The table of streams lacks this stream."))
		}
	}
	return nil
}
