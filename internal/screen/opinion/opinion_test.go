package opinion

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lunheng/internal/rules"
	"lunheng/packs"
)

// endpoint speaks the protocol with a fixed answer and keeps what it was sent.
func endpoint(t *testing.T, status int, content string) (*httptest.Server, *map[string]any) {
	t.Helper()
	got := &map[string]any{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.URL.Path != "/v1/chat/completions" || r.Header.Get("Authorization") != "Bearer secret" {
			t.Errorf("%s %s %s", r.Method, r.URL, r.Header)
		}
		if err := json.NewDecoder(r.Body).Decode(got); err != nil {
			t.Error(err)
		}
		w.WriteHeader(status)
		if err := json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]any{"role": "assistant", "content": content}}}}); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(s.Close)
	return s, got
}

func TestAsk(t *testing.T) {
	s, got := endpoint(t, http.StatusOK, "```json\n"+`{"facts":[
		{"fact":"animals","words":["实验鼠","不在文中"],"why":" 用到鼠 "},
		{"fact":"animals","words":[],"why":"twice"},
		{"fact":"dragons","words":["龙"],"why":"no such fact"}]}`+"\n```")
	c := New(Options{URL: s.URL + "/v1/", Model: "m-1", Key: "secret", Timeout: time.Minute})
	text := Text("睡眠", "先看实验鼠。")
	out, err := c.Ask(t.Context(), "look", text, []string{"animals", "minors"})
	if err != nil || len(out) != 1 || out[0].Fact != "animals" || strings.Join(out[0].Words, "+") != "实验鼠" || out[0].Why != "用到鼠" {
		t.Errorf("%+v, %v", out, err)
	}
	if (*got)["model"] != "m-1" || !strings.Contains(mustJSON(t, (*got)["messages"]), "先看实验鼠") {
		t.Errorf("sent %v", *got)
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// An endpoint that fails, redirects or talks nonsense is an error, and never a no.
func TestAskFails(t *testing.T) {
	for _, c := range []struct {
		status  int
		content string
	}{{http.StatusInternalServerError, "{}"}, {http.StatusFound, "{}"}, {http.StatusOK, "I think it is fine."}} {
		s, _ := endpoint(t, c.status, c.content)
		m := New(Options{URL: s.URL + "/v1", Model: "m", Key: "secret", Timeout: time.Minute})
		if out, err := m.Ask(t.Context(), "p", "t", nil); err == nil {
			t.Errorf("%d %q: %v", c.status, c.content, out)
		}
	}
	if New(Options{}) != nil {
		t.Error("without an endpoint there is a client")
	}
}

func TestPromptNamesTheFacts(t *testing.T) {
	book, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	prompt := Prompt(book.On("2026-11-20", ""))
	for _, want := range []string{"human_participants", "invasive_bci_clinical", "JSON"} {
		if !strings.Contains(prompt, want) {
			t.Errorf("the prompt lacks %s", want)
		}
	}
}
