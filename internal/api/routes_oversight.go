package api

import (
	"cmp"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/oversight"
	"lunheng/internal/store"
)

// board is what a department answers for, in numbers.
type board struct {
	AsOf    calendar.Day       `json:"as_of"`
	Since   string             `json:"since"` // the first month of what happened
	Numbers []oversight.Number `json:"numbers"`
}

// trend is a measure by region and by month.
type trend struct {
	Regions []oversight.In    `json:"regions"`
	Months  []oversight.Month `json:"months"`
}

// answer is a question with the number of records that answer it.
type answer struct {
	Code     string    `json:"code"`
	Question lang.Text `json:"question"`
	Law      string    `json:"law"`
	N        int       `json:"n"`
	More     bool      `json:"more,omitempty"` // there may be more than n
}

// within narrows what is looked at.
type within struct {
	Region string `query:"region" doc:"行政区划代码 / code of a place"`
	Field  string `query:"field" doc:"领域代码 / code of a field"`
}

func (w within) scope(r *Request) oversight.Scope {
	return oversight.Scope{Department: r.PathValue("department"), Region: w.Region, Field: w.Field}
}

// oversightRoutes are what supervisors count, and the records behind each number.
func (a *API) oversightRoutes() {
	g := a.chapter("监督", "Oversight")
	const root = "/departments/{department}/oversight"
	one(g, root, lang.T("部门管辖范围内的数字：现在的数量，以及本年发生的事项", "What a department answers for in numbers: as it is now, and what happened this year"), func(r *Request, f struct {
		within
		Since string `query:"since" doc:"从哪个月起，如 2026-01 / from which month on"`
	}) (board, int64, error) {
		since := cmp.Or(f.Since, oversight.FirstMonth(r.P.Day))
		found, err := oversight.Numbers(r.Reader(), r.P, f.scope(r), since)
		return board{r.P.Day, since, found}, 0, err
	})
	one(g, root+"/measures/{measure}", lang.T("一项指标：按地区，按月份", "A measure by place and by month"), func(r *Request, f struct {
		within
		Part  string `query:"part" doc:"其中一类 / one of its parts"`
		Since string `query:"since" doc:"从哪个月起 / from which month on"`
	}) (trend, int64, error) {
		m, err := measure(r.PathValue("measure"))
		if err != nil {
			return trend{}, 0, err
		}
		since := cmp.Or(f.Since, oversight.FirstMonth(r.P.Day))
		var out trend
		if out.Regions, err = oversight.Regions(r.Reader(), r.P, f.scope(r), m, f.Part, since); err != nil {
			return out, 0, err
		}
		out.Months, err = oversight.Months(r.Reader(), r.P, f.scope(r), m, since)
		return out, 0, err
	})
	list(g, root+"/measures/{measure}/records", lang.T("一个数字背后的记录", "The records behind a number"), func(r *Request, f struct {
		within
		Part string `query:"part" doc:"其中一类 / one of its parts"`
		Unit string `query:"unit" doc:"单位 / unit"`
		From string `query:"from" doc:"起始日期 / first day"`
		To   string `query:"to" doc:"截止日期 / last day"`
		paging
	}) (store.Page[oversight.Row], error) {
		m, err := measure(r.PathValue("measure"))
		if err != nil {
			return store.Page[oversight.Row]{}, err
		}
		return oversight.List(r.Reader(), r.P, oversight.Filter{Scope: f.scope(r), Measure: m.Code, Part: f.Part, Unit: f.Unit, From: calendar.Day(f.From), To: calendar.Day(f.To)}, f.page())
	})
	list(g, root+"/units", lang.T("管辖的单位及其数字", "The units that it answers for, with their numbers"), func(r *Request, f struct {
		within
		paging
	}) (store.Page[oversight.Holder], error) {
		return oversight.Holders(r.Reader(), r.P, f.scope(r), f.page())
	})
	list(g, root+"/consistency", lang.T("管辖的委员会怎样决定类似案卷", "How the committees that it answers for decided like cases"), func(r *Request, f struct {
		within
		paging
	}) (store.Page[oversight.Alike], error) {
		return oversight.Alikes(r.Reader(), r.P, f.scope(r), f.page())
	})
	list(g, root+"/questions", lang.T("贯穿各项登记的查询及其数量", "Questions through all registers, with their numbers"), func(r *Request, f struct {
		within
	}) (store.Page[answer], error) {
		found, err := oversight.Answers(r.Reader(), r.P, f.scope(r))
		var page store.Page[answer]
		for _, x := range found {
			page.Items = append(page.Items, answer{x.Code, x.Name, x.Law, x.N, x.More})
		}
		return page, err
	})
	list(g, root+"/questions/{question}", lang.T("一个查询的答案", "The records that answer a question"), func(r *Request, f struct {
		within
		Days int `query:"days" doc:"超过多少天 / more than how many days"`
		paging
	}) (store.Page[oversight.Row], error) {
		q, ok := oversight.Ask(r.PathValue("question"))
		if !ok {
			return store.Page[oversight.Row]{}, errs.New(errs.NotFound, "oversight.question", lang.T("没有这个查询。", "There is no such question."))
		}
		if q.Days > 0 && f.Days > 0 {
			q.Days = f.Days
		}
		return oversight.List(r.Reader(), r.P, q.Filter(f.scope(r), r.P.Day), f.page())
	})
}

func measure(code string) (oversight.Measure, error) {
	m, ok := oversight.Find(code)
	if !ok {
		return m, errs.New(errs.NotFound, "oversight.measure", lang.T("没有这个指标。", "There is no such measure."))
	}
	return m, nil
}
