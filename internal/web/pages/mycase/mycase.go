// Package mycase is the applicant's view of a case: who has it now and until
// when, what is asked, what was answered, and the letters.
package mycase

import (
	"strconv"
	"time"

	"lunheng/internal/lang"
	"lunheng/internal/web/pages/activity"
	"lunheng/internal/web/pages/letter"
	"lunheng/internal/web/ui"
)

// Frame is what the pages of a case share.
type Frame struct {
	Page ui.PageInfo
	Head ui.CaseInfo
	ID   string // of the activity
	Key  string
	Form ui.Form
	May  May
}

// May is what this person may do now.
type May struct {
	Answer   bool // questions and stipulations
	Edit     bool // the file is in the applicant's hands
	Submit   bool
	Withdraw bool
	Copy     bool
}

// Now is where the case stands and what is asked of the applicant.
type Now struct {
	Frame
	Appeal    *ui.Link // against the decision; nil: none
	Edit      string   // address of the editor
	Asked     []Asked
	Note      string // of the return
	Rereview  bool
	Unsent    bool // changed since the last submission, and not handed in
	Questions []Question
	Open      int // questions without an answer
	Points    []Point
	Due       int  // points without an answer
	Answers   bool // the points can be answered now
	Files     []ui.Option
	Letters   []letter.Revision
	Notices   []letter.Notice
	Reasons   string // of the last decision
	Hands     []ui.Hand
	Clocks    []ui.ClockInfo
	Receipts  []ui.Link
}

// Asked is one thing that is missing, and where to mend it.
type Asked struct {
	Text string
	Href string // may be empty
}

// Question is one question with its answer.
type Question struct {
	ID       string
	By       ui.Person
	At       time.Time
	Text     string
	Answer   string
	Answered time.Time // zero: open
	Files    []ui.FileInfo
}

// Point is one stipulation with what became of it.
type Point struct {
	No     int
	Text   string
	Answer string
	Files  []ui.FileInfo
	Hashes []string
	State  ui.Status
	Note   string // of the check
	Open   bool   // to be answered
}

// Content is the application as it was handed in.
type Content struct {
	Frame
	Reading activity.Reading
	Which   lang.Text
}

// History is the case's journal for people.
type History struct {
	Frame
	Hands   []ui.Hand
	Entries []ui.Entry
}

// Withdraw asks for the reason.
type Withdraw struct {
	Frame
}

// AnswerField and FilesField name the inputs of the answer to a point.
func AnswerField(no int) string { return "answer-" + strconv.Itoa(no) }

// FilesField names the files of the answer to a point.
func FilesField(no int) string { return "files-" + strconv.Itoa(no) }

// QuestionField names the answer to a question.
func QuestionField(id string) string { return "text-" + id }
