package activity

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Attach keeps an uploaded file and adds it to the application. The content is
// streamed to the blob store first; only then is it named by an event. When it
// breaks off, is too large or of a wrong type, nothing is left behind.
func (s *Service) Attach(ctx context.Context, p auth.Principal, now time.Time, cmd Attach, content io.Reader) (File, error) {
	limits, err := s.placeFor(ctx, p, now, cmd)
	if err != nil {
		return File{}, err
	}
	stored, err := blob.Receive(ctx, s.Blobs, limits, content)
	if err != nil {
		return File{}, err
	}
	out, err := s.J.Do(ctx, auth.Act(p, now, cmd.Key, struct {
		Attach
		Hash string `json:"hash"`
	}{cmd, stored.Hash}), func(tx *journal.Tx) error { return s.name(tx, p, cmd, stored) })
	if err != nil {
		return File{}, err
	}
	return s.file(s.J.DB.Read(ctx), cmd.Activity, out.Result)
}

// placeFor checks before anything is streamed.
func (s *Service) placeFor(ctx context.Context, p auth.Principal, now time.Time, cmd Attach) (blob.Limits, error) {
	r := s.J.DB.Read(ctx)
	if err := auth.Allow(r, p, auth.ActivityEdit, auth.Activity, cmd.Activity); err != nil {
		return blob.Limits{}, err
	}
	st, err := s.View(r, p, cmd.Activity, 0)
	if err != nil {
		return blob.Limits{}, err
	}
	form, err := s.Form(calendar.Of(now), st.Region)
	if err != nil {
		return blob.Limits{}, err
	}
	_, limits, err := st.MayAttach(cmd, form, s.Limits)
	if err == nil {
		err = s.withinQuota(r, st, p.Person, blob.Blob{Size: 1})
	}
	return limits, err
}

// AttachKept lets an application hold a file that the program itself has made
// and kept, within the act that made it.
func (s *Service) AttachKept(tx *journal.Tx, p auth.Principal, cmd Attach, stored blob.Blob) error {
	return s.name(tx, p, cmd, stored)
}

// name lets an event name a kept file. The result of the act is the file's id.
func (s *Service) name(tx *journal.Tx, p auth.Principal, cmd Attach, stored blob.Blob) error {
	if err := auth.Allow(tx, p, auth.ActivityEdit, auth.Activity, cmd.Activity); err != nil {
		return err
	}
	if err := s.claim(tx, stored.Hash); err != nil {
		return err
	}
	st, err := load(tx, cmd.Activity)
	if err != nil {
		return err
	}
	form, err := s.Form(calendar.Of(tx.Now), st.Region)
	if err != nil {
		return err
	}
	field, _, err := st.MayAttach(cmd, form, s.Limits)
	if err != nil {
		return err
	}
	if err := s.withinQuota(tx, st, p.Person, stored); err != nil {
		return err
	}
	id, err := tx.NewID()
	if err != nil {
		return err
	}
	news, file := st.Attach(cmd, field, stored, id)
	tx.Result = file.ID
	return tx.Append(Stream(cmd.Activity), news...)
}

// claim notes that a file is about to be named, so that Sweep lets it be, and
// makes sure that it was not swept while it was being uploaded.
func (s *Service) claim(tx *journal.Tx, hash string) error {
	var swept int64
	err := tx.Row(`insert into uploads (hash, at, swept) values ($1, $2, 0)
		on conflict (hash) do update set at = excluded.at returning swept`, hash, store.Micros(tx.Now)).Scan(&swept)
	if err != nil {
		return fmt.Errorf("claim file %s: %w", hash, err)
	}
	if swept < store.Micros(tx.Now.Add(-longestUpload)) {
		return nil
	}
	ok, err := s.Blobs.Has(tx.Context(), hash)
	if err != nil {
		return fmt.Errorf("claim file %s: %w", hash, err)
	}
	if !ok {
		return errs.New(errs.Conflict, "activity.file.swept", lang.T(
			"文件没有保存成功。请重新上传。", "The file was not kept. Please upload it again."))
	}
	return nil
}

// longestUpload is longer than any upload takes, clocks of servers apart.
const longestUpload = 24 * time.Hour

// file finds a file of an application, present or of an earlier version.
func (s *Service) file(r store.Reader, activity, id string) (File, error) {
	var f File
	err := r.Row(`select id, field, material, name, hash, size, type from activity_files where activity = $1 and id = $2`,
		activity, id).Scan(&f.ID, &f.Field, &f.Group, &f.Name, &f.Hash, &f.Size, &f.Type)
	if errors.Is(err, sql.ErrNoRows) {
		return File{}, gone()
	}
	if err != nil {
		return File{}, fmt.Errorf("look up file %s: %w", id, err)
	}
	return f, nil
}

// readable finds a file for somebody who may read the application's files:
// any for the team, for everybody else one that was handed in.
func (s *Service) readable(r store.Reader, p auth.Principal, activity, id string) (File, error) {
	may, err := auth.Can(r, p, auth.Activity, activity, auth.ActivityDraftView)
	if err != nil {
		return File{}, err
	}
	if may[auth.ActivityDraftView] {
		return s.file(r, activity, id)
	}
	events, err := s.J.Stream(r, Stream(activity))
	if err != nil {
		return File{}, fmt.Errorf("look up file %s: %w", id, err)
	}
	f, ok, err := submittedFile(events, id)
	if err == nil && !ok {
		err = gone()
	}
	return f, err
}

// OpenFile opens a file of an application, present or of an earlier version,
// for somebody who may read its files. The caller closes it.
func (s *Service) OpenFile(ctx context.Context, p auth.Principal, activity, id string) (File, io.ReadCloser, error) {
	r := s.J.DB.Read(ctx)
	if err := auth.Allow(r, p, auth.ActivityFileRead, auth.Activity, activity); err != nil {
		return File{}, nil, err
	}
	f, err := s.readable(r, p, activity, id)
	if err != nil {
		return File{}, nil, err
	}
	content, err := s.Blobs.Open(ctx, f.Hash)
	if err != nil {
		return File{}, nil, fmt.Errorf("open file %s of activity %s: %w", id, activity, err)
	}
	return f, content, nil
}
