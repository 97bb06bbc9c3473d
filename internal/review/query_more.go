package review

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// keyWords cuts a title into what may be searched for, the longest first: Latin
// words, and runs of Han characters in pieces of four.
func keyWords(title string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		runes := []rune(word)
		switch {
		case unicode.Is(unicode.Han, runes[0]) && len(runes) > 4:
			for i := 0; i+4 <= len(runes); i += 2 {
				out = append(out, string(runes[i:i+4]))
			}
		case len(runes) >= 4 || unicode.Is(unicode.Han, runes[0]) && len(runes) >= 2:
			out = append(out, word)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out[:min(len(out), 8)]
}

// Task is something that waits for a person, or for an office that they hold.
type Task struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"` // see the Task… constants
	Review  string    `json:"review,omitempty"`
	Meeting string    `json:"meeting,omitempty"`
	Ref     string    `json:"ref,omitempty"` // question, letter revision …
	Person  string    `json:"person,omitempty"`
	Role    string    `json:"role,omitempty"` // in the committee Body
	Body    string    `json:"body,omitempty"`
	Of      string    `json:"of,omitempty"` // kind of review; empty: the initial one
	Title   string    `json:"title"`
	Number  string    `json:"number,omitempty"`
	Since   time.Time `json:"since"`
	Due     time.Time `json:"due,omitzero"`
}

// Tasks is a page of what waits for the person: their own tasks, and those of
// the offices that they hold today, the oldest first. A case that they are out
// of does not appear.
func Tasks(r store.Reader, p auth.Principal, kinds []string, pg store.Paging) (store.Page[Task], error) {
	ws, err := taskSources(r, p)
	if err != nil {
		return store.Page[Task]{}, err
	}
	for _, w := range ws {
		w.And(`(t.review = '' or ` + auth.Filter(p, auth.ReviewView, auth.Review, "o") + `)`)
		if len(kinds) > 0 {
			w.In("t.kind", kinds)
		}
	}
	k := store.Keyset{Columns: []string{"t.since", "t.id"}, Numbers: []string{"t.since"}}
	return store.QueryPages(r, `select t.id, t.kind, t.review, t.meeting, t.ref, t.person, t.role, t.body, t.since,
		coalesce(o.kind, ''), coalesce(o.title, ''), coalesce(o.number, ''), coalesce(k.due, 0)
		from review_tasks t left join reviews o on o.id = t.review
		left join clocks k on k.id = 'review/' || t.review || '#' || case when t.kind in ('stipulations', 'revise') then 'changes' else 'decision' end
			and k.state in ('running', 'paused', 'over')`, ws, k, pg, func(rows *sql.Rows) (Task, []any, error) {
		var t Task
		var since, due int64
		err := rows.Scan(&t.ID, &t.Kind, &t.Review, &t.Meeting, &t.Ref, &t.Person, &t.Role, &t.Body, &since, &t.Of, &t.Title, &t.Number, &due)
		t.Since, t.Due = store.Time(since), timeOrZero(due)
		return t, []any{since, t.ID}, err
	})
}

// taskSources are the conditions under which a task waits for the person: one
// for their own, one for each office that they hold in a committee today.
func taskSources(r store.Reader, p auth.Principal) ([]*store.Where, error) {
	own := store.NewWhere(p.Args()...)
	own.And("t.person = $1")
	type seat struct{ body, role string }
	seats, err := store.Collect(r, func(rows *sql.Rows) (s seat, err error) {
		err = rows.Scan(&s.body, &s.role)
		return s, err
	}, `select f.body, f.role from offices f where f.person = $1 and f.body_kind in ('committee', 'unit') and f.active
		and f.from_day <= $2 and (f.until_day = '' or f.until_day >= $2)
		union select c.id, f.role from offices f join committees c on c.unit = f.body where f.person = $1 and f.role = 'unit_officer' and f.active
		and f.from_day <= $2 and (f.until_day = '' or f.until_day >= $2)`, p.Args()...)
	if err != nil {
		return nil, fmt.Errorf("look for offices of %s: %w", p.Person, err)
	}
	out := []*store.Where{own}
	for _, s := range seats {
		w := store.NewWhere(p.Args()...)
		w.And("t.person = ''")
		w.And("t.body = " + w.Arg(s.body))
		w.And("t.role = " + w.Arg(s.role))
		out = append(out, w)
	}
	return out, nil
}

// MeetingRow is a meeting as lists show it.
type MeetingRow struct {
	ID        string     `json:"id"`
	Committee string     `json:"committee"`
	State     flow.State `json:"state"`
	StartsAt  time.Time  `json:"starts_at"`
	Mode      string     `json:"mode"`
	Place     string     `json:"place"`
	Items     int        `json:"items"`
	Version   int64      `json:"version"`
}

// MeetingFilter narrows a list of meetings.
type MeetingFilter struct {
	Committee string
	State     flow.State
	From      time.Time // starts at or after; the list then runs forward in time
	Until     time.Time // starts before
	Phase     Phase
}

// Phase is where meetings are in their life.
type Phase string

// The phases. A meeting that has begun and was not closed is under way however
// long ago that was.
const (
	Coming  Phase = "coming" // planned, called or in session; the next first
	Making  Phase = "making" // planned or called: its agenda is still made; the next first
	Over    Phase = "over"   // closed or cancelled; the latest first
	AnyTime Phase = ""       // all
)

var phases = map[Phase]string{
	Coming: "o.state in ('planned', 'called', 'open')", Making: "o.state in ('planned', 'called')", Over: "o.state not in ('planned', 'called', 'open')",
}

// Meetings is a page of the meetings that the person may see: the latest first,
// or from a time on, the next first.
func Meetings(r store.Reader, p auth.Principal, f MeetingFilter, pg store.Paging) (store.Page[MeetingRow], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.MeetingView, auth.Meeting, "o"))
	w.Is("o.committee", f.Committee)
	w.Is("o.state", string(f.State))
	if !f.From.IsZero() {
		w.And("o.starts_at >= " + w.Arg(store.Micros(f.From)))
	}
	if !f.Until.IsZero() {
		w.And("o.starts_at < " + w.Arg(store.Micros(f.Until)))
	}
	if phase, ok := phases[f.Phase]; ok {
		w.And(phase)
	}
	forward := f.Phase == Coming || f.Phase == Making || f.Phase == AnyTime && !f.From.IsZero()
	k := store.Keyset{Columns: []string{"o.starts_at", "o.id"}, Numbers: []string{"o.starts_at"}, Desc: !forward}
	return store.QueryPage(r, `select o.id, o.committee, o.state, o.starts_at, o.mode, o.place, o.items, o.version from meetings o`, w, k, pg,
		func(rows *sql.Rows) (MeetingRow, []any, error) {
			var m MeetingRow
			var starts int64
			err := rows.Scan(&m.ID, &m.Committee, &m.State, &starts, &m.Mode, &m.Place, &m.Items, &m.Version)
			m.StartsAt = store.Time(starts)
			return m, []any{starts, m.ID}, err
		})
}

// Agenda is a page of the cases of a meeting in their order, without those that
// the person is out of.
func Agenda(r store.Reader, p auth.Principal, meeting string, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.ReviewView, auth.Review, "o"))
	w.And("i.meeting = " + w.Arg(meeting))
	k := store.Keyset{Columns: []string{"i.position", "o.id"}, Numbers: []string{"i.position"}}
	return store.QueryPage(r, `select i.position, `+rowColumns+rowTables+` join meeting_items i on i.review = o.id`, w, k, pg,
		func(rows *sql.Rows) (Row, []any, error) {
			var position int64
			row, err := scanRowAfter(rows, &position)
			return row, []any{position, row.ID}, err
		})
}

// Certified is what anybody may know of a letter, and what became of it.
type Certified struct {
	LetterIssued
	Review     string    `json:"review"`          // stream of the case, for the proof
	Event      string    `json:"event"`           // that issued it
	Issued     time.Time `json:"issued,omitzero"` // of the letter
	Standing   Standing  `json:"standing"`
	Later      string    `json:"later"`       // label of the letter to look at instead, if there is one
	LaterCause string    `json:"later_cause"` // why this one was corrected
}

// Standing is what became of a letter.
type Standing string

// The standings of a letter.
const (
	Stands     Standing = "stands"     // as issued
	Superseded Standing = "superseded" // a corrected revision replaced it
	Followed   Standing = "followed"   // a later decision or confirmation has its own letter
	// ReplacedOnAppeal: the committee decided anew, and otherwise.
	ReplacedOnAppeal Standing = "replaced_on_appeal"
	// Revoked: the exemption that it certifies has ended.
	Revoked Standing = "revoked"
)

// Verify finds a letter by its code; a number, when given, must be the letter's.
// It needs no login: who has the code has the paper.
func (s *Service) Verify(r store.Reader, number, code string) (Certified, error) {
	code = strings.ToUpper(strings.Join(strings.Fields(strings.ReplaceAll(code, "-", "")), ""))
	var event, review string
	err := r.Row(`select event, review from letters where code = $1`, code).Scan(&event, &review)
	if errors.Is(err, sql.ErrNoRows) {
		return Certified{}, unknownLetter()
	}
	if err != nil {
		return Certified{}, fmt.Errorf("look up letter: %w", err)
	}
	c, err := s.lookCase(r, review)
	if err != nil {
		return Certified{}, err
	}
	for i, l := range c.Letters {
		if l.Code != code {
			continue
		}
		if number != "" && number != l.Number && number != l.Label() {
			break
		}
		out := Certified{LetterIssued: l.LetterIssued, Review: Stream(review), Event: event, Issued: l.Issued, Standing: Stands}
		if last := c.Letters[len(c.Letters)-1]; i < len(c.Letters)-1 {
			out.Standing, out.Later = Followed, last.Label()
			if l.Superseded > 0 {
				out.Standing, out.LaterCause = Superseded, c.Letters[l.Superseded-1].Reason
			}
		}
		if d := c.Decision(); c.Kind == KindExemption && d.Outcome == OutcomeRevoked && l.Outcome == OutcomeExempt {
			out.Standing, out.LaterCause = Revoked, d.Reasons
		}
		return out, s.onAppeal(r, c, i, &out)
	}
	return Certified{}, unknownLetter()
}

// onAppeal says of a letter whose decision was replaced on appeal where the new one
// stands.
func (s *Service) onAppeal(r store.Reader, c Case, i int, out *Certified) error {
	if c.ReplacedBy == "" || i < len(c.Letters)-1 {
		return nil
	}
	later, err := s.lookCase(r, c.ReplacedBy)
	if err != nil {
		return err
	}
	out.Standing, out.Later = ReplacedOnAppeal, later.Number
	if l := later.Current(); l != nil {
		out.Later = l.Label()
	}
	return nil
}

func unknownLetter() *errs.Error {
	return errs.New(errs.NotFound, "review.letter.unknown", lang.T(
		"没有与此编号和验证码相符的决定书。请核对后重试；若仍不相符，这份文件可能不是真的。",
		"No letter has this number and code. Check them and try again; if they still do not match, the paper may not be genuine."))
}
