package scenario_test

import (
	"lunheng/internal/conduct"
	"lunheng/internal/review"
)

// followed is approved work whose follow-up report is accepted for a meeting: $case.
func (p *past) followed(title string) {
	p.running(title)
	w, lin := p.w, p.w.As("lin")
	cmd := conduct.ReportOn{Activity: p.id("activity"), Kind: "follow_up"}
	cmd.Light = true
	for _, what := range conduct.Whats(w.Book.On(lin.Day, "440305")) {
		if what.Code == cmd.Kind {
			for _, part := range what.Required {
				cmd.Items = append(cmd.Items, conduct.Item{Code: part, Text: "As planned."})
			}
		}
	}
	p.done(w.Conduct.Report(p.ctx, lin, p.now(), cmd))
	st, err := w.Conduct.View(w.Read(p.ctx), lin, cmd.Activity)
	p.ts.Check(err)
	p.know("case", st.Reports[len(st.Reports)-1].Review)
	p.done(w.Review.Accept(p.ctx, w.As("secretary"), p.now(), review.Accept{Review: p.id("case"), Procedure: review.ByMeeting}))
}

// siteSits opens a meeting of the site's committee.
func (p *past) siteSits() {
	item := p.w.SiteMeeting(p.id("site"))
	p.know("meeting", item.Meeting)
	p.know("case", item.Review)
}
