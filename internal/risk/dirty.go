package risk

import (
	"fmt"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// dirty has a subject looked at next.
func dirty(tx *store.Tx, kind, id string) error {
	if id == "" {
		return nil
	}
	err := tx.Later("risk_queue "+kind+" "+id, `insert into risk_queue (kind, subject, at) values ($1, $2, 0) on conflict (kind, subject) do update set at = 0`, kind, id)
	if err != nil {
		return fmt.Errorf("note that %s %s is to be looked at: %w", kind, id, err)
	}
	return nil
}

// touches tells which events change what is measured, and about whom.
var touches = []struct {
	events []string
	mark   func(tx *journal.Tx, e journal.Event) error
}{
	{[]string{"conduct.begun", "conduct.reported", "conduct.withdrawn", "conduct.followed_up", "conduct.follow_up_rescheduled", "conduct.suspended", "conduct.resumed", "conduct.lapsed",
		"conduct.terminated", "conduct.reinstated", "conduct.closed"}, ofConduct},
	{[]string{"consent.given", "consent.withdrawn"}, ofActivity},
	{[]string{"activity.submitted", "activity.file_attached", "activity.file_removed", "activity.file_replaced", "activity.leader_changed", "activity.discarded", "activity.amended",
		"activity.unit_chosen", "activity.assessed"}, ofFiles},
	{[]string{"review.approved", "review.changes_asked", "review.rereview_asked", "review.rejected"}, ofDecision},
	{[]string{"meeting.item_decided", "meeting.item_deferred"}, ofMeeting},
	{[]string{"meeting.arrived"}, ofArrival},
	{[]string{"unit.changed", "unit.closed"}, func(tx *journal.Tx, e journal.Event) error { return dirty(tx.Tx, auth.Unit, e.Subject()) }},
	{[]string{"committee.changed", "committee.dissolved"}, func(tx *journal.Tx, e journal.Event) error { return dirty(tx.Tx, auth.Committee, e.Subject()) }},
	{[]string{"lead.noted", "lead.matched", "lead.set_aside"}, ofLead},
}

func watched() []journal.Reaction {
	var out []journal.Reaction
	for _, t := range touches {
		for _, event := range t.events {
			out = append(out, journal.Reaction{On: event, Do: t.mark, Reason: "whom it concerns is looked at for signals of risk"})
		}
	}
	return out
}

func ofActivity(tx *journal.Tx, e journal.Event) error {
	return dirty(tx.Tx, auth.Activity, e.Subject())
}

// ofConduct marks the activity, and its unit, which counts what is overdue.
func ofConduct(tx *journal.Tx, e journal.Event) error {
	if err := ofActivity(tx, e); err != nil {
		return err
	}
	return each(tx, auth.Unit, `select unit from conducts where id = $1`, e.Subject())
}

// ofFiles marks the activity, and those whose consent form is the same and came later.
func ofFiles(tx *journal.Tx, e journal.Event) error {
	if err := ofActivity(tx, e); err != nil {
		return err
	}
	return each(tx, auth.Activity, `select distinct g.activity from activity_files f join activity_files g on g.hash = f.hash and g.activity <> f.activity
		where f.activity = $1 and f.field in `+consentFields+` and g.field in `+consentFields+` and g.present and g.added_at >= f.added_at order by 1`, e.Subject())
}

// ofDecision marks the committee.
func ofDecision(tx *journal.Tx, e journal.Event) error {
	return each(tx, auth.Committee, `select committee from reviews where id = $1`, e.Subject())
}

// ofMeeting marks those who were there.
func ofMeeting(tx *journal.Tx, e journal.Event) error {
	return each(tx, auth.Person, `select person from meeting_attendance where meeting = $1 order by person`, e.Subject())
}

func ofArrival(tx *journal.Tx, e journal.Event) error {
	b, ok := e.Body.(review.Arrived)
	if !ok {
		return nil
	}
	return dirty(tx.Tx, auth.Person, b.Person)
}

// ofLead marks the units that a lead was found to be about.
func ofLead(tx *journal.Tx, e journal.Event) error {
	return each(tx, auth.Unit, `select distinct unit from lead_units where lead = $1 and unit <> '' order by 1`, e.Subject())
}

func each(tx *journal.Tx, kind, query, about string) error {
	ids, err := store.Column[string](tx, query, about)
	if err != nil {
		return fmt.Errorf("look up whom %s is about: %w", about, err)
	}
	for _, id := range ids {
		if err := dirty(tx.Tx, kind, id); err != nil {
			return err
		}
	}
	return nil
}
