package registry

import (
	"context"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// papersList is the packs' list of working rules that a committee has to have
// beside its charter (art. 6 and 35).
const papersList = "committee_rules"

// Paper is one version of a working rule.
type Paper struct {
	Code  string       `json:"code"` // of the packs' list
	Title string       `json:"title"`
	Day   calendar.Day `json:"day"` // in force from
	File  *blob.Kept   `json:"file,omitempty"`
	No    int          `json:"no"` // 1 is the first of its kind
}

// AdoptRule enters a working rule of the committee, or a new version of it.
type AdoptRule struct {
	Committee string       `json:"committee"`
	Code      string       `json:"code"`
	Title     string       `json:"title"`
	Day       calendar.Day `json:"day"`
	File      *blob.Upload `json:"file,omitempty"`
	Version   int64        `json:"version,omitempty"`
	Key       string       `json:"key,omitempty"`
	kept      *blob.Kept
}

// AdoptRule decides about a working rule. Every version stays.
func (c Committee) AdoptRule(cmd AdoptRule, f Facts) ([]journal.New, error) {
	p, ground, err := c.Papers.adopt(papersList, Paper{Code: cmd.Code, Title: cmd.Title, Day: cmd.Day, File: cmd.kept}, f)
	news, err := decideOn(&CommitteeTable, c.State, RuleAdopted{p}, err)
	if err == nil {
		news[0].Ground = append(news[0].Ground, ground)
	}
	return news, err
}

// checkTitled demands what every paper has: a title and a day that has come.
func checkTitled(wrong *errs.List, title string, day calendar.Day, f Facts) {
	if title == "" {
		wrong.Add(errMissing("title"))
	}
	checkLength(wrong, "title", title, maxName)
	checkDay(wrong, "day", day, true)
	if day > f.Today {
		wrong.Add(errs.New(errs.Invalid, "registry.charter.future", lang.T(
			"通过日期不能晚于今天。", "The day of adoption cannot lie in the future.")).At("day"))
	}
}

// Papers are rules in the order in which they were entered, every version.
type Papers []Paper

// Last is the last version of a rule, or nil.
func (p Papers) Last(code string) *Paper {
	for i := range slices.Backward(p) {
		if p[i].Code == code {
			return &p[i]
		}
	}
	return nil
}

// Lacks lists those that a list of the packs asks for and that were not entered.
func (p Papers) Lacks(set *rules.Set, list string) []rules.Item {
	var out []rules.Item
	for _, item := range set.List(list) {
		if item.Bool("required") && p.Last(item.Code) == nil {
			out = append(out, item)
		}
	}
	return out
}

// Files are the files of all versions.
func (p Papers) Files() []blob.Kept {
	var out []blob.Kept
	for _, x := range p {
		if x.File != nil {
			out = append(out, *x.File)
		}
	}
	return out
}

// adopt decides about a rule of a list of the packs, or a new version of it. Every
// version stays.
func (p Papers) adopt(list string, next Paper, f Facts) (Paper, flow.Ground, error) {
	next.Title, next.No = tidy(next.Title), 1
	var wrong errs.List
	checkCode(&wrong, "code", list, next.Code, f.Rules)
	checkTitled(&wrong, next.Title, next.Day, f)
	if last := p.Last(next.Code); last != nil {
		next.No = last.No + 1
		if next.Day < last.Day {
			wrong.Add(errs.New(errs.Invalid, "registry.paper.earlier", lang.T(
				"现行版本自 %s 起施行，新版本不能更早。", "The version in force holds from %s; a new one cannot be earlier."), last.Day).At("day"))
		}
	}
	item, _ := f.Rules.Item(list, next.Code)
	return next, item.Ground(), wrong.Err()
}

// Rule is the last version of a working rule, or nil.
func (c Committee) Rule(code string) *Paper { return c.Papers.Last(code) }

// Files are the files of charter, working rules and certificates. Of charters
// only the last one is at hand.
func (c Committee) Files() []blob.Kept {
	var out []blob.Kept
	if c.Charter.Kept != nil {
		out = append(out, *c.Charter.Kept)
	}
	out = append(out, c.Papers.Files()...)
	for _, x := range c.Certificates {
		if x.File != nil {
			out = append(out, *x.File)
		}
	}
	return out
}

// LacksRules lists the working rules that the rules of the day ask for and the
// committee has not adopted; a missing charter is for the caller to see.
func (c Committee) LacksRules(set *rules.Set) []rules.Item { return c.Papers.Lacks(set, papersList) }

// AdoptRule is done by the unit's officers or an administrator.
func (s *Service) AdoptRule(ctx context.Context, p auth.Principal, now time.Time, cmd AdoptRule) (_ journal.Outcome, err error) {
	if cmd.kept, err = s.keep(ctx, p, cmd.Committee, cmd.File); err != nil {
		return journal.Outcome{}, err
	}
	return s.onCommittee(ctx, p, now, committeeAct{cmd.Committee, cmd.Version, cmd.Key, cmd},
		func(c Committee, f Facts) ([]journal.New, error) { return c.AdoptRule(cmd, f) })
}

// keep keeps a file that comes along, for somebody who may change the committee.
func (s *Service) keep(ctx context.Context, p auth.Principal, committee string, u *blob.Upload) (*blob.Kept, error) {
	return s.keepFor(ctx, p, auth.CommitteeEdit, auth.Committee, committee, u)
}

func (s *Service) keepFor(ctx context.Context, p auth.Principal, v auth.Verb, kind auth.Kind, id string, u *blob.Upload) (*blob.Kept, error) {
	if u == nil {
		return nil, nil
	}
	if err := auth.Allow(s.J.DB.Read(ctx), p, v, kind, id); err != nil {
		return nil, err
	}
	return blob.Keep(ctx, s.Blobs, s.Limits, u)
}

// committeeAct names the committee that a verb is about.
type committeeAct struct {
	id      string
	version int64
	key     string
	cmd     any
}

// onCommittee runs a verb of those who keep a committee's record.
func (s *Service) onCommittee(ctx context.Context, p auth.Principal, now time.Time, v committeeAct,
	decide func(Committee, Facts) ([]journal.New, error)) (journal.Outcome, error) {
	a := auth.Act(p, now, v.key, v.cmd)
	a.For = v.id
	return run(ctx, s, p, a, step[Committee]{
		kind: auth.Committee, id: v.id, version: v.version, fold: FoldCommittee,
		may: auth.CommitteeEdit, to: auth.Committee, toID: v.id,
		facts:  func(tx *journal.Tx, _ string, c Committee) (Facts, error) { return s.facts(tx, c.Region) },
		decide: decide,
	})
}
