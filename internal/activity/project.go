package activity

import (
	"strings"

	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the tables of activities, their people and files, and makes
// their titles findable. Once an application was handed in, others than its
// team see its row: what the row tells of the contents then changes with a
// submission, not while the team is writing.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "activities", Kinds: []string{Kind},
		Tables: []journal.Table{
			{Name: "activities", Key: []string{"id"}, Stream: "'activity/' || id"},
			{Name: "activity_people", Key: []string{"activity", "person"}, Stream: "'activity/' || activity"},
			{Name: "activity_files", Key: []string{"activity", "id"}, Stream: "'activity/' || activity"},
			{Name: "activity_profiles", Key: []string{"activity"}, Stream: "'activity/' || activity"},
			{Name: "search_docs", Key: []string{"kind", "id"}, Stream: "kind || '/' || id"},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	if b, ok := e.Body.(Drafted); ok {
		return projectDrafted(tx, id, at, b)
	}
	err := tx.Exec(`update activities set version = $2, updated_at = $3 where id = $1`, id, e.Version, at)
	if err != nil {
		return err
	}
	switch b := e.Body.(type) {
	case Saved:
		return projectTitle(tx, id, b.Fields)
	case Assessed:
		if err := projectProfile(tx, id, b.Profile); err != nil {
			return err
		}
		return projectAssessment(tx, id, b.Assessment, b.Profile.Fields)
	case UnitChosen:
		return tx.Exec(`update activities set unit = $2, region = $3 where id = $1`, id, b.Unit, b.Region)
	case PersonAdded, PersonRemoved, LeaderChanged:
		return projectPeople(tx, id, e.Body)
	case FileAttached, FileReplaced, FileRemoved:
		return projectFiles(tx, id, e)
	}
	return projectState(tx, id, e)
}

func projectDrafted(tx *store.Tx, id string, at int64, b Drafted) error {
	err := tx.Exec(`insert into activities (id, title, leader, unit, committee, state, region, fields, scope, review_needed,
		procedure, recheck, review, origin, submissions, created_at, updated_at, submitted_at, decided_at, version)
		values ($1, $8, $2, $3, '', $4, $5, '[]', '[]', '', '', '[]', '', $6, 0, $7, $7, 0, 0, 1)`,
		id, b.Leader, b.Unit, string(StateDraft), b.Region, b.Origin, at, b.Fields[TitleField].String())
	if err != nil {
		return err
	}
	if err := projectPerson(tx, id, b.Leader, Leader); err != nil {
		return err
	}
	if b.Fields[TitleField].IsEmpty() {
		return nil
	}
	return store.SearchWrite(tx, Kind, id, b.Fields[TitleField].String())
}

func projectTitle(tx *store.Tx, id string, fields Values) error {
	title, ok := fields[TitleField]
	if !ok {
		return nil
	}
	n, err := tx.ExecN(`update activities set title = $2 where id = $1 and submissions = 0`, id, title.String())
	if err != nil || n == 0 {
		return err
	}
	return store.SearchWrite(tx, Kind, id, title.String())
}

func projectAssessment(tx *store.Tx, id string, a Assessment, fields []string) error {
	return tx.Exec(`update activities set fields = $2, scope = $3, review_needed = $4, procedure = $5, recheck = $6
		where id = $1 and submissions = 0`, id, codeList(fields), codeList(a.Scope), a.Review, a.Procedure, codeList(a.Recheck))
}

// codeList writes codes as a JSON list; they need no escaping beyond JSON's.
func codeList(codes []string) string {
	raw, err := plainJSON(codes)
	if err != nil || codes == nil {
		return "[]"
	}
	return string(raw)
}

func projectPerson(tx *store.Tx, id, person string, role Role) error {
	return tx.Exec(`insert into activity_people (activity, person, role) values ($1, $2, $3)
		on conflict (activity, person) do update set role = excluded.role`, id, person, string(role))
}

func removePerson(tx *store.Tx, id, person string) error {
	return tx.Exec(`delete from activity_people where activity = $1 and person = $2`, id, person)
}

func projectPeople(tx *store.Tx, id string, body journal.Body) error {
	switch b := body.(type) {
	case PersonAdded:
		return projectPerson(tx, id, b.Person, b.Role)
	case PersonRemoved:
		return removePerson(tx, id, b.Person)
	case LeaderChanged:
		if err := removePerson(tx, id, b.Former); err != nil {
			return err
		}
		if b.FormerRole != "" {
			if err := projectPerson(tx, id, b.Former, b.FormerRole); err != nil {
				return err
			}
		}
		if err := projectPerson(tx, id, b.Leader, Leader); err != nil {
			return err
		}
		return tx.Exec(`update activities set leader = $2 where id = $1`, id, b.Leader)
	}
	return nil
}

// projectFiles keeps files that were taken out as well: earlier versions name
// them, and they can still be fetched.
func projectFiles(tx *store.Tx, id string, e journal.Event) error {
	leave := func(file string) error {
		return tx.Exec(`update activity_files set present = false where activity = $1 and id = $2`, id, file)
	}
	switch b := e.Body.(type) {
	case FileAttached:
		return projectFile(tx, id, e, b.File)
	case FileReplaced:
		if err := leave(b.Replaces); err != nil {
			return err
		}
		return projectFile(tx, id, e, b.File)
	case FileRemoved:
		return leave(b.File)
	}
	return nil
}

func projectFile(tx *store.Tx, id string, e journal.Event, f File) error {
	return tx.Exec(`insert into activity_files (activity, id, field, material, name, hash, size, type, added_by, added_at, version, present)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, true)
		on conflict (activity, id) do update set present = true`,
		id, f.ID, f.Field, f.Group, f.Name, f.Hash, f.Size, f.Type, e.Actor, store.Micros(e.At), e.Version)
}

func projectState(tx *store.Tx, id string, e journal.Event) error {
	set := func(state, review string, decided int64) error {
		return tx.Exec(`update activities set state = $2, review = $3, decided_at = $4 where id = $1`, id, state, review, decided)
	}
	at := store.Micros(e.At)
	switch b := e.Body.(type) {
	case Submitted:
		return projectSubmitted(tx, id, at, b)
	case TakenUp:
		return set(string(StateUnderReview), b.Review, 0)
	case Returned:
		return set(string(StateCorrecting), b.Review, 0)
	case ChangesAsked:
		return set(string(StateCorrecting), b.Review, 0)
	case Approved:
		return set(string(StateApproved), b.Review, at)
	case Rejected:
		return set(string(StateRejected), b.Review, at)
	case Withdrawn:
		return set(string(StateWithdrawn), b.Review, at)
	case Exempted:
		return set(string(StateExempt), b.Review, at)
	case ExemptionEnded:
		return set(string(StateCorrecting), "", 0)
	case Discarded:
		return set(string(StateDiscarded), "", 0)
	case Amended:
		return projectAmended(tx, id, e, b)
	}
	return nil
}

func projectAmended(tx *store.Tx, id string, e journal.Event, b Amended) error {
	for _, f := range b.Files {
		if err := projectFile(tx, id, e, f); err != nil {
			return err
		}
	}
	for _, old := range b.Removed {
		if err := tx.Exec(`update activity_files set present = false where activity = $1 and id = $2`, id, old); err != nil {
			return err
		}
	}
	title, ok := b.Fields[TitleField]
	if !ok {
		return nil
	}
	if err := tx.Exec(`update activities set title = $2 where id = $1`, id, title.String()); err != nil {
		return err
	}
	return store.SearchWrite(tx, Kind, id, title.String())
}

// projectSubmitted takes in what was handed in. A submission of before its
// fields were kept with it leaves those as they were.
func projectSubmitted(tx *store.Tx, id string, at int64, b Submitted) error {
	a := b.Assessment
	err := tx.Exec(`update activities set scope = $2, review_needed = $3, procedure = $4, recheck = $5, title = $6, routes = $8,
		fields = case when $7 = '[]' then fields else $7 end where id = $1`,
		id, codeList(a.Scope), a.Review, a.Procedure, codeList(a.Recheck), b.Title, codeList(b.Fields), routes(a.Supervisors))
	if err != nil {
		return err
	}
	if err := projectHandedIn(tx, id, a.On); err != nil {
		return err
	}
	if err := store.SearchWrite(tx, Kind, id, b.Title); err != nil {
		return err
	}
	return tx.Exec(`update activities set state = $2, committee = $3, submissions = $4, region = $6,
		submitted_at = case when submitted_at = 0 then $5 else submitted_at end where id = $1`,
		id, string(StateSubmitted), b.Committee, b.N, at, b.Region)
}

// routes writes the departments that the rules name so that one can be looked for.
func routes(codes []string) string {
	if len(codes) == 0 {
		return ""
	}
	return "|" + strings.Join(codes, "|") + "|"
}
