package api

import (
	"bytes"
	"errors"
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
	profiles, err := assess.Read(a.Book, "profile", bytes.NewReader(raw))
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
	answer, err := assess.Judge(a.Book, p, day)
	if err != nil {
		return nil, err
	}
	return answer.JSON(l)
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
