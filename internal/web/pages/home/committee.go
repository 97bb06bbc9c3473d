package home

import (
	"lunheng/internal/web/pages/meeting"
	"lunheng/internal/web/pages/review"
	"lunheng/internal/web/ui"
)

// Secretary is what waits for the office of a committee.
type Secretary struct {
	Stats     []ui.Stat
	Inbox     []review.InboxRow
	Overdue   []ui.Task
	Tasks     []ui.Task // to schedule, letters, minutes
	Meetings  []meeting.Row
	FollowUps []ui.Task
}

// Chair is what waits for whoever leads a committee.
type Chair struct {
	Tasks    []ui.Task
	Overdue  []ui.Task
	Meetings []meeting.Row
	Lacks    []Lack
	Loads    []ui.Link // where the load of the members stands, one for each committee
}

// Lack is a committee that may not decide, and why.
type Lack struct {
	Name      string
	Standards []ui.Standard
}

// Member is what waits for somebody who reviews.
type Member struct {
	Next      *Next
	Interests []ui.Task
	Tasks     []ui.Task
	Meetings  []meeting.Row
}

// Next is the next meeting with its papers.
type Next struct {
	meeting.Row
	Cases []ui.Task
	Room  string // address of the room when it sits
}
