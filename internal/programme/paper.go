package programme

import (
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Paper is the pledge as a document in both languages, for somebody who may see the
// project: the text that was fixed when the first side signed, who signed, and the
// hash of the text.
func (s *Service) Paper(r store.Reader, p auth.Principal, id string, now time.Time) (letter.Doc, error) {
	v, err := s.ViewProject(r, p, id, now)
	if err != nil {
		return letter.Doc{}, err
	}
	st, err := s.programme(r, v.Programme)
	if err != nil {
		return letter.Doc{}, err
	}
	doc := letter.Doc{Issuer: lang.Same(v.Title), Organ: lang.Same(st.Title), Title: lang.T("科技伦理承诺书", "Pledge on research ethics"), Number: v.ID, Date: calendar.Of(now), Created: now}
	if !v.Pledge.Signed() {
		doc.Notice = lang.T("双方签署之后生效。", "In force once both sides have signed.")
	}
	for _, c := range v.Text.Text {
		if !c.Head.IsZero() {
			doc.Blocks = append(doc.Blocks, letter.Heading{Text: c.Head})
		}
		doc.Blocks = append(doc.Blocks, letter.Paragraph{Text: c.Body})
	}
	doc.Blocks = append(doc.Blocks, letter.Fields{{Label: lang.T("文本的 SHA-256", "SHA-256 of the text"), Value: lang.Same(v.Text.Hash)}})
	if v.Pledge == nil {
		return doc, nil
	}
	people, err := s.Vault.Records(r, v.Pledge.Leader, v.Pledge.Unit)
	if err != nil {
		return letter.Doc{}, err
	}
	sign := func(role lang.Text, person string, at time.Time) {
		if person != "" {
			day := calendar.Of(at)
			doc.Date, doc.Created = day, at
			doc.Blocks = append(doc.Blocks, letter.Signature{Role: role, Name: orDash(people[person].Name), Line: lang.T("%s 电子签署", "signed electronically on %s").With(letter.DayText(day))})
		}
	}
	sign(lang.T("项目负责人", "Leader of the project"), v.Pledge.Leader, v.Pledge.LeaderAt)
	sign(lang.T("单位", "For the unit"), v.Pledge.Unit, v.Pledge.UnitAt)
	return doc, nil
}
