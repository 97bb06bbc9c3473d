package parcel

import (
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
)

// Format names the form of file.
const Format = "lunheng-package/1"

// Content is what a decision package says. It is the payload of the event
// parcel.issued.
type Content struct {
	Review       string      `json:"review"`   // the lead's case
	Activity     string      `json:"activity"` // the lead's activity
	Number       string      `json:"number"`
	Title        string      `json:"title"`
	Region       string      `json:"region,omitempty"`
	Fields       []string    `json:"fields,omitempty"`
	Lead         Party       `json:"lead"`
	Application  Version     `json:"application"`
	Files        []Named     `json:"files,omitempty"`
	Decision     Decision    `json:"decision"`
	Amendments   []Amendment `json:"amendments,omitempty"`
	Stipulations []string    `json:"stipulations,omitempty"`
	Minutes      lang.Text   `json:"minutes"` // extract about this case
	Letter       Letter      `json:"letter"`
	FollowUp     int         `json:"follow_up,omitempty"` // months
	Sites        []Invited   `json:"sites,omitempty"`     // who takes part
}

// Party is a unit with its committee, as both sides of a file know it.
type Party struct {
	Key       string    `json:"key"` // unified social credit code, or the id in its own register
	Unit      lang.Text `json:"unit"`
	Committee lang.Text `json:"committee"`
}

// Version names one version of an application by what it says.
type Version struct {
	No      int    `json:"no"`                // submission, from 1
	Amended int    `json:"amended,omitempty"` // approved amendments in it
	Hash    string `json:"hash"`              // of its content
}

// Text names it for people; the zero version has no name.
func (v Version) Text() lang.Text {
	short := v.Hash[:min(len(v.Hash), 12)]
	if v.Amended > 0 {
		return lang.T("第 %d 次提交加第 %d 次修正（%s）", "submission %d with amendment %d (%s)").With(v.No, v.Amended, short)
	}
	return lang.T("第 %d 次提交（%s）", "submission %d (%s)").With(v.No, short)
}

// Amendment is an approved change that the version holds.
type Amendment struct {
	N      int          `json:"n"`
	Number string       `json:"number"` // of the case that judged it
	Day    calendar.Day `json:"day"`
}

// Named is a file by its hash.
type Named struct {
	Field string `json:"field,omitempty"`
	Name  string `json:"name"`
	Hash  string `json:"hash"`
}

// Decision is what the committee decided and on what it rests.
type Decision struct {
	Outcome   string       `json:"outcome"`
	Says      lang.Text    `json:"says"`
	Day       calendar.Day `json:"day"`
	Procedure string       `json:"procedure"`
	Reasons   string       `json:"reasons,omitempty"`
	Present   int          `json:"present"`
	For       int          `json:"for"`
	Need      int          `json:"need"`
}

// Letter is the paper that states it.
type Letter struct {
	Event string `json:"event"` // that issued it
	Label string `json:"label"`
	Code  string `json:"code"`
	PDF   string `json:"pdf"` // hash
}

// Invited is a participating site as the lead names it.
type Invited struct {
	Site string `json:"site"` // the lead's id of it
	Key  string `json:"key"`  // of the unit
}

// Site is the lead's id of a unit's site; empty: the unit takes no part.
func (c Content) Site(keys ...string) string {
	for _, s := range c.Sites {
		if slices.Contains(keys, s.Key) {
			return s.Site
		}
	}
	return ""
}

// Codes of a decision's standing.
const (
	InForce    = "in_force"
	Suspended  = "suspended"
	Terminated = "terminated"
	Superseded = "superseded" // a newer package takes its place
)

// Status is how a decision stands. It is part of the payload of every event of
// the stream that carries the package.
type Status struct {
	State    string   `json:"state"`
	Reason   string   `json:"reason,omitempty"`
	Newer    string   `json:"newer,omitempty"`    // why a newer package has to take its place, also while it is suspended
	Package  string   `json:"package"`            // event that issued the package it speaks of
	Lacks    []string `json:"lacks,omitempty"`    // what the deciding committee lacks, by the codes of its rules
	Findings []string `json:"findings,omitempty"` // open against the decision
}

// Answer is what a participating committee says to the lead.
type Answer struct {
	Site    string   `json:"site"`            // the lead's id
	Package string   `json:"package"`         // event that issued the package
	Version Version  `json:"version"`         // of the application that it is about
	Party   Party    `json:"party"`           // who answers
	Codes   []Coded  `json:"codes,omitempty"` // why not
	Terms   []string `json:"terms,omitempty"` // local conditions
	Note    string   `json:"note,omitempty"`
}

// Coded is a reason by its code in a list of the packs.
type Coded struct {
	Code string    `json:"code"`
	Note lang.Text `json:"note,omitzero"` // what was found
}

// Parcel is a file that was read and found genuine.
type Parcel struct {
	Content  Content
	Package  string // event that issued it
	Status   Status
	StatusNo int64     // position in its stream: of two statements the higher is the newer
	StatusAt time.Time // when it was stated
	Sealed   time.Time // when the log sealed that
	Log      string    // name of the log
	Key      string    // verifier key
	Print    string    // fingerprint of the key
	Files    map[string][]byte
}
