package review

import (
	"strconv"
	"time"

	"github.com/a-h/templ"

	"lunheng/internal/lang"
	"lunheng/internal/web/pages/activity"
	"lunheng/internal/web/ui"
)

// Frame is what all pages of a case share.
type Frame struct {
	Page    ui.PageInfo
	Head    ui.CaseInfo
	Acts    []Act
	Form    ui.Form // the form that was refused, if one was
	ID      string
	Version int64
	Key     string
}

// Act is something that this person may do now, as a way to its form.
type Act struct {
	Link ui.Link
	Look ui.Look
}

// Section is a material group of the application.
type Section struct {
	ID     string
	Title  lang.Text
	Help   lang.Text
	Fields []ui.Answer
}

// Application is the file as it was submitted.
type Application struct {
	Frame
	Submitted lang.Text // which submission this is
	Team      []ui.Person
	Sections  []Section
	Hints     activity.Hints
	Changes   []ui.Compared // against the submission before; nil: none before
	From, To  lang.Text
}

// Questions are what the committee asked, and the answers.
type Questions struct {
	Frame
	List   []Question
	MayAsk bool
}

// Question is one question with its answer.
type Question struct {
	By       ui.Person
	At       time.Time
	Text     string
	Answer   string
	Answered time.Time // zero: open
	Files    []ui.FileInfo
}

// Stipulations are what has to be changed, point by point.
type Stipulations struct {
	Frame
	Points   []Point
	Checker  ui.Person // who checks the answers
	ByChair  bool
	MayCheck bool
	Settled  int
}

// Point is one stipulation.
type Point struct {
	No       int
	Text     string
	Answer   string
	Files    []ui.FileInfo
	State    ui.Status
	Note     string // of the check
	By       ui.Person
	Checked  bool
	Answered bool
	Holds    bool
}

// History is the case's journal for people.
type History struct {
	Frame
	Hands   []ui.Hand
	Entries []ui.Entry
}

// Reasons are why the case went as it did.
type Reasons struct {
	Frame
	Groups []ReasonGroup
}

// ReasonGroup is one step with what it rests on.
type ReasonGroup struct {
	ID        string
	Title     lang.Text
	Words     []string
	Reasons   []ui.Reason
	Standards []ui.Standard
	Facts     []ui.Fact
}

// Ask is a small form of its own within the case: an extension, a place on an
// agenda.
type Ask struct {
	Frame
	Title  lang.Text
	Lead   lang.Text
	Fields templ.Component
	Action string
	Button ui.Button
	Back   string
	More   *ui.PagerInfo // when there is more to choose from
	None   *ui.EmptyInfo // shown instead of the form when there is nothing to choose
}

func version(n int64) string { return strconv.FormatInt(n, 10) }
