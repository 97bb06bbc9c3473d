package proof_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"

	"lunheng/internal/errs"
	"lunheng/internal/journal/proof"
	"lunheng/internal/lang"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	// logKey is the key of the log that sealed testdata/decision.json; nobody
	// has its private half any more.
	logKey   = "ethics.example.org+815fe0a6+AWZrx2s8Lrt3S0ISIsBzAZtriVeWQ1gAALoBDRHGZRfn"
	otherKey = "ethics.example.org+64d2b8da+AUzFvoscEOaKu3Ri4vr/MXUPzjZw092s9lCAIitGY7ln"
)

func genuine(t testing.TB) []byte {
	t.Helper()
	file, err := os.ReadFile("testdata/decision.json")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// A file that was given out once stays genuine, and says what was decided.
func TestGenuine(t *testing.T) {
	s, err := proof.Verify(genuine(t), []string{otherKey, logKey})
	if err != nil {
		t.Fatal(err)
	}
	if s.Type != "review.approved" || s.Version != 1 || s.Log != "ethics.example.org" || !s.Trusted ||
		s.Sealed.Format("2006-01-02 15:04:05") != "2026-11-20 08:30:01" || s.Leaf != 6 || s.Size != 13 ||
		!strings.Contains(string(s.Data), `"outcome":"approve"`) || !strings.Contains(string(s.Ground), "第十六条") {
		t.Errorf("got %+v", s)
	}
	if !strings.Contains(s.Trust().EN, "trusted log ethics.example.org") {
		t.Errorf("got %q", s.Trust().EN)
	}
}

// Without a trusted key the answer says that the key came with the file.
func TestUntrusted(t *testing.T) {
	s, err := proof.Verify(genuine(t), nil)
	if err != nil || s.Trusted {
		t.Fatalf("%+v, %v", s, err)
	}
	if !strings.Contains(s.Trust().EN, "compare its fingerprint "+s.Fingerprint) || !strings.Contains(s.Trust().ZH, s.Fingerprint) {
		t.Errorf("got %q", s.Trust().EN)
	}
}

// Each forgery is refused with the field that is wrong.
func TestForgeries(t *testing.T) {
	path := func(edit func(p []any) []any) func(map[string]any) {
		return func(f map[string]any) { f["proof"] = edit(f["proof"].([]any)) }
	}
	text := func(field, old, new string) func(map[string]any) {
		return func(f map[string]any) { f[field] = strings.Replace(f[field].(string), old, new, 1) }
	}
	for _, c := range []struct {
		name, field string
		edit        func(f map[string]any)
	}{
		{"another outcome", "event", text("event", `"outcome":"approve"`, `"outcome":"reject"`)},
		{"another time", "event", text("event", `"at":1795163400123456`, `"at":1795163400123457`)},
		{"another salt", "event", text("salt", "n", "m")},
		{"a short salt", "salt", func(f map[string]any) { f["salt"] = "bm8=" }},
		{"loose base64", "salt", text("salt", "QQ==", "QR==")},
		{"another place", "event", func(f map[string]any) { f["leaf"] = 7 }},
		{"a negative place", "proof", func(f map[string]any) { f["leaf"] = -1 }},
		{"a place outside", "proof", func(f map[string]any) { f["leaf"] = 13 }},
		{"a fraction of a place", "leaf", func(f map[string]any) { f["leaf"] = 1.5 }},
		{"another size", "size", func(f map[string]any) { f["size"] = 12 }},
		{"a shorter path", "proof", path(func(p []any) []any { return p[:3] })},
		{"a longer path", "proof", path(func(p []any) []any { return append(p, p[0]) })},
		{"a path in another order", "event", path(func(p []any) []any { p[0], p[1] = p[1], p[0]; return p })},
		{"a path of short hashes", "proof", path(func(p []any) []any { p[0] = "bm8="; return p })},
		{"an endless path", "proof", path(func(p []any) []any { return append(p, make([]any, 99)...) })},
		{"another root", "checkpoint", text("checkpoint", "F3Z4", "F3Z5")},
		{"another sealing time", "checkpoint", text("checkpoint", "08:30:01", "08:30:02")},
		{"another signature", "checkpoint", text("checkpoint", "gV/gpjC", "gV/gpjD")},
		{"a signature of somebody else", "checkpoint", text("checkpoint", "— ethics.example.org", "— ethics.example.com")},
		{"no signature", "checkpoint", func(f map[string]any) {
			text, _, _ := strings.Cut(f["checkpoint"].(string), "\n\n")
			f["checkpoint"] = text + "\n\n"
		}},
		{"another key", "checkpoint", func(f map[string]any) { f["key"] = otherKey }},
		{"a broken key", "key", text("key", "815fe0a6", "815fe0a7")},
		{"another format", "format", func(f map[string]any) { f["format"] = "lunheng-decision/2" }},
		{"an unknown field", "format", func(f map[string]any) { f["Event"] = "x" }},
		{"a missing field", "salt", func(f map[string]any) { delete(f, "salt") }},
		{"an empty field", "event", func(f map[string]any) { f["event"] = nil }},
	} {
		t.Run(c.name, func(t *testing.T) {
			var f map[string]any
			if err := json.Unmarshal(genuine(t), &f); err != nil {
				t.Fatal(err)
			}
			c.edit(f)
			file, err := json.Marshal(f)
			if err != nil {
				t.Fatal(err)
			}
			_, err = proof.Verify(file, nil)
			refused(t, err, c.field)
		})
	}
}

func refused(t *testing.T, err error, field string) {
	t.Helper()
	all := errs.All(err)
	if len(all) != 1 || all[0].Field != field {
		t.Fatalf("got %v; want a refusal of %s", err, field)
	}
	if zh, en := all[0].In(lang.ZH), all[0].In(lang.EN); zh == en || strings.Contains(zh+en, "%!") {
		t.Fatalf("sentences %q, %q", zh, en)
	}
}

// Files that two readers could read in two ways are refused.
func TestAmbiguousFiles(t *testing.T) {
	file := string(genuine(t))
	for name, bad := range map[string]string{
		"a field twice":    strings.Replace(file, `"leaf": 6,`, `"leaf": 5, "leaf": 6,`, 1),
		"something behind": file + "{}",
		"breaks off":       file[:len(file)-4],
		"not UTF-8":        strings.Replace(file, "lunheng", "lunheng\xff", 1),
		"a list":           "[" + file + "]",
		"nothing":          "",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := proof.Verify([]byte(bad), nil)
			refused(t, err, "format")
		})
	}
}

// A key that is not trusted is refused, as is a broken list of trusted keys.
func TestTrust(t *testing.T) {
	_, err := proof.Verify(genuine(t), []string{otherKey})
	refused(t, err, "key")
	if _, err := proof.Verify(genuine(t), []string{"x"}); !errs.Has(err, "proof.trusted") {
		t.Errorf("got %v", err)
	}
}

// Whichever single byte of the file is changed: it is refused, or says the
// same.
func TestEveryByte(t *testing.T) {
	file := genuine(t)
	want, err := proof.Verify(file, []string{logKey})
	if err != nil {
		t.Fatal(err)
	}
	for i := range file {
		for _, flip := range []byte{1, 2, 0x20, 0x80} {
			bad := bytes.Clone(file)
			bad[i] ^= flip
			if got, err := proof.Verify(bad, []string{logKey}); err == nil && !reflect.DeepEqual(got, want) {
				t.Fatalf("byte %d changed by %#x: passed as %+v", i, flip, got)
			}
		}
	}
}

// Paths made by another implementation lead to its root, for every leaf of
// trees of every size up to 70 and some larger ones; to no other leaf.
func TestRootOfOthers(t *testing.T) {
	var h proof.Hasher
	var nodes []tlog.Hash
	read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(at))
		for i, idx := range at {
			out[i] = nodes[idx]
		}
		return out, nil
	})
	body := func(n int64) string { return strings.Repeat("x", int(n)) }
	for n := int64(0); n < 1100; n++ {
		entry := sha256.Sum256([]byte(body(n)))
		more, err := tlog.StoredHashes(n, entry[:], read)
		if err != nil {
			t.Fatal(err)
		}
		nodes = append(nodes, more...)
		size := n + 1
		if size > 70 && size != 255 && size != 1024 && size != 1100 {
			continue
		}
		root, err := tlog.TreeHash(size, read)
		if err != nil {
			t.Fatal(err)
		}
		for leaf := range size {
			path, err := tlog.ProveRecord(size, leaf, read)
			if err != nil && size > 1 {
				t.Fatal(err)
			}
			hashes := make([]proof.Hash, len(path))
			for i, p := range path {
				hashes[i] = proof.Hash(p)
			}
			got, err := h.Root(h.Leaf(nil, body(leaf)), leaf, size, hashes)
			if err != nil || got != proof.Hash(root) {
				t.Fatalf("leaf %d of %d: %v", leaf, size, err)
			}
			other := rand.Int64N(size)
			if got, err := h.Root(h.Leaf(nil, body(leaf)), other, size, hashes); other != leaf && err == nil && got == proof.Hash(root) {
				t.Fatalf("leaf %d of %d passes as leaf %d", leaf, size, other)
			}
		}
	}
}

// Whatever the file: no panic, and nothing passes under a trusted key but
// what was sealed.
func FuzzVerify(f *testing.F) {
	file := genuine(f)
	want, err := proof.Verify(file, []string{logKey})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add([]byte(`{"format":"lunheng-decision/1","event":"","salt":"","leaf":0,"size":0,"proof":[],"checkpoint":"","key":""}`))
	f.Add([]byte(`{`))
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := proof.Verify(file, []string{logKey})
		if err == nil && !reflect.DeepEqual(got, want) {
			t.Fatalf("passed: %+v", got)
		}
		_, _ = proof.Verify(file, nil)
	})
}

// Whatever the note: no panic, and nothing opens but the one that was signed.
func FuzzOpen(f *testing.F) {
	var file struct{ Checkpoint, Key string }
	if err := json.Unmarshal(genuine(f), &file); err != nil {
		f.Fatal(err)
	}
	key, err := proof.ParseKey(file.Key)
	if err != nil {
		f.Fatal(err)
	}
	want, err := proof.Open(file.Checkpoint, key)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file.Checkpoint)
	f.Add("a\n1\n" + base64.StdEncoding.EncodeToString(make([]byte, 32)) + "\nsealed x after 0\n\n— a AAAAAAAA\n")
	f.Fuzz(func(t *testing.T, note string) {
		if got, err := proof.Open(note, key); err == nil && got != want {
			t.Fatalf("opened: %+v", got)
		}
	})
}

// Whatever the key: no panic, and what is read is of the one form.
func FuzzParseKey(f *testing.F) {
	f.Add(logKey)
	f.Add("a+00000000+")
	f.Fuzz(func(t *testing.T, s string) {
		if k, err := proof.ParseKey(s); err == nil && (k.Name == "" || len(k.Fingerprint()) != 24 || !k.Equal(k)) {
			t.Fatalf("%q gives %+v", s, k)
		}
	})
}

// A file belongs to a statement when its SHA-256 stands in what was decided, anywhere,
// and not when a part of it does.
func TestNames(t *testing.T) {
	file := []byte("rows\n")
	sum := sha256.Sum256(file)
	of := func(format string) proof.Statement {
		return proof.Statement{Data: json.RawMessage(fmt.Sprintf(format, hex.EncodeToString(sum[:])))}
	}
	for _, format := range []string{`{"file":"%s"}`, `{"a":[{"b":"%s"}]}`} {
		if err := of(format).Names(file); err != nil {
			t.Errorf("%s: %v", format, err)
		}
	}
	for _, format := range []string{`{"file":"x%s"}`, `{"%s":1}`} {
		if err := of(format).Names(file); !errs.Has(err, "proof.attached") {
			t.Errorf("%s: %v", format, err)
		}
	}
}
