package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// place under test: a store, how many files it holds, half-written ones
// included, and how to spoil one.
type harness struct {
	store Store
	count func() int
	spoil func(hash string)
}

// stores are the places that must behave alike.
func stores() map[string]func(*testing.T) harness {
	return map[string]func(*testing.T) harness{"folder": folderHarness, "s3": s3Harness}
}

// each runs a test on every place.
func each(t *testing.T, test func(*testing.T, harness)) {
	for name, open := range stores() {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func s3Harness(t *testing.T) harness {
	t.Helper()
	backend := s3mem.New()
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	if err := backend.CreateBucket("papers"); err != nil {
		t.Fatal(err)
	}
	s, err := OpenS3(t.Context(), S3Config{
		Endpoint: strings.TrimPrefix(server.URL, "http://"), Bucket: "papers", Prefix: "files",
		AccessKey: "key", SecretKey: "secret", Plain: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.temp = t.TempDir()
	return harness{store: s,
		count: func() int { return countObjects(t, backend) + countFiles(t, s.temp) },
		spoil: func(hash string) {
			body := "spoilt"
			if _, err := backend.PutObject("papers", s.key(hash), map[string]string{}, strings.NewReader(body), int64(len(body)), nil); err != nil {
				t.Fatal(err)
			}
		}}
}

func countObjects(t *testing.T, backend gofakes3.Backend) int {
	t.Helper()
	list, err := backend.ListBucket("papers", &gofakes3.Prefix{}, gofakes3.ListBucketPage{})
	if err != nil {
		t.Fatal(err)
	}
	return len(list.Contents)
}

// random is n bytes that do not compress.
func random(n int) []byte {
	data := make([]byte, n)
	rand.NewChaCha8([32]byte{7}).Read(data)
	return data
}

func readAll(t *testing.T, s Store, hash string) ([]byte, error) {
	t.Helper()
	r, err := s.Open(t.Context(), hash)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func TestKeptFilesComeBack(t *testing.T) {
	each(t, func(t *testing.T, h harness) {
		for _, n := range []int{0, 1, sniffed, 3<<20 + 1, 33 << 20} {
			data := random(n)
			want := sha256.Sum256(data)
			b, err := h.store.Put(t.Context(), bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if b.Hash != hex.EncodeToString(want[:]) || b.Size != int64(n) || b.Type == "" {
				t.Fatalf("kept %d bytes as %+v, want hash %x", n, b, want)
			}
			if ok, err := h.store.Has(t.Context(), b.Hash); !ok || err != nil {
				t.Fatalf("has %s: %v, %v", b.Hash, ok, err)
			}
			if got, err := readAll(t, h.store, b.Hash); err != nil || !bytes.Equal(got, data) {
				t.Fatalf("read %d bytes of %d back: %v", len(got), n, err)
			}
		}
	})
}

func TestSameContentIsKeptOnce(t *testing.T) {
	each(t, func(t *testing.T, h harness) {
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if _, err := h.store.Put(t.Context(), strings.NewReader("the same")); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if n := h.count(); n != 1 {
			t.Errorf("%d files for one content", n)
		}
	})
}

func TestUnknownFileIsNotFound(t *testing.T) {
	each(t, func(t *testing.T, h harness) {
		absent := strings.Repeat("ab", 32)
		if ok, err := h.store.Has(t.Context(), absent); ok || err != nil {
			t.Errorf("has an unknown file: %v, %v", ok, err)
		}
		if _, err := h.store.Open(t.Context(), absent); errs.CodeOf(err) != errs.NotFound {
			t.Errorf("open an unknown file: %v", err)
		}
	})
}

func TestPathsAreNoHashes(t *testing.T) {
	each(t, func(t *testing.T, h harness) {
		for _, bad := range []string{"", "..", "../../etc/passwd", strings.Repeat("../", 21) + "a", strings.Repeat("A", 64), strings.Repeat("a", 63), "ab/" + strings.Repeat("a", 61)} {
			if _, err := h.store.Open(t.Context(), bad); !errs.Has(err, "document.blob.hash") {
				t.Errorf("open %q: %v", bad, err)
			}
			if _, err := h.store.Has(t.Context(), bad); !errs.Has(err, "document.blob.hash") {
				t.Errorf("has %q: %v", bad, err)
			}
		}
	})
}

func TestSpoiltFileIsNoticed(t *testing.T) {
	each(t, func(t *testing.T, h harness) {
		b, err := h.store.Put(t.Context(), strings.NewReader("what was signed"))
		if err != nil {
			t.Fatal(err)
		}
		h.spoil(b.Hash)
		if _, err := readAll(t, h.store, b.Hash); !errors.Is(err, ErrCorrupt) {
			t.Errorf("reading a spoilt file: %v", err)
		}
		if _, err := h.store.Put(t.Context(), strings.NewReader("what was signed")); err != nil {
			t.Fatal(err)
		}
		if _, err := readAll(t, h.store, b.Hash); err != nil {
			t.Errorf("keeping it again did not heal it: %v", err)
		}
	})
}

func TestRefusedUploadsLeaveNothing(t *testing.T) {
	errLine := errors.New("connection reset")
	own := errs.New(errs.TooLarge, "edge.large", lang.T("过大", "too large"))
	limits := Limits{MaxBytes: 1 << 20, Types: []string{"application/pdf", "text/*"}}
	text := strings.Repeat("consent form\n", 1<<16)
	for _, c := range []struct {
		name string
		from io.Reader
		key  string
		code errs.Code
		says string
	}{
		{"too large", io.MultiReader(strings.NewReader(text), strings.NewReader(text)), "document.upload.large", errs.TooLarge, "1 MB"},
		{"wrong type", bytes.NewReader([]byte("MZ\x90\x00\x03" + strings.Repeat("\x00", 4000))), "document.upload.type", errs.Invalid, "PDF"},
		{"empty", strings.NewReader(""), "document.upload.empty", errs.Invalid, "空"},
		{"breaks off at once", iotest.ErrReader(errLine), "document.upload.broken", errs.Invalid, "中断"},
		{"breaks off late", io.MultiReader(strings.NewReader(text), iotest.ErrReader(errLine)), "document.upload.broken", errs.Invalid, "中断"},
		{"ends unexpectedly", io.MultiReader(strings.NewReader(text), iotest.ErrReader(io.ErrUnexpectedEOF)), "document.upload.broken", errs.Invalid, "中断"},
		{"refused by the edge", io.MultiReader(strings.NewReader(text), iotest.ErrReader(own)), "edge.large", errs.TooLarge, "过大"},
	} {
		t.Run(c.name, func(t *testing.T) {
			read := c.from
			data, readErr := io.ReadAll(read)
			each(t, func(t *testing.T, h harness) {
				again := io.Reader(bytes.NewReader(data))
				if readErr != nil {
					again = io.MultiReader(again, iotest.ErrReader(readErr))
				}
				_, err := Receive(t.Context(), h.store, limits, again)
				if !errs.Has(err, c.key) || errs.CodeOf(err) != c.code {
					t.Fatalf("got %v, want %s", err, c.key)
				}
				if say := errs.All(err)[0].In(lang.ZH); !strings.Contains(say, c.says) {
					t.Errorf("the sentence %q lacks %q", say, c.says)
				}
				if n := h.count(); n != 0 {
					t.Errorf("%d files left behind", n)
				}
			})
		})
	}
}

func TestAllowedUploadIsKept(t *testing.T) {
	each(t, func(t *testing.T, h harness) {
		text := strings.Repeat("知情同意书\n", 20_000)
		limits := Limits{MaxBytes: int64(len(text)), Types: []string{"text/*"}}
		b, err := Receive(t.Context(), h.store, limits, iotest.HalfReader(strings.NewReader(text)))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := readAll(t, h.store, b.Hash); err != nil || string(got) != text {
			t.Fatalf("read %d bytes of %d back: %v", len(got), len(text), err)
		}
	})
}

func TestCancelledUploadLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, h harness) {
		ctx, cancel := context.WithCancel(t.Context())
		r := io.MultiReader(strings.NewReader("first part"), readerFunc(func([]byte) (int, error) {
			cancel()
			return 0, nil
		}))
		if _, err := h.store.Put(ctx, r); !errors.Is(err, context.Canceled) {
			t.Errorf("put after cancelling: %v", err)
		}
		if n := h.count(); n != 0 {
			t.Errorf("%d files left behind", n)
		}
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
