package scenario_test

import (
	"lunheng/internal/lang"
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
