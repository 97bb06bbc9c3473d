package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"lunheng/internal/flow"
)

// Body is the payload of an event: a plain struct with json tags.
type Body interface {
	// EventType names the type, in the past tense and with its stream kind in
	// front, such as "review.accepted". A changed shape is a new type with a
	// version behind it, "review.accepted@2".
	EventType() string
}

// New is an event that a verb has decided on and that is not yet journalled.
type New struct {
	Body   Body
	Ground []flow.Ground // what allowed or demanded it
}

// Because makes a New that rests on the given grounds.
func Because(b Body, ground ...flow.Ground) New { return New{Body: b, Ground: ground} }

// Event is one entry of the journal.
type Event struct {
	ID      string // UUIDv7
	Stream  string // kind and id, such as "review/0198…"
	Version int64  // position in its stream, from 1
	Type    string
	At      time.Time // UTC, microseconds
	Actor   string    // person id, or "system"
	For     string    // on whose behalf: a committee, unit or department id; may be empty
	Ground  []flow.Ground
	Body    Body   // decoded payload; the latest shape, after upcasting
	Raw     string // the stored bytes, which are the hashed bytes
}

// Kind is the part of the stream name before the slash.
func (e Event) Kind() string { kind, _, _ := strings.Cut(e.Stream, "/"); return kind }

// Subject is the part of the stream name behind the slash.
func (e Event) Subject() string { _, id, _ := strings.Cut(e.Stream, "/"); return id }

// envelope is the stored form. The order of its fields is part of the format.
type envelope struct {
	ID      string          `json:"id"`
	Stream  string          `json:"stream"`
	Version int64           `json:"version"`
	Type    string          `json:"type"`
	At      int64           `json:"at"`
	Actor   string          `json:"actor"`
	For     string          `json:"for,omitempty"`
	Ground  []flow.Ground   `json:"ground,omitempty"`
	Data    json.RawMessage `json:"data"`
}

// encode gives the stored bytes of an event. encoding/json writes struct
// fields in their order and map keys sorted, so equal events give equal bytes.
func encode(env envelope, body Body) (string, error) {
	data, err := marshal(body)
	if err != nil {
		return "", fmt.Errorf("encode %s: %w", env.Type, err)
	}
	env.Data = data
	raw, err := marshal(env)
	if err != nil {
		return "", fmt.Errorf("encode %s: %w", env.Type, err)
	}
	return string(raw), nil
}

// marshal is json.Marshal without the escaping meant for HTML, which would
// make Chinese punctuation and signs harder to read in the evidence.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// Types knows how to decode every event type of the program.
type Types map[string]func(json.RawMessage) (Body, error)

// Type is one entry of Types.
type Type struct {
	Name   string
	Decode func(json.RawMessage) (Body, error)
}

// TypeOf describes the event type whose payload is B.
func TypeOf[B Body]() Type {
	var zero B
	return Type{Name: zero.EventType(), Decode: func(raw json.RawMessage) (Body, error) {
		var b B
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&b); err != nil {
			return nil, err
		}
		if dec.InputOffset() != int64(len(raw)) {
			return nil, errors.New("something stands behind the payload")
		}
		return b, nil
	}}
}

// Upcast describes an old event type, decoded as Old and turned into the
// present shape by up.
func Upcast[Old Body](up func(Old) Body) Type {
	t := TypeOf[Old]()
	inner := t.Decode
	t.Decode = func(raw json.RawMessage) (Body, error) {
		b, err := inner(raw)
		if err != nil {
			return nil, err
		}
		return up(b.(Old)), nil
	}
	return t
}

// MakeTypes collects types; two of one name are a mistake of the program.
func MakeTypes(lists ...[]Type) (Types, error) {
	out := Types{}
	for _, list := range lists {
		for _, t := range list {
			if out[t.Name] != nil {
				return nil, fmt.Errorf("collect event types: %s is there twice", t.Name)
			}
			out[t.Name] = t.Decode
		}
	}
	return out, nil
}

// Decode reads the stored bytes of an event.
func (t Types) Decode(raw string) (Event, error) {
	env, ok := open(raw)
	if !ok {
		if err := json.Unmarshal([]byte(raw), &env); err != nil {
			return Event{}, fmt.Errorf("decode event: %w", err)
		}
	}
	decode := t[env.Type]
	if decode == nil {
		return Event{}, fmt.Errorf("decode event %s: unknown type %q", env.ID, env.Type)
	}
	body, err := decode(env.Data)
	if err != nil {
		return Event{}, fmt.Errorf("decode event %s (%s): %w", env.ID, env.Type, err)
	}
	return Event{
		ID: env.ID, Stream: env.Stream, Version: env.Version, Type: env.Type,
		At: time.UnixMicro(env.At).UTC(), Actor: env.Actor, For: env.For,
		Ground: env.Ground, Body: body, Raw: raw,
	}, nil
}
