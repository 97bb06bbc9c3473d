package review

import (
	"cmp"
	"slices"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Case is one review, folded from its stream.
type Case struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`

	Mandate          string                    `json:"mandate,omitempty"`      // under which another unit's committee reviews it
	Kind             string                    `json:"kind,omitempty"`         // code of the pack's list review_kinds; empty: the initial review
	About            string                    `json:"about,omitempty"`        // the report or appeal that it judges
	Appeal           *Appeal                   `json:"appeal,omitempty"`       // what is said against a decision, on appeal
	Claim            *activity.Claim           `json:"claim,omitempty"`        // of an exemption from review
	Admitted         string                    `json:"admitted,omitempty"`     // why the appeal is heard
	Inadmissible     string                    `json:"inadmissible,omitempty"` // why it is not
	Bench            *Bench                    `json:"bench,omitempty"`        // who hears it
	AppealedBy       string                    `json:"appealed_by,omitempty"`  // the appeal against the decision of this case
	Upheld           bool                      `json:"upheld,omitempty"`       // on that appeal
	ReplacedBy       string                    `json:"replaced_by,omitempty"`  // the appeal whose decision took its place
	Step             string                    `json:"step,omitempty"`         // what it is to the rules
	Experts          []string                  `json:"experts,omitempty"`      // items of the list for which experts look at it again, of another kind
	Activity         string                    `json:"activity"`
	Committee        string                    `json:"committee"`
	Unit             string                    `json:"unit"`
	Applicant        string                    `json:"applicant"`
	Title            string                    `json:"title"`
	Region           string                    `json:"region"`
	Scope            []string                  `json:"scope,omitempty"`
	Fields           []string                  `json:"fields,omitempty"` // of science
	Application      int64                     `json:"application"`      // version of the activity under review
	Number           string                    `json:"number"`
	Procedure        string                    `json:"procedure"`
	Proposed         string                    `json:"proposed"`          // procedure that the rules proposed
	Urgency          string                    `json:"urgency,omitempty"` // of an emergency
	ProcedureReasons []string                  `json:"procedure_reasons,omitempty"`
	Submitted        time.Time                 `json:"submitted,omitzero"`
	AcceptedAt       time.Time                 `json:"accepted_at,omitzero"`
	DecidedAt        time.Time                 `json:"decided_at,omitzero"`
	Missing          []Missing                 `json:"missing,omitempty"` // of the last return
	Meeting          string                    `json:"meeting"`           // whose agenda it is on
	Simplified       string                    `json:"simplified"`        // why it is reviewed without a meeting
	Reviewers        []Reviewer                `json:"reviewers,omitempty"`
	Moved            *MovedToMeeting           `json:"moved,omitempty"` // from the simplified procedure
	Deferrals        []Deferred                `json:"deferrals,omitempty"`
	Questions        []Question                `json:"questions,omitempty"`
	Decisions        []Decision                `json:"decisions,omitempty"` // the last one counts
	Points           []Point                   `json:"points,omitempty"`    // stipulations of the last decision
	ConfirmedAt      time.Time                 `json:"confirmed_at,omitzero"`
	Letters          []Letter                  `json:"letters,omitempty"`
	Excluded         map[string]MemberExcluded `json:"excluded,omitempty"`
	Due              map[string]time.Time      `json:"due,omitempty"`           // running clocks
	Suspended        map[string]Suspension     `json:"suspended,omitempty"`     // clocks that stand still
	FollowUp         int                       `json:"follow_up"`               // months between follow-ups, once approved
	Preliminary      *Decision                 `json:"preliminary,omitempty"`   // that experts are to look at again
	Listed           []string                  `json:"listed,omitempty"`        // items of the list that it stands on
	Recheck          string                    `json:"recheck,omitempty"`       // id of the re-review asked for
	Opinion          *Opinion                  `json:"opinion,omitempty"`       // of the experts
	WithdrawnFor     string                    `json:"withdrawn_for,omitempty"` // the applicant's reason, if one was given
}

// Question is a question to the applicant and the answer, if there is one.
type Question struct {
	ID         string    `json:"id"`
	By         string    `json:"by"`
	Text       string    `json:"text"`
	At         time.Time `json:"at,omitzero"`
	Answer     string    `json:"answer"`
	Files      []string  `json:"files,omitempty"`
	AnsweredAt time.Time `json:"answered_at,omitzero"` // zero: open
}

// Point is a stipulation with what became of it.
type Point struct {
	Stipulation
	Answer    string   `json:"answer"`
	Files     []string `json:"files,omitempty"`
	Answered  bool     `json:"answered"`
	Checked   bool     `json:"checked"`
	Satisfied bool     `json:"satisfied"`
	Note      string   `json:"note"`
	By        string   `json:"by"` // who checked
}

// Letter is one revision of a decision letter.
type Letter struct {
	LetterIssued
	Issued     time.Time `json:"issued,omitzero"`
	By         string    `json:"by"`
	Superseded int       `json:"superseded"` // revision that replaced it; 0: none
	stage      int       // which decision it states, see Case.stage
	Sent       []Sending `json:"sent,omitempty"`
}

// Sending is one delivery of a letter.
type Sending struct {
	LetterSent
	At time.Time `json:"at,omitzero"`
}

// Open reports whether the case is under way.
func (c Case) Open() bool { return slices.Contains(openStates(), c.State) }

// Decision is the last decision, or nil.
func (c Case) Decision() *Decision {
	if len(c.Decisions) == 0 {
		return nil
	}
	return &c.Decisions[len(c.Decisions)-1]
}

// Current is the letter that stands, or nil.
func (c Case) Current() *Letter {
	if len(c.Letters) == 0 {
		return nil
	}
	return &c.Letters[len(c.Letters)-1]
}

// OpenQuestions are those without an answer.
func (c Case) OpenQuestions() []Question {
	return slices.DeleteFunc(slices.Clone(c.Questions), func(q Question) bool { return !q.AnsweredAt.IsZero() })
}

// Fold gives the case that its events make. An event that is not legal in the
// state before it is an error.
func Fold(events []journal.Event) (Case, error) {
	var c Case
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		c.apply(e)
		c.State, c.Version = next, e.Version
	})
	return c, err
}

// allows refuses an event that is not legal in the present state.
func (c Case) allows(event string) error {
	if Table.Allows(c.State, event) {
		return nil
	}
	if c.State == StateNone {
		return errs.New(errs.NotFound, "review.missing", lang.T("没有这个审查件。", "There is no such case."))
	}
	return errs.New(errs.Refused, "review.state", lang.T(
		"此件目前的状态是“%s”，不能这样处理。", "The case is now in the state “%s”, which does not allow this."), Table.Info(c.State).Text)
}

func (c *Case) apply(e journal.Event) {
	if d, ok := e.Body.(decided); ok {
		c.decide(d.decision(), e.At)
	}
	c.moveClocks(flow.MovesOf(e.Body), e.At)
	switch b := e.Body.(type) {
	case Opened:
		c.open(e, b)
	case Resubmitted:
		c.Title, c.Applicant, c.Application, c.Missing = b.Title, b.Applicant, b.Application, nil
		c.Proposed = b.Procedure
		if c.Kind != "" { // opinions were about the report as it was
			c.Reviewers, c.Step, c.Experts = nil, cmp.Or(b.Step, c.Step), b.Listed
		}
		if len(b.Scope) > 0 { // older events do not tell
			c.Scope, c.Fields = b.Scope, b.Fields
		}
	case Accepted:
		c.Number, c.Procedure, c.Urgency, c.ProcedureReasons, c.AcceptedAt = b.Number, b.Procedure, b.Urgency, b.Reasons, e.At
	case Returned:
		c.Missing = b.Items
	case Scheduled:
		c.Meeting = b.Meeting
	case Unscheduled:
		c.Meeting = ""
	case Deferred:
		c.Meeting = ""
		c.Deferrals = append(c.Deferrals, b)
	case MemberExcluded:
		c.Excluded[b.Person] = b
		c.Reviewers = slices.DeleteFunc(slices.Clone(c.Reviewers), func(r Reviewer) bool { return r.Person == b.Person })
	case ChangesConfirmed:
		c.ConfirmedAt = e.At
	case Withdrawn:
		c.WithdrawnFor = b.Reason
	case Appealed, Upheld, Replaced, Overtaken, AppealAdmitted, AppealRefused:
		c.applyAppeal(e)
	case PreliminaryGiven, PreliminaryConfirmed, RecheckApplied, OpinionReceived:
		c.applyRecheck(e)
	case ReviewersNamed, OpinionGiven, MovedToMeeting:
		c.applySimplified(e)
	default:
		c.applyDialogue(e)
	}
}

// applyDialogue takes in what applicant, committee and office write to each other.
func (c *Case) applyDialogue(e journal.Event) {
	switch b := e.Body.(type) {
	case QuestionAsked:
		c.Questions = append(c.Questions, Question{ID: b.Question, By: e.Actor, Text: b.Text, At: e.At})
	case QuestionAnswered:
		if q := c.question(b.Question); q != nil {
			q.Answer, q.Files, q.AnsweredAt = b.Text, b.Files, e.At
		}
	case Suspended:
		s := c.Suspended[b.Clock]
		s.Ground, s.Reason, s.Due = b.Cause, b.Reason, b.Was
		c.Suspended[b.Clock] = s
	case StipulationAnswered:
		if p := c.point(b.No); p != nil {
			p.Answer, p.Files, p.Answered, p.Checked, p.Satisfied = b.Text, b.Files, true, false, false
		}
	case StipulationChecked:
		if p := c.point(b.No); p != nil {
			p.Checked, p.Satisfied, p.Note, p.By = true, b.Satisfied, b.Note, e.Actor
		}
	case ChangesReturned:
		for _, no := range b.Open {
			if p := c.point(no); p != nil {
				p.Answered = false
			}
		}
	case ChangesSubmitted:
		c.Application = b.Application
	case LetterIssued:
		c.addLetter(e, b)
	case LetterSent:
		for i := range c.Letters {
			if c.Letters[i].Revision == b.Revision {
				c.Letters[i].Sent = append(c.Letters[i].Sent, Sending{b, e.At})
			}
		}
	}
}

func (c *Case) open(e journal.Event, b Opened) {
	*c = Case{ID: e.Subject(), Kind: b.Kind, About: b.About, Appeal: b.Appeal, Claim: b.Claim, Step: b.Step, Experts: b.Listed, Activity: b.Activity, Committee: b.Committee, Unit: b.Unit, Applicant: b.Applicant,
		Title: b.Title, Region: b.Region, Scope: b.Scope, Fields: b.Fields, Proposed: b.Procedure, Mandate: b.Mandate,
		Application: b.Application, Submitted: e.At,
		Excluded: map[string]MemberExcluded{}, Due: map[string]time.Time{}}
}

func (c *Case) decide(d Decision, at time.Time) {
	c.Decisions, c.Points, c.DecidedAt, c.Meeting = append(c.Decisions, d), nil, at, ""
	c.ConfirmedAt, c.Preliminary, c.Recheck, c.Opinion = time.Time{}, nil, "", nil
	for _, s := range d.Stipulations {
		c.Points = append(c.Points, Point{Stipulation: s})
	}
}

func (c *Case) addLetter(e journal.Event, b LetterIssued) {
	for i := range c.Letters {
		if c.Letters[i].Revision == b.Replaces {
			c.Letters[i].Superseded = b.Revision
		}
	}
	c.Letters = append(c.Letters, Letter{LetterIssued: b, Issued: e.At, By: e.Actor, stage: c.stage()})
}

func (c *Case) moveClocks(moves []flow.ClockMove, at time.Time) {
	for _, m := range moves {
		switch m.Op {
		case flow.ClockPause:
			if c.Suspended == nil {
				c.Suspended = map[string]Suspension{}
			}
			c.Suspended[m.Clock] = Suspension{Since: at, Due: c.Due[m.Clock]}
		case flow.ClockMeet, flow.ClockCancel:
			delete(c.Due, m.Clock)
			delete(c.Suspended, m.Clock)
		case flow.ClockStart, flow.ClockResume, flow.ClockExtend:
			c.Due[m.Clock] = m.Due
			delete(c.Suspended, m.Clock)
			if m.Clock == ClockFollowUp && m.Op == flow.ClockStart {
				c.FollowUp = m.Amount
			}
		}
	}
}

func (c *Case) question(id string) *Question {
	for i := range c.Questions {
		if c.Questions[i].ID == id {
			return &c.Questions[i]
		}
	}
	return nil
}

func (c *Case) point(no int) *Point {
	for i := range c.Points {
		if c.Points[i].No == no {
			return &c.Points[i]
		}
	}
	return nil
}
