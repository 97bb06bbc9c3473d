package review

import (
	"slices"
	"strings"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
)

// Minutes is what happened at a meeting, as generated from its events. People
// are ids; pages and papers put the names in.
type Minutes struct {
	Committee  string        `json:"committee"`
	Mode       string        `json:"mode"`
	Place      string        `json:"place,omitempty"`
	Opened     time.Time     `json:"opened"`
	Closed     time.Time     `json:"closed"`
	Presiding  string        `json:"presiding"`
	Attendance []Attended    `json:"attendance"`
	Absent     []string      `json:"absent,omitempty"` // invited members who did not come
	Items      []MinuteItem  `json:"items"`
	Reported   []Reported    `json:"reported,omitempty"` // decided before, without a meeting
	Apologies  []string      `json:"apologies,omitempty"`
	Adjourned  []Adjournment `json:"adjourned,omitempty"`
}

// Reported is a decision under the simplified procedure of which a meeting was told.
type Reported struct {
	Review    string   `json:"review"`
	Number    string   `json:"number"`
	Kind      string   `json:"kind,omitempty"` // of review; empty: the initial one
	Title     string   `json:"title"`
	Outcome   string   `json:"outcome"`
	Why       string   `json:"why"` // the procedure applied
	Reviewers []string `json:"reviewers"`
}

// Attended is one person's time in the room.
type Attended struct {
	Person string `json:"person"`
	Role   string `json:"role"`
	Remote bool   `json:"remote,omitempty"` // by video, all of the time
	Spans  []Span `json:"spans"`
	Late   bool   `json:"late,omitempty"`  // came after the first case was taken up
	Early  bool   `json:"early,omitempty"` // left before the last one was done
}

// MinuteItem is one case in the minutes.
type MinuteItem struct {
	Review       string             `json:"review"`
	Number       string             `json:"number,omitempty"`
	Kind         string             `json:"kind,omitempty"` // of review; empty: the initial one
	Title        string             `json:"title"`
	State        ItemState          `json:"state"`
	Presiding    string             `json:"presiding,omitempty"`
	Interests    []InterestDeclared `json:"interests,omitempty"`
	Excluded     map[string]string  `json:"excluded,omitempty"`
	Advisers     []AdviserInvited   `json:"advisers,omitempty"`
	Findings     []PointChecked     `json:"findings,omitempty"`
	Questions    []MinuteQuestion   `json:"questions,omitempty"`
	Rounds       []MinuteRound      `json:"rounds,omitempty"`
	Outcome      string             `json:"outcome,omitempty"`
	Reasons      string             `json:"reasons,omitempty"`
	Stipulations []string           `json:"stipulations,omitempty"`
	Deferred     string             `json:"deferred,omitempty"`
	Note         string             `json:"note,omitempty"`
	Planned      int                `json:"planned,omitempty"` // minutes
	Took         int                `json:"took,omitempty"`    // minutes
	Turns        []Turn             `json:"turns,omitempty"`
	Lifted       *ConsentLifted     `json:"lifted,omitempty"` // was to be approved together with others
}

// MinuteQuestion is a question asked while the case was at hand.
type MinuteQuestion struct {
	By     string `json:"by"`
	Text   string `json:"text"`
	Answer string `json:"answer,omitempty"`
}

// MinuteRound is one vote in the minutes.
type MinuteRound struct {
	Round   int               `json:"round"`
	Secret  bool              `json:"secret,omitempty"`
	Voided  bool              `json:"voided,omitempty"`
	Consent bool              `json:"consent,omitempty"` // together with others, and nobody objected
	Present int               `json:"present"`
	Tally   map[string]int    `json:"tally,omitempty"`
	Votes   map[string]string `json:"votes,omitempty"` // of an open vote: person, choice
}

// Draft makes the minutes from what happened. cases are those of the agenda.
func (m *Meeting) Draft(f Facts, cases map[string]Case) Minutes {
	out := Minutes{Committee: m.Committee, Mode: m.wasHeld(), Place: m.Place, Opened: m.OpenedAt, Closed: m.ClosedAt, Presiding: m.Presiding, Adjourned: m.Adjourned}
	for _, p := range m.Room {
		role := RoleAdviser
		if s, ok := f.seat(p.Person); ok {
			role = s.Role
		}
		a := Attended{Person: p.Person, Role: role, Remote: held("", p.Spans) == Video, Spans: p.Spans}
		a.Late, a.Early = m.partly(p)
		out.Attendance = append(out.Attendance, a)
	}
	for _, person := range m.Invited {
		switch {
		case m.presence(person) != nil:
		case slices.Contains(m.Apologies, person):
			out.Apologies = append(out.Apologies, person)
		default:
			out.Absent = append(out.Absent, person)
		}
	}
	for i := range m.Items {
		out.Items = append(out.Items, m.Items[i].minutes(cases[m.Items[i].Review], m.ID, m.between(m.Items[i])))
	}
	for _, id := range m.Reported {
		if c, ok := cases[id]; ok {
			out.Reported = append(out.Reported, c.reported())
		}
	}
	return out
}

// wasHeld is how the meeting was held over all of its time.
func (m *Meeting) wasHeld() string {
	var all []Span
	for _, p := range m.Room {
		all = append(all, p.Spans...)
	}
	return held(m.Mode, all)
}

// partly reports whether somebody came late or left early, measured by the cases.
func (m *Meeting) partly(p Presence) (late, early bool) {
	came, went := p.Spans[0].From, p.Spans[len(p.Spans)-1].Until
	for _, i := range m.Items {
		late = late || !i.OpenedAt.IsZero() && i.OpenedAt.Before(came)
		early = early || !i.OpenedAt.IsZero() && went.Before(i.EndedAt)
	}
	return late, early
}

func (c Case) reported() Reported {
	out := Reported{Review: c.ID, Kind: c.Kind, Number: c.Number, Title: c.Title}
	for _, d := range c.Decisions {
		if d.Procedure == BySimplified {
			out.Outcome, out.Why, out.Reviewers = d.Outcome, d.Why, nil
			for _, a := range d.Present {
				out.Reviewers = append(out.Reviewers, a.Person)
			}
		}
	}
	return out
}

func (i *Item) minutes(c Case, meeting string, breaks time.Duration) MinuteItem {
	out := MinuteItem{Review: i.Review, Kind: i.Kind, Number: i.Number, Title: i.Title, State: i.State, Presiding: i.Presiding, Interests: i.Interests,
		Excluded: i.Excluded, Advisers: i.Advisers, Findings: i.Checks, Outcome: i.Outcome, Deferred: i.Deferred.Reason, Note: i.Deferred.Note}
	out.Planned, out.Turns, out.Lifted = i.Planned, i.Turns, i.Lifted
	if !i.OpenedAt.IsZero() && !i.EndedAt.IsZero() {
		out.Took = int((i.EndedAt.Sub(i.OpenedAt) - breaks).Round(time.Minute) / time.Minute)
	}
	for _, r := range i.Rounds {
		row := MinuteRound{Round: r.Number, Secret: r.Secret, Voided: r.Voided, Consent: r.Consent, Present: len(r.Present), Tally: r.Tally}
		if !r.Secret {
			row.Votes = r.Votes
		}
		out.Rounds = append(out.Rounds, row)
	}
	for _, q := range c.Questions {
		if !i.OpenedAt.IsZero() && !q.At.Before(i.OpenedAt) && (i.EndedAt.IsZero() || !q.At.After(i.EndedAt)) {
			out.Questions = append(out.Questions, MinuteQuestion{By: q.By, Text: q.Text, Answer: q.Answer})
		}
	}
	for _, d := range c.Decisions {
		if d.Meeting != meeting {
			continue
		}
		out.Reasons = d.Reasons
		for _, s := range d.Stipulations {
			out.Stipulations = append(out.Stipulations, s.Text)
		}
	}
	return out
}

// CloseSession decides to end the session: every case is decided, put off or
// withdrawn.
func (m Meeting) CloseSession(f Facts) ([]journal.New, error) {
	if err := m.allows("meeting.closed"); err != nil {
		return nil, err
	}
	if m.Presiding != f.Actor && !f.holds(RoleChair) && !f.holds(RoleSecretary) {
		return nil, notPresiding()
	}
	for _, i := range m.Items {
		if i.State == ItemPlanned || i.State == ItemOpen {
			return nil, errs.Refuse("review.close.open", "“%s”尚未作出决定，也没有推迟。", "“%s” is neither decided nor put off.", i.Title)
		}
	}
	return []journal.New{journal.Because(MeetingClosed{}, f.Grounds...)}, nil
}

// DraftMinutes decides to draft them.
func (m Meeting) DraftMinutes(f Facts, cases map[string]Case) ([]journal.New, error) {
	if err := m.allows("meeting.minutes_drafted"); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(MinutesDrafted{Minutes: m.Draft(f, cases)}, f.Grounds...)}, nil
}

// EditMinutes corrects or adds to a section: "general", or a review's id.
type EditMinutes struct {
	Meeting string `json:"meeting"`
	Section string `json:"section"`
	Text    string `json:"text"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// General is the section of the minutes that belongs to no case.
const General = "general"

// EditMinutes decides on a correction.
func (m Meeting) EditMinutes(cmd EditMinutes, f Facts) ([]journal.New, error) {
	if err := m.allows("meeting.minutes_edited"); err != nil {
		return nil, err
	}
	if cmd.Section != General && m.Item(cmd.Section) == nil {
		return nil, errs.Mistake("section", "review.minutes.section", "会议记录没有这一部分。", "The minutes have no such section.")
	}
	text := strings.TrimSpace(cmd.Text)
	if text == m.Note(cmd.Section) {
		return nil, errs.Mistake("text", "review.minutes.same", "内容没有变化。", "Nothing was changed.")
	}
	return []journal.New{journal.Because(MinutesEdited{Section: cmd.Section, Text: text}, f.Grounds...)}, nil
}

// Note is what was written by hand about a section, as it stands now.
func (m *Meeting) Note(section string) string {
	for i := len(m.Edits) - 1; i >= 0; i-- {
		if m.Edits[i].Section == section {
			return m.Edits[i].Text
		}
	}
	return ""
}

// ApproveMinutes decides that they are final.
func (m Meeting) ApproveMinutes(f Facts) ([]journal.New, error) {
	if err := m.allows("meeting.minutes_approved"); err != nil {
		return nil, err
	}
	if m.Presiding != f.Actor && !f.holds(RoleChair) {
		return nil, notPresiding()
	}
	return []journal.New{journal.Because(MinutesApproved{}, f.Grounds...)}, nil
}
