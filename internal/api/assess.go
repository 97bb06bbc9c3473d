package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"time"

	"lunheng/internal/assess"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// assess asks the rules about one profile, as the command line does: the same
// reader, the same judgement, the same answer.
func (a *API) assess(raw []byte, now time.Time, l lang.Lang) ([]byte, error) {
	plain, err := plainProfile(raw)
	if err != nil {
		return nil, err
	}
	profiles, err := assess.Read(a.Book.Current(), "profile", bytes.NewReader(plain))
	if err != nil {
		return nil, mistakes(err)
	}
	if len(profiles) != 1 {
		return nil, errs.New(errs.Invalid, "api.assess.one", lang.T("一次评估一项活动。", "Assess one activity at a time."))
	}
	p := profiles[0]
	day := p.On
	if day == "" {
		day = calendar.Of(now)
	}
	answer, err := assess.Judge(a.Book.Current(), p, day)
	if err != nil {
		return nil, err
	}
	return answer.JSON(l)
}

// maxProfile bounds a profile, in bytes. Reading takes the square of the
// length, and needs no token.
const maxProfile = 64 << 10

// plainProfile is a profile without blanks and repeated keys, of which the
// reader for files that people write is slow to tell.
func plainProfile(raw []byte) ([]byte, error) {
	if len(raw) > maxProfile {
		return nil, errs.New(errs.TooLarge, "api.assess.large", lang.T("活动概况不能超过 %d kB。", "A profile has at most %d kB."), maxProfile>>10)
	}
	var plain any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&plain); err != nil {
		return nil, notJSON(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, notJSON(err)
	}
	return json.Marshal(plain)
}

// mistakes are all that is wrong with a profile, each at its field.
func mistakes(err error) error {
	problems, ok := errors.AsType[rules.Problems](err)
	if !ok {
		return err
	}
	var list errs.List
	for _, p := range problems {
		list.Add(errs.New(errs.Invalid, "assess.profile.invalid", p.Text).At(p.Path))
	}
	return list.Err()
}
