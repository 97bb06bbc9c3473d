package scenario_test

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// doTalk answers the questions of a conversation as they come, from a file with a
// line for each: question, a bar, and the answers with bars between. Lines whose
// question is never asked do no harm; a question without a line does.
func doTalk(s *stage, _ bool, a []string) error {
	raw, err := s.file(a[0])
	if err != nil {
		return err
	}
	known := map[string][]string{}
	for line := range strings.Lines(string(raw)) {
		if question, answers, ok := strings.Cut(strings.TrimSpace(line), "|"); ok {
			known[squeezed(question)] = strings.Split(answers, "|")
		}
	}
	for range 60 {
		t, err := s.here()
		if err != nil {
			return err
		}
		question := asked(t.page.root)
		if question == nil {
			return nil
		}
		answers, ok := known[squeezed(text(question, "required"))]
		if !ok {
			return fmt.Errorf("%s has no answer to “%s”", a[0], words(question))
		}
		if err := s.answer(t, answers); err != nil {
			return fmt.Errorf("answer “%s”: %w", words(question), err)
		}
	}
	return fmt.Errorf("the conversation does not end")
}

// asked is what the page asks, or nil.
func asked(root *html.Node) *html.Node {
	for _, f := range elements(root, "form") {
		if !strings.Contains(get(f, "class"), "panel") {
			continue
		}
		if found := elements(f, "legend", "label"); len(found) > 0 && get(f, "method") == "get" {
			return found[0]
		}
	}
	return nil
}

// answer presses the one answer, or ticks those of several and goes on.
func (s *stage) answer(t *tab, answers []string) error {
	if len(answers) == 1 && len(t.buttons(strings.TrimSpace(answers[0]))) == 1 {
		return s.press(strings.TrimSpace(answers[0]), 1)
	}
	for _, one := range answers {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		if err := t.tick(one, true); err != nil {
			return err
		}
	}
	next := "Next"
	if s.lang == "zh" {
		next = "下一步"
	}
	return s.press(next, 1)
}
