package activity

import (
	"strconv"
	"time"

	"lunheng/internal/lang"
	"lunheng/internal/web/pages/check"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// List is one's own activities.
type List struct {
	Page   ui.PageInfo
	Rows   []Row
	Pager  ui.PagerInfo
	Filter ui.FilterInfo
	Fields []form.Field // of the filter
	Form   ui.Form      // what is wrong with the filter
	Key    string       // for copies
	Others bool         // a unit's: nothing is copied or discarded here
	None   ui.EmptyInfo
}

// Row is an activity in the list.
type Row struct {
	ID      string
	Href    string
	Title   lang.Text
	Leader  ui.Person
	Mine    bool // the reader leads it
	State   ui.Status
	With    lang.Text // who has it now
	Clock   *ui.ClockInfo
	Updated time.Time
	Draft   bool
}

// Frame is what all pages of a draft share.
type Frame struct {
	Page    ui.PageInfo
	ID      string
	Title   lang.Text
	State   ui.Status
	Base    string // address of the draft
	Version int64
	Key     string
	Form    ui.Form
}

// Editor is one section of a draft, with what the rules say at its side.
type Editor struct {
	Frame
	Rail     Rail
	Section  Section
	Saved    time.Time
	Asked    []string // what the committee asked of the whole, not of a field
	Prev     *ui.Link
	Next     *ui.Link
	Result   *check.Result // nil: not assessed yet
	Hints    Hints
	Assess   string // address of the conversation
	Again    bool   // the answers no longer fit the rules
	Team     []ui.Person
	Unit     lang.Text
	TeamPage string
	Versions string
	May      May
}

// May is what this person may do with the draft.
type May struct {
	Submit, Discard, Team bool
}

// Rail leads through the sections; it keeps itself up to date.
type Rail struct {
	URL       string
	ETag      string
	Sections  []Part
	Conflicts []ui.Link // fields with two texts
	Hints     []ui.Link // what the screener asks
	Done      int
	Needed    int
	Submit    string // address of the check before submitting; empty: not yours to submit
	Changed   string // when somebody else last changed something, in words
}

// Part is one section in the rail.
type Part struct {
	Text    lang.Text
	Href    string
	Done    int // of what is needed
	Needed  int
	Current bool
}

// Complete reports whether all that is needed is there.
func (p Part) Complete() bool { return p.Done >= p.Needed }

// Section is a group of fields as the applicant fills it in.
type Section struct {
	Code   string
	Title  lang.Text
	Help   lang.Text
	Ground ui.Ground
	Fields []Field // to be typed or chosen
	Files  []Field
	Spare  []Field // files that the answers make unnecessary
}

// Field is one field of the form.
type Field struct {
	Kind   string // text, long, day, number, bool, choice, choices, file, files
	Field  ui.Field
	Needed bool
	Asked  []string // what the committee asked here
	Parked []Parked
	List   []ui.FileInfo
	Drop   ui.DropInfo
}

// Parked is a text that somebody typed where somebody else had changed it.
type Parked struct {
	Field string
	By    string // id
	Who   ui.Person
	Own   bool
	At    time.Time
	Now   string // as people read it
	Mine  string
	Take  string // value of the button that takes it
	Keep  string // value of the button that keeps what is there
}

// Versions compares two versions of a draft.
type Versions struct {
	Frame
	List     []Version
	From, To int64
	FromText lang.Text
	ToText   lang.Text
	Fields   []ui.Compared
	MayKeep  bool
}

// Version is a version that has a name.
type Version struct {
	Number int64
	Label  lang.Text
	At     time.Time
	By     ui.Person
	Hash   string
	Href   string
}

// Team is the unit and the people of an activity.
type Team struct {
	Frame
	Members []Member
	Roles   []ui.Option
	Query   string
	Found   []Found
	Asked   bool // somebody was looked for
	May     bool
	Leading bool

	Unit      lang.Text
	Fixed     bool // the unit can't change any more
	UnitQuery string
	Units     []Found
}

// Member is somebody of the team.
type Member struct {
	ID     string
	Person ui.Person
	Role   lang.Text
	Leads  bool
}

// Found is a hit of a search.
type Found struct {
	ID   string
	Name string
	Note string
}

// Assess is the conversation about risks, for this draft.
type Assess struct {
	Frame
	Talk check.View
}

// Submit is the check before handing in.
type Submit struct {
	Frame
	Missing    []Missing
	Groups     []Group
	Unit       lang.Text
	Team       []ui.Person
	Committees ui.Field
	Committee  lang.Text // when there is no choice
	Result     *check.Result
	Hints      Hints
	Training   lang.Text // that the leader has too little; empty: enough
	Again      bool      // it goes back to the committee that has it
	Exempt     bool      // it can be handed in as a claim of exemption instead
	Ready      bool
	May        bool
}

// Missing is one thing that stands in the way, and where to mend it.
type Missing struct {
	Text string
	Href string
}

// Group is a section with what is in it.
type Group struct {
	Title  lang.Text
	Href   string
	Filled int // of what is needed
	Total  int
	Files  []ui.FileInfo
}

// Receipt says what was handed in.
type Receipt struct {
	Frame
	N         int
	At        time.Time
	By        ui.Person
	Committee lang.Text
	Hash      string
	Event     string
	Sealed    int64 // negative: not yet
	SealedAt  time.Time
	Files     []ui.FileInfo
	Next      lang.Text
	PDF       string
	Proof     string
}

// Reading is an application as of a version, to read.
type Reading struct {
	Frame
	Note   lang.Text
	Groups []ReadGroup
	Team   []ui.Person
	Unit   lang.Text
	Back   ui.Link
}

// ReadGroup is a section to read.
type ReadGroup struct {
	ID     string
	Title  lang.Text
	Fields []ui.Answer
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
