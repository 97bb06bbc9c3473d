package edge

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"strings"
	"sync"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// reporting are the addresses at which somebody reports a wrong. About requests to
// them nothing is kept: no log line, no session, no address.
var reporting = []string{"/report-a-wrong", "/api/v1/reporting"}

// Reporting reports whether a request is somebody's who reports a wrong.
func Reporting(r *http.Request) bool {
	for _, prefix := range reporting {
		if rest, ok := strings.CutPrefix(r.URL.Path, prefix); ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return false
}

// Strangers bounds how often one network may do something in a day. It keeps keyed
// hashes of networks in memory, under a key that is forgotten with the day.
type Strangers struct {
	mu    sync.Mutex
	day   calendar.Day
	key   [32]byte
	count map[[sha256.Size]byte]int
}

// NewStrangers knows nobody.
func NewStrangers() *Strangers { return &Strangers{} }

// Take counts one act of a network, or refuses it when there were too many.
func (s *Strangers) Take(act, address string, limit int, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if today := calendar.Of(now); s.day != today {
		s.day, s.count = today, map[[sha256.Size]byte]int{}
		_, _ = rand.Read(s.key[:]) // never fails
	}
	h := hmac.New(sha256.New, s.key[:])
	h.Write([]byte(act + "\n" + auth.Network(address)))
	at := [sha256.Size]byte(h.Sum(nil))
	if s.count[at] >= limit {
		return errs.New(errs.TooMany, "edge.strangers", lang.T("从这个网络来的请求今天太多了，请明天再来，或者换一个网络。", "Too many requests came from this network today; come back tomorrow, or use another network."))
	}
	s.count[at]++
	return nil
}
