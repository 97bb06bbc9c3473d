package api

import (
	"context"
	"reflect"
	"testing"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/edge"
	"lunheng/internal/registry"
	"lunheng/internal/rehearse"
	"lunheng/internal/review"
	"lunheng/internal/rulebook"
)

// Every verb of a service has a row, so that programs can do what pages can.
func TestEveryVerbHasARow(t *testing.T) {
	services := edge.Services{Registry: &registry.Service{}, Activity: &activity.Service{}, Review: &review.Service{},
		Rulebook: &rulebook.Service{}, Rehearsal: &rehearse.Service{}}
	a := build(services)
	rows := map[reflect.Type]int{}
	for _, typ := range a.verbs {
		rows[typ]++
	}
	verbs := 0
	for _, s := range []any{services.Registry, services.Activity, services.Review, services.Rulebook, services.Rehearsal} {
		service := reflect.TypeOf(s)
		for i := range service.NumMethod() {
			m := service.Method(i)
			cmd, ok := commandOf(m.Type)
			if !ok {
				continue
			}
			verbs++
			if rows[cmd]--; rows[cmd] < 0 {
				t.Errorf("%s.%s has no row", service, m.Name)
			}
		}
	}
	if verbs < 60 {
		t.Errorf("only %d verbs found", verbs)
	}
}

// commandOf is the command of a method that is a verb: context, principal,
// time and command in. One that takes content besides has a row of its own.
func commandOf(m reflect.Type) (reflect.Type, bool) {
	if m.NumIn() != 5 || m.In(1) != reflect.TypeFor[context.Context]() || m.In(2) != reflect.TypeFor[auth.Principal]() ||
		m.In(3) != reflect.TypeFor[time.Time]() || m.In(4).Kind() != reflect.Struct {
		return nil, false
	}
	return m.In(4), true
}
