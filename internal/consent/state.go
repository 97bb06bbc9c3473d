package consent

import (
	"maps"
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// State is the consent documents of one activity, folded from their stream.
type State struct {
	Activity  string               `json:"activity"`
	Version   int64                `json:"version"` // of the stream
	State     flow.State           `json:"state"`
	Unit      string               `json:"unit"`
	Region    string               `json:"region,omitempty"`
	Documents []string             `json:"documents"`
	Way       string               `json:"way"`
	Sections  map[string]lang.Text `json:"sections"` // as written now
	Versions  []Version            `json:"versions,omitempty"`
	Put       PutBefore            `json:"put,omitzero"`   // the last version put before the committee
	InForce   int                  `json:"in_force"`       // its number; 0: none
	People    map[string]Person    `json:"-"`              // by code
	Counts    map[int]Count        `json:"counts"`         // by version
	Owed      int                  `json:"reconsent_owed"` // participants to be asked again
	Unasked   int                  `json:"assent_owed"`    // for whom a guardian agreed, and who were not asked yet
}

// Version is a fixed version.
type Version struct {
	Cut
	At        time.Time `json:"at"`
	Approved  time.Time `json:"approved_at,omitzero"`
	Refused   time.Time `json:"refused_at,omitzero"`
	Review    string    `json:"review,omitempty"` // that approved it
	Reconsent bool      `json:"reconsent,omitzero"`
}

// Person is a participant, by code.
type Person struct {
	N         int          `json:"n"` // version agreed to last
	Document  string       `json:"document"`
	Day       calendar.Day `json:"day"`
	Withdrawn calendar.Day `json:"withdrawn,omitempty"`
	Owes      bool         `json:"owes,omitzero"` // is to be asked again
	Grown     bool         `json:"grown,omitzero"`
	Asks      bool         `json:"asks,omitzero"`   // a guardian agreed, and they are to be asked in person too
	Assent    int          `json:"assent,omitzero"` // version to which they agreed beside the guardian
}

// Unasked reports whether a guardian agreed for somebody who has not been asked.
func (p Person) Unasked() bool { return p.Withdrawn == "" && p.Asks && p.Assent < p.N }

// Count says what participants did with a version.
type Count struct {
	Given     int `json:"given"`     // agreed to it, again included
	Again     int `json:"again"`     // had agreed to an earlier one
	Withdrawn int `json:"withdrawn"` // took it back
}

// Fold gives the documents that their events make.
func Fold(events []journal.Event) (State, error) {
	s := State{Sections: map[string]lang.Text{}, People: map[string]Person{}, Counts: map[int]Count{}}
	err := journal.Walk(&Table, events, func(e journal.Event, next flow.State) {
		s.apply(e)
		s.State, s.Version = next, e.Version
	})
	s.Owed, s.Unasked = 0, 0
	for _, p := range s.People {
		if p.Owes && p.Withdrawn == "" {
			s.Owed++
		}
		if p.Unasked() {
			s.Unasked++
		}
	}
	return s, err
}

func (s *State) apply(e journal.Event) {
	switch b := e.Body.(type) {
	case Started:
		s.Activity, s.Unit, s.Region, s.Documents, s.Way = e.Subject(), b.Unit, b.Region, b.Documents, b.Way
		maps.Copy(s.Sections, b.Sections)
	case Saved:
		maps.Copy(s.Sections, b.Sections)
		if b.Way != "" {
			s.Way = b.Way
		}
	case Cut:
		s.Versions = append(s.Versions, Version{Cut: b, At: e.At})
	case PutBefore:
		s.Put = b
	case Approved:
		v := &s.Versions[b.N-1]
		v.Approved, v.Review, v.Reconsent, s.InForce = e.At, b.Review, b.Reconsent, b.N
		if b.Reconsent {
			s.allOwe()
		}
	case Refused:
		s.Versions[b.N-1].Refused = e.At
	default:
		s.applyPerson(e)
	}
}

// allOwe has everybody asked again who still takes part.
func (s *State) allOwe() {
	for code, p := range s.People {
		p.Owes = true
		s.People[code] = p
	}
}

func (s *State) applyPerson(e journal.Event) {
	switch b := e.Body.(type) {
	case Given:
		if b.Beside != "" {
			for _, code := range b.Codes {
				p := s.People[code]
				p.Assent = b.N
				s.People[code] = p
			}
			return
		}
		c := s.Counts[b.N]
		for _, code := range b.Codes {
			p, known := s.People[code]
			if known {
				c.Again++
			}
			c.Given++
			if p.Withdrawn != "" {
				p.Assent = 0
			}
			s.People[code] = Person{N: b.N, Document: b.Document, Day: b.Day, Grown: p.Grown, Asks: b.Asks, Assent: p.Assent}
		}
		s.Counts[b.N] = c
	case Withdrawn:
		p := s.People[b.Code]
		p.Withdrawn, p.Owes = b.Day, false
		s.People[b.Code] = p
		c := s.Counts[p.N]
		c.Withdrawn++
		s.Counts[p.N] = c
	case CapacityRisen:
		p := s.People[b.Code]
		if b.Assent {
			p.Asks = true
		} else {
			p.Grown, p.Owes, p.Asks = true, true, false
		}
		s.People[b.Code] = p
	}
}

// Exists reports whether the documents were begun.
func (s State) Exists() bool { return s.Version > 0 }

// Last is the version fixed last, or nil.
func (s State) Last() *Version {
	if len(s.Versions) == 0 {
		return nil
	}
	return &s.Versions[len(s.Versions)-1]
}

// Unfixed reports whether what is written differs from the version fixed last.
func (s State) Unfixed() bool {
	last := s.Last()
	return last == nil || last.Way != s.Way || !maps.Equal(last.Sections, s.Sections)
}

// changed lists the headings that differ from the version in force.
func (s State) changed() []string {
	if s.InForce == 0 {
		return nil
	}
	old := s.Versions[s.InForce-1].Sections
	var out []string
	for code, text := range s.Sections {
		if old[code] != text {
			out = append(out, code)
		}
	}
	slices.Sort(out)
	return out
}

// allows refuses an event that is not legal in the present state.
func (s State) allows(event string) error {
	if Table.Allows(s.State, event) {
		return nil
	}
	if s.State == StateNone {
		return errs.New(errs.NotFound, "consent.missing", lang.T("还没有起草知情同意书。", "No consent form has been begun."))
	}
	return errs.New(errs.Refused, "consent.state", lang.T("知情同意书目前的状态是“%s”，不能这样处理。",
		"The consent form is in the state “%s”, which does not allow this."), Table.Info(s.State).Text)
}
