package complaint

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Tables are those that hold what is destroyed, for whoever scrubs.
func Tables() []string {
	return []string{"complaint_boxes", "complaint_letters", "complaint_barred", "complaint_opened", "complaint_keys"}
}

// batch bounds how many reports one transaction journals.
const batch = 200

// Journalise journals what rested since an earlier day: all of it together, in the
// order of random ids. It returns how many reports and letters that were. Called
// often, it does something once a day.
func (s *Service) Journalise(ctx context.Context, now time.Time) (int, error) {
	done := 0
	for {
		n, err := s.journalise(ctx, now)
		done += n
		if err != nil {
			return done, fmt.Errorf("journal reports: %w", err)
		}
		if n < batch {
			return done, nil
		}
	}
}

func (s *Service) journalise(ctx context.Context, now time.Time) (n int, err error) {
	today := calendar.Of(now)
	var waiting int
	if err := s.J.DB.Read(ctx).Row(`select count(*) from complaint_letters where resting and day < $1`, string(today)).Scan(&waiting); err != nil || waiting == 0 {
		return 0, err
	}
	_, err = s.J.Do(ctx, auth.Act(auth.Operator(now), now, "", nil), func(tx *journal.Tx) error {
		filed, err := s.filedBefore(tx, today)
		if err != nil {
			return err
		}
		for _, f := range filed {
			if err := s.enter(tx, f); err != nil {
				return err
			}
		}
		written, err := writtenBefore(tx, today)
		if err != nil {
			return err
		}
		for _, w := range written {
			if err := enterLetter(tx, w); err != nil {
				return err
			}
		}
		n = len(filed) + len(written)
		return nil
	})
	return n, err
}

// entry is a report that rests.
type entry struct {
	id string
	Filed
}

func (s *Service) filedBefore(tx *journal.Tx, today calendar.Day) ([]entry, error) {
	return store.Collect(tx, func(rows *sql.Rows) (entry, error) {
		var e entry
		var day string
		err := rows.Scan(&e.id, &e.BodyKind, &e.Body, &e.Region, &day, &e.Identity, &e.Digest)
		e.Day = calendar.Day(day)
		return e, err
	}, fmt.Sprintf(`select b.id, b.body_kind, b.body, b.region, b.day, b.identity <> '', l.digest from complaint_boxes b
		join complaint_letters l on l.complaint = b.id and l.seq = 1 where b.resting and b.day < $1 order by b.id limit %d`, batch), string(today))
}

// enter journals one report. Its clock runs from the day of filing.
func (s *Service) enter(tx *journal.Tx, e entry) error {
	var f Facts
	s.acceptance(&f, e.Region, e.Day.End())
	e.Moves = starts(f.Clock, e.Body)
	tx.For = e.Body
	tx.Begin(Stream(e.id))
	if err := tx.Append(Stream(e.id), journal.Because(e.Filed)); err != nil {
		return err
	}
	if err := tx.Exec(`update complaint_boxes set resting = false where id = $1`, e.id); err != nil {
		return err
	}
	return tx.Exec(`update complaint_letters set resting = false where complaint = $1 and seq = 1`, e.id)
}

// later is a letter that rests.
type later struct {
	id, body string
	Written
}

func writtenBefore(tx *journal.Tx, today calendar.Day) ([]later, error) {
	return store.Collect(tx, func(rows *sql.Rows) (later, error) {
		var l later
		var day string
		err := rows.Scan(&l.id, &l.body, &l.Seq, &l.By, &day, &l.Digest)
		l.Day = calendar.Day(day)
		return l, err
	}, fmt.Sprintf(`select l.complaint, c.body, l.seq, l.author, l.day, l.digest from complaint_letters l join complaints c on c.id = l.complaint
		where l.resting and l.day < $1 order by l.complaint, l.seq limit %d`, batch), string(today))
}

func enterLetter(tx *journal.Tx, l later) error {
	if _, err := load(tx, l.id); err != nil {
		return err
	}
	tx.For = l.body
	if err := tx.Append(Stream(l.id), journal.Because(l.Written)); err != nil {
		return err
	}
	return tx.Exec(`update complaint_letters set resting = false where complaint = $1 and seq = $2`, l.id, l.Seq)
}

// Expire destroys the contents of reports whose time is over and that nothing holds.
// It returns how many.
func (s *Service) Expire(ctx context.Context, now time.Time) (int, error) {
	due, err := store.Collect(s.J.DB.Read(ctx), func(rows *sql.Rows) (string, error) {
		var id string
		return id, rows.Scan(&id)
	}, fmt.Sprintf(`select id from complaints where state in ('closed', 'referred') and until_day <> '' and until_day < $1 and not held and not running and not asked order by id limit %d`, batch),
		string(calendar.Of(now)))
	if err != nil {
		return 0, fmt.Errorf("look for reports whose time is over: %w", err)
	}
	for i, id := range due {
		if err := s.destroy(ctx, now, id); err != nil && errs.CodeOf(err) != errs.Refused {
			return i, fmt.Errorf("destroy report %s: %w", id, err)
		}
	}
	return len(due), nil
}

func (s *Service) destroy(ctx context.Context, now time.Time, id string) error {
	_, err := s.J.Do(ctx, auth.Act(auth.Operator(now), now, "", nil), func(tx *journal.Tx) error {
		st, err := load(tx, id)
		if err != nil {
			return err
		}
		news, err := st.Destroy(calendar.Of(now))
		if err != nil {
			return err
		}
		tx.For = st.Body
		if err := tx.Append(Stream(id), news...); err != nil {
			return err
		}
		return tx.Destroy(func() error {
			for _, query := range []string{`delete from complaint_letters where complaint = $1`, `delete from complaint_barred where complaint = $1`,
				`delete from complaint_opened where complaint = $1`, `delete from complaint_boxes where id = $1`} {
				if err := tx.Exec(query, id); err != nil {
					return err
				}
			}
			return nil
		})
	})
	return err
}

// Destroy decides that contents are destroyed: after their time, unless something
// holds them.
func (s State) Destroy(today calendar.Day) ([]journal.New, error) {
	if err := s.may(Destroyed{}); err != nil {
		return nil, err
	}
	if s.Until == "" || s.Until >= today || s.Held || s.CaseOpen() || s.OpenAsk() != nil {
		return nil, errs.Refuse("complaint.kept", "保存期限未到，或者已经保全。", "Its time is not over, or it is held.")
	}
	return []journal.New{journal.Because(Destroyed{today})}, nil
}
