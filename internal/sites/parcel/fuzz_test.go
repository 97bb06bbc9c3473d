package parcel

import (
	"testing"

	"lunheng/internal/errs"
	"lunheng/internal/journal/proof"
)

// Whatever the file: no panic, nothing genuine without a sealed log, and the
// refusal says what is wrong.
func FuzzRead(f *testing.F) {
	for _, raw := range []string{``, `{}`, `[]`, `{"format":"lunheng-package/1"}`, `{"format":"lunheng-package/1","content":null,"letter":{},"status":[]}`,
		`{"format":"lunheng-package/1","content":{"format":"lunheng-decision/1","event":"","salt":"","leaf":0,"size":0,"proof":[],"checkpoint":"","key":""},"letter":{},"status":{}}`,
		`{"format":"lunheng-package/1","attachments":[{"name":"a","hash":"","data":"AA=="}]} {}`} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := Read(raw, nil); errs.CodeOf(err) != errs.Refused {
			t.Fatalf("got %v", err)
		}
		if _, _, _, err := ReadAnswer(raw, nil); errs.CodeOf(err) != errs.Refused {
			t.Fatalf("got %v", err)
		}
	})
}

// Whatever a stranger's log seals: no panic, and a refusal that says what is wrong.
func FuzzTake(f *testing.F) {
	f.Add([]byte(`{"review":"r","letter":{"event":"l"},"files":[{"name":"a","hash":"h"}]}`), []byte(`{"state":"in_force"}`), []byte("file"), "parcel/r")
	f.Add([]byte(`null`), []byte(`[]`), []byte(nil), "")
	f.Fuzz(func(t *testing.T, content, status, data []byte, stream string) {
		of := func(data []byte) sealed {
			return sealed{Statement: proof.Statement{ID: "l", Stream: stream, Data: data}}
		}
		p := Parcel{Files: map[string][]byte{}}
		if err := p.take(of(content), of(nil), of(status)); errs.CodeOf(err) != errs.Refused {
			t.Fatalf("a letter of a parcel's stream passes: %v", err)
		}
		letter := of(nil)
		letter.Stream = "review/" + p.Content.Review
		if err := p.take(of(content), letter, of(status)); err != nil && errs.CodeOf(err) != errs.Refused {
			t.Fatal(err)
		}
		if err := p.attach([]Attachment{{Name: "a", Hash: p.Content.Letter.PDF, Data: data}}); err != nil && errs.CodeOf(err) != errs.Refused {
			t.Fatal(err)
		}
	})
}
