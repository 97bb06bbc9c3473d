package registry_test

import (
	"testing"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/registry"
)

// refusedWith wants the refusal of a key.
func refusedWith(t *testing.T, err error, key string) {
	t.Helper()
	if !errs.Has(err, key) {
		t.Errorf("got %v; want the refusal %s", err, key)
	}
}

// A unit that does not declare its committee independent has stated nothing.
func TestMeansNeedIndependence(t *testing.T) {
	c := registry.Committee{State: registry.Active}
	m := registry.Means{Year: today.Year(), Staff: 2, Budget: 80000, Premises: "305"}
	_, err := c.StateMeans(registry.StateMeans{Means: m}, facts(t))
	refusedWith(t, err, "registry.means.independent")
	m.Independent = true
	if _, err := c.StateMeans(registry.StateMeans{Means: m}, facts(t)); err != nil {
		t.Error(err)
	}
	m.Year++
	_, err = c.StateMeans(registry.StateMeans{Means: m}, facts(t))
	refusedWith(t, err, "registry.means.year")
}

// A certificate that holds has a clock that warns; ending it stops the clock.
func TestCertificateWarnsBeforeItEnds(t *testing.T) {
	c := registry.Committee{State: registry.Active, Unit: "u1"}
	cmd := registry.Certify{Number: "7", Scope: "people", Assessor: "association", From: today, Until: today.AddDays(-1)}
	_, err := c.Certify(cmd, facts(t))
	refusedWith(t, err, "registry.tenure.backwards")
	cmd.Until = today.AddMonths(12)
	news, err := c.Certify(cmd, facts(t))
	if err != nil {
		t.Fatal(err)
	}
	moves := clockMoves(news)
	if len(moves) != 1 || moves[0].Op != flow.ClockStart || !moves[0].Warn.Before(moves[0].Due) || moves[0].Holder != "u1" {
		t.Fatalf("the clock moves %+v", moves)
	}
	body, _ := news[0].Body.(registry.Certified)
	c.Certificates = append(c.Certificates, body.Certificate)
	news, err = c.EndCertificate(registry.EndCertificate{Day: today, Reason: "taken back"}, facts(t))
	if err != nil || clockMoves(news)[0].Op != flow.ClockCancel {
		t.Errorf("ending gives %+v, %v", news, err)
	}
}

// The clock of the terms runs to the first end that no further term follows, and
// moves on when members are elected again.
func TestTermsWarnUntilMembersAreElectedAgain(t *testing.T) {
	c := registry.Committee{State: registry.Active, Unit: "u1"}
	for i, person := range []string{"p1", "p2"} {
		c.Members = append(c.Members, registry.Member{Tenure: registry.Tenure{Person: person, From: today.AddMonths(-24), Until: today.AddDays(30 + 10*i)},
			Role: registry.RoleMember, Sex: registry.Female, Expertise: []string{"law"}})
	}
	if got := c.FirstEnd(today); got != today.AddDays(30) {
		t.Errorf("the first end is %s", got)
	}
	news, err := c.Renew(registry.RenewTerms{People: []string{"p1"}, Until: today.AddMonths(36)}, facts(t))
	if err != nil || len(news) != 1 {
		t.Fatalf("renewing gives %v, %v", news, err)
	}
	body, _ := news[0].Body.(registry.MemberAppointed)
	if body.From != today.AddDays(31) || body.Role != registry.RoleMember {
		t.Errorf("the new term is %+v", body.Member)
	}
	if moves := clockMoves(news); len(moves) != 1 || moves[0].Due != today.AddDays(40).End() {
		t.Errorf("the clock moves %+v", moves)
	}
	_, err = c.Renew(registry.RenewTerms{People: []string{"p1"}, Until: today.AddMonths(72)}, facts(t))
	refusedWith(t, err, "registry.member.term_too_long")
	_, err = c.Renew(registry.RenewTerms{People: []string{"stranger"}, Until: today.AddMonths(36)}, facts(t))
	refusedWith(t, err, "registry.member.not_sitting")
}

func clockMoves(news []journal.New) []flow.ClockMove {
	return flow.MovesOf(news[len(news)-1].Body)
}
