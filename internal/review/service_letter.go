package review

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"net/url"
	"strings"
	"time"

	"lunheng/internal/activity"
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

// VerifyPath is where the public page of a letter lies, below Service.Public.
func VerifyPath(code string) string { return "/verify/" + url.PathEscape(code) }

// IssueLetter sets the letter of the decision as PDF, keeps the file and
// journals what it certifies. With a reason it corrects the letter that stands.
func (s *Service) IssueLetter(ctx context.Context, p auth.Principal, now time.Time, cmd IssueLetter) (journal.Outcome, error) {
	name := auth.ReviewLetterIssue
	if cmd.Reason != "" {
		name = auth.ReviewLetterReissue
	}
	// The paper is set before the act: drawing it must not hold the database.
	c, cert, err := s.prepareLetter(ctx, p, now, name, cmd)
	if err != nil {
		return journal.Outcome{}, err
	}
	return s.onCase(ctx, p, now, auth.Ask(name, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) ([]journal.New, error) {
		if _, err := sc.Case.NextLetter(cmd, sc.Facts); err != nil {
			return nil, err
		}
		if sc.Case.Version != c.Version { // the paper would not say what the file says now
			return nil, errs.New(errs.Conflict, "review.letter.moved", lang.T(
				"生成决定书时案卷有了变化，请再试一次。", "The file changed while the letter was made; try again."))
		}
		sc.Facts.Grounds = itemGround(sc.set, "letters", c.outcome())
		return sc.Case.IssueLetter(cmd, cert, sc.Facts)
	})
}

// prepareLetter sets the paper and keeps its file. A file that no event comes
// to name is swept.
func (s *Service) prepareLetter(ctx context.Context, p auth.Principal, now time.Time, name auth.Verb, cmd IssueLetter) (Case, Certificate, error) {
	r := s.J.DB.Read(ctx)
	if err := auth.Allow(r, p, name, auth.Review, cmd.Review); err != nil {
		return Case{}, Certificate{}, err
	}
	c, err := s.lookCase(r, cmd.Review)
	if err != nil {
		return c, Certificate{}, err
	}
	f, set, err := s.facts(r, p.Person, now, c.Committee, &c, nil)
	if err != nil {
		return c, Certificate{}, err
	}
	next, err := c.NextLetter(cmd, f)
	if cmd.Key != "" && err != nil {
		return c, Certificate{}, nil // perhaps a repetition of a request: the act itself will tell
	}
	if err != nil {
		return c, Certificate{}, err
	}
	cert := Certificate{Says: outcomeText(set, next.Outcome)}
	if cert.Code, err = newCode(); err != nil {
		return c, cert, err
	}
	if cert.Unit, err = answeringUnit(r, c); err != nil {
		return c, cert, err
	}
	if cert.Committee, err = nameOf(r, "committees", c.Committee); err != nil {
		return c, cert, err
	}
	doc, err := s.paper(r, set, now, c, next, cert)
	if err != nil {
		return c, cert, err
	}
	pdf, err := letter.Render(doc)
	if err != nil {
		return c, cert, fmt.Errorf("set letter of %s: %w", c.ID, err)
	}
	kept, err := s.Blobs.Put(ctx, bytes.NewReader(pdf))
	cert.PDF = kept.Hash
	return c, cert, err
}

// newCode is 128 random bits, written so that people can type them.
func newCode() (string, error) {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", fmt.Errorf("make letter code: %w", err)
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]), nil
}

// nameOf is a name in the register. The table is one of two constants.
func nameOf(r store.Reader, table, id string) (lang.Text, error) {
	var t lang.Text
	if err := r.Row(`select name_zh, name_en from `+table+` where id = $1`, id).Scan(&t.ZH, &t.EN); err != nil {
		return t, fmt.Errorf("look up name in %s: %w", table, err)
	}
	return t, nil
}

// answeringUnit is the name of the unit that answers for a case: the one that
// carries the activity or, where the applicant belongs to none, the unit of the
// entrusted committee.
func answeringUnit(r store.Reader, c Case) (lang.Text, error) {
	if c.Unit != "" {
		return nameOf(r, "units", c.Unit)
	}
	return issuingUnit(r, c)
}

// issuingUnit is the name of the unit whose committee it is: what stands at the
// head of its papers, also where another unit entrusted the review.
func issuingUnit(r store.Reader, c Case) (lang.Text, error) {
	var unit string
	if err := r.Row(`select unit from committees where id = $1`, c.Committee).Scan(&unit); err != nil {
		return lang.Text{}, fmt.Errorf("look up unit of committee %s: %w", c.Committee, err)
	}
	return nameOf(r, "units", unit)
}

// paper puts the letter together from the pack's text.
func (s *Service) paper(r store.Reader, set *rules.Set, now time.Time, c Case, next LetterIssued, cert Certificate) (letter.Doc, error) {
	form, ok := c.letterForm(set, next)
	if !ok {
		return letter.Doc{}, fmt.Errorf("set letter of %s: the packs have no letter %q", c.ID, next.Outcome)
	}
	d := c.Decision()
	names, err := s.Vault.Names(r, c.Applicant, d.Presiding)
	if err != nil {
		return letter.Doc{}, err
	}
	places, err := s.places(set, now, c, names)
	if err != nil {
		return letter.Doc{}, err
	}
	places["unit"], places["committee"] = cert.Unit, cert.Committee
	body, err := Paragraphs(form.In("body"), places)
	if err != nil {
		return letter.Doc{}, fmt.Errorf("set letter %s: %w", form.Code, err)
	}
	head, err := issuingUnit(r, c)
	if err != nil {
		return letter.Doc{}, err
	}
	out := letter.Decision{Unit: head, Committee: cert.Committee, Title: form.Text, Number: next.Label(), Date: calendar.Of(now),
		Body: body, Reasons: reasons(set, c, d.Outcome), Signer: names[d.Presiding].ZH, Created: now}
	if next.Replaces > 0 {
		out.Replaces = label(next.Number, next.Replaces)
		out.Closing = append(out.Closing, lang.T("更正理由：%s", "Reason for the correction: %s").With(next.Reason))
	}
	if c.Kind == "" && d.approves(set) {
		forms, err := s.consentForms(r, c)
		if err != nil {
			return letter.Doc{}, err
		}
		out.Closing = append(out.Closing, forms...)
	}
	if s.Public != "" {
		out.URL = strings.TrimRight(s.Public, "/") + VerifyPath(cert.Code)
	}
	return out.Doc(), nil
}

// letterForm is the letter's text. A review of another kind has the text of its kind,
// or the one for decisions on approved work.
func (c Case) letterForm(set *rules.Set, next LetterIssued) (rules.Item, bool) {
	if c.Kind != "" {
		for _, code := range []string{c.Kind + "_" + next.Outcome, "follow_" + next.Outcome} {
			if form, ok := set.Item("letters", code); ok {
				return form, true
			}
		}
	}
	return set.Item("letters", c.form(next))
}

// approves reports whether the outcome lets the work go on.
func (d Decision) approves(set *rules.Set) bool {
	item, ok := set.Item("outcomes", d.Outcome)
	return ok && item.Bool("approves")
}

// consentForms name the consent forms of the version that was judged, each with
// its hash: the text that participants get is fixed by the decision.
func (s *Service) consentForms(r store.Reader, c Case) ([]lang.Text, error) {
	events, err := s.J.Stream(r, activity.Stream(c.Activity))
	if err != nil {
		return nil, err
	}
	app, err := activity.At(events, c.Application)
	if err != nil {
		return nil, err
	}
	var out []lang.Text
	for _, field := range []string{"consent_form", "guardian_consent_form"} {
		for _, f := range app.FilesOf(field) {
			out = append(out, lang.T("经审查的知情同意书：%s，SHA-256 校验值 %s。", "Consent form as reviewed: %s, SHA-256 %s.").With(f.Name, f.Hash))
		}
	}
	return out, nil
}

// form is the letter's text: a decision against listed work that experts did
// not agree with has its own.
func (c Case) form(next LetterIssued) string {
	if d := c.Decision(); d.Recheck != nil && !d.Recheck.Agrees {
		return next.Outcome + "_after_recheck"
	}
	return next.Outcome
}

// places are the values of a letter's places, in both languages.
func (s *Service) places(set *rules.Set, now time.Time, c Case, names map[string]lang.Text) (map[string]lang.Text, error) {
	d := c.Decision()
	day := func(t time.Time) lang.Text { return letter.DayText(calendar.Of(t)) }
	number := func(n int) lang.Text { return lang.Same(fmt.Sprint(n)) }
	var stipulations []string
	for _, st := range d.Stipulations {
		stipulations = append(stipulations, fmt.Sprintf("%d. %s", st.No, st.Text))
	}
	procedure, _ := set.Item("procedure", c.Procedure)
	out := map[string]lang.Text{
		"number": lang.Same(c.Number), "title": lang.Same(c.Title), "applicant": names[c.Applicant], "chair": names[d.Presiding],
		"day": day(now), "accepted_on": day(c.AcceptedAt), "decided_on": day(c.DecidedAt), "meeting": day(c.DecidedAt), "procedure": procedure.Text,
		"present": number(len(d.Present)), "votes_for": number(d.Tally[d.Outcome]), "reasons": lang.Same(d.Reasons),
		"stipulations": lang.Same(strings.Join(stipulations, "\n")), "ground": outcomeText(set, d.Outcome), "kind": KindText(set, c.Kind),
	}
	if p, ok := set.Param("follow_up_months"); ok {
		out["follow_up_months"] = number(p.Int())
	}
	if c.FollowUp > 0 { // what was set for this very case, not today's param
		out["follow_up_months"] = number(c.FollowUp)
	}
	if due, runs := c.Due[ClockFollowUp]; runs {
		out["next_follow_up"] = day(due)
	}
	return out, nil
}

// Paragraphs fills a letter's text and pairs its lines in the two languages.
// A place that is not known is an error; a line that is left empty is dropped.
func Paragraphs(text lang.Text, places map[string]lang.Text) ([]lang.Text, error) {
	zh, err := fillLines(text.ZH, lang.ZH, places)
	if err != nil {
		return nil, err
	}
	en, err := fillLines(text.EN, lang.EN, places)
	if err != nil {
		return nil, err
	}
	if len(zh) != len(en) {
		return []lang.Text{{ZH: strings.Join(zh, " "), EN: strings.Join(en, " ")}}, nil
	}
	out := make([]lang.Text, len(zh))
	for i := range zh {
		out[i] = lang.T(zh[i], en[i])
	}
	return out, nil
}

func fillLines(text string, l lang.Lang, places map[string]lang.Text) ([]string, error) {
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(text, "{")
		b.WriteString(before)
		if !open {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		value, known := places[name]
		if !closed || !known {
			return nil, fmt.Errorf("the place {%s} is not known", name)
		}
		b.WriteString(value.In(l))
		text = after
	}
	return filled(strings.Split(b.String(), "\n")), nil
}

// Because is a row of a letter's table of reasons; a document that no pack knows gives
// none.
func Because(set *rules.Set, rule lang.Text, g flow.Ground) []letter.Reason {
	src, ok := set.Source(g.Source)
	if !ok {
		return nil
	}
	article := rules.Article(g.Article)
	if set.Unsure(g) {
		article = lang.T("%s（待核实）", "%s (to be confirmed)").With(article)
	}
	return []letter.Reason{{Rule: rule, Source: src.Title, Article: article}}
}

// reasons are the rules that a decision rests on, for the table in the letter:
// those on majorities of every regime that judges the case.
func reasons(set *rules.Set, c Case, outcome string) []letter.Reason {
	var out []letter.Reason
	add := func(rule lang.Text, g flow.Ground) { out = append(out, Because(set, rule, g)...) }
	if c.Kind == KindExemption { // nobody voted
		if item, ok := set.Item("outcomes", outcome); ok {
			add(item.Text, item.Ground())
		}
		return out
	}
	if p, ok := set.Param("quorum_min"); ok {
		add(p.Title, p.Ground())
	}
	for _, r := range set.Evaluate("majority", map[string]any{"activity": c.regime(), "votes": map[string]any{}}).Reasons {
		add(r.Because, r.Ground())
	}
	if item, ok := set.Item("outcomes", outcome); ok {
		add(item.Text, item.Ground())
	}
	return out
}
