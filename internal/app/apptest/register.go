package apptest

import (
	"context"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/filing"
	"lunheng/internal/registry"
	"lunheng/internal/store"
)

// register makes the committee one in good standing: with charter, working rules
// and receipts of all its registrations.
func (w *World) register() {
	w.Adopt(w.Committee)
	ctx, today := context.Background(), calendar.Of(w.Now())
	w.Done(w.Registry.AdoptUnitRule(ctx, auth.Operator(w.Now()), w.Now(), registry.AdoptUnitRule{Unit: w.Unit, Code: registry.RuleOnBreaches, Title: "科技伦理违规行为调查处理办法", Day: today}))
	ids, err := store.Column[string](w.Read(ctx), `select id from filings where committee = $1 order by id`, w.Committee)
	w.check(err)
	for _, id := range ids {
		w.File(id, "2026-0001")
	}
}

// Adopt gives a committee its charter and all working rules.
func (w *World) Adopt(committee string) {
	ctx, op, today := context.Background(), auth.Operator(w.Now()), calendar.Of(w.Now())
	w.Done(w.Registry.AdoptCharter(ctx, op, w.Now(), registry.AdoptCharter{Committee: committee, Title: "委员会章程", Day: today}))
	for _, item := range w.Book.On(today, "").List("committee_rules") {
		w.Done(w.Registry.AdoptRule(ctx, op, w.Now(), registry.AdoptRule{Committee: committee, Code: item.Code, Title: item.Text.ZH, Day: today}))
	}
}

// File takes a filing through to its receipt.
func (w *World) File(id, number string) {
	ctx, today := context.Background(), calendar.Of(w.Now())
	w.Done(w.Filing.Prepare(ctx, w.As("secretary"), w.Now(), filing.On{Filing: id}))
	w.Done(w.Filing.Submit(ctx, w.As("officer"), w.Now(), filing.Submit{Filing: id, Day: today}))
	w.Done(w.Filing.Register(ctx, w.As("officer"), w.Now(), filing.Register{Filing: id, Number: number, Day: today}))
}
