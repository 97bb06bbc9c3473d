package proof

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Format names the form of file that this package reads.
const Format = "lunheng-decision/1"

// Statement is what a genuine file proves: that this was journalled, and that
// the named log sealed it.
type Statement struct {
	ID      string          // of the event
	Stream  string          // such as "review/0198…"
	Version int64           // number of the event in its stream, from 1
	Type    string          // such as "review.approved"
	At      time.Time       // when it happened, UTC
	Actor   string          // id of the person who did it
	For     string          // on whose behalf; may be empty
	Ground  json.RawMessage // legal grounds; may be empty
	Data    json.RawMessage // what was decided

	Log         string    // name of the log that sealed it
	Sealed      time.Time // when, UTC
	Leaf        int64     // position in the log, from 0
	Size        int64     // entries under the checkpoint
	Fingerprint string    // of the key that signed
	Trusted     bool      // the key is one that the caller trusts
}

// parts is the file, taken apart.
type parts struct {
	event      string
	salt       []byte
	leaf, size int64
	path       []Hash
	checkpoint string
	key        Key
}

// Verify checks a file. Trusted lists the verifier keys of logs that the
// caller trusts, got on another way than with the file; when it is empty the key
// in the file is used, the answer is not Trusted, and the fingerprint is there to be
// compared. An error names exactly what is wrong.
func Verify(file []byte, trusted []string) (Statement, error) {
	p, err := read(file)
	if err != nil {
		return Statement{}, err
	}
	known, err := trust(p.key, trusted)
	if err != nil {
		return Statement{}, err
	}
	c, err := Open(p.checkpoint, p.key)
	if err != nil {
		return Statement{}, badCheckpoint(err)
	}
	if c.Size != p.size {
		return Statement{}, refuse("size", lang.T(
			"文件称日志有 %d 条，而签名的检查点为 %d 条。",
			"The file speaks of a log of %d entries, the signed checkpoint of %d."), p.size, c.Size)
	}
	var h Hasher
	root, err := h.Root(h.Leaf(p.salt, p.event), p.leaf, p.size, p.path)
	if err != nil {
		return Statement{}, refuse("proof", lang.T(
			"包含证明与所称位置 %d 不符（日志共 %d 条）。",
			"The proof does not fit the stated place %d in a log of %d entries."), p.leaf, p.size)
	}
	if root != c.Root {
		return Statement{}, refuse("event", lang.T(
			"内容与签名的日志不符：事件、盐值、位置或证明已被改动。",
			"The content does not lead to the signed log: the event, the salt, the place or the proof was changed."))
	}
	s, err := statement(p.event)
	if err != nil {
		return Statement{}, err
	}
	s.Log, s.Sealed, s.Leaf, s.Size = c.Origin, c.Sealed, p.leaf, p.size
	s.Fingerprint, s.Trusted = p.key.Fingerprint(), known
	return s, nil
}

func refuse(field string, text lang.Text, args ...any) error {
	return errs.New(errs.Refused, "proof."+field, text, args...).At(field)
}

// read takes the file apart, strictly.
func read(file []byte) (parts, error) {
	var p parts
	o, err := object(file, "format", "event", "salt", "leaf", "size", "proof", "checkpoint", "key")
	if err != nil {
		return p, badFile("format", err)
	}
	var format, salt, key string
	var path []string
	fields := []struct {
		name string
		into any
	}{{"format", &format}, {"event", &p.event}, {"salt", &salt}, {"leaf", &p.leaf}, {"size", &p.size},
		{"proof", &path}, {"checkpoint", &p.checkpoint}, {"key", &key}}
	for _, f := range fields {
		if err := take(o, f.name, f.into); err != nil {
			return p, badFile(f.name, err)
		}
	}
	if format != Format {
		return p, refuse("format", lang.T("文件格式 %q 不认识；本程序可读 %s。",
			"The file has the form %q; this program reads %s."), format, Format)
	}
	if p.salt, err = base64.StdEncoding.Strict().DecodeString(salt); err != nil || len(p.salt) != 16 {
		return p, badFile("salt", errors.New("it is not 16 bytes in base64"))
	}
	if p.path, err = hashes(path); err != nil {
		return p, badFile("proof", err)
	}
	if p.key, err = ParseKey(key); err != nil {
		return p, badFile("key", err)
	}
	return p, nil
}

func badFile(field string, err error) error {
	e := errs.New(errs.Refused, "proof."+field, lang.T(
		"文件不完整或形式有误（%s）：%v。", "The file is broken (%s): %v."), field, err)
	return e.At(field).Because(err)
}

// maxPath bounds a proof; a log of 2^63 entries has paths of this length.
const maxPath = 63

func hashes(coded []string) ([]Hash, error) {
	if len(coded) > maxPath {
		return nil, errors.New("it is longer than any tree is high")
	}
	out := make([]Hash, len(coded))
	for i, s := range coded {
		raw, err := base64.StdEncoding.Strict().DecodeString(s)
		if err != nil || len(raw) != len(out[i]) {
			return nil, errors.New("a hash is not 32 bytes in base64")
		}
		out[i] = Hash(raw)
	}
	return out, nil
}

// trust reports whether the key is among the trusted ones. It is an error when
// there are such and it is not.
func trust(key Key, trusted []string) (bool, error) {
	keys := make([]Key, len(trusted))
	for i, s := range trusted {
		var err error
		if keys[i], err = ParseKey(s); err != nil {
			return false, errs.New(errs.Invalid, "proof.trusted", lang.T(
				"给出的可信密钥 %q 形式有误。", "The trusted key %q is broken."), s).Because(err)
		}
	}
	if len(keys) == 0 {
		return false, nil
	}
	if !slices.ContainsFunc(keys, key.Equal) {
		return false, refuse("key", lang.T(
			"文件由 %s 的密钥（指纹 %s）签署，不在可信密钥之列。",
			"The file is signed by a key of %s (fingerprint %s) that is not among the trusted ones."), key.Name, key.Fingerprint())
	}
	return true, nil
}

func badCheckpoint(err error) error {
	text := lang.T("检查点形式有误。", "The checkpoint is broken.")
	switch {
	case errors.Is(err, ErrUnsigned):
		text = lang.T("检查点没有所称密钥的签名。", "The checkpoint bears no signature of the stated key.")
	case errors.Is(err, ErrSignature):
		text = lang.T("检查点的签名无效：检查点或签名已被改动。",
			"The signature of the checkpoint is not valid: the checkpoint or the signature was changed.")
	}
	return errs.New(errs.Refused, "proof.checkpoint", text).At("checkpoint").Because(err)
}

// statement reads the event, whose bytes are proven by then.
func statement(event string) (Statement, error) {
	var s Statement
	o, err := object([]byte(event), "id", "stream", "version", "type", "at", "actor", "for", "ground", "data")
	if err != nil {
		return s, badFile("event", err)
	}
	var at int64
	fields := []struct {
		name string
		into any
	}{{"id", &s.ID}, {"stream", &s.Stream}, {"version", &s.Version}, {"type", &s.Type}, {"at", &at},
		{"actor", &s.Actor}, {"data", &s.Data}}
	for _, f := range fields {
		if err := take(o, f.name, f.into); err != nil {
			return s, badFile("event", err)
		}
	}
	if _, ok := o["for"]; ok {
		if err := take(o, "for", &s.For); err != nil {
			return s, badFile("event", err)
		}
	}
	s.At, s.Ground = time.UnixMicro(at).UTC(), o["ground"]
	return s, nil
}

// Trust says in a sentence on what the answer rests.
func (s Statement) Trust() lang.Text {
	if s.Trusted {
		return lang.T("由可信日志 %s 签署（密钥指纹 %s）。",
			"Signed by the trusted log %s (key fingerprint %s).").With(s.Log, s.Fingerprint)
	}
	return lang.T("由日志 %s 签署。未指定可信密钥，所用密钥来自文件本身；请将指纹 %s 与该机构公布的指纹核对。",
		"Signed by the log %s. No trusted key was named, so the key in the file itself was used; compare its fingerprint %s with the one that the house publishes.").
		With(s.Log, s.Fingerprint)
}

// Names refuses a file that the statement does not certify: one whose SHA-256 does
// not stand, as a text in hexadecimal digits, in what was decided.
func (s Statement) Names(file []byte) error {
	var data any
	if err := json.Unmarshal(s.Data, &data); err != nil {
		return badFile("data", err)
	}
	sum := sha256.Sum256(file)
	if !holds(data, hex.EncodeToString(sum[:])) {
		return refuse("attached", lang.T("所附文件不是被证明的文件：其 SHA-256（%x）不在内容之中。",
			"The attached file is not the one that is certified: its SHA-256 (%x) does not stand in the content."), sum)
	}
	return nil
}

// holds reports whether a text stands anywhere in a JSON value, whole.
func holds(data any, text string) bool {
	switch v := data.(type) {
	case string:
		return v == text
	case []any:
		return slices.ContainsFunc(v, func(x any) bool { return holds(x, text) })
	case map[string]any:
		for _, x := range v {
			if holds(x, text) {
				return true
			}
		}
	}
	return false
}
