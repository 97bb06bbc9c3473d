package quality

import (
	"lunheng/internal/calendar"
	"lunheng/internal/draw"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Mark is a peer's grade of one point.
type Mark struct {
	Point  string `json:"point"` // code of the packs' list quality_points
	Grade  string `json:"grade"` // code of the packs' list quality_grades
	Remark string `json:"remark,omitempty"`
}

// What happens to a check.
type (
	// Announced fixes what a draw depends on: the cases that may be drawn, as
	// candidates without categories, and how many will be.
	Announced struct {
		Committee  string       `json:"committee"`
		Unit       string       `json:"unit"` // of the committee
		By         string       `json:"by"`   // committee or department
		Department string       `json:"department,omitempty"`
		From       calendar.Day `json:"from"` // of the decisions
		Until      calendar.Day `json:"until"`
		draw.Announcement
	}
	// Drawn is the sample, each case with its scorer; without one where nobody may.
	Drawn struct {
		Announced  string     `json:"announced"` // id of the event
		Checkpoint string     `json:"checkpoint"`
		Seed       string     `json:"seed"`
		Order      []string   `json:"order"`
		Sample     []Assigned `json:"sample"`
		flow.Clocks
	}
	// Assigned gives a case to another peer.
	Assigned struct {
		Review string `json:"review"`
		Scorer string `json:"scorer,omitempty"`
	}
	// Scored is what a peer found, with the score that it makes.
	Scored struct {
		Review  string `json:"review"`
		Marks   []Mark `json:"marks"`
		Remarks string `json:"remarks,omitempty"`
		Score   int    `json:"score"` // percent
		Result  string `json:"result"`
	}
	// Closed is the result of the whole, and who is asked to learn.
	Closed struct {
		Cases  int      `json:"cases"`
		Score  int      `json:"score"` // mean, in percent
		Result string   `json:"result"`
		Poor   []string `json:"poor,omitempty"`  // reviews
		Train  []string `json:"train,omitempty"` // people who decided those
		flow.Clocks
	}
	// Acknowledged says that a member has seen the result.
	Acknowledged struct{}
	// Cancelled ends a check without a result.
	Cancelled struct {
		Reason string `json:"reason"`
		flow.Clocks
	}
)

// EventType names the event; so do those below.
func (Announced) EventType() string    { return "quality.announced" }
func (Drawn) EventType() string        { return "quality.drawn" }
func (Assigned) EventType() string     { return "quality.assigned" }
func (Scored) EventType() string       { return "quality.scored" }
func (Closed) EventType() string       { return "quality.closed" }
func (Acknowledged) EventType() string { return "quality.acknowledged" }
func (Cancelled) EventType() string    { return "quality.cancelled" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Announced](), journal.TypeOf[Drawn](), journal.TypeOf[Assigned](), journal.TypeOf[Scored](),
		journal.TypeOf[Closed](), journal.TypeOf[Acknowledged](), journal.TypeOf[Cancelled](),
	}
}
