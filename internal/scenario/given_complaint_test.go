package scenario_test

import (
	"context"

	"lunheng/internal/complaint"
)

// intake lets the secretary and the lay member receive reports for the unit, and the
// ethics member keep identities: what people do in their own browsers.
func (p *past) intake() { p.w.Receive("officer", p.w.Unit, "ethics", "secretary", "lay") }

// report comes in, from a browser without a name or with one: $report. Who is named
// behind may not read it.
func (p *past) report(words, identity string, barred ...string) {
	p.reporter = p.w.Report(p.w.Unit, words, identity, barred...)
	p.know("report", p.reporter.ID)
	p.know("lookup", p.reporter.Lookup)
}

// writes is one more letter of the reporter.
func (p *past) writes(words string) {
	c, err := p.w.Complaint.Channel(p.w.Read(p.ctx), p.reporter.Lookup)
	p.ts.Check(err)
	_, err = p.w.Complaint.Write(context.Background(), p.now(), complaint.Note{Lookup: p.reporter.Lookup, Letter: p.w.Letter(words, c.Keys...)})
	p.ts.Check(err)
}

// replies is an answer of a receiver, encrypted in their browser.
func (p *past) replies(who, words string) {
	v, err := p.w.Complaint.See(p.w.Read(p.ctx), p.w.As(who), p.reporter.ID)
	p.ts.Check(err)
	p.done(p.w.Complaint.Reply(p.ctx, p.w.As(who), p.now(), complaint.Reply{Complaint: p.reporter.ID, Letter: p.w.Letter(words, v.Keys...)}))
}
