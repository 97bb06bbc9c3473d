package review

import (
	"fmt"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// The notices that a pack has letters for, besides decisions.
const (
	NoticeAcceptance = "acceptance"
	NoticeCorrection = "correction"
)

// NoticeOf is the letter that an event of a case gives rise to: of acceptance, or
// of all that is missing. Empty: none.
func NoticeOf(e journal.Event) string {
	switch b := e.Body.(type) {
	case Accepted:
		if b.Procedure == KindExemption {
			return "" // the answer follows in the same act
		}
		return NoticeAcceptance
	case Returned:
		return NoticeCorrection
	}
	return ""
}

// Notice is the paper of the notice that event number version of a case gave rise
// to, for somebody who may see the case. It says what the event says and nothing
// else, so the same event always gives the same paper.
func (s *Service) Notice(r store.Reader, p auth.Principal, id string, version int64) (letter.Doc, error) {
	events, err := s.Events(r, p, id)
	if err != nil {
		return letter.Doc{}, err
	}
	for i, e := range events {
		if e.Version != version || NoticeOf(e) == "" {
			continue
		}
		c, err := Fold(events[:i+1])
		if err != nil {
			return letter.Doc{}, err
		}
		return s.notice(r, c, e)
	}
	return letter.Doc{}, errs.New(errs.NotFound, "review.notice.missing", lang.T("没有这份通知书。", "There is no such notice."))
}

func (s *Service) notice(r store.Reader, c Case, e journal.Event) (letter.Doc, error) {
	com, err := s.committee(r, c.Committee)
	if err != nil {
		return letter.Doc{}, err
	}
	set := s.Book.On(calendar.Of(e.At), com.Region)
	form, ok := set.Item("letters", NoticeOf(e))
	if !ok {
		return letter.Doc{}, fmt.Errorf("set notice of %s: the packs have no letter %q", c.ID, NoticeOf(e))
	}
	names, err := s.Vault.Names(r, c.Applicant, e.Actor)
	if err != nil {
		return letter.Doc{}, err
	}
	out := letter.Decision{Title: form.Text, Number: c.Number, Date: calendar.Of(e.At), Role: flow.RoleSecretary.Text(),
		Signer: names[e.Actor].ZH, Created: e.At}
	if out.Unit, err = issuingUnit(r, c); err != nil {
		return letter.Doc{}, err
	}
	unit, err := answeringUnit(r, c)
	if err != nil {
		return letter.Doc{}, err
	}
	if out.Committee, err = nameOf(r, "committees", c.Committee); err != nil {
		return letter.Doc{}, err
	}
	places := noticePlaces(set, c, e, names[c.Applicant])
	places["unit"], places["committee"] = unit, out.Committee
	if out.Body, err = Paragraphs(form.In("body"), places); err != nil {
		return letter.Doc{}, fmt.Errorf("set notice %s: %w", form.Code, err)
	}
	out.Reasons = Because(set, form.Text, form.Ground())
	return out.Doc(), nil
}

// noticePlaces are the values of a notice's places.
func noticePlaces(set *rules.Set, c Case, e journal.Event, applicant lang.Text) map[string]lang.Text {
	procedure, _ := set.Item("procedure", c.Procedure)
	out := map[string]lang.Text{
		"number": lang.Same(c.Number), "title": lang.Same(c.Title), "applicant": applicant,
		"day": letter.DayText(calendar.Of(e.At)), "procedure": procedure.Text, "due": {}, "missing": {},
	}
	if due, runs := c.Due[ClockDecision]; runs {
		out["due"] = letter.DayText(calendar.Of(due))
	}
	if b, ok := e.Body.(Returned); ok {
		lines := make([]string, 0, len(b.Items)+1)
		for i, item := range b.Items {
			lines = append(lines, fmt.Sprintf("%d. %s", i+1, item.Text))
		}
		if b.Note != "" {
			lines = append(lines, b.Note)
		}
		out["missing"] = lang.Same(strings.Join(lines, "\n"))
	}
	return out
}
