package activity

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
)

// Draft begins an application and returns its id as the result. An origin that
// has a draft already gives that one.
func (s *Service) Draft(ctx context.Context, p auth.Principal, now time.Time, cmd Draft) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		f, err := s.draftFacts(tx, p, cmd)
		if err != nil {
			return err
		}
		if tx.Result, err = byOrigin(tx, cmd.Origin); err != nil || tx.Result != "" {
			return err
		}
		news, err := State{}.Draft(cmd, f)
		if err != nil {
			return err
		}
		return begin(tx, news)
	})
}

func (s *Service) draftFacts(tx *journal.Tx, p auth.Principal, cmd Draft) (draftFacts, error) {
	f := draftFacts{Leader: p.Person}
	err := auth.Allow(tx, p, auth.ActivityCreate, auth.System, "")
	if err == nil && cmd.Leader != "" && cmd.Leader != p.Person {
		if err = auth.Allow(tx, p, auth.SystemImport, auth.System, ""); err == nil {
			f.Leader, err = cmd.Leader, mustKnow(tx, cmd.Leader)
		}
	}
	if err != nil {
		return f, err
	}
	day := calendar.Of(tx.Now)
	if f.Unit, err = s.Unit(tx, cmd.Unit); err != nil {
		return f, err
	}
	if f.Form, err = s.Form(day, f.Unit.Region); err != nil {
		return f, err
	}
	if cmd.Profile != nil {
		judged, err := Judge(s.Book.Current(), f.Unit.Fill(*cmd.Profile), day)
		f.Judged = &judged
		return f, err
	}
	return f, nil
}

func mustKnow(tx *journal.Tx, person string) error {
	ok, err := known(tx, person)
	if err != nil || ok {
		return err
	}
	return unknownPerson().At("leader")
}

// byOrigin finds the draft of an earlier import.
func byOrigin(tx *journal.Tx, origin string) (string, error) {
	if origin == "" {
		return "", nil
	}
	var id string
	err := tx.Row(`select id from activities where origin = $1`, origin).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("look up origin %q: %w", origin, err)
	}
	return id, nil
}

// begin opens a stream with its first events.
func begin(tx *journal.Tx, news []journal.New) error {
	id, err := tx.NewID()
	if err != nil {
		return err
	}
	tx.Begin(Stream(id))
	tx.Result = id
	return tx.Append(Stream(id), news...)
}

// Copy begins an application from another one and returns its id as the result.
func (s *Service) Copy(ctx context.Context, p auth.Principal, now time.Time, cmd Copy) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		// Reading is not enough: whoever reviews an application does not take it.
		if err := auth.Allow(tx, p, auth.ActivityEdit, auth.Activity, cmd.Activity); err != nil {
			return err
		}
		original, err := s.View(tx, p, cmd.Activity, cmd.Version)
		if err != nil {
			return err
		}
		f, err := s.draftFacts(tx, p, Draft{Unit: original.Unit})
		if err != nil {
			return err
		}
		if original.Profile != nil { // answers that no longer fit are asked anew
			if judged, err := Judge(s.Book.Current(), f.Unit.Fill(*original.Profile), calendar.Of(now)); err == nil {
				f.Judged = &judged
			} else if !invalidProfile(err) {
				return err
			}
		}
		news, err := original.Copy(f)
		if err != nil {
			return err
		}
		return begin(tx, news)
	})
}

// Assess keeps answers of the self-assessment.
func (s *Service) Assess(ctx context.Context, p auth.Principal, now time.Time, cmd Assess) (journal.Outcome, error) {
	return s.do(ctx, p, now, auth.Ask(auth.ActivityEdit, cmd.Activity, 0, cmd.Key, cmd), func(tx *journal.Tx, st State) ([]journal.New, error) {
		if st.AssessedAt > cmd.Version && cmd.Version > 0 {
			return nil, tx.Expect(Stream(cmd.Activity), cmd.Version) // others answered meanwhile
		}
		unit, err := s.Unit(tx, st.Unit)
		if err != nil {
			return nil, err
		}
		judged, err := Judge(s.Book.Current(), unit.Fill(cmd.Profile), calendar.Of(tx.Now))
		if err != nil {
			return nil, err
		}
		return st.Assess(judged)
	})
}

// Save changes fields; see [SaveResult] for what may come of it. It never
// refuses because somebody else acted meanwhile.
func (s *Service) Save(ctx context.Context, p auth.Principal, now time.Time, cmd Save) (SaveResult, error) {
	var result SaveResult
	out, err := s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, p, auth.ActivityEdit, auth.Activity, cmd.Activity); err != nil {
			return err
		}
		news, res, err := s.decideSave(tx, p, cmd)
		if err != nil {
			return err
		}
		if len(news) > 0 {
			res.At = tx.Now
		}
		result, tx.Result = res, strconv.FormatInt(res.Version, 10)
		return tx.Append(Stream(cmd.Activity), news...)
	})
	if err == nil && out.Repeated {
		result.Version, err = strconv.ParseInt(out.Result, 10, 64)
	}
	return result, err
}

func (s *Service) decideSave(tx *journal.Tx, p auth.Principal, cmd Save) ([]journal.New, SaveResult, error) {
	events, err := tx.Load(Stream(cmd.Activity))
	if err != nil {
		return nil, SaveResult{}, err
	}
	st, err := Fold(events)
	if err != nil {
		return nil, SaveResult{}, err
	}
	base := st
	if cmd.Version != 0 {
		if base, err = At(events, cmd.Version); err != nil {
			return nil, SaveResult{}, err
		}
	}
	form, err := s.Form(calendar.Of(tx.Now), st.Region)
	if err != nil {
		return nil, SaveResult{}, err
	}
	return st.Save(cmd, form, base, p.Person)
}

// DropParked lets go of what was parked at a field.
func (s *Service) DropParked(ctx context.Context, p auth.Principal, now time.Time, cmd DropParked) (journal.Outcome, error) {
	return s.do(ctx, p, now, auth.Ask(auth.ActivityEdit, cmd.Activity, 0, cmd.Key, cmd), func(_ *journal.Tx, st State) ([]journal.New, error) { return st.DropParked(cmd, p.Person) })
}

// KeepVersion puts a label on the version that the person saw.
func (s *Service) KeepVersion(ctx context.Context, p auth.Principal, now time.Time, cmd KeepVersion) (journal.Outcome, error) {
	return s.do(ctx, p, now, auth.Ask(auth.ActivityEdit, cmd.Activity, cmd.Version, cmd.Key, cmd), func(_ *journal.Tx, st State) ([]journal.New, error) { return st.KeepVersion(cmd) })
}

// ChooseUnit says which unit carries the activity.
func (s *Service) ChooseUnit(ctx context.Context, p auth.Principal, now time.Time, cmd ChooseUnit) (journal.Outcome, error) {
	return s.do(ctx, p, now, auth.Ask(auth.ActivityEdit, cmd.Activity, cmd.Version, cmd.Key, cmd), func(tx *journal.Tx, st State) ([]journal.New, error) {
		unit, err := s.Unit(tx, cmd.Unit)
		if err != nil {
			return nil, err
		}
		return st.ChooseUnit(cmd, unit)
	})
}

// AddPerson takes somebody onto the team. It does not matter what else
// happened meanwhile.
func (s *Service) AddPerson(ctx context.Context, p auth.Principal, now time.Time, cmd AddPerson) (journal.Outcome, error) {
	return s.do(ctx, p, now, auth.Ask(auth.ActivityTeam, cmd.Activity, 0, cmd.Key, cmd), func(tx *journal.Tx, st State) ([]journal.New, error) {
		ok, err := known(tx, cmd.Person)
		if err != nil {
			return nil, err
		}
		return st.AddPerson(cmd, ok)
	})
}

// RemovePerson takes somebody off the team.
func (s *Service) RemovePerson(ctx context.Context, p auth.Principal, now time.Time, cmd RemovePerson) (journal.Outcome, error) {
	return s.do(ctx, p, now, auth.Ask(auth.ActivityTeam, cmd.Activity, 0, cmd.Key, cmd), func(_ *journal.Tx, st State) ([]journal.New, error) { return st.RemovePerson(cmd) })
}

// ChangeLeader hands the activity over.
func (s *Service) ChangeLeader(ctx context.Context, p auth.Principal, now time.Time, cmd ChangeLeader) (journal.Outcome, error) {
	return s.do(ctx, p, now, auth.Ask(auth.ActivityTeam, cmd.Activity, cmd.Version, cmd.Key, cmd), func(tx *journal.Tx, st State) ([]journal.New, error) {
		ok, err := known(tx, cmd.Leader)
		if err != nil {
			return nil, err
		}
		return st.ChangeLeader(cmd, ok)
	})
}

// RemoveFile takes a file out.
func (s *Service) RemoveFile(ctx context.Context, p auth.Principal, now time.Time, cmd RemoveFile) (journal.Outcome, error) {
	return s.do(ctx, p, now, auth.Ask(auth.ActivityEdit, cmd.Activity, 0, cmd.Key, cmd), func(_ *journal.Tx, st State) ([]journal.New, error) { return st.RemoveFile(cmd) })
}

// Submit hands the application in as the person saw it. The receipt is that of
// the event activity.submitted among the outcome's events.
func (s *Service) Submit(ctx context.Context, p auth.Principal, now time.Time, cmd Submit) (journal.Outcome, error) {
	return s.do(ctx, p, now, auth.Ask(auth.ActivitySubmit, cmd.Activity, cmd.Version, cmd.Key, cmd), func(tx *journal.Tx, st State) ([]journal.New, error) {
		f, err := s.Facts(tx, st, calendar.Of(tx.Now))
		if err != nil {
			return nil, err
		}
		return st.Submit(cmd, f)
	})
}

// Discard throws a draft away.
func (s *Service) Discard(ctx context.Context, p auth.Principal, now time.Time, cmd Discard) (journal.Outcome, error) {
	return s.do(ctx, p, now, auth.Ask(auth.ActivityDiscard, cmd.Activity, cmd.Version, cmd.Key, cmd), func(_ *journal.Tx, st State) ([]journal.New, error) { return st.Discard(cmd) })
}
