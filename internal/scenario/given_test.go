package scenario_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/app/apptest"
	"lunheng/internal/assess"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/sites"
)

// givens are the ways to say what happened before the story begins. They act
// through the same verbs as the pages, without the pages.
var givens = map[string]func(*past, []string){
	"department":    func(p *past, a []string) { p.department(a[0], a[1]) }, // $department: supervises the unit; somebody in it
	"ruled":         func(p *past, a []string) { p.ruled(a[0]) },            // by that person: the pack in this folder holds from tomorrow
	"mechanism":     func(p *past, _ []string) { p.mechanism() },            // $mechanism: of Shenzhen, with desk, health, education, province, outsider; $water
	"january":       func(p *past, _ []string) { p.january() },              // members owe their yearly reports
	"draft":         func(p *past, a []string) { p.draft(a[0]) },            // $activity: complete, by lin
	"case":          func(p *past, a []string) { p.kase(a[0]) },             // $case: handed in
	"rewritten":     func(p *past, a []string) { p.rewritten(a[0], a[1]) },  // handed in, returned, and the title changed: $saved
	"rejected":      func(p *past, a []string) { p.rejected(a[0]) },         // $case: by all seven
	"appealed":      func(p *past, a []string) { p.appealed(a[0]) },         // $appeal: for these reasons
	"reheardas":     func(p *past, a []string) { p.reheardAs(a[0]) },        // $meeting: admitted by vice, and voted so
	"reheard":       func(p *past, a []string) { p.reheard() },              // $meeting: admitted by vice, and voted to approve
	"minimal":       func(p *past, a []string) { p.minimal(a[0]) },          // $case: handed in, of minimal risk
	"reviewers":     func(p *past, a []string) { p.reviewers(a) },           // named by the chair for the accepted case of minimal risk
	"secretary":     func(p *past, a []string) { p.secretary(a[0]) },        // somebody else, of the committee too
	"again":         func(p *past, a []string) { p.again(a[0]) },            // the case that came back is handed in with another title
	"emergency":     func(p *past, a []string) { p.emergency(a[0], a[1]) },  // $case: in this field, handed in, asked for by a declared emergency
	"listedsitting": func(p *past, a []string) { p.listedSitting(a[0]) },    // $case on the list at hand in $meeting, all members there
	"urgent":        func(p *past, a []string) { p.urgentListed(a[0]) },     // $case: the same, on the list, agreed to at first; $department
	"accepted":      func(p *past, a []string) { p.accepted(a[0]) },         // and accepted; $number
	"planned":       func(p *past, a []string) { p.planned(a[0]) },          // $meeting: planned, with the case on its agenda
	"called":        func(p *past, a []string) { p.called(a[0]) },           // and called
	"sitting":       func(p *past, a []string) { p.sitting(a[0], a[1:]) },   // open, the case at hand, all there but those named
	"gathered":      func(p *past, a []string) { p.gathered(a) },            // $meeting: about the accepted case, all there but those named
	"present":       func(p *past, a []string) { p.present(a) },             // the called meeting opens, all there but those named
	"seated":        func(p *past, a []string) { p.sit(a) },                 // the called meeting opens, the case at hand, all there but those named
	"conflict":      func(p *past, a []string) { p.conflict(a[0]) },         // somebody declares one
	"vote":          func(p *past, a []string) { p.vote(a[0] == "secret") }, // open or secret
	"votes":         func(p *past, a []string) { p.votes(a[0], a[1:]) },     // so vote these people
	"closed":        func(p *past, _ []string) { p.closeVote() },
	"decided":       func(p *past, a []string) { p.decided(a[0], a[1:]) },                                   // by all present: outcome, then points
	"letter":        func(p *past, _ []string) { p.letter() },                                               // issued
	"seat":          func(p *past, a []string) { p.seat(a) },                                                // these people, as members of the committee
	"leaves":        func(p *past, a []string) { p.leaves(a[0]) },                                           // the committee, as of yesterday
	"listed":        func(p *past, a []string) { p.listed(a[0]) },                                           // $case: on the list, agreed to at first; $department
	"elsewhere":     func(p *past, a []string) { p.elsewhere(a[0]) },                                        // the same with AI, by stranger under the mandate; $recheck: accepted
	"joins":         func(p *past, a []string) { p.joins(a[0]) },                                            // somebody comes to belong to the university
	"pool":          func(p *past, a []string) { p.pool(a) },                                                // these are in the department's pool
	"opinions":      func(p *past, a []string) { p.opinions(a[0] == "agree", p.number(append(a, "0")[1])) }, // of all experts who have not answered, or of so many
	"entrusting":    func(p *past, a []string) { p.entrusting(a) },                                          // partner and free exist; $mandate for so many days
	"personal":      func(p *past, a []string) { p.personal(a[0]) },                                         // $personal: signed with free, for so many days
	"hospitals":     func(p *past, a []string) { p.hospitals(a[0], a[1]) },                                  // of these grades: who entrusts, who is entrusted
	"draftby":       func(p *past, a []string) { p.draftOfOther(a[0], a[1]) },                               // $activity, by somebody of the other unit, or free
	"founding":      func(p *past, a []string) { p.founding(a[0]) },                                         // $founding: a second committee of the unit
	"followed":      func(p *past, a []string) { p.followed(a[0]) },                                         // $case: a follow-up of approved work, accepted
	"agenda":        func(p *past, _ []string) { p.plan(); p.call() },                                       // $meeting: called, with the case on it
	"rules":         func(p *past, a []string) { p.w.Adopt(p.id(a[0])) },                                    // charter and working rules of a committee
	"filing":        func(p *past, a []string) { p.filing(a[0], a[1]) },                                     // $filing: what is owed of this code about a committee
	"bureau":        func(p *past, _ []string) { p.know("department", p.w.FoundBureau()) },                  // $department: supervises the unit
	"empanelled":    func(p *past, _ []string) { p.empanelled() },                                           // $recheck: asked for and drawn; $seated sits on the panel
	"reseated":      func(p *past, _ []string) { p.seated() },                                               // $seated: a peer who sits on it now
	"rechecked":     func(p *past, a []string) { p.rechecked(a[0] == "agree") },                             // the experts have answered about the case
	"years":         func(p *past, _ []string) { p.years() },                                                // what is owed for the year that is over
	"sensitive":     func(p *past, a []string) { p.sensitive(a[0]) },                                        // $activity: approved work that touches a sensitive area
	"consented":     func(p *past, a []string) { p.consented(a[0]) },                                        // $activity: approved, version 1 of its consent form in force
	"minors":        func(p *past, a []string) { p.minors = true; p.consented(a[0]) },                       // $activity: the same with minors: guardians agree, and they themselves
	"amended":       func(p *past, a []string) { p.amended(a[0]) },                                          // an amendment of it, with this outcome
	"region":        func(p *past, a []string) { p.w.Move(p.w.Unit, a[0]); p.w.Move(p.w.Other, a[0]) },      // of both units
	"site":          func(p *past, a []string) { p.know("site_committee", p.w.FoundSite()) },                // the other unit has a committee: secretary2, chair2, members, officer2, doctor2
	"allied":        func(p *past, a []string) { p.w.Ally("互认联盟", p.w.Unit, p.w.Other) },                    // both units recognise each other
	"joint":         func(p *past, a []string) { p.joint(a[0]) },                                            // $activity and $case by lin, handed in; $site: the other unit takes part
	"input":         func(p *past, _ []string) { p.w.GiveInput(p.id("site")) },                              // of $site, by officer2
	"changed":       func(p *past, a []string) { p.changed(a[0]) },                                          // returned, the title changed, handed in again
	"approved":      func(p *past, _ []string) { p.w.Decide(p.id("case")) },                                 // by the lead's committee; the letter is issued
	"recognised":    func(p *past, a []string) { p.w.Recognise(p.id("site"), a[0]) },                        // so the reviewers of the site find
	"sitesits":      func(p *past, _ []string) { p.siteSits() },                                             // $meeting of the site's committee, opened in a room by chair2, about its $case
	"objected":      func(p *past, a []string) { p.w.Object(p.id("site")) },                                 // so the site's committee meets and decides
	"intake":        func(p *past, _ []string) { p.intake() },                                               // secretary and lay receive reports for the unit, ethics keeps identities
	"report":        func(p *past, a []string) { p.report(a[0], a[1], a[2:]...) },                           // $report: these words, this identity or none, not for those named
	"writes":        func(p *past, a []string) { p.writes(a[0]) },                                           // the reporter, once more
	"replies":       func(p *past, a []string) { p.replies(a[0], a[1]) },                                    // a receiver, in their browser
	"term":          func(p *past, a []string) { p.term(a[0], a[1]) },                                       // of a member ends in so many days
	"running":       func(p *past, a []string) { p.running(a[0]) },                                          // $activity, approved by $case
	"calledfor":     func(p *past, a []string) { p.calledFor(a[0], a[1]) },                                  // $programme of the department, open; $case: handed in
	"funded":        func(p *past, a []string) { p.funded(a[0]) },                                           // $project of the programme about the approved work: approved, money due
	"sanctioned":    func(p *past, a []string) { p.sanctioned(a[0], a[1], a[2]) },                           // $decision about somebody: measure, months
	"settled":       func(p *past, a []string) { p.settled(a[0], a[1:]) },                                   // on the last report, $report: outcome, then points
	"exempt":        func(p *past, a []string) { p.exempt(a[0]) },                                           // $activity: a draft with anonymised data only
	"claimed":       func(p *past, a []string) { p.claimed(a[0]) },                                          // $case: and claimed to be exempt
	"inspectors":    func(p *past, a []string) { p.inspectors(a) },                                          // these are on the department's list of inspectors
	"bare":          func(p *past, a []string) { p.bare(a[0]) },                                             // $bare: a hospital of the bureau's that has no rules on file, with its officer
	"faraway":       func(p *past, a []string) { p.faraway(a[0]) },                                          // $faraway: a department of another province, with somebody in it
	"answered":      func(p *past, _ []string) { p.answered() },                                             // by peer1: every other point of $visit is met
	"inspected":     func(p *past, a []string) { p.inspected(a) },                                           // $visit: by peer1 and peer2, something serious found about the committee, or the record of this kind and id, the report signed
	"gated":         func(p *past, a []string) { p.know("gate", p.w.Gated(a[0], a[1])) },                    // $gate: approved, with partners, hongkong or animals
	"breach":        func(p *past, a []string) { p.breach(a[0]) },                                           // $breach: a case about lin, reported by stranger, this far (apptest.CaseStages)
	"brought":       func(p *past, a []string) { p.w.BringCase(p.id("breach"), a[0], a[1]) },                // $breach: from this stage to that
	"panel":         func(p *past, a []string) { p.w.CasePanel(p.id("breach"), apptest.Peers...) },          // of $breach: five peers declare no interest and find a breach
	"peers":         func(p *past, a []string) { p.peers(a[0]) },                                            // of $breach: so many
	"ambiguous":     func(p *past, _ []string) { p.know("breach", p.w.AmbiguousCase()) },                    // $breach: noticed and heard, about somebody of whom only a name is known
}

// entrusting adds who entrusts: partner, officer of the other unit, and free, who
// belongs to none; with a number of days, the other unit's mandate is signed.
func (p *past) entrusting(a []string) {
	p.w.FoundPartners()
	for _, days := range a {
		p.know("mandate", p.w.Entrust("partner", p.number(days)))
	}
	p.know("unit", p.w.Unit)
	p.know("other", p.w.Other)
	p.know("committee", p.w.Committee)
}

// breach is a case about lin; jurist and moralist are known by their names.
func (p *past) breach(stage string) {
	p.know("breach", p.w.CaseAt("未批先做", stage))
	p.know("jurist", p.w.Person("jurist"))
	p.know("moralist", p.w.Person("moralist"))
}

// peers sit on the panel of a case and find a breach.
func (p *past) peers(number string) {
	p.w.CasePanel(p.id("breach"), apptest.Peers[:p.number(number)]...)
}

func (p *past) personal(days string) {
	p.know("personal", p.w.Entrust("free", p.number(days)))
}

// hospitals makes hospitals of grades of the entrusting and the entrusted unit.
func (p *past) hospitals(entrusting, entrusted string) {
	for unit, grade := range map[string]string{p.w.Other: entrusting, p.w.Unit: entrusted} {
		n, err := strconv.Atoi(grade)
		p.ts.Check(err)
		p.w.Grade(unit, n)
	}
}

// draftOfOther is a complete draft by somebody of the other unit or of none.
func (p *past) draftOfOther(who, title string) {
	unit := p.w.Other
	if who == "free" {
		unit = ""
	}
	p.draftBy(who, unit, title, "above_minimal")
}

// doGiven makes the past. What happened in it is not part of the story.
func doGiven(s *stage, _ bool, a []string) error {
	do, ok := givens[a[0]]
	if !ok {
		return fmt.Errorf("nothing is known of “given %s”", a[0])
	}
	do(&past{stage: s, ctx: context.Background()}, a[1:])
	s.told = s.head()
	return nil
}

// past is the world before the story.
type past struct {
	*stage
	ctx    context.Context
	minors bool   // they take part in what is drafted
	urgent string // the field of what is drafted, when an emergency asks for it
}

// now is a minute later each time.
func (p *past) now() time.Time { return p.w.Advance(time.Minute) }

func (p *past) done(out journal.Outcome, err error) journal.Outcome {
	p.ts.Check(err)
	return out
}

// number reads a number of the script.
func (p *past) number(text string) int {
	n, err := strconv.Atoi(text)
	p.ts.Check(err)
	return n
}

func (p *past) know(name, id string) { p.ts.Setenv(name, id) }

func (p *past) id(name string) string { return p.ts.Getenv(name) }

// draft is a complete application: identifiable data of people who answer
// questions.
func (p *past) draft(title string) { p.draftOf(title, "above_minimal") }

func (p *past) draftOf(title, risk string) { p.draftBy("lin", p.w.Unit, title, risk) }

func (p *past) draftBy(who, unit, title, risk string) {
	lin, w := p.w.As(who), p.w
	var vulnerable []string
	if p.minors {
		vulnerable = []string{"minors"}
	}
	id := p.done(w.Activity.Draft(p.ctx, lin, p.now(), activity.Draft{Unit: unit, Profile: &assess.Activity{
		Title: title, Unit: assess.Unit{Region: "440305"}, Fields: []string{cmp.Or(p.urgent, "medicine")}, Risk: risk, Emergency: p.urgent != "",
		Humans: assess.Humans{Participants: "survey", Data: "identifiable", Vulnerable: vulnerable}}})).Result
	p.know("activity", id)
	st, err := w.Activity.View(w.Read(p.ctx), lin, id, 0)
	p.ts.Check(err)
	facts, err := w.Activity.Facts(w.Read(p.ctx), st, lin.Day)
	p.ts.Check(err)
	form, err := w.Activity.Form(lin.Day, st.Region)
	p.ts.Check(err)
	fields := activity.Values{}
	for _, need := range facts.Required {
		field, _ := form.Field(need.Code)
		switch {
		case need.Holds:
		case field.IsFile():
			_, err := w.Activity.Attach(p.ctx, lin, p.now(), activity.Attach{Activity: id, Field: need.Code, Name: need.Code + ".txt"},
				strings.NewReader("about "+need.Code))
			p.ts.Check(err)
		default:
			fields[need.Code] = activity.Text("说明 / as planned")
		}
	}
	_, err = w.Activity.Save(p.ctx, lin, p.now(), activity.Save{Activity: id, Fields: fields})
	p.ts.Check(err)
	st, err = w.Activity.View(w.Read(p.ctx), lin, id, 0)
	p.ts.Check(err)
	p.know("file", st.Files[0].ID)
}

func (p *past) kase(title string) {
	p.draft(title)
	p.handIn()
}

func (p *past) minimal(title string) {
	p.draftOf(title, "minimal")
	p.handIn()
}

func (p *past) emergency(title, field string) {
	p.urgent = field
	p.kase(title)
}

func (p *past) handIn() {
	out := p.done(p.w.Activity.Submit(p.ctx, p.w.As("lin"), p.now(), activity.Submit{Activity: p.id("activity")}))
	for _, e := range out.Events {
		if e.Kind() == review.Kind {
			p.know("case", e.Subject())
		}
	}
}

// rewritten is a file that came back and is being written in: $saved is the
// event of the new title, $version its version, $draft a file not handed in.
func (p *past) rewritten(title, now string) {
	p.draft(title)
	lin, w, id := p.w.As("lin"), p.w, p.id("activity")
	scrap, err := w.Activity.Attach(p.ctx, lin, p.now(), activity.Attach{Activity: id, Field: "other", Name: "scrap.txt"}, strings.NewReader("a scrap"))
	p.ts.Check(err)
	p.done(w.Activity.RemoveFile(p.ctx, lin, p.now(), activity.RemoveFile{Activity: id, File: scrap.ID}))
	p.handIn()
	p.done(p.w.Review.Return(p.ctx, p.w.As("secretary"), p.now(), review.Return{Review: p.id("case"), Items: []review.Missing{{Text: "The plan is too short."}}}))
	_, err = w.Activity.Save(p.ctx, lin, p.now(), activity.Save{Activity: id, Fields: activity.Values{"title": activity.Text(now)}})
	p.ts.Check(err)
	events, err := w.Activity.Events(w.Read(p.ctx), lin, id)
	p.ts.Check(err)
	last := events[len(events)-1]
	p.know("saved", last.ID)
	p.know("version", strconv.FormatInt(last.Version, 10))
	f, err := w.Activity.Attach(p.ctx, lin, p.now(), activity.Attach{Activity: id, Field: "plan_file", Name: "half.txt"}, strings.NewReader("half a plan"))
	p.ts.Check(err)
	p.know("draft", f.ID)
}

func (p *past) accepted(title string) {
	p.kase(title)
	p.done(p.w.Review.Accept(p.ctx, p.w.As("secretary"), p.now(), review.Accept{Review: p.id("case"), Procedure: "meeting"}))
	c, err := p.w.Review.View(p.w.Read(p.ctx), p.w.As("secretary"), p.id("case"), 0)
	p.ts.Check(err)
	p.know("number", c.Number)
}

func (p *past) planned(title string) {
	p.accepted(title)
	p.plan()
}

// plan puts the case on the agenda of a new meeting.
func (p *past) plan() {
	sec, w := p.w.As("secretary"), p.w
	id := p.done(w.Review.PlanMeeting(p.ctx, sec, p.now(), review.PlanMeeting{Committee: w.Committee, StartsAt: w.Now().Add(2 * time.Hour),
		Mode: review.InPerson, Place: "305"})).Result
	p.know("meeting", id)
	p.done(w.Review.Schedule(p.ctx, sec, p.now(), review.Schedule{Meeting: id, Review: p.id("case")}))
}

func (p *past) called(title string) {
	p.planned(title)
	p.call()
}

func (p *past) call() {
	p.done(p.w.Review.Call(p.ctx, p.w.As("secretary"), p.now(), review.OnMeeting{Meeting: p.id("meeting")}))
}

// members of the committee who vote.
var members = []string{"chair", "vice", "law", "ethics", "lay", "ai", "med"}

func (p *past) sitting(title string, without []string) {
	p.called(title)
	p.sit(without)
}

// gathered is a meeting in session about the accepted case, all there but those named.
func (p *past) gathered(without []string) {
	p.plan()
	p.call()
	p.sit(without)
}

func (p *past) sit(without []string) {
	p.present(without)
	p.done(p.w.Review.OpenItem(p.ctx, p.w.As("chair"), p.now(), p.item()))
}

func (p *past) present(without []string) {
	chair, meeting := p.w.As("chair"), p.id("meeting")
	p.done(p.w.Review.OpenSession(p.ctx, chair, p.now(), review.OnMeeting{Meeting: meeting}))
	for _, name := range members[1:] {
		if !slices.Contains(without, name) {
			p.done(p.w.Review.Arrive(p.ctx, p.w.As(name), p.now(), review.Move{Meeting: meeting}))
		}
	}
}

func (p *past) item() review.OnItem {
	return review.OnItem{Meeting: p.id("meeting"), Review: p.id("case")}
}

func (p *past) conflict(name string) {
	p.done(p.w.Review.DeclareInterest(p.ctx, p.w.As(name), p.now(), review.DeclareInterest{Meeting: p.id("meeting"), Review: p.id("case"),
		Conflict: true, Nature: "co-author"}))
}

func (p *past) vote(secret bool) {
	p.done(p.w.Review.OpenVote(p.ctx, p.w.As("chair"), p.now(), review.OpenVote{Meeting: p.id("meeting"), Review: p.id("case"), Secret: secret}))
}

func (p *past) votes(choice string, people []string) {
	for _, name := range people {
		p.done(p.w.Review.CastVote(p.ctx, p.w.As(name), p.now(), review.CastVote{Meeting: p.id("meeting"), Review: p.id("case"), Choice: choice}))
	}
}

func (p *past) closeVote() { p.done(p.w.Review.CloseVote(p.ctx, p.w.As("chair"), p.now(), p.item())) }

func (p *past) decided(outcome string, points []string) {
	p.vote(false)
	m, err := p.w.Review.Meeting(p.w.Read(p.ctx), p.w.As("chair"), p.id("meeting"))
	p.ts.Check(err)
	for _, name := range members {
		if m.In(p.w.Person(name)) {
			p.votes(outcome, []string{name})
		}
	}
	p.closeVote()
	cmd := review.Decide{Meeting: p.id("meeting"), Review: p.id("case"), Outcome: outcome, Stipulations: points}
	if outcome != "approve" {
		cmd.Reasons = "The papers leave a question open."
	}
	p.done(p.w.Review.Decide(p.ctx, p.w.As("chair"), p.now(), cmd))
}

func (p *past) letter() {
	p.done(p.w.Review.IssueLetter(p.ctx, p.w.As("secretary"), p.now(), review.IssueLetter{Review: p.id("case")}))
	c, err := p.w.Review.Look(p.w.Read(p.ctx), p.id("case"))
	p.ts.Check(err)
	p.know("code", c.Current().Code)
}

func (p *past) leaves(name string) {
	p.done(p.w.Registry.LeaveCommittee(p.ctx, auth.Operator(p.w.Now()), p.now(), registry.LeaveCommittee{Committee: p.w.Committee,
		Leaving: registry.Leaving{Person: p.w.Person(name), Day: calendar.Of(p.w.Now()).AddDays(-1), Reason: "moved away"}}))
}

// seat appoints people from outside the committee as members.
func (p *past) seat(people []string) {
	today := calendar.Of(p.w.Now())
	for _, name := range people {
		p.done(p.w.Registry.AppointMember(p.ctx, auth.Operator(p.w.Now()), p.now(), registry.AppointMember{Committee: p.w.Committee,
			Member: registry.Member{Tenure: registry.Tenure{Person: p.w.Person(name), From: today, Until: today.AddMonths(12)},
				Role: registry.RoleMember, Sex: registry.Female, Expertise: []string{"science"}}}))
	}
}

// term lets a member's term end in so many days.
func (p *past) term(name, days string) {
	today := calendar.Of(p.w.Now())
	n, err := strconv.Atoi(days)
	p.ts.Check(err)
	p.done(p.w.Registry.ChangeMember(p.ctx, auth.Operator(p.w.Now()), p.now(), registry.ChangeMember{Committee: p.w.Committee, Person: p.w.Person(name),
		Day: today, Until: today.AddDays(n), Role: registry.RoleMember, Expertise: []string{name}}))
}

func (p *past) joins(name string) {
	p.done(p.w.Registry.ChangePerson(p.ctx, auth.Operator(p.w.Now()), p.now(), registry.ChangePerson{Person: p.w.Person(name),
		PersonData: registry.PersonData{Unit: p.w.Unit, Kind: registry.Staff}}))
}

// joint is an application of lin's in which the other unit takes part.
func (p *past) joint(title string) {
	act, kase := p.w.Joint(title)
	p.know("activity", act)
	p.know("case", kase)
	p.know("site", p.done(p.w.Sites.Invite(p.ctx, p.w.As("officer"), p.now(), sites.Invite{Activity: act, Committee: p.id("site_committee")})).Result)
}

// changed is the case handed in again after it came back, with another title.
func (p *past) changed(title string) {
	lin, w, id := p.w.As("lin"), p.w, p.id("activity")
	p.done(w.Review.Return(p.ctx, w.As("secretary"), p.now(), review.Return{Review: p.id("case"), Items: []review.Missing{{Text: "The sample is too small."}}}))
	_, err := w.Activity.Save(p.ctx, lin, p.now(), activity.Save{Activity: id, Fields: activity.Values{"title": activity.Text(title)}})
	p.ts.Check(err)
	p.done(w.Activity.Submit(p.ctx, lin, p.now(), activity.Submit{Activity: id}))
}
