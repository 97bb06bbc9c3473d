package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/edge"
	"lunheng/internal/journal"
)

// Password of the demo's accounts. Outside the demo no account has a password
// that anybody could know beforehand.
const Password = "open-the-invented-city"

// seed makes every demo of one release the same story.
const seed = 20261120

// Demo is a made city.
type Demo struct {
	Accounts []edge.DemoAccount `json:"accounts"`
}

// Build makes the city in an empty house, as it stands at now. Seal is called
// at times of the story, for checkpoints along the way.
func Build(ctx context.Context, s edge.Services, now time.Time, seal func(ctx context.Context, now time.Time) error) (*Demo, error) {
	m, err := newSim(ctx, s, now, seal)
	if err != nil {
		return nil, err
	}
	if err := m.found(); err != nil {
		return nil, err
	}
	accounts, err := m.openAccounts()
	if err != nil {
		return nil, err
	}
	m.schedule()
	if err := m.run(); err != nil {
		return nil, fmt.Errorf("act the demo out: %w", err)
	}
	if err := m.publish("2", now, m.today.AddDays(30)); err != nil {
		return nil, err
	}
	if _, err := m.Oversight.Look(m.ctx, now); err != nil {
		return nil, err
	}
	expert, err := m.openExpert()
	if err != nil {
		return nil, err
	}
	return &Demo{Accounts: append(accounts, expert...)}, nil
}

func newSim(ctx context.Context, s edge.Services, now time.Time, seal func(context.Context, time.Time) error) (*sim, error) {
	c, err := loadCity()
	if err != nil {
		return nil, err
	}
	m := &sim{Services: s, ctx: ctx, rnd: rand.New(rand.NewPCG(seed, seed)), city: &c, end: now, today: calendar.Of(now),
		seal: seal, titles: map[Both]bool{}, aside: make(chan struct{}, 2)}
	m.caster = caster{city: &c, order: m.rnd.Perm(len(c.Surnames) * len(c.Given))}
	m.clock = m.office(m.today.AddMonths(-months).AddDays(-20))
	return m, nil
}

// cityWide is the department that answers for the whole city.
const cityWide = "sti"

// openAccounts gives the people whom visitors may be their accounts.
func (m *sim) openAccounts() ([]edge.DemoAccount, error) {
	u := m.units[mainUnit]
	hash, err := m.Services.Accounts.HashPassword(m.ctx, Password, "demo")
	if err != nil {
		return nil, err
	}
	var out []edge.DemoAccount
	for _, a := range []struct {
		login, role string
		*person
	}{
		{"researcher", "researcher", u.researchers[0]}, {"secretary", "secretary", u.committee.secretary}, {"member", "member", u.committee.members[2].person},
		{"chair", "chair", u.committee.chair()}, {"unit_officer", "unit_officer", u.officer}, {"administrator", "administrator", m.admin},
		{"supervisor", "supervisor", m.departments[u.Department].supervisor}, {"city", "supervisor", m.departments[cityWide].supervisor},
	} {
		at := m.tick()
		_, err := m.Journal.Do(m.ctx, journal.Act{Actor: auth.Operator(at).Person, Now: at}, func(tx *journal.Tx) error {
			return m.Services.Accounts.Make(tx, auth.NewAccount{Person: a.id, Login: a.login, Hash: hash})
		})
		if err != nil {
			return nil, fmt.Errorf("open the account of the %s: %w", a.login, err)
		}
		out = append(out, edge.DemoAccount{Role: a.role, Person: a.id, Name: a.name.ZH + " " + a.name.EN, Login: a.login, Password: Password})
	}
	return out, nil
}

// Marshal writes down who may log in, so that a kept demo can be opened again.
func (d *Demo) Marshal() ([]byte, error) { return json.MarshalIndent(d, "", "  ") }

// Unmarshal reads what Marshal wrote.
func Unmarshal(raw []byte) (*Demo, error) {
	var d Demo
	if err := json.Unmarshal(raw, &d); err != nil {
		return nil, fmt.Errorf("read the demo's accounts: %w", err)
	}
	return &d, nil
}
