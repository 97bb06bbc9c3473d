package sealed_test

import (
	"bytes"
	"strings"
	"testing"

	"lunheng/internal/complaint/sealed"
)

func pair(t testing.TB, passphrase string) sealed.Pair {
	t.Helper()
	p, err := sealed.NewPair(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLetterReachesThoseItIsFor(t *testing.T) {
	a, b, other := pair(t, "correct horse battery"), pair(t, "another passphrase"), pair(t, "a third one entirely")
	letter := sealed.Letter{Text: "样本没有同意书。", Files: []sealed.File{{Name: "表.xlsx", Content: []byte("a\nb")}, {Name: "空", Content: nil}, {Name: "c", Content: []byte("c")}}}
	raw, digest, err := sealed.Pack(letter)
	if err != nil {
		t.Fatal(err)
	}
	text, err := sealed.Seal(raw, a.Public, b.Public)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []sealed.Pair{a, b} {
		got, err := sealed.Open(text, p.Secret())
		if err != nil || sealed.Digest(got) != digest {
			t.Fatalf("open: %v", err)
		}
		l, err := sealed.Unpack(got)
		if err != nil || l.Text != letter.Text || len(l.Files) != 3 || !bytes.Equal(l.Files[0].Content, []byte("a\nb")) || string(l.Files[2].Content) != "c" {
			t.Errorf("%+v %v", l, err)
		}
	}
	if _, err := sealed.Open(text, other.Secret()); err == nil {
		t.Error("opened by somebody it is not for")
	}
	secret, err := sealed.Unlock(a.Locked, "correct horse battery")
	if err != nil || secret != a.Secret() {
		t.Errorf("unlock: %v", err)
	}
	if _, err := sealed.Unlock(a.Locked, "correct horse"); err == nil {
		t.Error("unlocked by a wrong passphrase")
	}
	if err := sealed.Check(text, sealed.Shape{Keys: 2}); err != nil {
		t.Error(err)
	}
	if err := sealed.Check(a.Locked, sealed.Shape{Passphrase: true}); err != nil {
		t.Error(err)
	}
}

func TestTheSameWordsHaveAnotherDigest(t *testing.T) {
	_, a, _ := sealed.Pack(sealed.Letter{Text: "x"})
	_, b, _ := sealed.Pack(sealed.Letter{Text: "x"})
	if a == b {
		t.Error("a digest that could be guessed from the words")
	}
}

func TestCheckRefuses(t *testing.T) {
	p := pair(t, "correct horse battery")
	one, err := sealed.Seal([]byte("words"), p.Public)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text string
		want sealed.Shape
	}{
		"plain words":        {"样本没有同意书", sealed.Shape{Keys: 1}},
		"nothing":            {"", sealed.Shape{Keys: 1}},
		"fewer keys":         {one, sealed.Shape{Keys: 2}},
		"a key for a lock":   {one, sealed.Shape{Passphrase: true}},
		"a lock for a key":   {p.Locked, sealed.Shape{Keys: 1}},
		"cut off":            {one[:len(one)/2], sealed.Shape{Keys: 1}},
		"words behind it":    {one + "样本没有同意书", sealed.Shape{Keys: 1}},
		"words in front":     {"样本没有同意书\n" + one, sealed.Shape{Keys: 1}},
		"armour around text": {"-----BEGIN AGE ENCRYPTED FILE-----\naGVsbG8=\n-----END AGE ENCRYPTED FILE-----\n", sealed.Shape{Keys: 1}},
	} {
		if sealed.Check(c.text, c.want) == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if sealed.Valid("age1nonsense") || sealed.Valid(" "+p.Public) || !sealed.Valid(p.Public) {
		t.Error("public keys are not told from others")
	}
}

func TestReceipt(t *testing.T) {
	a, err := sealed.NewReceipt()
	if err != nil || len(a) != sealed.ReceiptDigits || strings.Trim(a, "0123456789") != "" {
		t.Errorf("%q %v", a, err)
	}
	one, err := sealed.Lookup("0000000000000001")
	if err != nil || len(one) != 64 {
		t.Fatalf("%q %v", one, err)
	}
	if two, _ := sealed.Lookup("0000000000000002"); one == two {
		t.Error("two receipts have one lookup value")
	}
}

// Whatever is sent in place of an age file is taken or refused, and taken only when
// its header says that it is meant for as many as wanted.
func FuzzCheck(f *testing.F) {
	p, err := sealed.NewPair("correct horse battery")
	if err != nil {
		f.Fatal(err)
	}
	one, _ := sealed.Seal([]byte("words"), p.Public)
	two, _ := sealed.Seal([]byte("words"), p.Public, p.Public)
	for _, seed := range []string{one, two, p.Locked, "", "age-encryption.org/v1\n", one[:40], strings.Replace(one, "BEGIN", "END", 1), one + one} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, b, c := sealed.Check(text, sealed.Shape{Keys: 1}), sealed.Check(text, sealed.Shape{Keys: 2}), sealed.Check(text, sealed.Shape{Passphrase: true})
		took := 0
		for _, err := range []error{a, b, c} {
			if err == nil {
				took++
			}
		}
		if took > 1 {
			t.Errorf("one text has %d shapes", took)
		}
		if took == 1 && !strings.HasPrefix(strings.TrimSpace(text), "-----BEGIN AGE ENCRYPTED FILE-----\n") {
			t.Errorf("taken: %q", text)
		}
	})
}
