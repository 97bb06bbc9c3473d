package rulebook

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// Pack is one version of a rule pack that was brought in here.
type Pack struct {
	ID      string     `json:"id"`
	State   flow.State `json:"state"`
	Version int64      `json:"version"` // of the stream
	Head
	Department string         `json:"department,omitempty"` // whose it is; empty: the house's
	Author     string         `json:"author"`
	At         time.Time      `json:"at"` // of the last event
	Publisher  string         `json:"publisher,omitempty"`
	From       calendar.Day   `json:"from,omitempty"` // first day in force
	Replaces   string         `json:"replaces,omitempty"`
	Changes    []rules.Change `json:"changes,omitempty"` // what was different when it was published
	Reason     string         `json:"reason,omitempty"`  // of the withdrawal
	Files      Files          `json:"files,omitempty"`
}

// Head is what identifies the content of a version.
type Head struct {
	Pack   string    `json:"pack"`   // id within the rules, such as cn-110000
	Number string    `json:"number"` // its version, as pack.yaml says
	Title  lang.Text `json:"title"`
	Region string    `json:"region,omitempty"`
	Hash   string    `json:"hash"` // of the files
}

// Ref is name@version.
func (h Head) Ref() string { return h.Pack + "@" + h.Number }

func headOf(i rules.PackInfo) Head {
	return Head{Pack: i.ID, Number: i.Version, Title: i.Title, Region: i.Region, Hash: i.Hash}
}

// InForce reports whether the version has begun on a day.
func (p Pack) InForce(day calendar.Day) bool { return p.State == StatePublished && p.From <= day }
