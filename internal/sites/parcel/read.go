package parcel

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"lunheng/internal/errs"
	"lunheng/internal/journal/proof"
	"lunheng/internal/lang"
)

// File is the file as it is written.
type File struct {
	Format      string          `json:"format"`
	Content     json.RawMessage `json:"content"` // receipts, see package proof
	Letter      json.RawMessage `json:"letter"`
	Status      json.RawMessage `json:"status"`
	Attachments []Attachment    `json:"attachments,omitempty"`
}

// Attachment is a file that travels along.
type Attachment struct {
	Name string `json:"name"`
	Hash string `json:"hash"` // SHA-256, hexadecimal
	Data []byte `json:"data"`
}

// Write gives the bytes of a file.
func (f File) Write() ([]byte, error) {
	f.Format = Format
	raw, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write package: %w", err)
	}
	return append(raw, '\n'), nil
}

// statusTypes are the events that state how a decision stands.
var statusTypes = []string{"parcel.affirmed", "parcel.suspended", "parcel.ended"}

// Read checks a file. Trusted are the verifier keys of logs that the caller
// trusts, got on another way than with the file; none: the key in the file is
// used, for its fingerprint to be compared. An error says exactly what is wrong.
func Read(raw []byte, trusted []string) (Parcel, error) {
	var f File
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil || f.Format != Format {
		return Parcel{}, wrong("format", "这不是决定包文件（%s）。", "This is no decision package (%s).", Format).Because(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Parcel{}, wrong("format", "文件末尾有多余内容。", "Something follows after the end of the file.")
	}
	content, err := receipt(f.Content, trusted, "content", "parcel.issued")
	if err != nil {
		return Parcel{}, err
	}
	own := []string{content.key} // one file speaks with one voice
	letter, err := receipt(f.Letter, own, "letter", "review.letter_issued")
	if err != nil {
		return Parcel{}, err
	}
	status, err := receipt(f.Status, own, "status", statusTypes...)
	if err != nil {
		return Parcel{}, err
	}
	out := Parcel{Package: content.ID, StatusNo: status.Version, StatusAt: status.At, Sealed: status.Sealed,
		Log: content.Log, Key: content.key, Print: content.Fingerprint, Files: map[string][]byte{}}
	if err := out.take(content, letter, status); err != nil {
		return Parcel{}, err
	}
	return out, out.attach(f.Attachments)
}

// sealed is a statement with the key of its log.
type sealed struct {
	proof.Statement
	key string
}

// receipt checks one receipt and that it opens an event of one of the types.
func receipt(raw []byte, trusted []string, part string, types ...string) (sealed, error) {
	st, err := proof.Verify(raw, trusted)
	if err != nil {
		return sealed{}, inPart(part, err)
	}
	if !slices.Contains(types, st.Type) {
		return sealed{}, wrong(part, "“%s”部分证明的是另一种事件（%s）。", "The part “%s” proves an event of another kind (%s).", part, st.Type)
	}
	var f struct {
		Key string `json:"key"`
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		return sealed{}, inPart(part, err)
	}
	return sealed{st, f.Key}, nil
}

// take reads the statements and holds them against each other.
func (p *Parcel) take(content, letter, status sealed) error {
	if err := json.Unmarshal(content.Data, &p.Content); err != nil {
		return inPart("content", err)
	}
	if err := json.Unmarshal(status.Data, &p.Status); err != nil {
		return inPart("status", err)
	}
	switch {
	case content.Stream != "parcel/"+p.Content.Review:
		return wrong("content", "决定包与案件不一致。", "The package is not about the case that it names.")
	case letter.ID != p.Content.Letter.Event || letter.Stream != "review/"+p.Content.Review:
		return wrong("letter", "所附决定书不是决定包所指的那一份。", "The letter is not the one that the package names.")
	case status.Stream != content.Stream || status.Version < content.Version:
		return wrong("status", "状态说明与决定包不一致。", "The status is not about this package.")
	}
	return nil
}

// attach takes the files in; each must have the hash that it claims, and be one
// that the content names.
func (p *Parcel) attach(list []Attachment) error {
	known := []string{p.Content.Letter.PDF, p.Content.Application.Hash}
	for _, f := range p.Content.Files {
		known = append(known, f.Hash)
	}
	for _, a := range list {
		sum := sha256.Sum256(a.Data)
		if hash := hex.EncodeToString(sum[:]); hash != a.Hash || !slices.Contains(known, hash) {
			return wrong("attachments", "附件“%s”被改动过，或者不属于这个决定包。", "The attachment “%s” was altered, or does not belong to this package.", a.Name)
		}
		p.Files[a.Hash] = a.Data
	}
	return nil
}

// ReadAnswer checks an answer file: the receipt of the event that answers. It
// returns what is said, and the type of the event.
func ReadAnswer(raw []byte, trusted []string) (Answer, proof.Statement, string, error) {
	st, err := receipt(raw, trusted, "answer", "site.recognised", "site.objected", "site.refused")
	if err != nil {
		return Answer{}, proof.Statement{}, "", err
	}
	var body struct {
		Answer Answer `json:"answer"`
	}
	if err := json.Unmarshal(st.Data, &body); err != nil {
		return Answer{}, proof.Statement{}, "", inPart("answer", err)
	}
	return body.Answer, st.Statement, st.key, nil
}

func wrong(part, zh, en string, args ...any) *errs.Error {
	return errs.New(errs.Refused, "parcel."+part, lang.T(zh, en), args...).At("file")
}

// inPart says in which part of the file something is wrong.
func inPart(part string, err error) error {
	text := lang.Same(err.Error())
	if all := errs.All(err); len(all) > 0 {
		text = lang.T(all[0].In(lang.ZH), all[0].In(lang.EN))
	}
	return wrong(part, "不真实：%s（%s）", "Not genuine: %s (%s)", text, part)
}
