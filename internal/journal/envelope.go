package journal

import (
	"encoding/json"
	"strconv"
	"strings"
)

// open takes an envelope apart that is written as [encode] writes it, with
// nothing in its strings that JSON writes differently. That is nearly every
// event; it saves reading the payload twice. Of any other it says no, and the
// slow way decides whether it is one at all. The payload is not looked at: its
// own decoding tells whether it is whole.
func open(raw string) (env envelope, ok bool) {
	s := scanner{rest: raw, ok: true}
	env.ID = s.text(`{"id":"`)
	env.Stream = s.text(`,"stream":"`)
	env.Version = s.number(`,"version":`)
	env.Type = s.text(`,"type":"`)
	env.At = s.number(`,"at":`)
	env.Actor = s.text(`,"actor":"`)
	if strings.HasPrefix(s.rest, `,"for":"`) {
		env.For = s.text(`,"for":"`)
	}
	if strings.HasPrefix(s.rest, ground) {
		s.value(ground, &env.Ground)
	}
	s.skip(`,"data":`)
	data, whole := strings.CutSuffix(s.rest, "}")
	if !s.ok || !whole || data == "" {
		return envelope{}, false
	}
	env.Data = json.RawMessage(data)
	return env, true
}

const ground = `,"ground":`

// scanner reads from the front of rest; ok is lost at the first thing that is
// not as expected.
type scanner struct {
	rest string
	ok   bool
}

func (s *scanner) skip(prefix string) {
	rest, found := strings.CutPrefix(s.rest, prefix)
	s.rest, s.ok = rest, s.ok && found
}

// text reads up to the next quotation mark.
func (s *scanner) text(prefix string) string {
	s.skip(prefix)
	for i := 0; s.ok && i < len(s.rest); i++ {
		switch c := s.rest[i]; {
		case c == '"':
			out := s.rest[:i]
			s.rest = s.rest[i+1:]
			return out
		case c == '\\' || c < ' ' || c > '~':
			s.ok = false
		}
	}
	s.ok = false
	return ""
}

// number reads a whole number as Go writes it.
func (s *scanner) number(prefix string) int64 {
	s.skip(prefix)
	end := strings.IndexByte(s.rest, ',')
	if !s.ok || end < 0 {
		s.ok = false
		return 0
	}
	n, err := strconv.ParseInt(s.rest[:end], 10, 64)
	s.ok = err == nil && strconv.FormatInt(n, 10) == s.rest[:end]
	s.rest = s.rest[end:]
	return n
}

// value reads one JSON value.
func (s *scanner) value(prefix string, into any) {
	s.skip(prefix)
	if !s.ok {
		return
	}
	dec := json.NewDecoder(strings.NewReader(s.rest))
	if s.ok = dec.Decode(into) == nil; s.ok {
		s.rest = s.rest[dec.InputOffset():]
	}
}
