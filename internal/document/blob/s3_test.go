package blob

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// lossy is a server in front of another that changes what is sent to it.
func lossy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut && r.ContentLength > 0 {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			r.Body = io.NopCloser(strings.NewReader(strings.ToUpper(string(body))))
		}
		next.ServeHTTP(w, r)
	})
}

func TestWhatTheBucketChangesIsRefused(t *testing.T) {
	backend := s3mem.New()
	if err := backend.CreateBucket("papers"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(lossy(gofakes3.New(backend).Server()))
	defer server.Close()
	s, err := OpenS3(t.Context(), S3Config{Endpoint: strings.TrimPrefix(server.URL, "http://"), Bucket: "papers", AccessKey: "k", SecretKey: "s", Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	s.temp = t.TempDir()
	if _, err := s.Put(t.Context(), strings.NewReader("lower case")); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a bucket that changes content gives %v", err)
	}
	if n := countObjects(t, backend) + countFiles(t, s.temp); n != 0 {
		t.Errorf("%d files left behind", n)
	}
}

func TestMissingBucketIsTold(t *testing.T) {
	server := httptest.NewServer(gofakes3.New(s3mem.New()).Server())
	defer server.Close()
	_, err := OpenS3(t.Context(), S3Config{Endpoint: strings.TrimPrefix(server.URL, "http://"), Bucket: "nowhere", AccessKey: "k", SecretKey: "s", Plain: true})
	if err == nil || !strings.Contains(err.Error(), "no such bucket") {
		t.Errorf("opening a bucket that is not there: %v", err)
	}
}
