package clocks

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Kind of the streams of calendars, and the id of the one for mainland China.
const (
	CalendarKind = "calendar"
	Mainland     = "cn"
)

// Announced says that the holidays of a year are known. The event holds them, so
// that the journal alone gives every server the same calendar.
type Announced struct {
	calendar.Notice
	Hash   string `json:"hash"`             // SHA-256 of the notice, see [HashOf]
	Source string `json:"source,omitempty"` // address under which it was published
}

// EventType is calendar.announced.
func (Announced) EventType() string { return "calendar.announced" }

// HashOf identifies the content of a notice, however its file is laid out.
func HashOf(n calendar.Notice) (string, error) {
	raw, err := json.Marshal(n)
	if err != nil {
		return "", fmt.Errorf("write notice of %d: %w", n.Year, err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}

// CalendarTable is the procedure of a calendar: years are announced, and
// announced again when the notice is changed.
var CalendarTable = flow.Table{
	Name: CalendarKind, Start: "",
	States: []flow.Info{{State: "kept", Text: lang.T("使用中", "In use"), Who: flow.RoleAdministrator}},
	Transitions: []flow.Transition{
		{From: "", Verb: "announce", Event: "calendar.announced", To: "kept", Role: flow.RoleAdministrator, Law: "HOLIDAYS-2024 2"},
		{From: "kept", Verb: "announce", Event: "calendar.announced", To: "kept", Role: flow.RoleAdministrator, Law: "HOLIDAYS-2024 2"},
	},
}

// Calendars keeps the calendar in force: the one that the program carries, and
// what was announced since, from the journal.
type Calendars struct {
	*calendar.Holder
	j    *journal.Journal
	base *calendar.Calendar
	head atomic.Int64 // version of the stream that Holder has taken in
}

// OpenCalendars begins with the calendar that the program carries; [Refresh]
// takes in what the journal knows.
func OpenCalendars(j *journal.Journal, base *calendar.Calendar) *Calendars {
	return &Calendars{Holder: calendar.Hold(base), j: j, base: base}
}

// Refresh takes in announcements that this or another server has journalled.
func (s *Calendars) Refresh(ctx context.Context) error {
	r := s.j.DB.Read(ctx)
	events, err := s.j.Stream(r, stream())
	if err != nil {
		return fmt.Errorf("read calendar: %w", err)
	}
	if int64(len(events)) > s.head.Load() {
		s.Put(foldCalendar(s.base, events))
		s.head.Store(int64(len(events)))
	}
	return nil
}

func stream() string { return journal.StreamName(CalendarKind, Mainland) }

func foldCalendar(c *calendar.Calendar, events []journal.Event) *calendar.Calendar {
	for _, e := range events {
		if b, ok := e.Body.(Announced); ok {
			c = c.With(b.Notice)
		}
	}
	return c
}

// Announcements are those of the journal, the latest of a year last.
func (s *Calendars) Announcements(r store.Reader) ([]journal.Event, error) {
	return s.j.Stream(r, stream())
}

// Announce takes in the holidays of a year.
type Announce struct {
	Calendar string          `json:"calendar"` // cn
	Notice   calendar.Notice `json:"notice"`
	Source   string          `json:"source"` // address; empty: the notice's first paper
	Version  int64           `json:"version"`
	Key      string          `json:"key,omitempty"`
}

// Announce journals a year's holidays, brings the new calendar into force, and
// counts again the dates that waited for it.
func (s *Calendars) Announce(ctx context.Context, p auth.Principal, now time.Time, cmd Announce) (journal.Outcome, error) {
	if cmd.Calendar == "" {
		cmd.Calendar = Mainland
	}
	out, err := s.j.Do(ctx, journal.Act{Actor: p.Person, Now: now, Key: cmd.Key}, func(tx *journal.Tx) error {
		if cmd.Calendar != Mainland {
			return errs.New(errs.NotFound, "calendar.missing", lang.T("没有这份日历。", "There is no such calendar."))
		}
		events, err := tx.Load(stream())
		if err != nil {
			return err
		}
		if err := auth.Allow(tx, p, auth.SystemConfigure, auth.System, House); err != nil {
			return err
		}
		if err := tx.Expect(stream(), cmd.Version); err != nil {
			return err
		}
		body, err := announce(foldCalendar(s.base, events), cmd)
		if err != nil {
			return err
		}
		tx.Result = Mainland
		return tx.Append(stream(), journal.Because(body, flow.Ground{Rule: "calendar", Source: "HOLIDAYS-2024", Article: "2"}))
	})
	if err != nil {
		return out, err
	}
	if err := s.Refresh(ctx); err != nil {
		return out, err
	}
	_, err = s.Recompute(ctx, now)
	return out, err
}

// House is the id under which the house itself stands in the table of
// authorisations.
const House = "system"

// announce decides to take a notice in.
func announce(c *calendar.Calendar, cmd Announce) (Announced, error) {
	n := cmd.Notice
	if err := c.CheckNotice(n); err != nil {
		return Announced{}, err
	}
	hash, err := HashOf(n)
	if err != nil {
		return Announced{}, err
	}
	if known, ok := c.Notice(n.Year); ok {
		if same, err := HashOf(known); err == nil && same == hash {
			return Announced{}, errs.New(errs.Refused, "calendar.known", lang.T(
				"%s 年的安排已经装入，内容相同。", "The holidays of %s are loaded already, with the same content."), fmt.Sprint(n.Year))
		}
	}
	source := strings.TrimSpace(cmd.Source)
	if source == "" && len(n.Papers) > 0 {
		source = n.Papers[0]
	}
	return Announced{Notice: n, Hash: hash, Source: source}, nil
}
