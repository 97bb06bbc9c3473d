package meeting

import (
	"time"

	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// Room is a meeting while it sits, as one person sees it.
type Room struct {
	Page      ui.PageInfo
	Form      ui.Form // a refused act, when it was sent without scripts
	ID        string
	Key       string
	ETag      string
	Title     lang.Text
	Body      lang.Text
	State     ui.Status
	Presiding ui.Person
	Leading   bool // this person presides
	Acts      []string
	Agenda    []RoomLine
	People    []Seat
	Case      *RoomCase // nil between cases
	Record    []ui.Entry
	Over      bool // closed
	Minutes   string
	Tomorrow  string // proposed for going on
}

// typed is the refused form for a field that was sent with it, and a fresh one for
// the fields of all other forms of the room.
func (v Room) typed(name string) ui.Form {
	if _, sent := v.Form.Values[name]; sent {
		return v.Form
	}
	return ui.Form{}
}

// sent reports whether the refused form held the field.
func (v Room) sent(name string) bool { return v.typed(name).Values != nil }

// Parts of the room that keep themselves up to date, each by itself, so that
// somebody who writes in one still sees the others move.
const (
	PartAgenda = "agenda"
	PartCase   = "case"
	PartFloor  = "floor"
	PartRecord = "record"
	PartScreen = "screen" // the whole of the projector's page
)

// RoomLine is a case on the agenda.
type RoomLine struct {
	Review, Number, Title string
	State                 ui.Status
	Out, Current          bool
	Undeclared            bool // this person still has to say something
	MayOpen, MayDefer     bool
	Together, MayLift     bool      // to be approved together with others; this person may take it out
	Time                  lang.Text // planned, and what is left; empty: not planned
	Over                  bool      // it takes longer than planned
}

// Seat is somebody of the committee, or an adviser.
type Seat struct {
	ID string
	ui.Presence
	Me        bool
	MayArrive bool
	MayJoin   bool // by video, as somebody else notes
	MayLeave  bool
}

// RoomCase is the case at hand.
type RoomCase struct {
	Review, Number, Title string
	Href                  string
	Applicant             ui.Person
	Facts                 []ui.Fact
	Papers                []ui.FileInfo
	Presiding             ui.Person
	Undeclared            bool
	Groups                []PointGroup
	Questions             []RoomQuestion
	Precedents            []Precedent
	Composition, Quorum   []ui.Standard
	Lawful, Quorate       bool
	Entitled              int
	Out                   []ui.Person
	Advisers              []ui.Person
	Round                 *Round
	Rounds                int
	Acts                  []string
	Outcomes              []ui.Option
	FollowUp              ui.Field // months between follow-ups
	Checkers              []ui.Option
	Members               []ui.Option // who could be excluded
	Defers                []ui.Option
	Invitable             []ui.Option // advisers who could be heard
	Fields                []ui.Option // what an adviser may be from
}

// May reports whether this person may do a verb on the case now.
func (k *RoomCase) May(verb string) bool { return has(k.Acts, verb) }

// May reports whether this person may do a verb on the meeting now.
func (v Room) May(verb string) bool { return has(v.Acts, verb) }

// PointGroup is some review points under a heading.
type PointGroup struct {
	Title  lang.Text
	Points []Point
}

// Point is one review point with what was found on it.
type Point struct {
	Code     string
	Text     lang.Text
	Help     lang.Text
	Ground   ui.Ground
	Marks    []Mark
	Concerns int
	Mine     string // mark of this person; empty: none yet
	MyNote   string
}

// Mark is one person's finding.
type Mark struct {
	Who  ui.Person
	Look ui.Status
	Note string
}

// RoomQuestion is a question to the applicant.
type RoomQuestion struct {
	By     ui.Person
	At     time.Time
	Text   string
	Answer string
	Open   bool
}

// Precedent is a like case that was decided before.
type Precedent struct {
	Title, Number, Href string
	Outcome             ui.Status
	Decided             time.Time
}

// Round is the last vote.
type Round struct {
	Number  int
	Secret  bool
	Open    bool
	Voted   int
	Present int
	Mine    bool // this person has voted
	Tiles   []ui.Vote
	Choices []ui.Option
	Results []Result
	Hidden  bool // nobody may see how it stands yet
}

// Result is one choice with its votes, by the rule in force.
type Result struct {
	Text   lang.Text
	Votes  int
	Need   int
	Passes bool
	Rule   bool // a majority is asked of it: not of abstaining
}
