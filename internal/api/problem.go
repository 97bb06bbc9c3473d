package api

import (
	"context"
	"errors"
	"net/http"

	"lunheng/internal/edge"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Problem is what went wrong (RFC 9457). It repeats no personal data.
type Problem struct {
	Type   string     `json:"type" doc:"urn:lunheng: 加 key / urn:lunheng: and the key"`
	Title  string     `json:"title" doc:"哪一类问题 / what kind of trouble"`
	Status int        `json:"status"`
	Detail string     `json:"detail" doc:"哪里不对、怎么办 / what is wrong and what to do"`
	Key    string     `json:"key" doc:"这一种拒绝的固定名称 / stable name of this refusal"`
	Errors []Fault    `json:"errors,omitempty" doc:"全部问题，逐项列出 / every mistake, one by one"`
	Since  []Happened `json:"since,omitempty" doc:"您所见版本之后发生的事（412）/ what happened after the version that you saw (412)"`
}

// Fault is one mistake at one place.
type Fault struct {
	Key    string `json:"key"`
	Field  string `json:"field,omitempty"`
	Detail string `json:"detail"`
}

// Keys of refusals that HTTP has a status of its own for.
const (
	keyStale   = "journal.stale"
	keyNoMatch = "api.if_match.missing"
	keyMethod  = "api.method"
	keyMedia   = "api.media"
)

func statusOf(err error) int {
	for _, e := range errs.All(err) {
		switch e.Key {
		case keyStale:
			return http.StatusPreconditionFailed
		case keyNoMatch:
			return http.StatusPreconditionRequired
		case keyMethod:
			return http.StatusMethodNotAllowed
		case keyMedia:
			return http.StatusUnsupportedMediaType
		}
	}
	return edge.Status(err)
}

// titleOf names the kind of trouble.
func titleOf(code errs.Code) lang.Text {
	switch code {
	case errs.Malformed:
		return lang.T("请求无法读取", "The request cannot be read")
	case errs.Invalid:
		return lang.T("请求有误", "The request is wrong")
	case errs.Forbidden:
		return lang.T("无权办理", "Not allowed")
	case errs.NotFound:
		return lang.T("没有找到", "Not found")
	case errs.Conflict:
		return lang.T("其间已有变化", "Somebody else acted in between")
	case errs.Refused:
		return lang.T("现在不能办理", "Refused")
	case errs.TooLarge:
		return lang.T("内容太大", "Too large")
	case errs.TooMany:
		return lang.T("请求太频繁", "Too many requests")
	case errs.Login:
		return lang.T("需要访问令牌", "A token is needed")
	}
	return lang.T("系统出错", "Internal error")
}

// fail answers with what is wrong. Detail of our own faults goes to the log
// alone.
func (r *Request) fail(err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return
	}
	if errs.CodeOf(err) == errs.Internal {
		r.a.Log.Error("request failed", "pattern", r.Pattern, "error", err)
		err = errs.New(errs.Internal, "api.internal", lang.T("系统出错，已记入日志；请求没有生效，请稍后重试。",
			"Something went wrong on our side and was noted; the request had no effect. Please try again later."))
	}
	p := r.problem(err)
	if p.Status == http.StatusUnauthorized {
		r.w.Header().Set("WWW-Authenticate", `Bearer realm="lunheng"`)
	}
	if err := r.send(p.Status, mediaProblem, p, 0); err != nil {
		r.a.Log.Error("tell failure", "error", err)
	}
}

func (r *Request) problem(err error) Problem {
	all := errs.All(err)
	first := all[0]
	p := Problem{Type: "urn:lunheng:" + first.Key, Title: titleOf(first.Code).In(r.Lang), Status: statusOf(err), Detail: first.In(r.Lang), Key: first.Key}
	for _, e := range all {
		p.Errors = append(p.Errors, Fault{Key: e.Key, Field: e.Field, Detail: e.In(r.Lang)})
	}
	if len(all) > 1 {
		p.Detail = lang.T("共 %d 处问题，见 errors。", "%d mistakes; see errors.").In(r.Lang, len(all))
	}
	if s, ok := errors.AsType[*journal.Stale](err); ok {
		p.Since = r.since(s)
		p.Detail = lang.T("您看到的是第 %d 版，此后已有变化，见 since。请重新读取，确认后再办理。",
			"You saw version %d; it has changed since, see since. Read it again, then act.").In(r.Lang, s.Seen)
		p.Errors = nil
	}
	return p
}

// since tells what happened after the version that somebody saw, as far as
// they may see it.
func (r *Request) since(s *journal.Stale) []Happened {
	events, err := r.history(s.Stream)
	if err != nil {
		r.a.Log.Error("tell what happened since", "error", err)
		return nil
	}
	for len(events) > 0 && events[0].Version <= s.Seen {
		events = events[1:]
	}
	return happened(events)
}
