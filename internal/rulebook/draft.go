package rulebook

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Draft brings in the files of a pack, as a new draft or in the place of those
// that a draft has.
type Draft struct {
	ID         string `json:"id,omitempty"`         // of the draft; empty: a new one
	Department string `json:"department,omitempty"` // whose pack it is; empty: the house's; of a draft it stays
	Files      Files  `json:"files"`
	Version    int64  `json:"version,omitempty"`
	Key        string `json:"key,omitempty"`
}

// Draft decides on the files.
func (p Pack) Draft(cmd Draft, f Facts) ([]journal.New, error) {
	if p.State == PackTable.Start {
		return because(Drafted{Head: f.Head, Department: cmd.Department, Files: cmd.Files}), f.allowed().Err()
	}
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
	st := step{id: cmd.ID, version: cmd.Version, key: cmd.Key, cmd: cmd, may: auth.PackEdit, department: cmd.Department, files: func(Pack) Files { return files }}
	return s.do(ctx, p, now, st, func(tx *journal.Tx, pack Pack, f Facts) ([]journal.New, error) { return pack.Draft(cmd, f) })
}
