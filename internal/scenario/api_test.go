package scenario_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"lunheng/internal/auth"
)

// doAPI asks the API as the person who acts, by a token of theirs.
func doAPI(s *stage, _ bool, a []string) error {
	if s.b == nil {
		return fmt.Errorf("nobody acts yet")
	}
	body := strings.Join(a[2:], "")
	req, err := http.NewRequest(a[0], s.w.URL+"/api/v1"+a[1], strings.NewReader(body))
	if err != nil {
		return err
	}
	if s.b.name != "nobody" {
		token, err := s.token()
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Bearer "+token)
	}
	req.Header.Set("If-Match", "*")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	s.b.tab.sent = nil
	return s.do(req)
}

// token is one that the person made before the story.
func (s *stage) token() (string, error) {
	if s.b.token != "" {
		return s.b.token, nil
	}
	quiet := s.told == s.head()
	_, token, err := s.w.Accounts.MakeToken(context.Background(), s.w.As(s.b.name), s.w.Now(),
		auth.MakeToken{Label: "script", Scopes: []auth.Scope{auth.Read, auth.Write}, Days: 300})
	if err != nil {
		return "", err
	}
	if s.b.token = token; quiet {
		s.told = s.head()
	}
	return token, nil
}
