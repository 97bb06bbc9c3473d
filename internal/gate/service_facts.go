package gate

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/conduct"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// lookAt folds the activity that a gate is of.
func (s *Service) lookAt(r store.Reader, id string) (activity.State, error) {
	return journal.Look(s.J, r, activity.Stream(id), activity.Fold)
}

// facts gathers what a decision rests on. Before the start the rules of today
// count, afterwards those of the day on which the work began.
func (s *Service) facts(r store.Reader, st State, about activity.State, actor string, now time.Time, cmd any) (Facts, error) {
	f := Facts{Actor: actor, Today: calendar.Of(now), Leader: about.Leader}
	day := f.Today
	if st.Day != "" {
		day = st.Day
	}
	region := about.Region
	if n := len(about.Submissions); n > 0 && region == "" {
		region = about.Submissions[n-1].Region
	}
	set := s.Book.On(day, region)
	if p, ok := set.Param("gate_warn_days"); ok {
		f.WarnDays = p.Int()
	}
	f.Forms = map[string]Form{}
	for _, item := range set.List("gate_evidence") {
		f.Forms[item.Code] = Form{Needs: item.Strs("needs"), Authority: item.Str("authority")}
	}
	for _, item := range set.List("gate_questions") {
		f.Asked = append(f.Asked, item.Code)
	}
	if err := f.ask(set, st, about); err != nil {
		return f, err
	}
	f.Office = s.office(f, st, cmd, region)
	var err error
	if f.Approval, err = s.Approval(r, about); err != nil {
		return f, err
	}
	f.Agreed, f.Against, err = agreed(r, about.ID)
	return f, err
}

// ask asks the packs what has to be there.
func (f *Facts) ask(set *rules.Set, st State, about activity.State) error {
	a, p := about.Assessment, about.Profile
	if a == nil || p == nil {
		return nil
	}
	f.WaivedBy = a.RecheckWaived
	waived := a.RecheckWaived
	if waived == "" || len(a.Recheck) > 0 {
		waived = "none"
	}
	partners := []any{}
	for _, x := range p.Partners {
		partners = append(partners, map[string]any{"place": x.Country, "review": orElse(x.Review, "pending")})
	}
	answer := set.Evaluate("gate", map[string]any{
		"activity": map[string]any{"scope": listed(a.Scope), "review": orElse(a.Review, "not_required"), "exempt_on": exemptOn(about),
			"listed": len(a.Recheck) > 0, "waived_by": waived,
			"animals": orElse(p.Animals, "none"), "partners": partners},
		"obligations": listed(a.Obligations), "declared": listed(st.Involves),
	})
	if err := answer.Err(); err != nil {
		return fmt.Errorf("judge the gate of %s: %w", about.ID, err)
	}
	f.Places = answer.Strings("places")
	f.Demands = Demands(answer)
	return nil
}

// Demands are the conditions of a gate as an answer of the packs has them.
func Demands(answer rules.Answer) []Demand {
	lifts := map[string]flow.Role{}
	before := map[string]Before{}
	for _, o := range answer.Objects("conditions") {
		code, _ := o["code"].(string)
		who, _ := o["lifts"].(string)
		when, _ := o["before"].(string)
		lifts[code], before[code] = flow.Role(who), Before(when)
	}
	var out []Demand
	for _, d := range answer.Standards("conditions") {
		out = append(out, Demand{Code: d.Code, Lifts: lifts[d.Code], Before: before[d.Code], Text: d.Text, Ground: d.Ground(), Cited: d.Cited})
	}
	return out
}

// exemptOn are the grounds of the last claim of exemption.
func exemptOn(about activity.State) []string {
	if n := len(about.Submissions); n > 0 && about.Submissions[n-1].Claim != nil {
		return listed(about.Submissions[n-1].Claim.Grounds)
	}
	return []string{}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// listed is a list as rules take it, never nil.
func listed(list []string) []string { return append([]string{}, list...) }

// office is who has to have issued the paper of a command, on the paper's day.
func (s *Service) office(f Facts, st State, cmd any, region string) lang.Text {
	var p Paper
	switch c := cmd.(type) {
	case HandIn:
		p = c.Paper
	case Judge:
		if e := st.Paper(c.N); e != nil {
			p = e.Paper
		}
	}
	form := f.Forms[p.Condition]
	if form.Authority == "" || p.Day == "" {
		return lang.Text{}
	}
	if _, err := calendar.Parse(string(p.Day)); err != nil {
		return lang.Text{} // said elsewhere
	}
	item, _ := s.Book.On(p.Day, region).Item("actors", form.Authority)
	return item.Text
}

// Approval is how the committee's decision stands, and what became of it since.
func (s *Service) Approval(r store.Reader, a activity.State) (Approval, error) {
	switch a.State {
	case activity.StateApproved:
		return s.sinceApproval(r, a)
	case activity.StateExempt:
		return Approval{Holds: true, Since: calendar.Of(a.UpdatedAt), Why: lang.T("委员会已认定免除审查", "the committee found it exempt")}, nil
	case activity.StateRejected:
		return Approval{Why: lang.T("委员会不予批准", "the committee rejected it")}, nil
	case activity.StateWithdrawn:
		return Approval{Why: lang.T("申请人已撤回", "the applicant withdrew it")}, nil
	}
	return Approval{Why: lang.T("尚未批准", "not approved yet")}, nil
}

// sinceApproval is an approval as the conduct of the work left it: what is
// suspended, lapsed or over may not begin.
func (s *Service) sinceApproval(r store.Reader, a activity.State) (Approval, error) {
	out := Approval{Holds: true, Since: calendar.Of(a.UpdatedAt), Why: lang.T("已批准", "approved")}
	events, err := s.J.Stream(r, conduct.Stream(a.ID))
	if err != nil || len(events) == 0 {
		return out, err
	}
	st, err := conduct.Fold(events)
	if err != nil {
		return out, err
	}
	out.Since = calendar.Of(events[0].At)
	if st.State != conduct.StateRunning {
		out.Holds, out.Why = false, conduct.Table.Info(st.State).Text
	}
	return out, nil
}

// agreed is the day on which the experts agreed to an activity, or that they did not; empty: they have
// not.
func agreed(r store.Reader, activity string) (since calendar.Day, against bool, err error) {
	var at int64
	err = r.Row(`select k.updated_at, k.result <> 'agree' from rechecks k where k.activity = $1 and k.state = 'answered'
		order by case when k.result = 'agree' then 0 else 1 end, k.updated_at desc limit 1`, activity).Scan(&at, &against)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	if err != nil || against {
		return "", against, err
	}
	return calendar.Of(store.Time(at)), false, nil
}
