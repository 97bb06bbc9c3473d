package review

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
)

// claimed is a case with a claim of exemption, and the facts about who acts.
func claimed(actor, role string) (Case, Facts) {
	c := Case{ID: "r", Kind: KindExemption, State: StateSubmitted, Claim: &activity.Claim{Grounds: []string{"public"}, Statement: "s"},
		Excluded: map[string]MemberExcluded{}, Due: map[string]time.Time{}}
	return c, Facts{Actor: actor, Today: "2026-11-20", ExemptBy: []string{RoleChair, RoleViceChair}, Seats: []Seat{{Person: actor, Role: role}}}
}

// Only whom the packs name answers a claim, and never without reasons (article 32).
func TestAClaimIsAnsweredByWhomThePacksName(t *testing.T) {
	for role, ok := range map[string]bool{RoleChair: true, RoleViceChair: true, RoleSecretary: false, RoleMember: false} {
		c, f := claimed("a", role)
		_, err := c.SettleExemption(SettleExemption{Grant: true, Reasons: "sound"}, FileNumber{}, f)
		if errs.Has(err, "review.exempt.role") == ok {
			t.Errorf("%s: %v", role, err)
		}
	}
	c, f := claimed("a", RoleChair)
	if _, err := c.SettleExemption(SettleExemption{Grant: true, Reasons: " "}, FileNumber{}, f); !errs.Has(err, "review.exempt.reasons") {
		t.Errorf("without reasons: %v", err)
	}
	c.Kind = ""
	if _, err := c.SettleExemption(SettleExemption{Grant: true, Reasons: "sound"}, FileNumber{}, f); !errs.Has(err, "review.exempt.none") {
		t.Errorf("of an ordinary case: %v", err)
	}
	if _, err := c.EndExemption(EndExemption{Reasons: "changed"}, f); !errs.Has(err, "review.exempt.none") {
		t.Errorf("ending an ordinary case: %v", err)
	}
}

// Whatever is tried in whatever order: one answer, an end only after a grant, and
// nothing after the end.
func TestAnExemptionIsAnsweredOnceAndEndsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, f := claimed("a", RoleChair)
		granted, answered, ended := false, 0, 0
		do := func(news []journal.New, err error) bool {
			if err != nil {
				return false
			}
			for _, n := range news {
				next, wrong := Table.Next(c.State, n.Body.EventType())
				if wrong != nil {
					t.Fatal(wrong)
				}
				c.apply(journal.Event{Type: n.Body.EventType(), Body: n.Body})
				c.State = next
			}
			return true
		}
		for range rapid.IntRange(1, 8).Draw(t, "acts") {
			if rapid.Bool().Draw(t, "answer") {
				grant := rapid.Bool().Draw(t, "grant")
				if do(c.SettleExemption(SettleExemption{Grant: grant, Reasons: "r"}, FileNumber{Text: "1"}, f)) {
					answered, granted = answered+1, grant
				}
			} else if do(c.EndExemption(EndExemption{Reasons: "r"}, f)) {
				ended++
			}
		}
		if answered > 1 || ended > 1 || ended == 1 && !granted {
			t.Fatalf("answered %d times, ended %d times, granted %v", answered, ended, granted)
		}
		if want := granted && ended == 0; (c.Decision() != nil && c.Decision().Outcome == OutcomeExempt) != want {
			t.Fatalf("in state %s", c.State)
		}
	})
}
