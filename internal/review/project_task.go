package review

import (
	"strings"

	"lunheng/internal/flow"
	"lunheng/internal/store"
)

// Kinds of tasks.
const (
	TaskCheck          = "check"           // secretary: look through a submitted file
	TaskSchedule       = "schedule"        // secretary: put an accepted case on an agenda
	TaskComplete       = "complete"        // applicant: complete a returned file
	TaskRevise         = "revise"          // applicant: revise for a second review
	TaskAnswer         = "answer"          // applicant: answer a question
	TaskStipulations   = "stipulations"    // applicant: answer stipulations
	TaskCheckChanges   = "check_changes"   // chair or named member
	TaskApplyRecheck   = "apply_recheck"   // officer of the unit: ask for expert re-review
	TaskFinalDecision  = "final_decision"  // chair: declare what follows from the experts' opinion
	TaskIssueLetter    = "issue_letter"    // secretary
	TaskSendLetter     = "send_letter"     // secretary
	TaskInterest       = "interest"        // member: declare interests in a case on an agenda
	TaskMinutes        = "minutes"         // secretary: draft the minutes
	TaskApproveMinutes = "approve_minutes" // chair
	TaskReviewers      = "reviewers"       // chair: name reviewers of the simplified procedure
	TaskOpinion        = "opinion"         // named member: review without a meeting
	TaskAgree          = "agree"           // chair: declare what the reviewers agree on
)

// TaskKinds are the kinds of tasks, in the order of the work.
func TaskKinds() []string {
	return []string{TaskCheck, TaskSchedule, TaskComplete, TaskRevise, TaskAnswer, TaskStipulations, TaskCheckChanges, TaskApplyRecheck, TaskFinalDecision,
		TaskIssueLetter, TaskSendLetter, TaskInterest, TaskMinutes, TaskApproveMinutes, TaskReviewers, TaskOpinion, TaskAgree}
}

// RoleApplicant marks a task of the applicant; it is stored under the person.
const RoleApplicant = "applicant"

// RoleUnitOfficer marks a task of the officers of the case's unit.
const RoleUnitOfficer = "unit_officer"

// task is a row of review_tasks. Role is replaced by the person where the
// person is known.
type task struct {
	Review, Meeting, Kind, Ref, Person, Role, Body string
	Since                                          int64
}

// id names a task by what it is about, so that it is there once.
func (t task) id() string {
	return strings.Join([]string{t.Review, t.Meeting, t.Kind, t.Ref, t.Person}, "#")
}

func addTask(tx *store.Tx, t task) error {
	if t.Review != "" && t.Person == "" {
		var committee, applicant, unit string
		if err := tx.Row(`select committee, applicant, unit from reviews where id = $1`, t.Review).Scan(&committee, &applicant, &unit); err != nil {
			return err
		}
		t.Body = committee
		if t.Role == RoleUnitOfficer && unit != "" { // where nobody's unit does it, that of the committee does
			t.Body = unit
		}
		if t.Role == RoleApplicant {
			t.Person, t.Role, t.Body = applicant, "", ""
		}
	}
	return tx.Exec(`insert into review_tasks (id, review, meeting, kind, ref, person, role, body, since)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do update set since = excluded.since`,
		t.id(), t.Review, t.Meeting, t.Kind, t.Ref, t.Person, t.Role, t.Body, t.Since)
}

func dropTask(tx *store.Tx, review, kind, ref string) error {
	return tx.Exec(`delete from review_tasks where review = $1 and kind = $2 and ref = $3`, review, kind, ref)
}

// stateTask replaces the task that follows from the state of a case.
func stateTask(tx *store.Tx, id string, to flow.State, at int64) error {
	err := tx.Exec(`delete from review_tasks where review = $1 and kind in
		('check', 'schedule', 'complete', 'revise', 'stipulations', 'check_changes', 'apply_recheck', 'final_decision', 'reviewers', 'opinion', 'agree')`, id)
	if err != nil {
		return err
	}
	t := task{Review: id, Since: at}
	switch to {
	case StateSubmitted:
		t.Kind, t.Role = TaskCheck, RoleSecretary
		var kind string
		if err := tx.Row(`select kind from reviews where id = $1`, id).Scan(&kind); err != nil {
			return err
		}
		if kind == KindAppeal || kind == KindExemption {
			t.Role = RoleChair
			vice := t // whoever led the first decision leaves it to the other
			vice.Ref, vice.Role = RoleViceChair, RoleViceChair
			if err := addTask(tx, vice); err != nil {
				return err
			}
		}
	case StateReturned:
		t.Kind, t.Role = TaskComplete, RoleApplicant
	case StateAccepted:
		t.Kind, t.Role = TaskSchedule, RoleSecretary
		var procedure string
		if err := tx.Row(`select procedure from reviews where id = $1`, id).Scan(&procedure); err != nil {
			return err
		}
		if procedure == BySimplified {
			t.Kind, t.Role = TaskReviewers, RoleChair
		}
	case StateWithReviewers:
		return reviewerTasks(tx, id, at)
	case StateChangesDue:
		t.Kind, t.Role = TaskStipulations, RoleApplicant
	case StateRevisionDue:
		t.Kind, t.Role = TaskRevise, RoleApplicant
	case StateRecheckDue:
		t.Kind, t.Role = TaskApplyRecheck, RoleUnitOfficer
	case StateOpinionIn:
		t.Kind, t.Role = TaskFinalDecision, RoleChair
	case StateChangesAnswered:
		t.Kind, t.Role = TaskCheckChanges, RoleChair
		if err := tx.Row(`select checker from reviews where id = $1`, id).Scan(&t.Person); err != nil {
			return err
		}
	default:
		return nil
	}
	return addTask(tx, t)
}
