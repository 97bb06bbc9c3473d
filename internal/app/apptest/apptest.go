// Package apptest runs the whole program for tests: a house on a temporary
// database with a small invented world in it, a clock that tests move by
// hand, and a server on loopback.
package apptest

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"lunheng/internal/app"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/vault"
)

// Password of every account of the world.
const Password = "明川-open-sesame-42"

// World is a running house with a university, its committee and some people.
// People are known by short names: admin, officer, lin (a researcher), wang
// (another one), secretary, chair, vice, and the members law, ethics, lay, ai,
// med; stranger works at the other unit.
type World struct {
	*app.House
	T         testing.TB
	URL       string
	Unit      string // the university
	Other     string // a unit without a committee
	Committee string
	hash      string            // of Password; made once, since it takes its time
	People    map[string]string // short name → person id

	mu  sync.Mutex
	now time.Time
}

// Start is when the world's clock begins: a Friday morning in Beijing.
var Start = time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)

// New makes a world on SQLite. With LUNHENG_TEST_LOG=1 the server's log goes
// to standard error.
func New(t testing.TB) *World { return Make(t, app.Storage{Data: t.TempDir()}) }

// Make makes a world on the given, empty storage.
func Make(t testing.TB, s app.Storage) *World { return MakeBy(t, s, "") }

// MakeBy makes a world where the packs of a folder are in force too.
func MakeBy(t testing.TB, s app.Storage, packs string) *World {
	t.Helper()
	w := open(t, app.Config{Storage: s, Packs: packs})
	w.settle()
	return w
}

// Mailing makes a world that would send mail: the messages wait as jobs.
func Mailing(t testing.TB) *World {
	t.Helper()
	w := open(t, app.Config{Storage: app.Storage{Data: t.TempDir()}, Mail: app.Mail{Host: "mail.invalid"}})
	w.settle()
	return w
}

// Empty is a house in which nobody has ever been.
func Empty(t testing.TB) *World {
	t.Helper()
	return open(t, app.Config{Storage: app.Storage{Data: t.TempDir()}})
}

// Overheard is a world whose log, whole, goes to out.
func Overheard(t testing.TB, s app.Storage, out io.Writer) *World {
	t.Helper()
	w := openLogged(t, app.Config{Storage: s}, slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug})))
	w.settle()
	return w
}

func open(t testing.TB, cfg app.Config) *World {
	t.Helper()
	out := io.Discard
	if os.Getenv("LUNHENG_TEST_LOG") != "" {
		out = os.Stderr
	}
	return openLogged(t, cfg, slog.New(slog.NewTextHandler(out, nil)))
}

func openLogged(t testing.TB, cfg app.Config, log *slog.Logger) *World {
	t.Helper()
	w := &World{T: t, People: map[string]string{}, now: Start}
	server := httptest.NewUnstartedServer(nil)
	cfg.PublicURL, cfg.Origin, cfg.MaxUpload = "http://"+server.Listener.Addr().String(), "test.invalid/log", 1<<20
	cfg.PasswordCost = auth.Cost{Time: 1, Memory: 64, Threads: 1}
	house, err := app.OpenHouse(context.Background(), cfg, w, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { house.Close() })
	w.House, w.URL = house, cfg.PublicURL
	server.Config.Handler = house.Handler()
	server.Start()
	t.Cleanup(server.Close)
	return w
}

// Now is the world's time.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// Advance lets time pass.
func (w *World) Advance(d time.Duration) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
	return w.now
}

// As is the principal of somebody known by a short name.
func (w *World) As(name string) auth.Principal { return auth.Session(w.Person(name), w.Now()) }

// Person is the id behind a short name.
func (w *World) Person(name string) string {
	w.T.Helper()
	id, ok := w.People[name]
	if !ok {
		w.T.Fatalf("nobody is called %s", name)
	}
	return id
}

// Seal seals what has happened so far.
func (w *World) Seal() {
	w.T.Helper()
	if _, err := w.Sealer.SealNow(context.Background(), w.Now()); err != nil {
		w.T.Fatal(err)
	}
}

// Client is a browser without a head, logged in as somebody, or as nobody
// when name is empty. It follows redirects.
func (w *World) Client(name string) *http.Client {
	w.T.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.T.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	if name == "" {
		return c
	}
	res, err := c.PostForm(w.URL+"/login", url.Values{"login": {name}, "password": {Password}})
	if err != nil {
		w.T.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK || res.Request.URL.Path != "/home" {
		w.T.Fatalf("log in as %s: %s at %s", name, res.Status, res.Request.URL)
	}
	return c
}

// Done takes the outcome of an act that must succeed.
func (w *World) Done(o journal.Outcome, err error) journal.Outcome {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
	return o
}

// settle makes the world through the real verbs.
func (w *World) settle() {
	ctx, op := context.Background(), auth.Operator(w.Now())
	var err error
	if w.hash, err = w.Accounts.HashPassword(ctx, Password, "somebody"); err != nil {
		w.T.Fatal(err)
	}
	w.Unit = w.Done(w.Registry.RegisterUnit(ctx, op, w.Now(), registry.RegisterUnit{UnitData: registry.UnitData{
		Name: lang.T("明川大学", "Mingchuan University"), Kind: "university", Region: "440305", Fields: []string{"medicine", "life_science"}}})).Result
	w.Other = w.Done(w.Registry.RegisterUnit(ctx, op, w.Now(), registry.RegisterUnit{UnitData: registry.UnitData{
		Name: lang.T("明川科普学会", "Mingchuan Society"), Kind: "social_organization", Region: "440305"}})).Result
	w.Committee = w.Done(w.Registry.FoundCommittee(ctx, op, w.Now(), registry.FoundCommittee{Unit: w.Unit,
		CommitteeData: registry.CommitteeData{Name: lang.T("明川大学伦理审查委员会", "Ethics Committee of Mingchuan University"), Fields: []string{"medicine"}}})).Result
	for _, p := range []struct{ login, zh, en, unit string }{
		{"admin", "管志", "Guan Zhi", w.Unit}, {"officer", "任远", "Ren Yuan", w.Unit},
		{"lin", "林静怡", "Lin Jingyi", w.Unit}, {"wang", "王", "Wang", w.Unit}, {"stranger", "陌生", "Mo Sheng", w.Other},
		{"secretary", "沈思远", "Shen Siyuan", w.Unit}, {"chair", "陈国栋", "Chen Guodong", w.Unit},
		{"vice", "杨若兰", "Yang Ruolan", w.Unit}, {"law", "高法", "Gao Fa", w.Unit}, {"ethics", "何伦", "He Lun", w.Unit},
		{"lay", "朱芳", "Zhu Fang", w.Other}, {"ai", "马明哲", "Ma Mingzhe", w.Unit}, {"med", "徐海燕", "Xu Haiyan", w.Unit},
		{"adviser", "顾问之", "Gu Wenzhi", w.Other},
	} {
		w.settlePerson(p.login, p.unit, vault.Record{Name: p.zh, NameEN: p.en, Email: p.login + "@mingchuan.invalid"})
	}
	w.appoint(registry.InSystem, registry.House, "admin")
	w.appoint(registry.InUnit, w.Unit, "officer")
	for _, m := range []struct {
		name      string
		role      registry.Role
		sex       registry.Sex
		expertise string
	}{
		{"chair", registry.RoleChair, registry.Male, "medicine"}, {"vice", registry.RoleViceChair, registry.Female, "science"},
		{"law", registry.RoleMember, registry.Female, "law"}, {"ethics", registry.RoleMember, registry.Male, "ethics"},
		{"lay", registry.RoleMember, registry.Female, "lay"}, {"ai", registry.RoleMember, registry.Male, "ai"},
		{"med", registry.RoleMember, registry.Female, "medicine"}, {"secretary", registry.RoleSecretary, registry.Male, ""},
		{"adviser", registry.RoleAdviser, registry.Male, "medicine"},
	} {
		w.seat(m.name, m.role, m.sex, m.expertise)
	}
	w.register()
	w.train()
	w.noInterests()
}

func (w *World) settlePerson(login, unit string, rec vault.Record) {
	ctx, op := context.Background(), auth.Operator(w.Now())
	kind := registry.Staff
	if unit == "" {
		kind = registry.Expert
	}
	w.People[login] = w.Done(w.Registry.RegisterPerson(ctx, op, w.Now(), registry.RegisterPerson{
		PersonData: registry.PersonData{Unit: unit, Kind: kind}, Record: rec})).Result
	_, err := w.Journal.Do(ctx, journal.Act{Actor: op.Person, Now: w.Now()}, func(tx *journal.Tx) error {
		return w.Accounts.Make(tx, auth.NewAccount{Person: w.People[login], Login: login, Hash: w.hash})
	})
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *World) appoint(kind registry.BodyKind, body, name string) {
	w.Done(w.Registry.AppointOffice(context.Background(), auth.Operator(w.Now()), w.Now(), registry.AppointOffice{
		Kind: kind, Body: body, Tenure: registry.Tenure{Person: w.Person(name), From: calendar.Of(w.Now())}}))
}

func (w *World) seat(name string, role registry.Role, sex registry.Sex, expertise string) {
	today := calendar.Of(w.Now())
	m := registry.Member{Tenure: registry.Tenure{Person: w.Person(name), From: today, Until: today.AddMonths(36)}, Role: role, Sex: sex}
	if expertise != "" {
		m.Expertise = []string{expertise}
	}
	w.Done(w.Registry.AppointMember(context.Background(), auth.Operator(w.Now()), w.Now(),
		registry.AppointMember{Committee: w.Committee, Member: m}))
}
