package rulebook

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Draft brings in the files of a pack as a new draft.
type Draft struct {
	Department string `json:"department,omitempty"` // whose pack it is; empty: the house's
	Files      Files  `json:"files"`
	Key        string `json:"key,omitempty"`
}

// Redraft puts other files in the place of a draft's.
type Redraft struct {
	ID      string `json:"pack"`
	Files   Files  `json:"files"`
	Version int64  `json:"version,omitempty"`
	Key     string `json:"key,omitempty"`
}

// Draft decides on a new draft.
func (p Pack) Draft(cmd Draft, f Facts) ([]journal.New, error) {
	return because(Drafted{Head: f.Head, Department: cmd.Department, Files: cmd.Files}), f.allowed().Err()
}

// Redraft decides on other files.
func (p Pack) Redraft(cmd Redraft, f Facts) ([]journal.New, error) {
	if err := p.legal(Redrafted{}.EventType()); err != nil {
		return nil, err
	}
	if f.Head.Pack != p.Pack {
		return nil, errs.New(errs.Refused, "rulebook.other_pack", lang.T("这是规则包 %s 的草案，而文件是 %s。",
			"This is a draft of the pack %s, and the files are of %s."), p.Pack, f.Head.Pack).At("files")
	}
	if f.Head == p.Head {
		return nil, nil
	}
	return because(Redrafted{Head: f.Head, Files: cmd.Files}), f.allowed().Err()
}

// Draft is done by the department whose pack it is, or an administrator. Files
// with mistakes are refused, with every mistake; nothing is kept of them.
func (s *Service) Draft(ctx context.Context, p auth.Principal, now time.Time, cmd Draft) (journal.Outcome, error) {
	files, err := cmd.Files.tidy()
	if err != nil {
		return journal.Outcome{}, err
	}
	cmd.Files = files
	st := step{key: cmd.Key, cmd: cmd, department: cmd.Department, files: func(Pack) Files { return files }}
	return s.do(ctx, p, now, st, func(_ *journal.Tx, pack Pack, f Facts) ([]journal.New, error) { return pack.Draft(cmd, f) })
}

// Redraft is done by the department whose draft it is, or an administrator.
func (s *Service) Redraft(ctx context.Context, p auth.Principal, now time.Time, cmd Redraft) (journal.Outcome, error) {
	files, err := cmd.Files.tidy()
	if err != nil {
		return journal.Outcome{}, err
	}
	cmd.Files = files
	st := step{id: cmd.ID, version: cmd.Version, key: cmd.Key, cmd: cmd, may: auth.PackEdit, files: func(Pack) Files { return files }}
	return s.do(ctx, p, now, st, func(_ *journal.Tx, pack Pack, f Facts) ([]journal.New, error) { return pack.Redraft(cmd, f) })
}
