package ui

import (
	"github.com/a-h/templ"

	"lunheng/internal/lang"
)

// PresenceLook is where a member of a meeting is.
type PresenceLook string

// The looks of a presence.
const (
	Present  PresenceLook = "present"
	Away     PresenceLook = "away"    // left the room for now
	Absent   PresenceLook = "absent"  // never came
	Recused  PresenceLook = "recused" // out for this file, by conflict of interest
	Advising PresenceLook = "advising"
)

func (p PresenceLook) status() Status {
	switch p {
	case Present:
		return Status{lang.T("在场", "present"), OK}
	case Away:
		return Status{lang.T("暂离", "out of the room"), Paused}
	case Recused:
		return Status{lang.T("回避", "recused"), Bad}
	case Advising:
		return Status{lang.T("顾问，不表决", "adviser, no vote"), Active}
	}
	return Status{lang.T("缺席", "absent"), Plain}
}

// Presence is one person of a meeting.
type Presence struct {
	Who    Person
	Fields []lang.Text // categories this person brings: medicine, law, lay …
	Look   PresenceLook
	Since  string          // time of day, in words; may be empty
	Action templ.Component // buttons: leaves, returns; may be nil
}

// Vote is one member's tile. In a secret vote Cast is set and Choice is not.
type Vote struct {
	Who    Person
	Look   PresenceLook
	Cast   bool
	Choice *Status   // the choice in words, in an open vote or after its end
	Reason lang.Text // as given, may be empty
}

// LetterInfo is a decision paper as it prints.
type LetterInfo struct {
	House   lang.Text // who issues it
	Title   lang.Text
	Number  string
	To      string
	Date    string // in words
	Signer  Person
	Office  lang.Text // of the signer
	Seal    string    // "sealed at …" in words; may be empty
	Verify  string    // address that verifies it, as printed
	QR      templ.Component
	Stamp   lang.Text // 撤销 / superseded …; empty on a valid letter
	Lang    lang.Lang // of the letter, which may differ from the page's
	Invalid bool
}
