package sites

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/sites/parcel"
	"lunheng/internal/store"
)

// Send makes the decision package of a case and puts it before all of its sites.
type Send struct {
	Review  string `json:"review"`
	Version int64  `json:"version"` // of the case
	Key     string `json:"key,omitempty"`
}

// Send does so, in one act: no site has it earlier than another.
func (s *Service) Send(ctx context.Context, p auth.Principal, now time.Time, cmd Send) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		c, err := s.lead(tx, p, auth.SiteSend, cmd.Review, cmd.Version)
		if err != nil {
			return err
		}
		content, err := s.content(tx, s.Book.On(p.Day, c.Region), c)
		if err != nil {
			return err
		}
		old, err := s.loadParcel(tx, c.ID)
		if err != nil {
			return err
		}
		status, err := s.status(tx, c, "", p.Day)
		if err != nil {
			return err
		}
		f := s.leadFacts(p.Person, now, c.Region)
		if err := s.issue(tx, old, content, status, f); err != nil {
			return err
		}
		tx.For, tx.Result = c.Committee, c.ID
		pkg, err := s.loadParcel(tx, c.ID)
		if err != nil {
			return err
		}
		return forEach(tx, c.ID, func(st State) ([]journal.New, error) { return st.Send(pkg.Package, content.Application, f), nil })
	})
}

// issue journals a package with the first word about its standing.
func (s *Service) issue(tx *journal.Tx, old Parcel, content parcel.Content, status parcel.Status, f Facts) error {
	if len(content.Sites) == 0 {
		return errs.Refuse("sites.send.none", "还没有参与单位。", "No unit takes part yet.")
	}
	stream := ParcelStream(content.Review)
	if err := tx.Append(stream, journal.Because(Issued{content}, f.Grounds...)); err != nil {
		return err
	}
	p, err := s.loadParcel(tx, content.Review)
	if err != nil {
		return err
	}
	status.Package = p.Package
	return tx.Append(stream, journal.Because(Affirmed{status}, f.Grounds...))
}

func (s *Service) loadParcel(tx *journal.Tx, review string) (Parcel, error) {
	return journal.Load(tx, ParcelStream(review), FoldParcel)
}

// lead begins an act of the lead's committee on its own case.
func (s *Service) lead(tx *journal.Tx, p auth.Principal, v auth.Verb, id string, version int64) (review.Case, error) {
	c, err := journal.Load(tx, review.Stream(id), review.Fold)
	if err != nil {
		return c, err
	}
	if err := auth.Allow(tx, p, v, auth.Review, id); err != nil {
		return c, err
	}
	return c, tx.Expect(review.Stream(id), version)
}

// content is what the package says: everything from the case and the version of
// the application that was decided on.
func (s *Service) content(r store.Reader, set *rules.Set, c review.Case) (parcel.Content, error) {
	letter := c.Current()
	if c.State != review.StateApproved {
		return parcel.Content{}, errs.Refuse("sites.send.undecided", "委员会批准之后才能发出决定包。", "The package is sent once the committee has approved.")
	}
	if c.ReplacedBy != "" {
		return parcel.Content{}, errs.Refuse("sites.send.replaced", "委员会在申诉之后重新作出了决定，原决定不能再发出（审查办法第十八条）。",
			"The committee decided anew on appeal, so the first decision is not sent any more (Review Measures, article 18).")
	}
	stopped, err := store.Column[string](r, `select state from conducts where review = $1 and state <> 'running'`, c.ID)
	if err != nil {
		return parcel.Content{}, err
	}
	if len(stopped) > 0 {
		return parcel.Content{}, errs.Refuse("sites.send.stopped", "活动已暂停、终止、结束或者跟踪审查逾期：决定现在没有效力，不能发出（审查办法第二十一条）。",
			"The work is suspended, ended, or overdue for its follow-up: the decision is not in force now and is not sent (Review Measures, article 21).")
	}
	if letter == nil || letter.Issued.Before(c.DecidedAt) || letter.Issued.Before(c.ConfirmedAt) {
		return parcel.Content{}, errs.Refuse("sites.send.letter", "请先签发决定书：决定包里要有它。", "Issue the letter first: it goes into the package.")
	}
	d := c.Decision()
	out := parcel.Content{Review: c.ID, Activity: c.Activity, Number: c.Number, Title: c.Title, Region: c.Region, Fields: c.Fields, FollowUp: c.FollowUp,
		Decision: parcel.Decision{Outcome: letter.Outcome, Says: letter.Says, Day: letter.Decided, Procedure: c.Procedure, Reasons: d.Reasons,
			Present: len(d.Present), For: d.Tally[d.Outcome], Need: d.Need},
		Letter: parcel.Letter{Label: letter.Label(), Code: letter.Code, PDF: letter.PDF}, Minutes: minutes(c, d)}
	for _, st := range d.Stipulations {
		out.Stipulations = append(out.Stipulations, st.Text)
	}
	if err := r.Row(`select event from letters where code = $1`, letter.Code).Scan(&out.Letter.Event); err != nil {
		return out, fmt.Errorf("find letter of %s: %w", c.ID, err)
	}
	if out.Lead, _, err = s.party(r, c.Unit, c.Committee); err != nil {
		return out, err
	}
	app, _, err := s.decidedOn(r, c)
	if err != nil {
		return out, err
	}
	out.Application, _ = version(app)
	if out.Amendments, err = s.amendments(r, app); err != nil {
		return out, err
	}
	for _, f := range app.Files {
		out.Files = append(out.Files, parcel.Named{Field: f.Field, Name: f.Name, Hash: f.Hash})
	}
	out.Sites, err = invitedSites(r, c.ID)
	return out, err
}

// decidedOn is the application as the committee decided on it, with every amendment
// that it approved since, and the place of that version in the history.
func (s *Service) decidedOn(r store.Reader, c review.Case) (activity.State, int64, error) {
	events, err := s.J.Stream(r, activity.Stream(c.Activity))
	if err != nil {
		return activity.State{}, 0, err
	}
	at := c.Application
	for _, e := range events {
		if _, ok := e.Body.(activity.Amended); ok {
			at = e.Version
		}
	}
	app, err := activity.At(events, at)
	if err == nil && len(app.Submissions) == 0 {
		err = errs.Refuse("sites.send.version", "找不到所决定的版本。", "The version that was decided on is not there.")
	}
	return app, at, err
}

// amendments are those that a version holds, with the cases that judged them.
func (s *Service) amendments(r store.Reader, app activity.State) ([]parcel.Amendment, error) {
	var out []parcel.Amendment
	for _, a := range app.Amendments {
		c, err := s.Reviews.Look(r, a.Review)
		if err != nil {
			return nil, err
		}
		out = append(out, parcel.Amendment{N: a.N, Number: c.Number, Day: calendar.Of(a.At)})
	}
	return out, nil
}

func invitedSites(r store.Reader, review string) ([]parcel.Invited, error) {
	ids, err := store.Column[string](r, `select id || ' ' || party_key from sites where review = $1 and state <> 'withdrawn' order by id`, review)
	var out []parcel.Invited
	for _, row := range ids {
		out = append(out, parcel.Invited{Site: row[:36], Key: row[37:]})
	}
	return out, err
}

// minutes is the extract about one case.
func minutes(c review.Case, d *review.Decision) lang.Text {
	day := string(calendar.Of(c.DecidedAt))
	if d.Procedure == review.BySimplified {
		return lang.T("%s，简易程序，%d 名审查人意见一致。%s", "On %s, by the simplified procedure, %d reviewers agreed. %s").With(day, len(d.Present), d.Reasons)
	}
	return lang.T("%s，到会 %d 人，同意 %d 人，需 %d 人。%s", "On %s, %d present, %d for it, %d needed. %s").With(day, len(d.Present), d.Tally[d.Outcome], d.Need, d.Reasons)
}

// State says how a decision stands now.
type StateStatus struct {
	Review string `json:"review"`
	State  string `json:"state"` // in_force, suspended, terminated
	Reason string `json:"reason"`
	Key    string `json:"key,omitempty"`
}

// StateStatus journals a new word about a decision; every site of this house
// hears it at once, and others with the next file.
func (s *Service) StateStatus(ctx context.Context, p auth.Principal, now time.Time, cmd StateStatus) (journal.Outcome, error) {
	cmd.Reason = strings.TrimSpace(cmd.Reason)
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		c, err := s.lead(tx, p, auth.SiteState, cmd.Review, 0)
		if err != nil {
			return err
		}
		if !slices.Contains([]string{parcel.InForce, parcel.Suspended, parcel.Terminated}, cmd.State) {
			return errs.Mistake("state", "sites.status.state", "请选择：有效、中止、终止。", "Choose: in force, suspended, terminated.")
		}
		if cmd.State != parcel.InForce && cmd.Reason == "" {
			return errs.Mistake("reason", "sites.status.reason", "请写明理由。", "Say why.")
		}
		old, err := s.loadParcel(tx, c.ID)
		if err != nil {
			return err
		}
		if cmd.State == parcel.InForce && old.Because != "" {
			return errs.Mistake("state", "sites.status.superseded", "这个决定包已被取代（%s），不能再说明为有效。请发出新的决定包（审查办法第二十一条）。",
				"This package was superseded (%s) and cannot be in force again. Send the newer one (Review Measures, article 21).", old.Because)
		}
		tx.For, tx.Result = c.Committee, c.ID
		return s.state(tx, c, cmd.State, cmd.Reason)
	})
}

// state journals a word about the decision of a case and tells its sites; no
// package, no word.
func (s *Service) state(tx *journal.Tx, c review.Case, state, reason string) error {
	old, err := s.loadParcel(tx, c.ID)
	if err != nil || old.State == StateNone {
		return err
	}
	if old.Status.State == parcel.Terminated && state != parcel.Terminated {
		return errs.Refuse("sites.status.over", "已经终止的决定不能恢复。", "A decision that was terminated does not come back.")
	}
	newer := old.Because
	switch {
	case state == parcel.Superseded:
		if newer = reason; old.Status.State == parcel.Suspended { // and stays so
			state, reason = parcel.Suspended, old.Status.Reason
		}
	case state == parcel.InForce && newer != "": // it goes on, and is the older one still
		state, reason = parcel.Superseded, newer
	}
	st, err := s.status(tx, c, old.Package, calendar.Of(tx.Now))
	if err != nil {
		return err
	}
	st.State, st.Reason, st.Newer = state, reason, newer
	var body journal.Body
	switch state {
	case parcel.InForce:
		body = Affirmed{st}
	case parcel.Suspended:
		body = Suspended{st}
	default:
		body = Ended{st}
	}
	if err := tx.Append(ParcelStream(c.ID), journal.Because(body)); err != nil {
		return err
	}
	f := s.leadFacts(tx.Actor, tx.Now, c.Region)
	return forEach(tx, c.ID, func(site State) ([]journal.New, error) {
		news := site.Standing(st)
		if newer != old.Because {
			news = append(news, site.Decided(f)...) // the newer package is due
		}
		return news, nil
	})
}

// attachLimit bounds the files that travel along, in bytes. What does not fit is
// named by its hash alone.
const attachLimit = 1 << 20

// Sent reports whether the decision package of a case has gone out.
func (s *Service) Sent(r store.Reader, review string) (bool, error) {
	pkg, err := s.parcelOf(r, review)
	return pkg.State != StateNone, err
}

// PackageFile is the decision package of a case as a file: the decision, its
// letter and the newest word about it, each with its proof.
func (s *Service) PackageFile(ctx context.Context, r store.Reader, p auth.Principal, review string) ([]byte, error) {
	if err := auth.Allow(r, p, auth.SiteSend, auth.Review, review); err != nil {
		return nil, err
	}
	pkg, err := s.parcelOf(r, review)
	if err != nil {
		return nil, err
	}
	if pkg.State == StateNone {
		return nil, errs.Refuse("sites.file.none", "还没有发出决定包。", "No package was sent yet.")
	}
	var f parcel.File
	if f.Content, err = s.receipt(r, pkg.Package); err != nil {
		return nil, err
	}
	if f.Letter, err = s.receipt(r, pkg.Content.Letter.Event); err != nil {
		return nil, err
	}
	if f.Status, err = s.receipt(r, pkg.Stated); err != nil {
		return nil, err
	}
	if f.Attachments, err = s.attachments(ctx, r, pkg.Content); err != nil {
		return nil, err
	}
	return f.Write()
}

func (s *Service) receipt(r store.Reader, event string) ([]byte, error) {
	receipt, err := s.J.Receipt(r, s.LogKey(), event)
	if err != nil {
		return nil, err
	}
	return receipt.File()
}

// attachments are the letter, the application and its files.
func (s *Service) attachments(ctx context.Context, r store.Reader, c parcel.Content) ([]parcel.Attachment, error) {
	kase, err := s.Reviews.Look(r, c.Review)
	if err != nil {
		return nil, err
	}
	app, _, err := s.decidedOn(r, kase)
	if err != nil {
		return nil, err
	}
	var out []parcel.Attachment
	left := attachLimit
	add := func(name, hash string, data []byte) {
		if left -= len(data); left > 0 && !slices.ContainsFunc(out, func(a parcel.Attachment) bool { return a.Hash == hash }) {
			out = append(out, parcel.Attachment{Name: name, Hash: hash, Data: data})
		}
	}
	files := append([]parcel.Named{{Name: "letter.pdf", Hash: c.Letter.PDF}}, c.Files...)
	if v, _ := version(app); v.Hash == c.Application.Hash {
		if raw, err := app.Content().JSON(); err == nil {
			add("application.json", v.Hash, raw)
		}
	}
	for _, f := range files {
		data, err := s.blob(ctx, f.Hash, int64(left))
		if err != nil {
			return nil, fmt.Errorf("read %s of package: %w", f.Name, err)
		}
		if data != nil {
			add(f.Name, f.Hash, data)
		}
	}
	return out, nil
}

// blob is a stored file; nil when it is larger than what is left.
func (s *Service) blob(ctx context.Context, hash string, left int64) ([]byte, error) {
	f, err := s.Blobs.Open(ctx, hash)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, left+1))
	if int64(len(data)) > left {
		return nil, err
	}
	return data, err
}

// AnswerFile is the participating side's answer as a file for the lead.
func (s *Service) AnswerFile(r store.Reader, p auth.Principal, site string) ([]byte, error) {
	st, err := s.View(r, p, site)
	if err != nil {
		return nil, err
	}
	if st.Answered == "" || st.Way == WayOut {
		return nil, errs.Refuse("sites.answer.none", "还没有正式答复。", "There is no formal answer yet.")
	}
	return s.receipt(r, st.Answered)
}
