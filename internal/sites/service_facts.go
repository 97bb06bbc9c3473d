package sites

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/sites/parcel"
	"lunheng/internal/store"
)

// facts begins what a decision rests on: who acts, and the rules of the day.
func (s *Service) facts(actor string, now time.Time, region string) (Facts, *rules.Set) {
	today := calendar.Of(now)
	return Facts{Actor: actor, Today: today}, s.Book.On(today, region)
}

// leadFacts are those of the lead's own acts.
func (s *Service) leadFacts(actor string, now time.Time, region string) Facts {
	f, set := s.facts(actor, now, region)
	f.Clocks = s.clocks(set, now, "lead_site_paper_days", ClockPackage)
	f.Grounds = paramGround(set, "lead_site_paper_days")
	return f
}

// clocks are the starts of limits, by pairs of param and clock.
func (s *Service) clocks(set *rules.Set, now time.Time, pairs ...string) map[string]flow.ClockMove {
	out := map[string]flow.ClockMove{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if p, ok := set.Param(pairs[i]); ok {
			g := p.Ground()
			out[pairs[i+1]] = s.Reviews.Limit(set, p.Span(), now, &g)
		}
	}
	return out
}

func paramGround(set *rules.Set, name string) []flow.Ground {
	if p, ok := set.Param(name); ok {
		return []flow.Ground{p.Ground()}
	}
	return nil
}

func codes(set *rules.Set, list string) []string {
	var out []string
	for _, item := range set.List(list) {
		out = append(out, item.Code)
	}
	return out
}

func results(set *rules.Set) []Result {
	var out []Result
	for _, item := range set.List("site_follow_up") {
		out = append(out, Result{Code: item.Code, Text: item.Text, Goes: item.Bool("goes_on")})
	}
	return out
}

// known tells which people the register has.
func known(r store.Reader, ids ...string) (map[string]bool, error) {
	out := map[string]bool{}
	for _, id := range ids {
		var n int
		if err := r.Row(`select count(*) from persons where id = $1 and state = 'active'`, id).Scan(&n); err != nil {
			return nil, fmt.Errorf("look for person: %w", err)
		}
		out[id] = n > 0
	}
	return out, nil
}

// keys are those by which a unit is known to others: its unified social credit
// code, and its id in this register.
func keys(u registry.Unit) []string {
	if u.USCC == "" {
		return []string{u.ID}
	}
	return []string{u.USCC, u.ID}
}

func (s *Service) party(r store.Reader, unit, committee string) (parcel.Party, registry.Unit, error) {
	u, err := s.Registry.Unit(r, unit)
	if err != nil {
		return parcel.Party{}, u, err
	}
	out := parcel.Party{Key: keys(u)[0], Unit: u.Name}
	if committee != "" {
		com, err := s.Registry.Committee(r, committee)
		if err != nil {
			return out, u, err
		}
		out.Committee = com.Name
	}
	return out, u, nil
}

// caseOf is the case that approved an activity, on appeal perhaps; before that the one
// in which the lead's committee judges it.
func caseOf(r store.Reader, act string) (string, error) {
	approved, err := store.Column[string](r, `select review from conducts where id = $1`, act)
	if err != nil || len(approved) > 0 {
		return strings.Join(approved, ""), err
	}
	var id string
	err = r.Row(`select id from reviews where activity = $1 and kind = '' and state <> 'withdrawn' order by id desc limit 1`, act).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", errs.Refuse("sites.invite.early", "申请提交之后才能邀请参与单位。", "Units are invited once the application is handed in.")
	}
	return id, err
}

// aboutInvitation gathers both sides of a site.
func (s *Service) aboutInvitation(r store.Reader, actor string, now time.Time, cmd Invite) (Facts, error) {
	kase, err := caseOf(r, cmd.Activity)
	if err != nil {
		return Facts{}, err
	}
	c, err := s.Reviews.Look(r, kase)
	if err != nil {
		return Facts{}, err
	}
	f, _ := s.facts(actor, now, c.Region)
	f.Closed = c.State == review.StateRejected
	f.Grounds = []flow.Ground{{Rule: "sites.invite", Source: "MEASURES-2023", Article: "21"}}
	site := Site{Activity: c.Activity, Review: c.ID, Leader: c.Applicant, LeadUnit: c.Unit, LeadCom: c.Committee, Title: c.Title}
	if site.Lead, _, err = s.party(r, c.Unit, c.Committee); err != nil {
		return f, err
	}
	if err := s.invitee(r, cmd, &site); err != nil {
		return f, err
	}
	var n int
	err = r.Row(`select count(*) from sites where activity = $1 and party_key = $2 and state <> 'withdrawn'`, c.Activity, site.Party.Key).Scan(&n)
	f.Site, f.Taken = site, n > 0
	return f, err
}

// invitee fills in the participating side.
func (s *Service) invitee(r store.Reader, cmd Invite, site *Site) error {
	if cmd.Peer != "" {
		peer, err := s.peer(r, cmd.Peer)
		if err != nil {
			return err
		}
		if !slices.Contains(peer.Units, cmd.PartyKey) {
			return errs.Mistake("party_key", "sites.invite.peer_unit", "所选系统没有登记这个单位代码。", "The chosen installation is not known to speak for this unit.")
		}
		if cmd.PartyName == "" {
			return errs.Mistake("party_name", "sites.invite.name", "请填写单位名称。", "Give the unit's name.")
		}
		site.Way, site.Peer, site.Party = WayOut, peer.ID, parcel.Party{Key: cmd.PartyKey, Unit: lang.Same(cmd.PartyName)}
		return nil
	}
	com, err := s.Registry.Committee(r, cmd.Committee)
	if err != nil {
		return errs.Mistake("committee", "sites.invite.committee", "请选择参与单位的委员会。", "Choose the participating unit's committee.").Because(err)
	}
	if cmd.Unit == "" {
		cmd.Unit = com.Unit
	}
	party, u, err := s.party(r, cmd.Unit, com.ID)
	if err != nil {
		return err
	}
	site.Unit, site.Committee, site.Party, site.Region = u.ID, com.ID, party, u.Region
	return nil
}

func (s *Service) peer(r store.Reader, id string) (Peer, error) {
	p, err := journal.Look(s.J, r, PeerStream(id), FoldPeer)
	if err == nil && p.State != PeerKnown {
		err = errs.New(errs.NotFound, "sites.peer.unknown", lang.T("没有这个受信任的系统。", "There is no such trusted installation."))
	}
	return p, err
}

// newest is the newest version of the application that was handed in.
func (s *Service) newest(r store.Reader, st State) (parcel.Version, error) {
	if st.Way == WayIn {
		return parcel.Version{}, nil
	}
	app, err := s.application(r, st.Activity)
	v, _ := version(app)
	return v, err
}

// version is the newest one of an application that counts, handed in or amended, and
// its place in the history; zero: none yet.
func version(app activity.State) (v parcel.Version, at int64) {
	if n := len(app.Submissions); n > 0 {
		last := app.Submissions[n-1]
		v, at = parcel.Version{No: last.N, Hash: last.Hash}, last.Version
	}
	if n := len(app.Amendments); n > 0 {
		last := app.Amendments[n-1]
		v.Amended, v.Hash, at = last.N, last.Hash, last.Version
	}
	return v, at
}

func (s *Service) application(r store.Reader, id string) (activity.State, error) {
	return journal.Look(s.J, r, activity.Stream(id), activity.Fold)
}

// parcelOf is the decision package of a case of this house.
func (s *Service) parcelOf(r store.Reader, review string) (Parcel, error) {
	return journal.Look(s.J, r, ParcelStream(review), FoldParcel)
}

// dossier gathers what recognition is checked on.
func (s *Service) dossier(r store.Reader, set *rules.Set, st State, day calendar.Day) (Dossier, error) {
	d := Dossier{Package: st.Package, Newest: st.Package, Has: st.Has, Today: day, StatusOn: day}
	if st.Input != nil {
		d.Read = st.Input.Version
	}
	u, err := s.Registry.Unit(r, st.Unit)
	if err != nil {
		return d, err
	}
	lead, fields := []string{st.Lead.Key}, []string(nil)
	if st.Way == WayIn {
		d.Status, d.StatusOn, fields = *st.Status, st.StatusOn, st.Came.Content.Fields
		if p, ok := set.Param("recognition_status_days"); ok {
			d.Keep = p.Int()
		}
	} else if lead, fields, err = s.ownDossier(r, st, day, &d); err != nil {
		return d, err
	}
	d.Covered, err = between(r, lead, keys(u), fields, day)
	return d, err
}

// ownDossier looks into this house, where the lead is of it.
func (s *Service) ownDossier(r store.Reader, st State, day calendar.Day, d *Dossier) (lead, fields []string, err error) {
	p, err := s.parcelOf(r, st.Review)
	if err != nil {
		return nil, nil, err
	}
	d.Newest = p.Package
	if d.Now, err = s.newest(r, st); err != nil {
		return nil, nil, err
	}
	c, err := s.Reviews.Look(r, st.Review)
	if err != nil {
		return nil, nil, err
	}
	if d.Status, err = s.status(r, c, p.Package, day); err != nil {
		return nil, nil, err
	}
	d.Status.State, d.Status.Reason = p.Status.State, p.Status.Reason
	u, err := s.Registry.Unit(r, st.LeadUnit)
	return keys(u), c.Fields, err
}

// status is how a decision of this house stands: what its committee lacks today
// and what is open against it.
func (s *Service) status(r store.Reader, c review.Case, pkg string, day calendar.Day) (parcel.Status, error) {
	out := parcel.Status{State: parcel.InForce, Package: pkg}
	com, err := s.Registry.Committee(r, c.Committee)
	if err != nil {
		return out, err
	}
	if com.State != registry.Active {
		out.Lacks = append(out.Lacks, string(com.State))
	}
	standards, err := com.Standards(s.Book.On(day, com.Region), day)
	if err != nil {
		return out, err
	}
	for _, lack := range standards.Lacks() {
		out.Lacks = append(out.Lacks, lack.Code)
	}
	if s.Standing != nil {
		more, err := s.Standing(r, c.Committee, day)
		if err != nil {
			return out, err
		}
		out.Lacks = append(out.Lacks, more...)
	}
	if n := len(c.OpenQuestions()); n > 0 {
		out.Findings = append(out.Findings, "questions")
	}
	if s.Findings != nil {
		more, err := s.Findings(r, c.Activity)
		if err != nil {
			return out, err
		}
		out.Findings = append(out.Findings, more...)
	}
	return out, nil
}

// checks holds the package of a site against the rules of the day.
func (s *Service) checks(r store.Reader, set *rules.Set, st State, day calendar.Day) ([]Check, error) {
	d, err := s.dossier(r, set, st, day)
	if err != nil {
		return nil, err
	}
	var list []Rule
	for _, item := range set.List("recognition_checks") {
		list = append(list, Rule{Code: item.Code, Text: item.Text, Help: item.In("help"), Ground: item.Ground(), Cited: set.CiteGround(item.Ground())})
	}
	return d.Checks(list), nil
}

// Checks are those of a site that the person may see, as of today; none while
// no package is before it.
func (s *Service) Checks(r store.Reader, p auth.Principal, st State) ([]Check, error) {
	if err := auth.Allow(r, p, auth.SiteView, auth.Site, st.ID); err != nil || st.Package == "" || st.Way == WayOut {
		return nil, err
	}
	return s.checks(r, s.Book.On(p.Day, st.Region), st, p.Day)
}

// recognition is the case with which the participating committee begins. The
// procedure is the simplified one, as the law has it for confirming another
// committee's decision; its own triggers move it to a meeting.
func (s *Service) recognition(r store.Reader, st State) (review.Opened, error) {
	out := review.Opened{Kind: ReviewKind, About: st.ID, Activity: st.Activity, Committee: st.Committee, Unit: st.Unit, Title: st.Title,
		Region: st.Region, Procedure: review.BySimplified}
	if st.Input != nil {
		out.Applicant = st.Input.Investigator
	}
	if st.Way == WayIn {
		out.Fields = st.Came.Content.Fields
		return out, nil
	}
	c, err := s.Reviews.Look(r, st.Review)
	if err != nil {
		return out, err
	}
	_, at, err := s.decidedOn(r, c)
	out.Application, out.Scope, out.Fields = at, c.Scope, c.Fields
	return out, err
}

// forEach runs over the sites of a case of the lead.
func forEach(tx *journal.Tx, review string, do func(st State) ([]journal.New, error)) error {
	ids, err := store.Column[string](tx, `select id from sites where review = $1 and state <> 'withdrawn' order by id`, review)
	if err != nil {
		return err
	}
	for _, id := range ids {
		st, err := load(tx, id)
		if err != nil {
			return err
		}
		news, err := do(st)
		if err != nil {
			return err
		}
		if err := tx.Append(Stream(id), news...); err != nil {
			return err
		}
	}
	return nil
}
