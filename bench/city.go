package bench

import (
	"context"
	"fmt"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/assess"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/edge"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/vault"
)

// City is where acts happen: a unit, its lawful committee, and people known by
// short names: lin (a researcher), secretary, chair, vice, and the members law,
// ethics, lay and med.
type City struct {
	edge.Services
	Unit, Committee string
	People          map[string]string // short name → person id
}

// As is the principal of somebody known by a short name.
func (c *City) As(name string) auth.Principal { return auth.Session(c.People[name], c.Now()) }

const password = "量-open-sesame-42"

// seats of the committee; whoever has no sex here does not vote.
var seats = []struct {
	name, zh  string
	role      registry.Role
	sex       registry.Sex
	expertise string
	outside   bool
}{
	{"chair", "陈国栋", registry.RoleChair, registry.Male, "medicine", false},
	{"vice", "杨若兰", registry.RoleViceChair, registry.Female, "science", false},
	{"law", "高法", registry.RoleMember, registry.Female, "law", false},
	{"ethics", "何伦", registry.RoleMember, registry.Male, "ethics", false},
	{"lay", "朱芳", registry.RoleMember, registry.Female, "lay", true},
	{"ai", "马明哲", registry.RoleMember, registry.Male, "ai", false},
	{"med", "徐海燕", registry.RoleMember, registry.Female, "medicine", false},
	{"secretary", "沈思远", registry.RoleSecretary, registry.Male, "", false},
}

// settle makes the people of the city through the real verbs.
func (c *City) settle(ctx context.Context) error {
	op := auth.Operator(c.Now())
	unit, err := c.Registry.RegisterUnit(ctx, op, c.Now(), registry.RegisterUnit{UnitData: registry.UnitData{
		Name: lang.T("明川大学", "Mingchuan University"), Kind: "university", Region: "440305"}})
	if err != nil {
		return err
	}
	c.Unit = unit.Result
	com, err := c.Registry.FoundCommittee(ctx, op, c.Now(), registry.FoundCommittee{Unit: c.Unit, CommitteeData: registry.CommitteeData{
		Name: lang.T("明川大学伦理审查委员会", "Ethics Committee of Mingchuan University")}})
	if err != nil {
		return err
	}
	c.Committee, c.People = com.Result, map[string]string{}
	hash, err := c.Accounts.HashPassword(ctx, password, "somebody")
	if err != nil {
		return err
	}
	if err := c.person(ctx, "lin", "林静怡", c.Unit, hash); err != nil {
		return err
	}
	today := calendar.Of(c.Now())
	for _, s := range seats {
		unit := c.Unit
		if s.outside {
			unit = ""
		}
		if err := c.person(ctx, s.name, s.zh, unit, hash); err != nil {
			return err
		}
		m := registry.Member{Tenure: registry.Tenure{Person: c.People[s.name], From: today, Until: today.AddMonths(36)}, Role: s.role, Sex: s.sex}
		if s.expertise != "" {
			m.Expertise = []string{s.expertise}
		}
		if _, err := c.Registry.AppointMember(ctx, op, c.Now(), registry.AppointMember{Committee: c.Committee, Member: m}); err != nil {
			return fmt.Errorf("appoint %s: %w", s.name, err)
		}
	}
	return nil
}

// person registers somebody with an account.
func (c *City) person(ctx context.Context, login, name, unit, hash string) error {
	op := auth.Operator(c.Now())
	kind := registry.Staff
	if unit == "" {
		kind = registry.Expert
	}
	out, err := c.Registry.RegisterPerson(ctx, op, c.Now(), registry.RegisterPerson{
		PersonData: registry.PersonData{Unit: unit, Kind: kind}, Record: vault.Record{Name: name, Email: login + "@mingchuan.invalid"}})
	if err != nil {
		return fmt.Errorf("register %s: %w", login, err)
	}
	c.People[login] = out.Result
	_, err = c.Journal.Do(ctx, journal.Act{Actor: op.Person, Now: c.Now()}, func(tx *journal.Tx) error {
		return c.Accounts.Make(tx, auth.NewAccount{Person: out.Result, Login: login, Hash: hash})
	})
	return err
}

// answers is the self-assessment of the applications.
func answers(title string) *assess.Activity {
	return &assess.Activity{Title: title, Fields: []string{"medicine"}, Humans: assess.Humans{Participants: "survey", Data: "identifiable"}}
}

// Original makes lin's complete application, for roads to copy.
func (c *City) Original(ctx context.Context) (string, error) {
	out, err := c.Activity.Draft(ctx, c.As("lin"), c.Now(), activity.Draft{Unit: c.Unit, Profile: answers("青少年睡眠与近视的关系")})
	if err != nil {
		return "", err
	}
	id, lin, r := out.Result, c.As("lin"), c.Read(ctx)
	st, err := c.Activity.View(r, lin, id, 0)
	if err != nil {
		return "", err
	}
	facts, err := c.Activity.Facts(r, st, lin.Day)
	if err != nil {
		return "", err
	}
	form, err := c.Activity.Form(lin.Day, st.Region)
	if err != nil {
		return "", err
	}
	fields := activity.Values{}
	for _, need := range facts.Required {
		field, _ := form.Field(need.Code)
		switch {
		case need.Holds:
		case field.IsFile():
			a := activity.Attach{Activity: id, Field: need.Code, Name: "a.txt"}
			if _, err := c.Activity.Attach(ctx, lin, c.Now(), a, strings.NewReader("about "+need.Code)); err != nil {
				return "", err
			}
		default:
			fields[need.Code] = activity.Text("说明")
		}
	}
	_, err = c.Activity.Save(ctx, lin, c.Now(), activity.Save{Activity: id, Fields: fields})
	return id, err
}
