package rulebook

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Publish sets the day from which a draft holds.
type Publish struct {
	ID      string       `json:"pack"`
	From    calendar.Day `json:"from"`
	Version int64        `json:"version,omitempty"`
	Key     string       `json:"key,omitempty"`
}

// maxChanges bounds how many changes the event tells; the files tell all.
const maxChanges = 300

// Publish decides on bringing a draft into force.
func (p Pack) Publish(cmd Publish, f Facts) ([]journal.New, error) {
	if err := p.legal(Published{}.EventType()); err != nil {
		return nil, err
	}
	wrong := f.allowed()
	if _, err := calendar.Parse(string(cmd.From)); err != nil {
		wrong.Add(errs.New(errs.Invalid, "rulebook.day", lang.T("日期应写成 2026-11-20 的形式。", "Write the day like 2026-11-20.")).At("from"))
	} else if cmd.From <= f.Today {
		wrong.Add(errs.New(errs.Refused, "rulebook.past", lang.T("规则不溯及既往，当日的规则也不中途改变：最早从明天（%s）起施行。",
			"Rules do not reach back, nor change in the course of a day: the first day is tomorrow (%s) or later."), f.Today.AddDays(1)).At("from"))
	}
	if f.Failing > 0 {
		wrong.Add(errs.New(errs.Refused, "rulebook.cases", lang.T("有 %d 处用例不符或缺少用例。请先改正。",
			"%d cases fail or are missing. Put them right first."), f.Failing).At("files"))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	shown := f.Changes[:min(len(f.Changes), maxChanges)]
	return because(Published{Hash: f.Head.Hash, From: cmd.From, Replaces: f.Previous, Changes: shown, More: len(f.Changes) - len(shown)}), nil
}

// Publish is done by the department whose pack it is, or an administrator. From
// then on every server has the new book; what it says begins on its day.
func (s *Service) Publish(ctx context.Context, p auth.Principal, now time.Time, cmd Publish) (journal.Outcome, error) {
	st := step{id: cmd.ID, version: cmd.Version, key: cmd.Key, cmd: cmd, may: auth.PackPublish, files: func(p Pack) Files { return p.Files.from(cmd.From) }}
	if _, err := calendar.Parse(string(cmd.From)); err != nil {
		st.files = func(p Pack) Files { return p.Files }
	}
	return s.turn(ctx, p, now, st, func(tx *journal.Tx, pack Pack, f Facts) ([]journal.New, error) { return pack.Publish(cmd, f) })
}

// Withdraw takes a published version back before its day.
type Withdraw struct {
	ID      string `json:"pack"`
	Reason  string `json:"reason"`
	Version int64  `json:"version,omitempty"`
	Key     string `json:"key,omitempty"`
}

// maxReason bounds reasons, in characters.
const maxReason = 2000

// Withdraw decides on taking a version back.
func (p Pack) Withdraw(cmd Withdraw, today calendar.Day) ([]journal.New, error) {
	if err := p.legal(Withdrawn{}.EventType()); err != nil {
		return nil, err
	}
	if p.From <= today {
		return nil, errs.New(errs.Refused, "rulebook.in_force", lang.T("该版本自 %s 起已经施行，不能撤回；请发布新版本。",
			"This version is in force since %s and cannot be withdrawn; publish a new one."), p.From)
	}
	reason := strings.TrimSpace(cmd.Reason)
	if reason == "" || utf8.RuneCountInString(reason) > maxReason {
		return nil, errs.New(errs.Invalid, "rulebook.reason", lang.T("请写明理由（最多 %d 字）。", "Give a reason (at most %d characters)."), maxReason).At("reason")
	}
	return because(Withdrawn{Reason: reason}), nil
}

// Withdraw is done by the department whose pack it is, or an administrator.
func (s *Service) Withdraw(ctx context.Context, p auth.Principal, now time.Time, cmd Withdraw) (journal.Outcome, error) {
	st := step{id: cmd.ID, version: cmd.Version, key: cmd.Key, cmd: cmd, may: auth.PackPublish}
	return s.turn(ctx, p, now, st, func(tx *journal.Tx, pack Pack, f Facts) ([]journal.New, error) {
		return pack.Withdraw(cmd, f.Today)
	})
}

// Discard throws a draft away.
type Discard struct {
	ID      string `json:"pack"`
	Version int64  `json:"version,omitempty"`
	Key     string `json:"key,omitempty"`
}

// Discard is done by the department whose draft it is, or an administrator.
func (s *Service) Discard(ctx context.Context, p auth.Principal, now time.Time, cmd Discard) (journal.Outcome, error) {
	st := step{id: cmd.ID, version: cmd.Version, key: cmd.Key, cmd: cmd, may: auth.PackEdit}
	return s.do(ctx, p, now, st, func(_ *journal.Tx, pack Pack, _ Facts) ([]journal.New, error) {
		if err := pack.legal(Discarded{}.EventType()); err != nil {
			return nil, err
		}
		return because(Discarded{}), nil
	})
}

// turn runs a verb after which the book is another one.
func (s *Service) turn(ctx context.Context, p auth.Principal, now time.Time, st step,
	decide func(tx *journal.Tx, pack Pack, f Facts) ([]journal.New, error)) (journal.Outcome, error) {
	st.turns = true
	out, err := s.do(ctx, p, now, st, decide)
	if err != nil {
		return out, err
	}
	if err := s.Refresh(ctx); err != nil {
		return out, fmt.Errorf("take in the new book: %w", err)
	}
	return out, nil
}
