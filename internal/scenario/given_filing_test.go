package scenario_test

import (
	"lunheng/internal/lang"
	"lunheng/internal/recheck"
	"lunheng/internal/registry"
)

// founding is a second committee of the unit, just founded: $founding.
func (p *past) founding(name string) {
	out := p.done(p.w.Registry.FoundCommittee(p.ctx, p.w.As("officer"), p.now(), registry.FoundCommittee{Unit: p.w.Unit,
		CommitteeData: registry.CommitteeData{Name: lang.Same(name), Fields: []string{"medicine"}}}))
	p.know("founding", out.Result)
}

// filing finds what is owed: by the code of the packs, about the committee of this
// name, or about the activity at hand.
func (p *past) filing(code, committee string) {
	var id string
	p.ts.Check(p.w.Read(p.ctx).Row(`select id from filings where code = $1 and committee = $2 order by opened_at desc, id desc limit 1`,
		code, p.id(committee)).Scan(&id))
	p.know("filing", id)
}

// years opens what is owed for the year that is over.
func (p *past) years() { p.ts.Check(p.w.Filing.OpenYears(p.ctx, p.w.Now())) }

// rechecked takes the re-review of the case at hand to the department's answer.
func (p *past) rechecked(agree bool) {
	w, bureau := p.w, p.w.As("bureau")
	id := p.done(w.Recheck.Apply(p.ctx, w.As("officer"), p.now(), recheck.Apply{Review: p.id("case"),
		Items: []recheck.Item{{Code: "unit_statement", Text: "The head of neurosurgery answers for them."}}})).Result
	p.know("recheck", id)
	p.done(w.Recheck.Accept(p.ctx, bureau, p.now(), recheck.On{Recheck: id}))
	p.done(w.Recheck.AnnounceDraw(p.ctx, bureau, p.now(), recheck.AnnounceDraw{Recheck: id}))
	w.Seal()
	p.done(w.Recheck.Draw(p.ctx, bureau, p.now(), recheck.On{Recheck: id}))
	p.opinions(agree)
	p.done(w.Recheck.FeedBack(p.ctx, bureau, p.now(), recheck.FeedBack{Recheck: id, Summary: "Lawful and well weighed."}))
}
