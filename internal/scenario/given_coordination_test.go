package scenario_test

// mechanism is Shenzhen's, with desk, health, education, province and outsider, and
// the experts sage1 to sage4: $mechanism; $water is the department of outsider.
func (p *past) mechanism() {
	p.know("mechanism", p.w.FoundMechanism())
	var id string
	p.ts.Check(p.w.Read(p.ctx).Row(`select id from departments where code = 'sz.water'`).Scan(&id))
	p.know("water", id)
}

// january opens the reports that members owe.
func (p *past) january() { p.ts.Check(p.w.Coordination.OpenYears(p.ctx, p.w.Now())) }
