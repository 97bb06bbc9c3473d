package scenario_test

import (
	"slices"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/recheck"
)

// listed is a case on a listed activity to which the committee agrees at first,
// and a department without experts.
func (p *past) listed(title string) {
	p.know("department", p.w.FoundBureau())
	act, kase := p.w.Listed(title)
	p.know("activity", act)
	p.know("case", kase)
}

func (p *past) listedSitting(title string) {
	act, kase, meeting := p.w.ListedSitting(title)
	p.know("activity", act)
	p.know("case", kase)
	p.know("meeting", meeting)
}

func (p *past) urgentListed(title string) {
	p.know("department", p.w.FoundBureau())
	act, kase := p.w.ListedEmergency(title)
	p.know("activity", act)
	p.know("case", kase)
}

// elsewhere is a case on listed work with AI of the other unit, reviewed under its
// mandate, whose re-review the department has accepted.
func (p *past) elsewhere(title string) {
	w := p.w
	p.know("department", w.FoundBureau())
	act, kase := w.ListedElsewhere(title)
	p.know("activity", act)
	p.know("case", kase)
	p.know("recheck", p.done(w.Recheck.Apply(p.ctx, w.As("partner"), p.now(), recheck.Apply{Review: kase, Department: p.id("department"),
		Items: []recheck.Item{{Code: "unit_statement", Text: "The planetarium answers for them."}}})).Result)
	p.done(w.Recheck.Accept(p.ctx, w.As("bureau"), p.now(), recheck.On{Recheck: p.id("recheck")}))
}

// opinions are those of so many on the panel who have not answered yet; 0: of all.
func (p *past) opinions(agree bool, number int) {
	st, err := p.w.Recheck.View(p.w.Read(p.ctx), p.w.As("bureau"), p.id("recheck"))
	p.ts.Check(err)
	for _, e := range st.Sitting() {
		if e.Finding != nil {
			continue
		}
		as := auth.Session(e.Person, p.w.Now())
		if !e.Denied {
			p.done(p.w.Recheck.Declare(p.ctx, as, p.now(), recheck.Declare{Recheck: st.ID}))
		}
		p.done(p.w.Recheck.GiveOpinion(p.ctx, as, p.now(), recheck.GiveOpinion{Recheck: st.ID,
			Finding: recheck.Finding{Lawful: true, Reasonable: agree, ReasonableNote: "as said", Agrees: agree, Reasons: "as said"}}))
		if number--; number == 0 {
			return
		}
	}
}

func (p *past) pool(people []string) {
	for _, name := range people {
		p.w.AddExpert(p.id("department"), name)
	}
}

// rechecked takes the re-review of the case at hand to the department's answer.
func (p *past) rechecked(agree bool) {
	p.empanelled()
	p.opinions(agree, 0)
	p.done(p.w.Recheck.FeedBack(p.ctx, p.w.As("bureau"), p.now(), recheck.FeedBack{Recheck: p.id("recheck"), Summary: "Lawful and well weighed."}))
}

// empanelled brings a re-review so far that its panel is drawn; seated sits on it.
func (p *past) empanelled() {
	w, bureau := p.w, p.w.As("bureau")
	id := p.done(w.Recheck.Apply(p.ctx, w.As("officer"), p.now(), recheck.Apply{Review: p.id("case"),
		Items: []recheck.Item{{Code: "unit_statement", Text: "The head of neurosurgery answers for them."}}})).Result
	p.know("recheck", id)
	p.done(w.Recheck.Accept(p.ctx, bureau, p.now(), recheck.On{Recheck: id}))
	p.done(w.Recheck.AnnounceDraw(p.ctx, bureau, p.now(), recheck.AnnounceDraw{Recheck: id}))
	w.Seal()
	p.done(w.Recheck.Draw(p.ctx, bureau, p.now(), recheck.On{Recheck: id}))
	p.seated()
}

// seated is a peer who sits on the panel now.
func (p *past) seated() {
	w := p.w
	st, err := w.Recheck.View(w.Read(p.ctx), w.As("bureau"), p.id("recheck"))
	p.ts.Check(err)
	for name, person := range w.People {
		if strings.HasPrefix(name, "peer") && slices.ContainsFunc(st.Sitting(), func(e recheck.Expert) bool { return e.Person == person }) {
			p.know("seated", name)
		}
	}
}
