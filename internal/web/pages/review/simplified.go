package review

import (
	"time"

	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// Simplified is a case that named members review without a meeting.
type Simplified struct {
	Frame
	Why       string // the procedure applies
	Moved     *Moved // to a meeting; nil: not
	Reviewers []Reviewer
	Hidden    bool // the others' opinions, until one's own is given

	MayName    bool
	Members    ui.Field
	MayOpine   bool
	Outcome    ui.Field
	MayAgree   bool     // every opinion is there and they agree
	FollowUp   ui.Field // months between follow-ups
	Agreed     lang.Text
	Reasoned   bool
	Stipulated bool
	Proposed   string // stipulations from the opinions, one a line
	MayMove    bool
	MayRecuse  bool
}

// Moved is why a meeting took over.
type Moved struct {
	Why  lang.Text
	Note string
}

// Reviewer is one named member with the opinion, if it may be seen.
type Reviewer struct {
	Who          ui.Person
	State        ui.Status
	Given        time.Time // zero: not yet
	Reasons      string
	Stipulations []string
	Doubt        string
	Meeting      bool
}
