package web

import (
	"net/url"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/search"
	"lunheng/internal/web/ui"
)

// searchHits is how many hits of a kind the search page shows.
const searchHits = 20

// search finds activities and cases by words of their titles, among what the
// person may see.
func (s *Server) search(r *Request) error {
	v := search.View{Page: r.Info(lang.T("搜索", "Search")), Text: strings.TrimSpace(r.FormValue("q"))}
	v.Page.Search = v.Text
	if v.Text == "" {
		return r.Page(search.Page(r.C, v))
	}
	paging := store.Paging{Limit: searchHits}
	cases, err := review.List(r.Reader(), r.P, review.Filter{Text: v.Text}, paging)
	if err != nil {
		return err
	}
	g := search.Group{ID: "cases", Title: lang.T("审查", "Reviews"), More: moreResults("/reviews", url.Values{"q": {v.Text}, "state": {stateAll}}, cases.Next)}
	for _, row := range cases.Items {
		info := review.Table.Info(row.State)
		g.Hits = append(g.Hits, search.Hit{Title: r.titled(row.Kind, row.Title), Href: "/reviews/" + row.ID, Note: row.Number,
			State: ui.Status{Text: info.Text, Tone: ui.Plain}})
	}
	own, err := activity.List(r.Reader(), r.P, activity.Filter{Text: v.Text, Mine: true}, paging)
	if err != nil {
		return err
	}
	mine := search.Group{ID: "mine", Title: lang.T("我的项目", "My activities"), More: moreResults("/activities", url.Values{"q": {v.Text}}, own.Next)}
	for _, row := range own.Items {
		info := activity.Table.Info(row.State)
		mine.Hits = append(mine.Hits, search.Hit{Title: row.Title, Href: "/activities/" + row.ID,
			State: ui.Status{Text: info.Text, Tone: ui.Plain}})
	}
	v.Groups = []search.Group{g, mine}
	return r.Page(search.Page(r.C, v))
}

func moreResults(path string, about url.Values, next string) string {
	if next == "" {
		return ""
	}
	return path + "?" + about.Encode()
}
