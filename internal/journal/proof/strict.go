package proof

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// object reads a JSON object whose fields must be among the given ones, each
// at most once. The standard decoder alone would take the last of two equal
// fields and would not mind their case, so that two readers could see two files.
func object(raw []byte, fields ...string) (map[string]json.RawMessage, error) {
	if !utf8.Valid(raw) {
		return nil, errors.New("it is not UTF-8 text")
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if tok, err := dec.Token(); err != nil || tok != json.Delim('{') {
		return nil, errors.New("it is not a JSON object")
	}
	out := make(map[string]json.RawMessage, len(fields))
	for dec.More() {
		name, value, err := member(dec)
		if err != nil {
			return nil, err
		}
		if _, twice := out[name]; twice {
			return nil, fmt.Errorf("field %q is there twice", name)
		}
		out[name] = value
	}
	if _, err := dec.Token(); err != nil {
		return nil, fmt.Errorf("it breaks off: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows after its end")
	}
	return out, unknown(out, fields)
}

func member(dec *json.Decoder) (string, json.RawMessage, error) {
	tok, err := dec.Token()
	if err != nil {
		return "", nil, err
	}
	name, ok := tok.(string)
	if !ok {
		return "", nil, errors.New("a field has no name")
	}
	var value json.RawMessage
	if err := dec.Decode(&value); err != nil {
		return "", nil, fmt.Errorf("field %q: %w", name, err)
	}
	return name, value, nil
}

func unknown(have map[string]json.RawMessage, fields []string) error {
	known := make(map[string]bool, len(fields))
	for _, f := range fields {
		known[f] = true
	}
	for name := range have {
		if !known[name] {
			return fmt.Errorf("unknown field %q", name)
		}
	}
	return nil
}

// take reads one field of an object into v. A field that is null is as bad as
// one that is missing.
func take(o map[string]json.RawMessage, name string, v any) error {
	raw, ok := o[name]
	if !ok || string(raw) == "null" {
		return fmt.Errorf("field %q is missing", name)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("field %q has the wrong form", name)
	}
	return nil
}
