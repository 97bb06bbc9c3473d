package api

import (
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// historyRoutes are what the journal tells, and its proof.
func (a *API) historyRoutes() {
	g := a.chapter("时间线与证据", "History and evidence")
	for _, k := range []struct {
		path string
		text lang.Text
	}{
		{"/activities/{activity}", lang.T("申请的时间线", "The history of an application")},
		{"/reviews/{review}", lang.T("案卷的时间线", "The history of a case")},
		{"/meetings/{meeting}", lang.T("会议的时间线", "The history of a meeting")},
		{"/committees/{committee}", lang.T("委员会的时间线", "The history of a committee")},
		{"/units/{unit}", lang.T("单位的时间线", "The history of a unit")},
		{"/departments/{department}", lang.T("主管部门的时间线", "The history of a department")},
		{"/people/{person}", lang.T("人员登记的时间线", "The history of a person's entry")},
	} {
		list(g, k.path+"/events", k.text, func(r *Request, f paging) (store.Page[Entry], error) { return r.timeline(r.target(k.path), f.page()) })
	}
	look(g, "/reviews/{review}/clocks", lang.T("案卷的期限", "The limits of a case"), func(r *Request, _ none) (items[Clock], error) {
		if err := auth.Allow(r.Reader(), r.P, auth.ReviewOverview, auth.Review, r.PathValue("review")); err != nil {
			return items[Clock]{}, err
		}
		list, err := clocks.Of(r.Reader(), review.Stream(r.PathValue("review")))
		return items[Clock]{clocksOf(list)}, err
	})
	look(g, "/events/{event}/receipt", lang.T("一条事件的离线证明", "The offline proof of an event"), receipt)
}

// Entry is an event as the journal tells it, without its contents.
type Entry struct {
	ID      string        `json:"id"`
	Version int64         `json:"version"`
	Type    string        `json:"type"`
	At      time.Time     `json:"at"`
	Actor   string        `json:"actor" doc:"人员 id，或 system / id of a person, or system"`
	For     string        `json:"for,omitempty" doc:"代表哪个机构 / on behalf of which body"`
	Ground  []flow.Ground `json:"ground,omitempty" doc:"依据 / what allowed or demanded it"`
	Sealed  *Sealed       `json:"sealed,omitempty" doc:"封存位置；刚发生的事件约一秒后封存 / where it is sealed; absent for about a second"`
}

// Sealed is where an event lies in the public log.
type Sealed struct {
	Leaf int64     `json:"leaf"`
	Size int64     `json:"size"`
	At   time.Time `json:"at"`
}

// history is a stream's events as far as one may see them. Of an event whose
// bytes one may not have, Raw is empty.
func (r *Request) history(stream string) ([]journal.Event, error) {
	kind, id := journal.SplitStream(stream)
	switch kind {
	case activity.Kind:
		return r.a.Activity.Events(r.Reader(), r.P, id)
	case review.Kind:
		return r.a.Review.Events(r.Reader(), r.P, id)
	case review.MeetingKind:
		return r.a.Review.MeetingEvents(r.Reader(), r.P, id)
	case auth.Unit, auth.Department, auth.Committee, auth.Person, auth.System:
		if err := auth.Allow(r.Reader(), r.P, auth.Verb(kind+".view"), kind, id); err != nil {
			return nil, err
		}
		return r.a.Journal.Stream(r.Reader(), stream)
	}
	return nil, errs.New(errs.NotFound, "api.event", lang.T("没有这一条记录，或者您无权查看。", "There is no such entry, or you may not see it."))
}

// timeline is a page of a stream's history, the oldest first.
func (r *Request) timeline(stream string, p store.Paging) (store.Page[Entry], error) {
	var page store.Page[Entry]
	after, err := strconv.ParseInt(p.After, 10, 64)
	if p.After != "" && err != nil {
		return page, errs.New(errs.Invalid, "store.page.cursor", lang.T("翻页位置无效。请从第一页重新开始。",
			"This is no place in the list. Start again from the first page.")).At("after")
	}
	events, err := r.history(stream)
	if err != nil {
		return page, err
	}
	seals, err := r.a.Journal.Seals(r.Reader(), stream)
	if err != nil {
		return page, err
	}
	events = slices.DeleteFunc(slices.Clone(events), func(e journal.Event) bool { return e.Version <= after })
	if len(events) > p.Size() {
		events = events[:p.Size()]
		page.Next = strconv.FormatInt(events[len(events)-1].Version, 10)
	}
	for _, e := range events {
		entry := Entry{ID: e.ID, Version: e.Version, Type: e.Type, At: e.At, Actor: e.Actor, For: e.For, Ground: e.Ground}
		if s, ok := seals[e.ID]; ok {
			entry.Sealed = &Sealed{Leaf: s.Leaf, Size: s.Size, At: s.At}
		}
		page.Items = append(page.Items, entry)
	}
	return page, nil
}

// receipt proves an event to anybody. It opens all of it, so it is given only
// to whom all of it is open.
func receipt(r *Request, _ none) (journal.Receipt, error) {
	unknown := errs.New(errs.NotFound, "api.event", lang.T("没有这一条记录，或者您无权查看。", "There is no such entry, or you may not see it."))
	e, err := r.a.Journal.Get(r.Reader(), r.PathValue("event"))
	if errors.Is(err, sql.ErrNoRows) {
		return journal.Receipt{}, unknown
	}
	if err != nil {
		return journal.Receipt{}, err
	}
	events, err := r.history(e.Stream)
	if err != nil {
		return journal.Receipt{}, err
	}
	if !slices.ContainsFunc(events, func(seen journal.Event) bool { return seen.ID == e.ID && seen.Raw != "" }) {
		return journal.Receipt{}, unknown
	}
	return r.a.Journal.Receipt(r.Reader(), r.a.LogKey, e.ID)
}

// Clock is a time limit.
type Clock struct {
	Name        string       `json:"name"`
	State       clocks.State `json:"state"`
	Started     time.Time    `json:"started"`
	Due         time.Time    `json:"due"`
	Ended       time.Time    `json:"ended,omitzero"`
	Amount      int          `json:"amount"`
	Unit        string       `json:"unit"`
	Provisional bool         `json:"provisional" doc:"依据尚未公布节假日安排的年份推算 / rests on a year whose holidays are not announced"`
	Who         flow.Role    `json:"who"`
	Holder      string       `json:"holder"`
	Ground      flow.Ground  `json:"ground"`
}

func clocksOf(list []clocks.Clock) []Clock {
	out := make([]Clock, len(list))
	for i, c := range list {
		out[i] = Clock{Name: c.Name, State: c.State, Started: c.Started, Due: c.Due, Ended: c.Ended, Amount: c.Amount, Unit: c.Unit,
			Provisional: c.Provisional, Who: c.Who, Holder: c.Holder, Ground: c.Ground}
	}
	return out
}
