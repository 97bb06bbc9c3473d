package apptest

import (
	"context"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/assess"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/sites"
	"lunheng/internal/vault"
)

// SiteMembers of the other committee who vote.
var SiteMembers = []string{"chair2", "vice2", "law2", "ethics2", "lay2", "ai2", "med2"}

// FoundSite gives the other unit a committee of its own, with secretary2, chair2,
// vice2 and members, officer2 for the unit, and doctor2 who answers for the work
// there. It returns the committee.
func (w *World) FoundSite() string {
	ctx, op := context.Background(), auth.Operator(w.Now())
	com := w.Done(w.Registry.FoundCommittee(ctx, op, w.Now(), registry.FoundCommittee{Unit: w.Other,
		CommitteeData: registry.CommitteeData{Name: lang.T("明川科普学会伦理委员会", "Ethics Committee of the Society"), Fields: []string{"medicine"}}})).Result
	today := calendar.Of(w.Now())
	for _, m := range []struct {
		name, zh, en, expertise string
		role                    registry.Role
		sex                     registry.Sex
	}{
		{"chair2", "钱主任", "Qian Zhuren", "medicine", registry.RoleChair, registry.Female}, {"vice2", "孙副", "Sun Fu", "science", registry.RoleViceChair, registry.Male},
		{"law2", "李律", "Li Lü", "law", registry.RoleMember, registry.Female}, {"ethics2", "周伦", "Zhou Lun", "ethics", registry.RoleMember, registry.Male},
		{"lay2", "吴众", "Wu Zhong", "lay", registry.RoleMember, registry.Female}, {"ai2", "郑智", "Zheng Zhi", "ai", registry.RoleMember, registry.Male},
		{"med2", "冯医", "Feng Yi", "medicine", registry.RoleMember, registry.Female}, {"secretary2", "褚秘", "Chu Mi", "", registry.RoleSecretary, registry.Male},
		{"officer2", "卫管", "Wei Guan", "", "", ""}, {"doctor2", "蒋大夫", "Dr Jiang", "", "", ""},
	} {
		unit := w.Other
		if m.name == "lay2" {
			unit = w.Unit
		}
		w.settlePerson(m.name, unit, vault.Record{Name: m.zh, NameEN: m.en, Email: m.name + "@mingchuan.invalid"})
		if m.role == "" {
			continue
		}
		member := registry.Member{Tenure: registry.Tenure{Person: w.Person(m.name), From: today, Until: today.AddMonths(36)}, Role: m.role, Sex: m.sex}
		if m.expertise != "" {
			member.Expertise = []string{m.expertise}
		}
		w.Done(w.Registry.AppointMember(ctx, op, w.Now(), registry.AppointMember{Committee: com, Member: member}))
	}
	w.appoint(registry.InUnit, w.Other, "officer2")
	return com
}

// Joint is lin's application on people, handed in.
func (w *World) Joint(title string) (act, kase string) {
	ctx := context.Background()
	act = w.Done(w.Activity.Draft(ctx, w.As("lin"), w.tick(), activity.Draft{Unit: w.Unit, Profile: &assess.Activity{
		Title: title, Fields: []string{"medicine"}, Risk: "above_minimal", Humans: assess.Humans{Participants: "survey", Data: "identifiable"}}})).Result
	w.complete("lin", act)
	for _, e := range w.Done(w.Activity.Submit(ctx, w.As("lin"), w.tick(), activity.Submit{Activity: act})).Events {
		if e.Kind() == review.Kind {
			kase = e.Subject()
		}
	}
	return act, kase
}

// Decide brings a case that was handed in before the world's committee, which
// approves it; the letter is issued.
func (w *World) Decide(kase string) {
	ctx, sec, item := context.Background(), w.As("secretary"), review.OnItem{Review: kase}
	w.Done(w.Review.Accept(ctx, sec, w.tick(), review.Accept{Review: kase, Procedure: "meeting"}))
	item.Meeting = w.Done(w.Review.PlanMeeting(ctx, sec, w.tick(), review.PlanMeeting{Committee: w.Committee, StartsAt: w.Now().Add(time.Hour), Mode: review.InPerson, Place: "305"})).Result
	on := review.OnMeeting{Meeting: item.Meeting}
	w.Done(w.Review.Schedule(ctx, sec, w.tick(), review.Schedule{Meeting: item.Meeting, Review: kase}))
	w.Done(w.Review.Call(ctx, sec, w.tick(), on))
	w.Done(w.Review.OpenSession(ctx, w.As("chair"), w.tick(), on))
	for _, name := range Members[1:] {
		w.Done(w.Review.Arrive(ctx, w.As(name), w.tick(), review.Move{Meeting: item.Meeting}))
	}
	w.Done(w.Review.OpenItem(ctx, w.As("chair"), w.tick(), item))
	w.Done(w.Review.OpenVote(ctx, w.As("chair"), w.tick(), review.OpenVote{Meeting: item.Meeting, Review: kase}))
	for _, name := range Members {
		w.Done(w.Review.CastVote(ctx, w.As(name), w.tick(), review.CastVote{Meeting: item.Meeting, Review: kase, Choice: "approve"}))
	}
	w.Done(w.Review.CloseVote(ctx, w.As("chair"), w.tick(), item))
	w.Done(w.Review.Decide(ctx, w.As("chair"), w.tick(), review.Decide{Meeting: item.Meeting, Review: kase, Outcome: "approve"}))
	w.Done(w.Review.IssueLetter(ctx, sec, w.tick(), review.IssueLetter{Review: kase}))
}

// GiveInput is what officer2 brings in for a site: doctor2 answers for the work there.
func (w *World) GiveInput(site string) {
	w.Done(w.Sites.GiveInput(context.Background(), w.As("officer2"), w.tick(), sites.GiveInput{Site: site, Investigator: w.Person("doctor2"), Contact: w.Person("doctor2")}))
}

// Ally founds an agreement between units by their keys, in force from today.
func (w *World) Ally(name string, members ...string) string {
	return w.Done(w.Sites.SetAlliance(context.Background(), w.As("admin"), w.tick(), sites.SetAlliance{Terms: sites.Terms{
		Name: lang.T(name, "Alliance"), Members: members, From: calendar.Of(w.Now())}})).Result
}

// Trust enters another world's log key here, as one that speaks for its university.
func (w *World) Trust(o *World) string {
	return w.Done(w.Sites.KnowPeer(context.Background(), w.As("admin"), w.tick(), sites.KnowPeer{Known: sites.Known{
		Name: "the other house", LogKey: o.LogKey, Units: []string{o.Unit}}})).Result
}

// Recognise has the other committee's reviewers agree, or not, on a case that
// it has taken up.
func (w *World) Recognise(site string, opinion string) {
	ctx := context.Background()
	st, err := w.Sites.View(w.Read(ctx), w.As("secretary2"), site)
	w.check(err)
	w.Done(w.Review.Accept(ctx, w.As("secretary2"), w.tick(), review.Accept{Review: st.Case, Procedure: review.BySimplified}))
	w.Done(w.Review.NameReviewers(ctx, w.As("chair2"), w.tick(), review.NameReviewers{Review: st.Case,
		Reviewers: []string{w.Person("ethics2"), w.Person("med2")}, Reason: "Confirms another committee's decision."}))
	for _, name := range []string{"ethics2", "med2"} {
		w.Done(w.Review.GiveOpinion(ctx, w.As(name), w.tick(), review.GiveOpinion{Review: st.Case, Outcome: opinion, Reasons: "As the lead says."}))
	}
	w.Done(w.Review.DecideSimplified(ctx, w.As("chair2"), w.tick(), review.DecideSimplified{Review: st.Case, Reasons: "In line with the lead."}))
}

// SiteMeeting opens a meeting of the other committee, held in a room, about a case that it
// has taken up.
func (w *World) SiteMeeting(site string) review.OnItem {
	ctx, sec := context.Background(), w.As("secretary2")
	st, err := w.Sites.View(w.Read(ctx), sec, site)
	w.check(err)
	w.Done(w.Review.Accept(ctx, sec, w.tick(), review.Accept{Review: st.Case, Procedure: "meeting"}))
	c, err := w.Review.Look(w.Read(ctx), st.Case)
	w.check(err)
	meeting := w.Done(w.Review.PlanMeeting(ctx, sec, w.tick(), review.PlanMeeting{Committee: c.Committee, StartsAt: w.Now().Add(time.Hour), Mode: review.InPerson, Place: "101"})).Result
	w.Done(w.Review.Schedule(ctx, sec, w.tick(), review.Schedule{Meeting: meeting, Review: st.Case}))
	w.Done(w.Review.Call(ctx, sec, w.tick(), review.OnMeeting{Meeting: meeting}))
	w.Advance(time.Hour)
	w.Done(w.Review.OpenSession(ctx, w.As("chair2"), w.tick(), review.OnMeeting{Meeting: meeting}))
	return review.OnItem{Meeting: meeting, Review: st.Case}
}

// Object has the other committee meet on a case that it has taken up, and not
// recognise the lead's decision.
func (w *World) Object(site string) {
	ctx, chair := context.Background(), w.As("chair2")
	item := w.SiteMeeting(site)
	meeting := item.Meeting
	members := []string{"chair2", "vice2", "law2", "ethics2", "lay2", "ai2", "med2"}
	for _, name := range members[1:] {
		w.Done(w.Review.Arrive(ctx, w.As(name), w.tick(), review.Move{Meeting: meeting}))
	}
	w.Done(w.Review.OpenItem(ctx, chair, w.tick(), item))
	w.Done(w.Review.OpenVote(ctx, chair, w.tick(), review.OpenVote{Meeting: meeting, Review: item.Review}))
	for _, name := range members {
		w.Done(w.Review.CastVote(ctx, w.As(name), w.tick(), review.CastVote{Meeting: meeting, Review: item.Review, Choice: "not_recognise"}))
	}
	w.Done(w.Review.CloseVote(ctx, chair, w.tick(), item))
	w.Done(w.Review.Decide(ctx, chair, w.tick(), review.Decide{Meeting: meeting, Review: item.Review, Outcome: "not_recognise", Reasons: "No second freezer for the blood."}))
}
