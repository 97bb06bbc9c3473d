// Package opinion asks a language model for a second opinion on what a text speaks
// of, over the protocol that OpenAI made common (POST …/chat/completions).
//
// Nothing is sent unless an operator names an endpoint and somebody asks. What is
// sent is a title and a summary, and nothing about people. What comes back is a
// suggestion by a machine: it is shown as one, kept with the model's name and the
// words of the request, and a person decides what becomes of it.
package opinion

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lunheng/internal/rules"
)

// Options name the endpoint.
type Options struct {
	URL     string // base, such as http://127.0.0.1:8000/v1
	Model   string
	Key     string        // may be empty
	Timeout time.Duration // of one request
}

// Client asks one model.
type Client struct {
	o    Options
	http *http.Client
}

// New makes a client; nil when no endpoint is named.
func New(o Options) *Client {
	if o.URL == "" {
		return nil
	}
	// The text goes to the endpoint that the operator named and nowhere else.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{o: o, http: &http.Client{Timeout: o.Timeout, CheckRedirect: stay}}
}

// Name is the model's name.
func (c *Client) Name() string { return c.o.Model }

// Suggestion is a fact that a machine sees in a text.
type Suggestion struct {
	Fact  string   `json:"fact"`
	Words []string `json:"words"` // quoted by the machine, and standing in the text
	Why   string   `json:"why"`
}

// The bounds of what is asked and taken.
const (
	maxText    = 12_000 // characters of title and summary
	maxAnswer  = 1 << 20
	maxWhy     = 300 // characters
	maxWords   = 8
	maxInWords = 40
)

// Prompt is the request's first part: what to look for. It is made of the packs'
// facts alone, so that it can be kept and read.
func Prompt(set *rules.Set) string {
	var b strings.Builder
	b.WriteString("You screen applications for ethics review. Say which of the facts below the text speaks of as part of the planned work. " +
		"Mere likeness of words is not enough. Quote the exact words of the text. Answer with JSON only: " +
		`{"facts":[{"fact":"code","words":["quoted words"],"why":"one sentence in the language of the text"}]}. No fact: {"facts":[]}.` + "\nFacts:\n")
	for _, f := range set.List("screen_facts") {
		fmt.Fprintf(&b, "- %s: %s (%s)\n", f.Code, f.Text.EN, f.Text.ZH)
	}
	return b.String()
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// Text is what is sent of an application.
func Text(title, summary string) string {
	text := []rune(strings.TrimSpace(title + "\n\n" + summary))
	return string(text[:min(len(text), maxText)])
}

// Ask sends the prompt and a text and returns the suggestions that name a fact of
// codes. Words that do not stand in the text are left out.
func (c *Client) Ask(ctx context.Context, prompt, text string, codes []string) ([]Suggestion, error) {
	body, err := json.Marshal(map[string]any{"model": c.o.Model, "temperature": 0, "stream": false,
		"response_format": map[string]string{"type": "json_object"},
		"messages":        []message{{"system", prompt}, {"user", text}}})
	if err != nil {
		return nil, fmt.Errorf("write request to the model: %w", err)
	}
	raw, err := c.post(ctx, body)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Choices []struct {
			Message message `json:"message"`
		} `json:"choices"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil || len(answer.Choices) == 0 {
		return nil, fmt.Errorf("read answer of the model: no choices (%w)", err)
	}
	var said struct {
		Facts []Suggestion `json:"facts"`
	}
	if err := json.Unmarshal([]byte(bare(answer.Choices[0].Message.Content)), &said); err != nil {
		return nil, fmt.Errorf("read answer of the model: %w", err)
	}
	return kept(said.Facts, text, codes), nil
}

func (c *Client) post(ctx context.Context, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimRight(c.o.URL, "/")+"/chat/completions", bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("ask the model: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	if c.o.Key != "" {
		req.Header.Set("Authorization", "Bearer "+c.o.Key)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask the model: %w", err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("read answer of the model: %w", err)
	}
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("ask the model: it answers %s", res.Status)
	}
	return raw, nil
}

// bare takes away the fence that some models put around JSON.
func bare(content string) string {
	from, to := strings.IndexByte(content, '{'), strings.LastIndexByte(content, '}')
	if from < 0 || to < from {
		return content
	}
	return content[from : to+1]
}

// kept are the suggestions that can be used: one a fact, within bounds.
func kept(said []Suggestion, text string, codes []string) []Suggestion {
	out := []Suggestion{}
	seen := map[string]bool{}
	for _, s := range said {
		if seen[s.Fact] || !slices.Contains(codes, s.Fact) {
			continue
		}
		seen[s.Fact] = true
		words := []string{}
		for _, w := range s.Words {
			if w = strings.TrimSpace(w); w != "" && utf8.RuneCountInString(w) <= maxInWords && strings.Contains(text, w) && len(words) < maxWords {
				words = append(words, w)
			}
		}
		why := []rune(strings.TrimSpace(s.Why))
		out = append(out, Suggestion{s.Fact, words, string(why[:min(len(why), maxWhy)])})
	}
	return out
}
