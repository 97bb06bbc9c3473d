package review

import (
	"cmp"
	"strconv"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Kinds of the two streams.
const (
	Kind        = "review"
	MeetingKind = "meeting"
)

// Stream and MeetingStream name the streams.
func Stream(id string) string { return journal.StreamName(Kind, id) }

// MeetingStream names the stream of a meeting.
func MeetingStream(id string) string { return journal.StreamName(MeetingKind, id) }

// Projection keeps the tables of cases, meetings, letters and tasks.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "reviews", Kinds: []string{Kind, MeetingKind},
		Tables: []journal.Table{
			{Name: "reviews", Key: []string{"id"}, Stream: "'review/' || id"},
			{Name: "review_counts", Key: []string{"committee", "unit", "state", "on_agenda"}, Stream: "'committee/' || committee"},
			{Name: "review_exclusions", Key: []string{"review", "person"}, Stream: "'review/' || review"},
			{Name: "meetings", Key: []string{"id"}, Stream: "'meeting/' || id"},
			{Name: "meeting_items", Key: []string{"meeting", "review"}, Stream: "'meeting/' || meeting"},
			{Name: "meeting_attendance", Key: []string{"meeting", "person"}, Stream: "'meeting/' || meeting"},
			{Name: "review_reviewers", Key: []string{"review", "person"}, Stream: "'review/' || review"},
			{Name: "precedents", Key: []string{"review"}, Stream: "'review/' || review"},
			{Name: "precedent_counts", Key: []string{"sort", "committee", "outcome"}, Stream: "'committee/' || committee"},
			{Name: "letters", Key: []string{"review", "revision"}, Stream: "'review/' || review"},
			{Name: "review_tasks", Key: []string{"id"}, Stream: "case when meeting = '' then 'review/' || review else 'meeting/' || meeting end"},
			{Name: "search_docs", Key: []string{"kind", "id"}, Stream: "kind || '/' || id"},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	if e.Kind() == MeetingKind {
		return projectMeeting(tx, e)
	}
	return projectCase(tx, e)
}

func projectCase(tx *store.Tx, e journal.Event) error {
	before, err := tallyOf(tx, e.Subject())
	if err != nil {
		return err
	}
	to, err := Table.Next(flow.State(before.state), e.Type)
	if err != nil {
		return err
	}
	if err := projectRow(tx, flow.State(before.state), to, e); err != nil {
		return err
	}
	return recount(tx, before, before.after(e, to))
}

// projectRow writes the row of a case, which goes from one state to the next,
// and what hangs on it.
func projectRow(tx *store.Tx, from, to flow.State, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	if err := projectState(tx, id, to, at, e); err != nil {
		return err
	}
	if err := projectColumns(tx, id, at, e); err != nil {
		return err
	}
	if err := projectSimplified(tx, from, e); err != nil {
		return err
	}
	if _, moved := e.Body.(MovedToMeeting); moved || from != to {
		return stateTask(tx, id, to, at)
	}
	return nil
}

// projectState writes the state of a case, which begins when it is opened.
func projectState(tx *store.Tx, id string, to flow.State, at int64, e journal.Event) error {
	if b, ok := e.Body.(Opened); ok {
		return tx.Exec(`insert into reviews (id, kind, about, activity, committee, unit, applicant, state, title, number, year, seq, procedure, application,
			meeting, reported, outcome, reasons, checker, submitted_at, accepted_at, decided_at, updated_at, version)
			values ($1, $9, $10, $2, $3, $4, $5, $11, $6, '', 0, 0, '', $7, '', '', '', '', '', $8, 0, 0, $8, $12)`,
			id, b.Activity, b.Committee, b.Unit, b.Applicant, b.Title, b.Application, at, b.Kind, b.About, string(to), e.Version)
	}
	return tx.Exec(`update reviews set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), at, e.Version)
}

// projectColumns writes what single events say beyond the state.
func projectColumns(tx *store.Tx, id string, at int64, e journal.Event) error {
	if b, ok := e.Body.(decided); ok {
		d := b.decision()
		if err := tx.Exec(`update reviews set outcome = $2, reasons = $3, checker = $4, decided_at = $5, meeting = '', reported = '' where id = $1`,
			id, d.Outcome, d.Reasons, d.Checker, at); err != nil {
			return err
		}
		if err := projectLike(tx, id, at, d); err != nil {
			return err
		}
		return addTask(tx, task{Review: id, Kind: TaskIssueLetter, Role: RoleSecretary, Since: at})
	}
	switch b := e.Body.(type) {
	case Opened:
		return store.SearchWrite(tx, Kind, id, b.Title)
	case Resubmitted:
		if err := searchable(tx, id, b.Title, ""); err != nil {
			return err
		}
		return tx.Exec(`update reviews set title = $2, application = $3, applicant = $4 where id = $1`, id, b.Title, b.Application, b.Applicant)
	case Accepted:
		if err := searchable(tx, id, "", b.Number); err != nil {
			return err
		}
		return tx.Exec(`update reviews set number = $2, year = $3, seq = $4, procedure = $5, accepted_at = $6 where id = $1`,
			id, b.Number, b.Year, b.Seq, b.Procedure, at)
	case Scheduled:
		return tx.Exec(`update reviews set meeting = $2 where id = $1`, id, b.Meeting)
	case Unscheduled, Deferred:
		return tx.Exec(`update reviews set meeting = '' where id = $1`, id)
	case ChangesSubmitted:
		return tx.Exec(`update reviews set application = $2 where id = $1`, id, b.Application)
	case ChangesConfirmed:
		return addTask(tx, task{Review: id, Kind: TaskIssueLetter, Role: RoleSecretary, Since: at})
	case QuestionAsked:
		return addTask(tx, task{Review: id, Kind: TaskAnswer, Ref: b.Question, Role: RoleApplicant, Since: at})
	case QuestionAnswered:
		return dropTask(tx, id, TaskAnswer, b.Question)
	case PreliminaryGiven:
		return tx.Exec(`update reviews set meeting = '' where id = $1`, id)
	case Withdrawn:
		return tx.Exec(`delete from review_tasks where review = $1 and kind <> $2 and kind <> $3`, id, TaskIssueLetter, TaskSendLetter)
	case MemberExcluded:
		return projectExclusion(tx, id, at, b)
	case LetterIssued:
		return projectLetter(tx, id, at, e.ID, b)
	case LetterSent:
		if err := tx.Exec(`update letters set sent_at = $3 where review = $1 and revision = $2`, id, b.Revision, at); err != nil {
			return err
		}
		return dropTask(tx, id, TaskSendLetter, strconv.Itoa(b.Revision))
	}
	return nil
}

// searchable makes a case findable by title and number, the new one where it is
// given and the one in the table otherwise.
func searchable(tx *store.Tx, id, title, number string) error {
	var haveTitle, haveNumber string
	if err := tx.Row(`select title, number from reviews where id = $1`, id).Scan(&haveTitle, &haveNumber); err != nil {
		return err
	}
	return store.SearchWrite(tx, Kind, id, cmp.Or(number, haveNumber)+" "+cmp.Or(title, haveTitle))
}

func projectExclusion(tx *store.Tx, id string, at int64, b MemberExcluded) error {
	err := tx.Exec(`insert into review_exclusions (review, person, since, declared) values ($1, $2, $3, $4)
		on conflict (review, person) do nothing`, id, b.Person, at, b.Declared)
	if err != nil {
		return err
	}
	return tx.Exec(`delete from review_tasks where review = $1 and person = $2 and kind <> $3`, id, b.Person, TaskAnswer)
}

func projectLetter(tx *store.Tx, id string, at int64, event string, b LetterIssued) error {
	var committee string
	if err := tx.Row(`select committee from reviews where id = $1`, id).Scan(&committee); err != nil {
		return err
	}
	err := tx.Exec(`insert into letters (review, revision, number, code, outcome, title, committee, pdf, event, superseded, issued_at, sent_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, 0)`,
		id, b.Revision, b.Number, b.Code, b.Outcome, b.Title, committee, b.PDF, event, at)
	if err != nil {
		return err
	}
	if b.Replaces > 0 {
		if err := tx.Exec(`update letters set superseded = $3 where review = $1 and revision = $2`, id, b.Replaces, b.Revision); err != nil {
			return err
		}
	}
	if err := tx.Exec(`delete from review_tasks where review = $1 and kind in ('issue_letter', 'send_letter')`, id); err != nil {
		return err
	}
	return addTask(tx, task{Review: id, Kind: TaskSendLetter, Ref: strconv.Itoa(b.Revision), Role: RoleSecretary, Since: at})
}
