package review

import (
	"slices"

	"lunheng/internal/journal"
	"lunheng/internal/store"
)

func projectMeeting(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	if b, ok := e.Body.(MeetingPlanned); ok {
		err := tx.Exec(`insert into meetings (id, committee, state, starts_at, mode, place, link, presiding, items, updated_at, version)
			values ($1, $2, 'planned', $3, $4, $5, $6, '', 0, $7, 0)`,
			id, b.Committee, store.Micros(b.StartsAt), b.Mode, b.Place, b.Link, at)
		if err != nil {
			return err
		}
	}
	_, to, err := journal.Step(tx, &MeetingTable, e, `select state from meetings where id = $1`)
	if err != nil {
		return err
	}
	if err := tx.Exec(`update meetings set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), at, e.Version); err != nil {
		return err
	}
	switch b := e.Body.(type) {
	case MeetingRearranged:
		if err := tx.Exec(`update meetings set starts_at = $2, mode = $3, place = $4, link = $5, sequence = sequence + 1 where id = $1`,
			id, store.Micros(b.StartsAt), b.Mode, b.Place, b.Link); err != nil {
			return err
		}
	case MeetingCancelled:
		if err := tx.Exec(`update meetings set sequence = sequence + 1 where id = $1`, id); err != nil {
			return err
		}
	}
	if err := projectAgenda(tx, id, at, e); err != nil {
		return err
	}
	if err := projectRoom(tx, id, at, e); err != nil {
		return err
	}
	return meetingTask(tx, id, at, e)
}

func projectAgenda(tx *store.Tx, id string, at int64, e journal.Event) error {
	state := func(review string, s ItemState, outcome string) error {
		return tx.Exec(`update meeting_items set state = $3, outcome = $4 where meeting = $1 and review = $2`, id, review, string(s), outcome)
	}
	switch b := e.Body.(type) {
	case ItemAdded:
		// Places are never given twice, so that removing leaves no tie.
		err := tx.Exec(`insert into meeting_items (meeting, review, position, state, title, number, outcome)
			values ($1, $2, (select coalesce(max(position), 0) + 1 from meeting_items where meeting = $1), 'planned', $3, $4, '')`,
			id, b.Review, b.Title, b.Number)
		if err != nil {
			return err
		}
		return tx.Exec(`update meetings set items = items + 1 where id = $1`, id)
	case ItemRemoved:
		if err := tx.Exec(`delete from meeting_items where meeting = $1 and review = $2`, id, b.Review); err != nil {
			return err
		}
		return tx.Exec(`update meetings set items = items - 1 where id = $1`, id)
	case ItemsOrdered:
		for i, review := range b.Order {
			if err := tx.Exec(`update meeting_items set position = $3 where meeting = $1 and review = $2`, id, review, i+1); err != nil {
				return err
			}
		}
	case ItemWithdrawn:
		return state(b.Review, ItemTakenBack, "")
	case ItemOpened:
		return state(b.Review, ItemOpen, "")
	case ItemDecided:
		return state(b.Review, ItemDone, b.Outcome)
	case ItemDeferred:
		return state(b.Review, ItemPutOff, "")
	}
	return nil
}

func projectRoom(tx *store.Tx, id string, at int64, e journal.Event) error {
	out := func(who string) error { // leaving ends a stay
		return tx.Exec(`update meeting_attendance set present = false, spent = spent + $2 - since where meeting = $1 and present and ($3 = '' or person = $3)`, id, at, who)
	}
	switch b := e.Body.(type) {
	case MeetingOpened:
		for _, review := range b.Reported {
			if err := tx.Exec(`update reviews set reported = $2 where id = $1`, review, id); err != nil {
				return err
			}
		}
		return tx.Exec(`update meetings set presiding = $2 where id = $1`, id, b.Presiding)
	case ChairTaken:
		if b.Review == "" {
			return tx.Exec(`update meetings set presiding = $2 where id = $1`, id, b.Person)
		}
	case Arrived:
		return tx.Exec(`insert into meeting_attendance (meeting, person, present, arrived, since, spent) values ($1, $2, true, $3, $3, 0)`, id, b.Person, at)
	case CameBack:
		return tx.Exec(`update meeting_attendance set present = true, since = $3 where meeting = $1 and person = $2`, id, b.Person, at)
	case Left:
		return out(b.Person)
	case MeetingAdjourned:
		if err := tx.Exec(`update meetings set starts_at = $2, sequence = sequence + 1 where id = $1`, id, store.Micros(b.Until)); err != nil {
			return err
		}
		return out("")
	case MeetingClosed:
		return out("")
	}
	return nil
}

// meetingTask keeps what a meeting asks of people.
func meetingTask(tx *store.Tx, id string, at int64, e journal.Event) error {
	interests := func(review, person string) error {
		return tx.Exec(`delete from review_tasks where meeting = $1 and kind = 'interest'
			and ($2 = '' or review = $2) and ($3 = '' or person = $3)`, id, review, person)
	}
	switch b := e.Body.(type) {
	case MeetingCalled:
		return askInterests(tx, id, at, b.Invited, "")
	case ItemAdded:
		return askInterests(tx, id, at, b.Asked, b.Review)
	case ItemRemoved:
		return interests(b.Review, "")
	case ItemWithdrawn:
		return interests(b.Review, "")
	case ItemDecided:
		return interests(b.Review, "")
	case ItemDeferred:
		return interests(b.Review, "")
	case InterestDeclared:
		return interests(b.Review, b.Person)
	case ItemExcluded:
		return interests(b.Review, b.Person)
	case MeetingCancelled:
		return interests("", "")
	case MeetingClosed:
		return bodyTask(tx, id, at, TaskMinutes, RoleSecretary)
	case MinutesDrafted:
		return bodyTask(tx, id, at, TaskApproveMinutes, RoleChair)
	case MinutesApproved:
		return bodyTask(tx, id, at, "", "")
	}
	return nil
}

// bodyTask replaces what a meeting as a whole waits for.
func bodyTask(tx *store.Tx, id string, at int64, kind, role string) error {
	if err := tx.Exec(`delete from review_tasks where meeting = $1 and kind in ('minutes', 'approve_minutes')`, id); err != nil || kind == "" {
		return err
	}
	t := task{Meeting: id, Kind: kind, Role: role, Since: at}
	if err := tx.Row(`select committee from meetings where id = $1`, id).Scan(&t.Body); err != nil {
		return err
	}
	return addTask(tx, t)
}

// askInterests asks members about the cases of an agenda, or about one case.
func askInterests(tx *store.Tx, id string, at int64, people []string, review string) error {
	items, err := store.Column[string](tx, `select review from meeting_items where meeting = $1 and ($2 = '' or review = $2) order by position`, id, review)
	if err != nil {
		return err
	}
	for _, item := range items {
		out, err := store.Column[string](tx, `select person from review_exclusions where review = $1`, item)
		if err != nil {
			return err
		}
		for _, person := range people {
			if slices.Contains(out, person) {
				continue
			}
			err := addTask(tx, task{Review: item, Meeting: id, Kind: TaskInterest, Person: person, Since: at})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
