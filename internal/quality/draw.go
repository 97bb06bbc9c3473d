package quality

import (
	"encoding/hex"
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/draw"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Facts are what a decision rests on besides the stream.
type Facts struct {
	Actor      string
	Today      calendar.Day
	Unit       string   // of the committee
	By         string   // committee or department
	Department string   // that holds the check; empty: the committee does
	Closed     []string // reviews that were closed in the period and were in no check yet
	Share      int      // percent of them that is drawn
	Least      int      // but not fewer
	Announced  string   // id of the announcement that the seed belongs to
	Checkpoint string   // the first that covers it; empty: none yet
	Seed       [32]byte
	Peers      []string                     // who may score, the nearest first
	Bars       map[string]map[string]string // by review and person: why not, a Bar… constant
	Limit      *flow.ClockMove              // until the sample is scored; nil: none
	Seats      []string                     // who votes in the committee today
	Scale      Scale
	Grounds    []flow.Ground
}

// Why somebody may not score a case.
const (
	BarTeam     = "team"      // applicant or of the team
	BarPart     = "part"      // took part in the review
	BarInterest = "interest"  // was recused, or registered an interest
	BarNobody   = "no_member" // does not sit on a committee or in a pool that is asked
)

// BarText says why somebody may not score a case.
func BarText(bar string) lang.Text {
	switch bar {
	case BarTeam:
		return lang.T("是申请人或者项目组成员", "is the applicant or of the team")
	case BarPart:
		return lang.T("参加过此件的审查", "took part in the review")
	case BarInterest:
		return lang.T("与此件有利益关系", "has an interest in the case")
	}
	return lang.T("不在可以评价的委员或者专家之中", "is not among the members and experts who are asked")
}

// Announce begins a check of a committee's closed reviews.
type Announce struct {
	Committee string       `json:"committee"`
	From      calendar.Day `json:"from"` // of the decisions
	Until     calendar.Day `json:"until"`
	Key       string       `json:"key,omitempty"`
}

// check tells what is wrong with the period.
func (c Announce) check(today calendar.Day) error {
	var wrong errs.List
	for field, day := range map[string]calendar.Day{"from": c.From, "until": c.Until} {
		if _, err := calendar.Parse(string(day)); err != nil {
			wrong.Add(errs.Mistake(field, "quality."+field, "请填写日期。", "Give a day."))
		}
	}
	if len(wrong) == 0 && (c.Until < c.From || c.From > today) {
		wrong.Add(errs.Mistake("until", "quality.period", "期间不正确。", "The period is not one."))
	}
	return wrong.Err()
}

// Announce decides to announce a draw: which cases may be drawn, and how many will
// be, is fixed before anybody can know the seed.
func (s State) Announce(cmd Announce, f Facts) ([]journal.New, error) {
	if err := s.allows("quality.announced"); err != nil {
		return nil, err
	}
	if err := cmd.check(f.Today); err != nil {
		return nil, err
	}
	if len(f.Closed) == 0 {
		return nil, errs.Refuse("quality.none", "这一期间没有尚未抽查过的已办结案卷。", "No review was closed in this period that has not been in a check before.")
	}
	list := make([]draw.Candidate, len(f.Closed))
	for i, id := range f.Closed {
		list[i] = draw.Candidate{Ref: id, Is: []string{}}
	}
	return []journal.New{journal.Because(Announced{Committee: cmd.Committee, Unit: f.Unit, By: f.By, Department: f.Department, From: cmd.From, Until: cmd.Until,
		Announcement: draw.Announce(list, []draw.Seat{}, size(len(list), f.Share, f.Least))}, f.Grounds...)}, nil
}

// size is how many of n are drawn: the share, rounded up, not fewer than the least,
// and never more than there are.
func size(n, share, least int) int { return min(n, max((n*share+99)/100, least, 1)) }

// On names a check.
type On struct {
	Check   string `json:"quality"`
	Reason  string `json:"reason,omitempty"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Draw draws the sample with the seed that the log has given, and gives each case to
// a peer.
func (s State) Draw(f Facts) ([]journal.New, error) {
	if err := s.allows("quality.drawn"); err != nil {
		return nil, err
	}
	if f.Checkpoint == "" || f.Announced != s.Event {
		return nil, draw.Unsealed("quality.draw.unsealed")
	}
	order := s.Order(f.Seed)
	sample, _ := s.Panel(order) // without seats, and of no more than there are, it never falls short
	b := Drawn{Announced: f.Announced, Checkpoint: f.Checkpoint, Seed: hex.EncodeToString(f.Seed[:]), Order: order, Sample: f.deal(sample)}
	if f.Limit != nil {
		m := *f.Limit
		m.Clock, m.Op, m.Who, m.Holder = ClockScore, flow.ClockStart, flow.RoleMembers, s.Committee
		b.Moves = []flow.ClockMove{m}
	}
	return []journal.New{journal.Because(b, f.Grounds...)}, nil
}

// deal gives each case to the peer who may score it and has the fewest so far; among
// equals to the nearest.
func (f Facts) deal(sample []string) []Assigned {
	load := map[string]int{}
	out := make([]Assigned, len(sample))
	for i, review := range sample {
		out[i].Review = review
		best := ""
		for _, p := range f.Peers {
			if f.Bars[review][p] == "" && (best == "" || load[p] < load[best]) {
				best = p
			}
		}
		if out[i].Scorer = best; best != "" {
			load[best]++
		}
	}
	return out
}

// Assign gives a case of the sample to another peer.
type Assign struct {
	Check   string `json:"quality"`
	Review  string `json:"review"`
	Person  string `json:"person"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Assign decides who scores a case. Nobody scores what they took part in.
func (s State) Assign(cmd Assign, f Facts) ([]journal.New, error) {
	if err := s.allows("quality.assigned"); err != nil {
		return nil, err
	}
	c := s.Case(cmd.Review)
	switch {
	case c == nil:
		return nil, noCase()
	case c.Scored != nil:
		return nil, errs.Refuse("quality.scored", "此件已经评价。", "The case has been scored already.")
	}
	if bar := f.bar(cmd.Review, cmd.Person); bar != "" {
		return nil, errs.Mistake("person", "quality.peer", "此人不能评价此件：%s（审查办法第八条、第四十一条）。", "This person cannot score the case: %s (Review Measures, articles 8 and 41).", BarText(bar))
	}
	return []journal.New{journal.Because(Assigned{Review: c.Review, Scorer: cmd.Person}, f.Grounds...)}, nil
}

// bar is why somebody may not score a case; empty: they may.
func (f Facts) bar(review, person string) string {
	if bar := f.Bars[review][person]; bar != "" {
		return bar
	}
	if !slices.Contains(f.Peers, person) {
		return BarNobody
	}
	return ""
}

func noCase() error {
	return errs.New(errs.NotFound, "quality.case", lang.T("样本里没有此件。", "The sample has no such case."))
}

// Cancel decides to end a check without a result.
func (s State) Cancel(cmd On, f Facts) ([]journal.New, error) {
	if err := s.allows("quality.cancelled"); err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(cmd.Reason)
	if reason == "" {
		return nil, errs.Mistake("reason", "quality.reason", "请写明理由。", "Say why.")
	}
	return []journal.New{journal.Because(Cancelled{Reason: reason, Clocks: s.end(flow.ClockCancel)}, f.Grounds...)}, nil
}

func (s State) end(op flow.ClockOp) flow.Clocks {
	if s.Due.IsZero() {
		return flow.Clocks{}
	}
	return flow.Clocks{Moves: []flow.ClockMove{{Clock: ClockScore, Op: op}}}
}
