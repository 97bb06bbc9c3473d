package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"lunheng/internal/auth"
	"lunheng/internal/edge"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Request is one request with what every row needs to know.
type Request struct {
	*http.Request
	a    *API
	w    http.ResponseWriter
	P    auth.Principal // anonymous on rows that are open to all
	Now  time.Time
	max  int64 // of the body, in bytes; 0: maxBody
	Lang lang.Lang
}

func (a *API) request(w http.ResponseWriter, hr *http.Request) *Request {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Authorization, Accept-Language")
	return &Request{Request: hr, a: a, w: w, Now: a.Now(), Lang: languageOf(hr.Header.Get("Accept-Language"))}
}

// languageOf is the first language asked for that we speak.
func languageOf(header string) lang.Lang {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return lang.ZH
	}
	for _, tag := range tags {
		switch base, _ := tag.Base(); base.String() {
		case "zh":
			return lang.ZH
		case "en":
			return lang.EN
		}
	}
	return lang.ZH
}

// authenticate finds out for whom the token speaks.
func (r *Request) authenticate(open bool) error {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if token == "" || !strings.EqualFold(scheme, "Bearer") {
		if open {
			return nil
		}
		return errs.New(errs.Login, "api.token", lang.T("请用 Authorization: Bearer 给出访问令牌；令牌在账户页生成。",
			"Give an access token with Authorization: Bearer; tokens are made on the account page."))
	}
	p, err := r.a.Accounts.ByToken(r.Context(), strings.TrimSpace(token), r.Now)
	r.P = p
	return err
}

// Reader reads committed data.
func (r *Request) Reader() store.Reader { return r.a.Read(r.Context()) }

// etag is a version as it stands in ETag and If-Match.
func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// seen is the version that If-Match names; 0 for any.
func (r *Request) seen() (int64, error) {
	header := strings.TrimSpace(r.Header.Get("If-Match"))
	switch header {
	case "":
		return 0, errs.New(errs.Invalid, keyNoMatch, lang.T("请用 If-Match 给出您看到的版本（GET 返回的 ETag）；* 表示不论版本。",
			"Give the version that you saw (the ETag of GET) with If-Match; * means whatever there is."))
	case "*":
		return 0, nil
	}
	n, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(header, "W/"), `"`), 10, 64)
	if err != nil || n < 1 {
		return 0, errs.New(errs.Invalid, "api.if_match", lang.T("If-Match 不是本接口给出的 ETag。", "If-Match is no ETag of this interface.")).At("If-Match")
	}
	return n, nil
}

// maxKey bounds the key of a request, in bytes.
const maxKey = 200

func (r *Request) key() (string, error) {
	key := r.Header.Get("Idempotency-Key")
	if len(key) > maxKey {
		return "", errs.New(errs.Invalid, "api.key", lang.T("Idempotency-Key 最长 %d 字节。", "Idempotency-Key has at most %d bytes."), maxKey).At("Idempotency-Key")
	}
	return key, edge.Text(key)
}

// send answers with JSON; a version above 0 becomes the ETag. The answer is
// made as a whole first, so that trouble never leaves half of one.
func (r *Request) send(status int, media string, body any, version int64) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body); err != nil {
		return err
	}
	if version > 0 {
		r.w.Header().Set("ETag", etag(version))
	}
	r.sendBytes(status, media, b.Bytes())
	return nil
}

// sendBytes answers with what is there already. That the client has gone is
// no trouble of ours.
func (r *Request) sendBytes(status int, media string, body []byte) {
	h := r.w.Header()
	if status == http.StatusOK && r.looks() && r.unchanged(body) {
		r.w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", media)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	r.w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = r.w.Write(body)
	}
}

// looks reports whether a request only looks.
func (r *Request) looks() bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

// unchanged reports whether the client has this answer already. What has no
// version is known by its content.
func (r *Request) unchanged(body []byte) bool {
	h := r.w.Header()
	if h.Get("ETag") == "" {
		sum := sha256.Sum256(body)
		h.Set("ETag", `W/"`+hex.EncodeToString(sum[:16])+`"`)
	}
	own := strings.TrimPrefix(h.Get("ETag"), "W/")
	for header := range slices.Values(r.Header.Values("If-None-Match")) {
		for tag := range strings.SplitSeq(header, ",") {
			if tag = strings.TrimSpace(tag); tag == "*" || strings.TrimPrefix(tag, "W/") == own {
				return true
			}
		}
	}
	return false
}

// Media types of answers.
const (
	mediaJSON    = "application/json"
	mediaProblem = "application/problem+json"
)

// Done is what came of a verb.
type Done struct {
	ID       string     `json:"id" doc:"本次办理所针对或新建的事项 / what the act concerns, or began"`
	Version  int64      `json:"version" doc:"办理之后的版本 / its version afterwards"`
	Repeated bool       `json:"repeated" doc:"此前已用同一 Idempotency-Key 办理，本次没有新的效果 / done before under the same key; no effect this time"`
	Events   []Happened `json:"events,omitempty" doc:"本次记入的事件 / what was journalled"`
}

// Happened is an event without its contents.
type Happened struct {
	ID      string    `json:"id"`
	Stream  string    `json:"stream"`
	Version int64     `json:"version"`
	Type    string    `json:"type"`
	At      time.Time `json:"at"`
}

func happened(events []journal.Event) []Happened {
	out := make([]Happened, len(events))
	for i, e := range events {
		out[i] = Happened{ID: e.ID, Stream: e.Stream, Version: e.Version, Type: e.Type, At: e.At}
	}
	return out
}

// done tells what came of an act on a stream.
func (r *Request) done(stream string, out journal.Outcome) (Done, error) {
	_, id := journal.SplitStream(stream)
	d := Done{ID: id, Repeated: out.Repeated, Events: happened(out.Events)}
	for _, e := range out.Events {
		if e.Stream == stream {
			d.Version = e.Version
		}
	}
	var err error
	if d.Version == 0 {
		d.Version, err = journal.Head(r.Reader(), stream)
	}
	return d, err
}
