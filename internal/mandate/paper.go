package mandate

import (
	"fmt"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// clause is one part of the document.
type clause struct {
	title lang.Text
	body  []lang.Text
}

// Paper is the document of a mandate, for somebody who may see it: the pack's
// text of the day on which it was signed first, with the terms filled in.
func (s *Service) Paper(r store.Reader, p auth.Principal, id string) (letter.Doc, error) {
	st, err := s.View(r, p, id)
	if err != nil {
		return letter.Doc{}, err
	}
	day := p.Day
	if !st.Offered.At.IsZero() {
		day = calendar.Of(st.Offered.At)
	}
	set := s.Book.On(day, st.Region)
	places, err := s.places(r, set, st)
	if err != nil {
		return letter.Doc{}, err
	}
	doc := letter.Doc{Issuer: places["principal"], Organ: places["committee"], Title: lang.T("科技伦理审查委托书", "Mandate for ethics review"), Number: st.ID, Date: day, Created: st.Offered.At}
	if st.State != StateInForce {
		doc.Notice = Table.Info(st.State).Text
	}
	parts, err := clauses(set, st, places)
	if err != nil {
		return letter.Doc{}, err
	}
	for _, c := range parts {
		doc.Blocks = append(doc.Blocks, letter.Heading{Text: c.title})
		for _, text := range c.body {
			doc.Blocks = append(doc.Blocks, letter.Paragraph{Text: text})
		}
	}
	signed, err := s.signatures(r, st)
	doc.Blocks = append(doc.Blocks, signed...)
	return doc, err
}

// clauses are the parts of the pack's text that the terms call for.
func clauses(set *rules.Set, st State, places map[string]lang.Text) ([]clause, error) {
	holds := map[string]bool{"always": true, "standing": st.Standing, "single": !st.Standing, "follow_up": st.FollowUp, "no_follow_up": !st.FollowUp,
		"unit": st.Unit != "", "person": st.Person != "", "fee": st.Fee != ""}
	var out []clause
	for _, item := range set.List("mandate_text") {
		if !holds[item.Str("when")] {
			continue
		}
		body, err := review.Paragraphs(item.In("body"), places)
		if err != nil {
			return nil, fmt.Errorf("set clause %s of mandate: %w", item.Code, err)
		}
		out = append(out, clause{item.Text, body})
	}
	return out, nil
}

// places are what the pack's text is filled with.
func (s *Service) places(r store.Reader, set *rules.Set, st State) (map[string]lang.Text, error) {
	com, err := s.committee(r, st.Committee)
	if err != nil {
		return nil, err
	}
	units, err := registry.Names(r, auth.Unit, com.Unit, st.Unit)
	if err != nil {
		return nil, err
	}
	principal := units[st.Unit]
	if st.Person != "" {
		names, err := s.Vault.Names(r, st.Person)
		if err != nil {
			return nil, err
		}
		principal = names[st.Person]
		if principal.IsZero() {
			principal = lang.Same("—") // erased
		}
	}
	reason := named(set, "mandate_grounds", st.Ground)
	if st.Why != "" {
		reason = lang.T("%s：%s", "%s: %s").With(reason, strings.TrimRight(st.Why, "。."))
	}
	return map[string]lang.Text{"principal": both(principal), "committee": both(com.Name), "centre": both(units[com.Unit]), "reason": reason,
		"fields": fieldNames(set, st.Fields), "subject": lang.Same(st.Subject), "fee": lang.Same(st.Fee),
		"from": letter.DayText(st.From), "until": letter.DayText(st.Until)}, nil
}

// both fills in a name that stands in one language alone.
func both(t lang.Text) lang.Text {
	if t.EN == "" {
		t.EN = t.ZH
	}
	return t
}

func named(set *rules.Set, list, code string) lang.Text {
	if item, ok := set.Item(list, code); ok {
		return item.Text
	}
	return lang.Same(code)
}

func fieldNames(set *rules.Set, codes []string) lang.Text {
	var zh, en []string
	for _, code := range codes {
		t := named(set, "fields", code)
		zh, en = append(zh, t.ZH), append(en, t.EN)
	}
	return lang.T(strings.Join(zh, "、"), strings.Join(en, ", "))
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// signatures say who signed which terms, and when.
func (s *Service) signatures(r store.Reader, st State) ([]letter.Block, error) {
	names, err := s.Vault.Names(r, st.Offered.Person, st.Accepted.Person)
	if err != nil {
		return nil, err
	}
	var out []letter.Block
	add := func(role lang.Text, sig Signature) {
		if sig.Person == "" {
			return
		}
		out = append(out, letter.Signature{Role: role, Name: orDash(names[sig.Person].ZH), Line: lang.T("于 %s 电子签署", "signed electronically on %s").With(letter.DayText(calendar.Of(sig.At)))})
	}
	add(lang.T("委托方", "For the entrusting side"), st.Offered)
	add(lang.T("受托方", "For the committee"), st.Accepted)
	if st.Offered.Hash != "" {
		out = append(out, letter.Fields{{Label: lang.T("双方签署内容的校验值（SHA-256）", "Hash of what both signed (SHA-256)"), Value: lang.Same(st.Offered.Hash)}})
	}
	return out, nil
}
