package sites

import (
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/sites/parcel"
)

// State is one site, folded from its stream.
type State struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Site

	InvitedAt time.Time `json:"invited_at,omitzero"`
	Input     *Input    `json:"input,omitempty"`
	Comments  []Comment `json:"comments,omitempty"`

	Package  string         `json:"package,omitempty"` // the one before the site
	Has      parcel.Version `json:"has,omitzero"`      // version of the application that it is about
	SentAt   time.Time      `json:"sent_at,omitzero"`
	Before   bool           `json:"before,omitempty"`  // an earlier package had been recognised
	Stopped  bool           `json:"stopped,omitempty"` // the decision is not in force, and the work here has to stop
	Came     *Received      `json:"came,omitempty"`    // as a file
	Status   *parcel.Status `json:"status,omitempty"`  // newest word of a package that came as a file
	StatusNo int64          `json:"status_no,omitempty"`
	StatusOn calendar.Day   `json:"status_on,omitempty"`

	Case       string         `json:"case,omitempty"` // the recognition case
	TakenUpAt  time.Time      `json:"taken_up_at,omitzero"`
	DecidedAt  time.Time      `json:"decided_at,omitzero"`
	Reasons    string         `json:"reasons,omitempty"` // of a decision against it
	Answer     *parcel.Answer `json:"answer,omitempty"`
	AnswerNo   int64          `json:"answer_no,omitempty"` // of an answer that came as a file
	Answered   string         `json:"answered,omitempty"`  // event that answers
	AnsweredAt time.Time      `json:"answered_at,omitzero"`
	FollowUps  []FollowUp     `json:"follow_ups,omitempty"`

	Due map[string]time.Time `json:"due,omitempty"` // running clocks
}

// Comment is a word between the sides.
type Comment struct {
	Commented
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// FollowUp is one follow-up of the site.
type FollowUp struct {
	Result string    `json:"result"`
	Text   string    `json:"text"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// Fold gives the site that its events make.
func Fold(events []journal.Event) (State, error) {
	s := State{Due: map[string]time.Time{}}
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		s.apply(e)
		s.ID, s.State, s.Version = e.Subject(), next, e.Version
	})
	return s, err
}

// allows refuses an event that is not legal in the present state.
func (s State) allows(event string) error {
	if Table.Allows(s.State, event) {
		return nil
	}
	if s.State == StateNone {
		return errs.New(errs.NotFound, "sites.missing", lang.T("没有这个参与单位。", "There is no such site."))
	}
	return s.not()
}

// not refuses what the present state does not allow.
func (s State) not() error {
	return errs.Refuse("sites.state", "此参与单位目前的状态是“%s”，不能这样处理。", "The site is in the state “%s”, which does not allow this.", Table.Info(s.State).Text)
}

// Works reports whether the site has recognised a package of the decision, this one or
// one before it: then there is work to follow up.
func (s State) Works() bool {
	return s.Before || s.State == StateRecognised || s.State == StateHalted
}

func (s *State) apply(e journal.Event) {
	for _, move := range flow.MovesOf(e.Body) {
		delete(s.Due, move.Clock)
		if !move.Due.IsZero() {
			s.Due[move.Clock] = move.Due
		}
	}
	switch b := e.Body.(type) {
	case Invited:
		s.Site, s.InvitedAt = b.Site, e.At
	case InputGiven:
		in := b.Input
		s.Input = &in
	case Commented:
		s.Comments = append(s.Comments, Comment{b, e.Actor, e.At})
	case FollowedUp:
		s.FollowUps = append(s.FollowUps, FollowUp{b.Result, b.Text, e.Actor, e.At})
	default:
		s.applyPackage(e)
		s.applyAnswer(e)
	}
}

// applyPackage takes in what the lead sends.
func (s *State) applyPackage(e journal.Event) {
	switch b := e.Body.(type) {
	case Withdrawn:
		s.Stopped = false
	case PackageSent:
		s.begin(e.At, b.Package, b.Version)
		s.Stopped = false
	case Halted:
		s.Stopped = true
	case Resumed:
		s.Stopped = false
	case Received:
		s.Site = b.Site
		s.begin(e.At, b.Package, b.Content.Application)
		s.Stopped = s.Stopped && b.Status.State != parcel.InForce
		s.Came = &b
		s.Status, s.StatusNo, s.StatusOn = &b.Status, b.StatusNo, b.StatusOn
	case StatusReceived:
		s.Status, s.StatusNo, s.StatusOn = &b.Status, b.StatusNo, b.StatusOn
	case TakenUp:
		s.Case, s.TakenUpAt = b.Review, e.At
	}
}

// begin puts a package before the site; what was said about an earlier one is over.
func (s *State) begin(at time.Time, pkg string, v parcel.Version) {
	s.Before = s.Works()
	s.Package, s.Has, s.SentAt = pkg, v, at
	s.Case, s.Reasons, s.Answer, s.Answered, s.TakenUpAt, s.DecidedAt, s.AnsweredAt = "", "", nil, "", time.Time{}, time.Time{}, time.Time{}
}

func (s *State) applyAnswer(e journal.Event) {
	answer := func(a parcel.Answer) { s.Answer, s.Answered, s.AnsweredAt = &a, e.ID, e.At }
	switch b := e.Body.(type) {
	case Agreed:
		s.DecidedAt = e.At
	case Disagreed:
		s.DecidedAt, s.Reasons = e.At, b.Reasons
	case Refused:
		answer(b.Answer)
	case Recognised:
		answer(b.Answer)
	case Objected:
		answer(b.Answer)
	case AnswerRecognised:
		answer(b.Answer)
		s.AnswerNo = b.No
	case AnswerObjected:
		answer(b.Answer)
		s.AnswerNo = b.No
	case AnswerRefused:
		answer(b.Answer)
		s.AnswerNo = b.No
	}
}

// start begins a clock where the packs know its limit.
func (f Facts) start(clock string, who flow.Role, holder string) []flow.ClockMove {
	m, ok := f.Clocks[clock]
	if !ok {
		return nil
	}
	m.Clock, m.Op, m.Who, m.Holder = clock, flow.ClockStart, who, holder
	return []flow.ClockMove{m}
}

// end meets or cancels clocks that run.
func (s State) end(op flow.ClockOp, clocks ...string) []flow.ClockMove {
	var out []flow.ClockMove
	for _, c := range clocks {
		if _, runs := s.Due[c]; runs {
			out = append(out, flow.ClockMove{Clock: c, Op: op})
		}
	}
	return out
}

// Parcel is the decision package of a case, folded from its stream.
type Parcel struct {
	Version int64
	State   flow.State
	Package string // event that issued the newest
	Content parcel.Content
	Status  parcel.Status
	Stated  string // event of the newest statement
	Because string // why a newer package has to take its place; empty: none has to
}

// FoldParcel gives the package that its events make.
func FoldParcel(events []journal.Event) (Parcel, error) {
	var p Parcel
	err := journal.Walk(&ParcelTable, events, func(e journal.Event, next flow.State) {
		p.State, p.Version = next, e.Version
		switch b := e.Body.(type) {
		case Issued:
			p.Content, p.Package, p.Because = b.Content, e.ID, ""
		case Affirmed:
			p.say(e.ID, b.Status)
		case Suspended:
			p.say(e.ID, b.Status)
		case Ended:
			p.say(e.ID, b.Status)
		}
	})
	return p, err
}

func (p *Parcel) say(event string, st parcel.Status) {
	p.Status, p.Stated, p.Because = st, event, st.Newer
}

// Alliance is an agreement or alliance.
type Alliance struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Terms
}

// Covers reports whether it holds between two units for one of the fields on a
// day. Each unit may go by more than one key.
func (a Alliance) Covers(one, other, fields []string, day calendar.Day) bool {
	member := func(keys []string) bool {
		return slices.ContainsFunc(keys, func(k string) bool { return k != "" && slices.Contains(a.Members, k) })
	}
	inField := len(a.Fields) == 0 || slices.ContainsFunc(fields, func(f string) bool { return slices.Contains(a.Fields, f) })
	return a.State == AllianceKept && a.From <= day && (a.Until == "" || day <= a.Until) && member(one) && member(other) && inField
}

// FoldAlliance gives the agreement that its events make.
func FoldAlliance(events []journal.Event) (Alliance, error) {
	var a Alliance
	err := journal.Walk(&AllianceTable, events, func(e journal.Event, next flow.State) {
		a.ID, a.State, a.Version = e.Subject(), next, e.Version
		switch b := e.Body.(type) {
		case AllianceFounded:
			a.Terms = b.Terms
		case AllianceChanged:
			a.Terms = b.Terms
		}
	})
	return a, err
}

// Peer is another installation.
type Peer struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Known
}

// FoldPeer gives the installation that its events make.
func FoldPeer(events []journal.Event) (Peer, error) {
	var p Peer
	err := journal.Walk(&PeerTable, events, func(e journal.Event, next flow.State) {
		p.ID, p.State, p.Version = e.Subject(), next, e.Version
		if b, ok := e.Body.(Known); ok {
			p.Known = b
		}
	})
	return p, err
}
