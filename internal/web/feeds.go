package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// feedsPath is where one's calendar addresses are made and revoked.
const feedsPath = "/account/calendars"

// feeds shows one's own calendar addresses.
func (s *Server) feeds(r *Request) error {
	list, err := s.Accounts.Feeds(r.Reader(), r.P)
	if err != nil {
		return err
	}
	var ids []string
	for _, f := range list {
		ids = append(ids, f.Committee)
	}
	names, err := r.bodies(auth.Committee, ids...)
	if err != nil {
		return err
	}
	title := lang.T("订阅会议日历", "Meetings in your calendar")
	v := register.Entry{Page: r.Info(title), Status: ui.Status{Text: lang.T("RFC 5545（iCalendar）", "RFC 5545 (iCalendar)"), Tone: ui.Plain}, Head: ui.HeadInfo{Title: title,
		Lead: lang.T("把私密地址填进日历程序，会议的改期和取消会自动更新。日历里只有委员会和时间，没有案卷的题目和人名。谁拿到地址谁就能看到，请勿转发；可以随时撤销。",
			"Give the private address to your calendar program: moved and cancelled meetings follow by themselves. It holds committee and time, no titles of cases and no names. Whoever has the address sees it: do not pass it on, and revoke it whenever you like.")}}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("会议", "Meetings"), Href: "/meetings"}}
	v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("创建日历地址", "Make an address"), Href: feedsPath + "/new"}, ui.Primary)
	var rows []register.Row
	for _, f := range list {
		what, place, state := lang.T("我所在的全部委员会", "All my committees"), lang.T("只有时间", "Time alone"), ui.Status{Text: lang.T("有效", "valid"), Tone: ui.OK}
		if f.Committee != "" {
			what = english(names[f.Committee])
		}
		if f.Places {
			place = lang.T("时间、地点和视频地址", "Time, place and video address")
		}
		cell := register.Cell{}
		if !f.Revoked.IsZero() {
			state = ui.Status{Text: lang.T("已撤销", "revoked"), Tone: ui.Ended}
		} else {
			cell.Acts = []ui.Link{{Text: lang.T("撤销", "Revoke"), Href: feedsPath + "/" + f.ID + "/revoke"}}
		}
		cell.Status = &state
		rows = append(rows, register.Row{{Text: r.C.Text(what)}, {Text: r.C.Text(place)}, {Text: r.C.Date(f.Made)}, cell})
	}
	v.Sections = []register.Section{{ID: "feeds", Title: lang.T("我的日历地址", "My addresses"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("最近创建的在前", "The last made first"),
		Columns: []ui.Column{{Text: lang.T("会议", "Meetings")}, {Text: lang.T("内容", "With")}, {Text: lang.T("创建", "Made")}, {Text: lang.T("状态", "State")}},
		Empty:   ui.EmptyInfo{Title: lang.T("还没有日历地址", "No address yet")}}, rows)}}
	return r.Page(register.EntryPage(r.C, v))
}

// newFeed asks for a calendar address.
func (s *Server) newFeed() formPage {
	return formPage{build: func(r *Request) (form.Page, error) {
		options, err := r.committeeOptions("secretary", "chair", "vice_chair", "member", "adviser")
		field := form.Field{Kind: form.Radios, Field: ui.Field{Name: "committee", Label: lang.T("哪些会议", "Which meetings"), Value: "all", Required: true,
			Options: append([]ui.Option{{Value: "all", Text: lang.T("我所在的全部委员会", "All my committees")}}, options...)}}
		return form.Page{Page: r.Info(lang.T("创建日历地址", "Make an address")), Head: ui.HeadInfo{Title: lang.T("创建日历地址", "Make a calendar address"), Lead: lang.T("地址只显示一次，系统只保存其摘要。", "It is shown once; its digest alone is kept.")},
			Fields: []form.Field{field, {Kind: form.Checks, Field: ui.Field{Name: "places", Label: lang.T("内容", "With"), Options: []ui.Option{{Value: "yes", Text: lang.T("包含地点和视频会议地址", "Place and address of the video meeting"),
				Help: lang.T("日历存放在外部服务的，建议不选", "Better not where the calendar lies with somebody else")}}}}},
			Cancel: feedsPath, Submit: ui.Button{Text: lang.T("创建", "Make"), Look: ui.Primary}}, err
	}}
}

// makeFeed sends the form of newFeed and shows the address this one time.
func (s *Server) makeFeed(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := auth.MakeFeed{Committee: r.PostFormValue("committee"), Places: r.PostFormValue("places") == "yes"}
	if cmd.Committee == "all" {
		cmd.Committee = ""
	}
	_, token, err := s.Accounts.MakeFeed(r.Context(), r.P, r.C.Now, cmd)
	if err != nil {
		if !Refused(err) {
			return err
		}
		return s.newFeed().render(r, err)
	}
	title := lang.T("日历地址已创建", "The address is made")
	v := register.Entry{Page: r.Info(title), Head: ui.HeadInfo{Title: title}, Status: ui.Status{Text: lang.T("有效", "valid"), Tone: ui.OK},
		Sections: []register.Section{{ID: "feed", Title: lang.T("私密地址", "The private address"), Body: register.Secret(r.C, lang.T("地址", "Address"), strings.TrimSuffix(s.PublicURL, "/")+"/calendar/"+token+".ics",
			lang.T("请现在复制到日历程序，离开本页后无法再次查看。", "Copy it into your calendar program now; it cannot be seen again after this page.")),
			Acts: []register.Act{{Link: ui.Link{Text: lang.T("返回", "Back"), Href: feedsPath}}}}}}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("订阅会议日历", "Meetings in your calendar"), Href: feedsPath}}
	return r.Page(register.EntryPage(r.C, v))
}

// revokeFeed ends a calendar address.
func (s *Server) revokeFeed() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			head := ui.HeadInfo{Title: lang.T("撤销日历地址", "Revoke the address"), Lead: lang.T("使用这个地址的日历立即停止更新。", "Calendars that use it stop at once.")}
			return form.Page{Page: r.Info(head.Title), Head: head, Cancel: feedsPath, Submit: ui.Button{Text: lang.T("撤销", "Revoke"), Look: ui.Danger}}, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			return feedsPath, lang.T("地址已撤销。", "The address is revoked."), s.Accounts.RevokeFeed(r.Context(), r.P, r.C.Now, r.PathValue("feed"))
		},
	}
}

// feed answers a calendar program: nobody is logged in, the secret in the address
// says who asks.
func (s *Server) feed(r *Request) error {
	token, ok := strings.CutSuffix(r.PathValue("token"), ".ics")
	if !ok {
		return s.notFound(r)
	}
	f, err := s.Accounts.ByFeed(r.Reader(), token)
	if err != nil {
		return err
	}
	list, err := review.Sessions(r.Reader(), auth.Session(f.Person, r.C.Now), f.Committee, r.C.Now)
	if err != nil {
		return err
	}
	var ids []string
	for _, m := range list {
		ids = append(ids, m.Committee)
	}
	names, err := r.bodies(auth.Committee, ids...)
	if err != nil {
		return err
	}
	body := s.ical(list, names, f.Places)
	sum := sha256.Sum256([]byte(body))
	etag := `"` + hex.EncodeToString(sum[:16]) + `"`
	h := r.W.Header()
	h.Set("ETag", etag)
	h.Set("Cache-Control", "private, max-age=300")
	if r.Header.Get("If-None-Match") == etag {
		r.W.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	_, err = io.WriteString(r.W, body)
	return err
}

// ical writes meetings as RFC 5545 has it. Every one keeps its UID; what is moved or
// called off has a higher SEQUENCE.
func (s *Server) ical(list []review.Session, names map[string]lang.Text, places bool) string {
	cal := ical.NewCalendarFor("Lunheng")
	cal.SetMethod(ical.MethodPublish)
	cal.SetName("伦理委员会会议 / Ethics committee meetings")
	cal.SetXWRTimezone(calendar.Beijing().String())
	cal.SetRefreshInterval("PT1H", ical.WithValue("DURATION"))
	for _, m := range list {
		e := ical.NewEvent(m.ID + "@lunheng")
		e.SetDtStampTime(m.Changed)
		e.SetModifiedAt(m.Changed)
		e.SetSequence(m.Sequence)
		e.SetStartAt(m.StartsAt)
		e.SetSummary(bothLanguages(english(names[m.Committee]), lang.T("会议", "meeting")))
		e.SetStatus(icalStatus(m))
		e.SetClass(ical.ClassificationPrivate)
		if s.PublicURL != "" {
			e.SetURL(strings.TrimSuffix(s.PublicURL, "/") + "/meetings/" + m.ID)
		}
		if where := strings.TrimSpace(m.Place + " " + m.Link); places && where != "" {
			e.SetLocation(where)
		}
		cal.AddVEvent(e)
	}
	return cal.Serialize(ical.WithNewLineWindows)
}

func bothLanguages(name, what lang.Text) string {
	if name.ZH == name.EN {
		return name.ZH + what.ZH
	}
	return name.ZH + what.ZH + " / " + name.EN + ", " + what.EN
}

func icalStatus(m review.Session) ical.ObjectStatus {
	switch m.State {
	case review.MeetingCancelledState:
		return ical.ObjectStatusCancelled
	case review.MeetingPlannedState:
		return ical.ObjectStatusTentative
	}
	return ical.ObjectStatusConfirmed
}

// rearrangeMeeting moves a meeting to another time or place.
func (s *Server) rearrangeMeeting() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			m, err := s.Review.Meeting(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			at := m.StartsAt.In(calendar.Beijing())
			head := ui.HeadInfo{Kicker: lang.Same(r.C.Time(m.StartsAt)), Title: lang.T("改期或者变更地点", "Move the meeting"), Lead: lang.T("议程和已有的利益申报保留；会议页面和订阅的日历随之更新。", "Agenda and declarations stay; the meeting's page and subscribed calendars follow.")}
			mode := form.Field{Kind: form.Radios, Field: ui.Field{Name: "mode", Label: lang.T("会议方式", "Held"), Value: m.Mode, Required: true}}
			for _, way := range []string{review.InPerson, review.Video, review.Mixed} {
				mode.Options = append(mode.Options, ui.Option{Value: way, Text: modeText(way)})
			}
			return form.Page{Page: r.Info(head.Title), Head: head, Version: m.Version, Cancel: "/meetings/" + m.ID, Submit: ui.Button{Text: lang.T("变更", "Move it"), Look: ui.Primary}, Fields: []form.Field{
				dayField("starts_at", lang.T("日期", "Day"), string(calendar.Of(m.StartsAt)), true), {Kind: form.Line, Field: ui.Field{Name: "time", Label: lang.T("时间（北京时间）", "Time (Beijing)"), Value: at.Format("15:04"), Type: "time", Required: true, Narrow: true}},
				mode, {Kind: form.Line, Field: ui.Field{Name: "place", Label: lang.T("地点", "Place"), Value: m.Place}}, {Kind: form.Line, Field: ui.Field{Name: "link", Label: lang.T("视频会议地址", "Address of the video meeting"), Value: m.Link, Type: "url"}},
				{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Rows: 2}}}}, r.may(auth.MeetingEdit, auth.Meeting, m.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			cmd := review.Rearrange{Meeting: id, Mode: r.PostFormValue("mode"), Place: r.PostFormValue("place"), Link: r.PostFormValue("link"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()}
			if at, err := time.ParseInLocation("2006-01-02 15:04", r.PostFormValue("starts_at")+" "+r.PostFormValue("time"), calendar.Beijing()); err == nil {
				cmd.StartsAt = at
			}
			_, err := s.Review.Rearrange(r.Context(), r.P, r.C.Now, cmd)
			return "/meetings/" + id, lang.T("会议已变更。", "The meeting is moved."), err
		},
	}
}
