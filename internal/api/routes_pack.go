package api

import (
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/rehearse"
	"lunheng/internal/rulebook"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// inForce asks for the rules of a day and a place.
type inForce struct {
	On     string `query:"on" doc:"某日施行的（YYYY-MM-DD）/ in force on this day"`
	Region string `query:"region" doc:"行政区划代码 / GB/T 2260 code"`
}

// packRoutes are what the rules say: open to all.
func (a *API) packRoutes(g group) {
	look(g, "/packs", lang.T("规则包：全部，或某日某地施行的", "Rule packs: all, or those in force on a day in a region"), a.packs)
	look(g, "/packs/{id}", lang.T("一个规则包的文件、数值、规则和用语", "A rule pack: its sources, numbers, rules and words"), func(r *Request, f inForce) (rules.Outline, error) {
		day, err := f.day(r)
		if err != nil {
			return rules.Outline{}, err
		}
		out, ok := a.Book.Outline(r.PathValue("id"), day)
		if !ok {
			return out, errs.New(errs.NotFound, "api.pack", lang.T("没有这个规则包。", "There is no such rule pack."))
		}
		return out, nil
	})
}

// day is the day that is asked for; today when none is.
func (f inForce) day(r *Request) (calendar.Day, error) {
	if f.On == "" {
		return calendar.Of(r.Now), nil
	}
	day, err := calendar.Parse(f.On)
	if err != nil {
		return "", errs.New(errs.Invalid, "api.parameter", lang.T("日期应写成 2026-11-20 的形式。", "Write the day like 2026-11-20.")).At("on")
	}
	return day, nil
}

func (a *API) packs(r *Request, f inForce) (items[rules.PackInfo], error) {
	all := a.Book.Packs()
	if f == (inForce{}) {
		return items[rules.PackInfo]{all}, nil
	}
	day, err := f.day(r)
	if err != nil {
		return items[rules.PackInfo]{}, err
	}
	out := []rules.PackInfo{}
	for _, ref := range a.Book.On(day, f.Region).Refs() {
		for _, p := range all {
			if p.Ref() == ref {
				out = append(out, p)
			}
		}
	}
	return items[rules.PackInfo]{out}, nil
}

// versionRoutes are drafts of rule packs, their rehearsals and their publication.
func (a *API) versionRoutes() {
	g := a.chapter("规则包的版本", "Versions of rule packs")
	list(g, "/pack-versions", lang.T("我可以处理的规则包版本", "Versions of rule packs that one may work on"), func(r *Request, f struct {
		State string `query:"state" of:"pack.state" doc:"状态 / state: draft, published, withdrawn, discarded"`
		paging
	}) (store.Page[rulebook.Row], error) {
		return rulebook.ListDrafts(r.Reader(), r.P, flow.State(f.State), f.page())
	})
	begin(g, "/pack-versions", lang.T("带入规则包草案：有错误则全部不保存", "Bring in a draft: with one mistake nothing is kept"), auth.Pack, "/pack-versions", a.Rulebook.Draft, "files")
	one(g, "/pack-versions/{pack}", lang.T("一个版本", "A version"), func(r *Request, _ none) (rulebook.Pack, int64, error) {
		p, err := a.Rulebook.Get(r.Reader(), r.P, r.PathValue("pack"))
		return p, p.Version, err
	})
	look(g, "/pack-versions/{pack}/examination", lang.T("草案的检查：用例、与上一版本的不同", "A draft examined: its cases, and what is different"), a.examination)
	act(g, "/pack-versions/{pack}/files", lang.T("换成改好的文件", "Bring in other files"), a.Rulebook.Redraft, "files")
	act(g, "/pack-versions/{pack}/publish", lang.T("发布，自某日起施行（最早为明天）", "Publish, in force from a day (tomorrow at the earliest)"), a.Rulebook.Publish, "from")
	act(g, "/pack-versions/{pack}/withdraw", lang.T("施行前撤回", "Withdraw before its first day"), a.Rulebook.Withdraw, "reason")
	act(g, "/pack-versions/{pack}/discard", lang.T("放弃草案", "Discard a draft"), a.Rulebook.Discard)
	answered(g, "POST", "/pack-versions/{pack}/rehearse", lang.T("用过去的活动演练", "Rehearse on past activities"), a.Rehearsal.Start,
		func(_ *Request, _ string, re rehearse.Rehearsal) (rehearse.Rehearsal, int64, error) {
			return re, 0, nil
		})
	look(g, "/pack-versions/{pack}/rehearsal", lang.T("最近一次演练：进度和结果", "The last rehearsal: how far it is, and its result"), a.rehearsal)
}

// Examination is what a draft is worth beside what is published.
type Examination struct {
	Problems []string       `json:"problems" doc:"每处错误的文件、行、列 / every mistake with file, line and column"`
	Cases    int            `json:"cases"`
	Failing  []string       `json:"failing"`
	Replaces string         `json:"replaces,omitempty"`
	Changes  []rules.Change `json:"changes"`
}

func (a *API) examination(r *Request, _ none) (Examination, error) {
	_, ex, err := a.Rulebook.Examine(r.Context(), r.P, r.PathValue("pack"))
	out := Examination{Problems: []string{}, Cases: ex.Report.Cases, Failing: []string{}, Changes: orNone(ex.Changes)}
	for _, p := range ex.Problems {
		out.Problems = append(out.Problems, p.In(r.Lang))
	}
	for _, p := range ex.Report.Problems {
		out.Failing = append(out.Failing, p.In(r.Lang))
	}
	if ex.Previous.ID != "" {
		out.Replaces = ex.Previous.Ref()
	}
	return out, err
}

func (a *API) rehearsal(r *Request, _ none) (rehearse.Rehearsal, error) {
	re, err := a.Rehearsal.Latest(r.Reader(), r.P, r.PathValue("pack"))
	if err != nil || re == nil {
		if err == nil {
			err = errs.New(errs.NotFound, "rehearse.unknown", lang.T("还没有演练过。", "It was not rehearsed yet."))
		}
		return rehearse.Rehearsal{}, err
	}
	if re.Result != nil {
		for name, list := range re.Result.Lists {
			if re.Result.Lists[name], err = rehearse.Items(r.Reader(), r.P, list); err != nil {
				return *re, err
			}
		}
	}
	return *re, nil
}
