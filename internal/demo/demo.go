package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/edge"
	"lunheng/internal/journal"
	"lunheng/internal/store"
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
	drawn, err := m.openDrawn()
	if err != nil {
		return nil, err
	}
	return &Demo{Accounts: append(accounts, drawn...)}, nil
}

func newSim(ctx context.Context, s edge.Services, now time.Time, seal func(context.Context, time.Time) error) (*sim, error) {
	c, err := loadCity()
	if err != nil {
		return nil, err
	}
	m := &sim{Services: s, ctx: ctx, rnd: rand.New(rand.NewPCG(seed, seed)), city: &c, end: now, today: calendar.Of(now),
		seal: seal, titles: map[Both]bool{}, aside: make(chan struct{}, 2), pairs: makePairs(), channel: &work{}}
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
		account, err := m.openAccount(a.login, a.role, hash, a.person, m.tick())
		if err != nil {
			return nil, err
		}
		out = append(out, account)
	}
	return out, nil
}

// openDrawn gives accounts to two whom the lot has chosen: an expert who has still to
// answer on a panel, and an inspector who is on the spot.
func (m *sim) openDrawn() ([]edge.DemoAccount, error) {
	hash, err := m.Services.Accounts.HashPassword(m.ctx, Password, "demo")
	if err != nil {
		return nil, err
	}
	var out []edge.DemoAccount
	for _, a := range []struct {
		login, query string
		among        []*person
	}{
		{"expert", `select e.person from recheck_experts e join rechecks k on k.id = e.recheck
			where e.state = 'sitting' and not e.answered and k.state = 'sitting' order by k.applied_at, e.ref`, m.pool},
		{"inspector", `select t.person from inspection_team t join inspections i on i.id = t.inspection
			where t.state = 'going' and i.state = 'open' and not exists (select 1 from accounts a where a.person = t.person) order by i.id, t.person`, m.researchers()},
	} {
		drawn, err := store.Column[string](m.Read(m.ctx), a.query)
		if err != nil || len(drawn) == 0 {
			return nil, errors.Join(err, fmt.Errorf("open the account of the %s: nobody was drawn", a.login))
		}
		i := slices.IndexFunc(a.among, func(p *person) bool { return p.id == drawn[0] })
		account, err := m.openAccount(a.login, a.login, hash, a.among[i], m.end)
		if err != nil {
			return nil, err
		}
		out = append(out, account)
	}
	return out, nil
}

// researchers are those of all units.
func (m *sim) researchers() []*person {
	var out []*person
	for _, u := range m.units {
		out = append(out, u.researchers...)
	}
	return out
}

func (m *sim) openAccount(login, role, hash string, p *person, at time.Time) (edge.DemoAccount, error) {
	_, err := m.Journal.Do(m.ctx, journal.Act{Actor: auth.Operator(at).Person, Now: at}, func(tx *journal.Tx) error {
		return m.Services.Accounts.Make(tx, auth.NewAccount{Person: p.id, Login: login, Hash: hash})
	})
	if err != nil {
		return edge.DemoAccount{}, fmt.Errorf("open the account of the %s: %w", login, err)
	}
	return edge.DemoAccount{Role: role, Person: p.id, Name: p.name.ZH + " " + p.name.EN, Login: login, Password: Password}, nil
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
