package review

import (
	"slices"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// projectSimplified writes what happens to a case without a meeting; from is the
// state before.
func projectSimplified(tx *store.Tx, from flow.State, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	switch b := e.Body.(type) {
	case ReviewersNamed:
		return projectReviewers(tx, from, id, at, b)
	case OpinionGiven:
		if err := tx.Exec(`update review_reviewers set given_at = $3 where review = $1 and person = $2`, id, e.Actor, at); err != nil {
			return err
		}
		return reviewerTasks(tx, id, at)
	case MovedToMeeting:
		return tx.Exec(`update reviews set procedure = 'meeting' where id = $1`, id)
	case MemberExcluded:
		return projectReviewerOut(tx, from, id, at, b.Person)
	}
	return nil
}

// projectReviewers writes who reviews. Opinions of an earlier deliberation do not
// count; those of this one stand.
func projectReviewers(tx *store.Tx, from flow.State, id string, at int64, b ReviewersNamed) error {
	before, err := store.Column[string](tx, `select person from review_reviewers where review = $1 order by person`, id)
	if err != nil {
		return err
	}
	for _, person := range before {
		if from == StateWithReviewers && slices.Contains(b.Reviewers, person) {
			continue
		}
		if err := tx.Exec(`delete from review_reviewers where review = $1 and person = $2`, id, person); err != nil {
			return err
		}
	}
	for _, person := range b.Reviewers {
		err := tx.Exec(`insert into review_reviewers (review, person, since, given_at) values ($1, $2, $3, 0)
			on conflict (review, person) do nothing`, id, person, at)
		if err != nil {
			return err
		}
	}
	if from != StateWithReviewers {
		return nil // the tasks follow from the new state
	}
	if err := dropTask(tx, id, TaskReviewers, ""); err != nil {
		return err
	}
	return reviewerTasks(tx, id, at)
}

// projectReviewerOut takes an excluded reviewer off; the chair has to look whether
// enough are left.
func projectReviewerOut(tx *store.Tx, from flow.State, id string, at int64, person string) error {
	n, err := tx.ExecN(`delete from review_reviewers where review = $1 and person = $2`, id, person)
	if err != nil || n == 0 || from != StateWithReviewers {
		return err
	}
	if err := addTask(tx, task{Review: id, Kind: TaskReviewers, Role: RoleChair, Since: at}); err != nil {
		return err
	}
	return reviewerTasks(tx, id, at)
}

// reviewerTasks lets every reviewer without an opinion have one to give and, when
// all are given, the chair declare the result.
func reviewerTasks(tx *store.Tx, id string, at int64) error {
	if err := tx.Exec(`delete from review_tasks where review = $1 and kind in ('opinion', 'agree')`, id); err != nil {
		return err
	}
	waiting, err := store.Column[string](tx, `select person from review_reviewers where review = $1 and given_at = 0 order by person`, id)
	if err != nil {
		return err
	}
	for _, person := range waiting {
		if err := addTask(tx, task{Review: id, Kind: TaskOpinion, Person: person, Since: at}); err != nil {
			return err
		}
	}
	if len(waiting) > 0 {
		return nil
	}
	return addTask(tx, task{Review: id, Kind: TaskAgree, Role: RoleChair, Since: at})
}
