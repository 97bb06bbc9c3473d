package draw

import (
	"encoding/hex"
	"encoding/json"
	"fmt"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/journal/proof"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Seed is what the log gave to an announcement.
type Seed struct {
	Announced  string // id of the announcing event
	Checkpoint string // signed note: the first that covers it; empty: none yet
	Root       [32]byte
}

// Hex is the seed as events and pages have it.
func (s Seed) Hex() string { return hex.EncodeToString(s.Root[:]) }

// SeedOf reads the first checkpoint that covers an announcement, if there is one.
func SeedOf(j *journal.Journal, r store.Reader, announced string) (Seed, error) {
	receipt, err := j.Receipt(r, "", announced)
	if errs.Has(err, journal.NotSealed) {
		return Seed{}, nil
	}
	if err != nil {
		return Seed{}, err
	}
	root, err := proof.Root(receipt.Checkpoint)
	if err != nil {
		return Seed{}, fmt.Errorf("read seed of %s: %w", announced, err)
	}
	return Seed{Announced: announced, Checkpoint: receipt.Checkpoint, Root: root}, nil
}

// Unsealed is the refusal of a draw before its announcement is sealed; key is its code.
func Unsealed(key string) error {
	return errs.New(errs.Conflict, key, lang.T("公告还没有封入日志，种子尚未产生。通常一秒内完成，请稍后再抽取。",
		"The announcement is not sealed yet, so there is no seed. That usually takes a second; draw again shortly."))
}

// First is the root of the checkpoint in a receipt, which has to be the first that
// covers the leaf: the one before it must not.
func First(receipt []byte, leaf int64) ([32]byte, error) {
	var r struct{ Checkpoint, Key string }
	if err := json.Unmarshal(receipt, &r); err != nil {
		return [32]byte{}, Differ("announcement", "收据无法读取。", "The receipt cannot be read.")
	}
	key, err := proof.ParseKey(r.Key)
	if err != nil {
		return [32]byte{}, err
	}
	c, err := proof.Open(r.Checkpoint, key)
	if err != nil {
		return [32]byte{}, err
	}
	if c.Before > leaf {
		return [32]byte{}, Differ("checkpoint", "这不是公告之后的第一个检查点：前一个检查点（%d 条）已经包含公告。",
			"This is not the first checkpoint after the announcement: the one before, of %d entries, covers it already.", c.Before)
	}
	return c.Root, nil
}

// Differ is the refusal of a repeated draw that does not come out the same.
func Differ(field, zh, en string, args ...any) error {
	return errs.New(errs.Refused, "draw."+field, lang.T(zh, en), args...).At(field)
}
