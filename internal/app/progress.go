package app

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress tells on a terminal how far long work is.
type progress struct {
	w    io.Writer // nil: no terminal
	what string
	now  func() time.Time
	last time.Time
}

// newProgress writes to standard error if that is a terminal.
func newProgress(env *Env, what string) *progress {
	p := &progress{what: what, now: env.Clock.Now}
	if f, ok := env.Stderr.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.w = f
		}
	}
	return p
}

// step tells that done of total are done; a total of 0 is unknown.
func (p *progress) step(done, total int64) {
	if p.w == nil || p.now().Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last = p.now()
	if total > 0 {
		fmt.Fprintf(p.w, "\r%d of %d %s (%d %%) ", done, total, p.what, done*100/total)
		return
	}
	fmt.Fprintf(p.w, "\r%d %s ", done, p.what)
}

func (p *progress) end() {
	if p.w != nil {
		fmt.Fprint(p.w, "\r\033[K")
	}
}
