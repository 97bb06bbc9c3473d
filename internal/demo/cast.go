package demo

import (
	"slices"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/registry"
	"lunheng/internal/vault"
)

// person is somebody of the city.
type person struct {
	id     string
	name   Both
	female bool
	title  string
	unit   *unit // nil: of no unit
	kind   registry.PersonKind
}

// unit is an institution of the city.
type unit struct {
	cityUnit
	id          string
	no          int
	committee   *committee // nil: none
	officer     *person
	researchers []*person
	leaver      *person // who led a work and has left; nil: nobody
}

// committee is a unit's committee.
type committee struct {
	id        string
	unit      *unit
	members   []seat // with a vote, the chair first, then the vice-chair
	secretary *person
	adviser   *person
}

type seat struct {
	*person
	role      registry.Role
	expertise string
}

func (c *committee) chair() *person { return c.members[0].person }
func (c *committee) vice() *person  { return c.members[1].person }

// caster gives out names, each once.
type caster struct {
	city  *city
	order []int // of surname and given name, shuffled
	next  int
}

// cast makes somebody. The sex is that of the next name unless it is asked for.
func (m *sim) cast(u *unit, kind registry.PersonKind, title string, female ...bool) *person {
	c := &m.caster
	for i := c.next; ; i++ {
		n := c.order[i]
		given := c.city.Given[n%len(c.city.Given)]
		if is := given[2] == "f"; len(female) == 0 || is == female[0] {
			c.order[i], c.order[c.next] = c.order[c.next], c.order[i]
			c.next++
			sur := c.city.Surnames[n/len(c.city.Given)]
			p := &person{name: Both{ZH: sur[0] + given[0], EN: sur[1] + " " + given[1]}, female: is, title: title, unit: u, kind: kind}
			m.people = append(m.people, p)
			return p
		}
	}
}

// enter registers a person of the cast.
func (m *sim) enter(p *person) error {
	cmd := registry.RegisterPerson{PersonData: registry.PersonData{Kind: p.kind}, Record: vault.Record{
		Name: p.name.ZH, NameEN: p.name.EN, Title: p.title,
		Email: strings.ToLower(strings.ReplaceAll(p.name.EN, " ", ".")) + "@mingchuan.invalid",
		Phone: m.phone(),
	}}
	if p.unit != nil {
		cmd.Unit = p.unit.id
	}
	at := m.tick()
	out, err := m.Registry.RegisterPerson(m.ctx, auth.Operator(at), at, cmd)
	p.id = out.Result
	return err
}

// phone is a number that no network gives out.
func (m *sim) phone() string {
	b := []byte("0000-00000000")
	for i := 5; i < len(b); i++ {
		b[i] = byte('0' + m.rnd.IntN(10))
	}
	return string(b)
}

// cards lists who sits on each committee: role, expertise, and whether the
// seat goes to somebody from outside the unit.
var cards = []struct {
	role      registry.Role
	expertise string
	outside   bool
}{
	{registry.RoleChair, "", false}, {registry.RoleViceChair, "ethics", false}, {registry.RoleMember, "law", false},
	{registry.RoleMember, "lay", true}, {registry.RoleMember, "", false}, {registry.RoleMember, "ethics", true},
	{registry.RoleMember, "law", true}, {registry.RoleMember, "science", false},
}

// science is the expertise that fits a unit's kind.
func (u *unit) science() string {
	switch u.Kind {
	case "medical_institution":
		return "medicine"
	case "enterprise":
		return "ai"
	}
	return "science"
}

// expertise is what a seat brings along: where the unit works on AI, its
// scientists know the technology and its use.
func (u *unit) expertise(seat string) []string {
	switch {
	case seat == "":
		return nil
	case seat == u.science() && slices.Contains(u.Fields, "artificial_intelligence"):
		return slices.Compact([]string{seat, "ai", "ai_application"})
	}
	return []string{seat}
}

// seatAll casts the members of a unit's committee. Experts from outside sit on
// several.
func (m *sim) seatAll(u *unit) {
	c := &committee{unit: u, secretary: u.officer, adviser: pick(m.rnd, m.experts["adviser"])}
	if u.no == mainUnit {
		c.secretary = m.cast(u, registry.Staff, "科研处职员")
	}
	size := len(cards)
	if u.no%3 == 2 {
		size-- // the least that the law asks for
	}
	for i, card := range cards[:size] {
		s := seat{role: card.role, expertise: card.expertise}
		if s.expertise == "" {
			s.expertise = u.science()
		}
		if card.outside {
			of := m.experts[card.expertise]
			s.person = of[(u.no+i)%len(of)]
		} else {
			s.person = m.cast(u, registry.Staff, "教授", i%2 == u.no%2)
		}
		c.members = append(c.members, s)
	}
	u.committee = c
}
