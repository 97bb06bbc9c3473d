package review

import (
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// PreviewLetter is the paper that [Service.IssueLetter] would issue now. It has
// no code yet, so it names no address for checking.
func (s *Service) PreviewLetter(r store.Reader, p auth.Principal, now time.Time, cmd IssueLetter) (letter.Doc, error) {
	name := auth.ReviewLetterIssue
	if cmd.Reason != "" {
		name = auth.ReviewLetterReissue
	}
	if err := auth.Allow(r, p, name, auth.Review, cmd.Review); err != nil {
		return letter.Doc{}, err
	}
	c, err := s.lookCase(r, cmd.Review)
	if err != nil {
		return letter.Doc{}, err
	}
	f, set, err := s.facts(r, p.Person, now, c.Committee, &c, nil)
	if err != nil {
		return letter.Doc{}, err
	}
	next, err := c.NextLetter(cmd, f)
	if err != nil {
		return letter.Doc{}, err
	}
	cert := Certificate{Says: outcomeText(set, next.Outcome)}
	if cert.Unit, err = answeringUnit(r, c); err != nil {
		return letter.Doc{}, err
	}
	if cert.Committee, err = nameOf(r, "committees", c.Committee); err != nil {
		return letter.Doc{}, err
	}
	doc, err := s.paper(r, set, now, c, next, cert)
	return unverified(doc), err
}

// unverified takes the address of a letter that has no code away.
func unverified(doc letter.Doc) letter.Doc {
	doc.URL = ""
	var blocks []letter.Block
	for _, b := range doc.Blocks {
		if _, ok := b.(letter.Verify); !ok {
			blocks = append(blocks, b)
		}
	}
	doc.Blocks = blocks
	return doc
}

// IssuedLetter is an issued letter with its paper, for somebody who may see
// the case: the file is folded as it stood then. The PDF that was kept is what
// counts; this is the same for reading on a page.
func (s *Service) IssuedLetter(r store.Reader, p auth.Principal, id string, revision int) (Letter, letter.Doc, error) {
	events, err := s.Events(r, p, id)
	if err != nil {
		return Letter{}, letter.Doc{}, err
	}
	now, err := Fold(events)
	if err != nil {
		return Letter{}, letter.Doc{}, err
	}
	for i, e := range events {
		b, ok := e.Body.(LetterIssued)
		if !ok || b.Revision != revision {
			continue
		}
		then, err := Fold(events[:i])
		if err != nil {
			return Letter{}, letter.Doc{}, err
		}
		com, err := s.committee(r, then.Committee)
		if err != nil {
			return Letter{}, letter.Doc{}, err
		}
		set := s.Book.On(calendar.Of(e.At), com.Region)
		doc, err := s.paper(r, set, e.At, then, b, Certificate{Code: b.Code, Unit: b.Unit, Committee: b.Committee, Says: b.Says, PDF: b.PDF})
		if err != nil {
			return Letter{}, letter.Doc{}, fmt.Errorf("set letter %d of %s again: %w", revision, id, err)
		}
		return now.Letters[revision-1], doc, nil
	}
	return Letter{}, letter.Doc{}, errs.New(errs.NotFound, "review.letter.missing", lang.T("没有第 %d 版决定书。", "There is no revision %d of the letter."), revision)
}
