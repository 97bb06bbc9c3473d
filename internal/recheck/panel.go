package recheck

import (
	"encoding/hex"
	"slices"
	"strings"

	"lunheng/internal/draw"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// AnnounceDraw announces a draw from the department's pool.
type AnnounceDraw struct {
	Recheck string `json:"recheck"`
	Size    int    `json:"size"` // 0: the least that the rules ask for
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Announce decides to announce a draw: who may be drawn and what the panel
// needs is fixed before anybody can know the seed (article 28).
func (s State) Announce(cmd AnnounceDraw, f Facts) ([]journal.New, error) {
	if err := s.allows("recheck.draw_announced"); err != nil {
		return nil, err
	}
	size := cmd.Size
	if size == 0 {
		size = f.Least
	}
	list, people, barred := f.candidates(s.Fields)
	a := draw.Announce(list, f.seats(s.Fields), size)
	refs := make([]string, len(list))
	for i, c := range list {
		refs[i] = c.Ref
	}
	var wrong errs.List
	if size < f.Least {
		wrong.Add(errs.Mistake("size", "recheck.panel.least", "专家组不少于 %d 人（审查办法第二十八条）。", "A panel has at least %d experts (Review Measures, article 28).", f.Least))
	}
	if len(list) < max(size, f.Least) {
		wrong.Add(errs.Refuse("recheck.pool.few", "可以抽取的专家只有 %d 人，需要 %d 人（审查办法第二十八条）。请补充专家库；有 %d 人须回避。",
			"Only %d experts may be drawn and %d are needed (Review Measures, article 28); add experts to the pool. %d have to stand aside.",
			len(list), max(size, f.Least), len(barred)))
	}
	for _, short := range a.Short(refs) {
		wrong.Add(errs.Refuse("recheck.pool.category", "候选专家中缺少“%s”：有 %d 人，需要 %d 人（审查办法第二十八条）。请补充专家库。",
			"The candidates lack “%s”: %d of %d (Review Measures, article 28). Add such experts to the pool.", CategoryText(short.Category), a.Count(refs, short.Category), short.Need))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(CandidatesListed{People: people, Barred: barred}), journal.Because(DrawAnnounced{a}, f.Grounds...)}, nil
}

// CategoryText is a category of the panel in words.
func CategoryText(category string) lang.Text {
	switch category {
	case PeerCategory:
		return lang.T("同行专家", "peers")
	case "ethics":
		return lang.T("伦理专家", "ethics")
	case "law":
		return lang.T("法律专家", "law")
	}
	field, _ := strings.CutPrefix(category, "field:")
	return lang.T("“%s”领域的同行专家", "peers who know %s").With(field)
}

// Draw decides who sits on the panel. The seed is in the facts: nobody chooses
// it, so nobody chooses when to draw either.
func (s State) Draw(f Facts) ([]journal.New, error) {
	if err := s.allows("recheck.panel_drawn"); err != nil {
		return nil, err
	}
	if f.Checkpoint == "" || f.Announced != s.Announced {
		return nil, draw.Unsealed("recheck.draw.unsealed")
	}
	order := s.announcement().Order(f.Seed)
	panel, ok := s.announcement().Panel(order)
	if !ok {
		return nil, short()
	}
	return []journal.New{journal.Because(PanelDrawn{Announced: f.Announced, Checkpoint: f.Checkpoint, Seed: hex.EncodeToString(f.Seed[:]),
		Order: order, Panel: panel}, f.Grounds...)}, nil
}

func short() error {
	return errs.Refuse("recheck.draw.short", "候选专家不足以组成专家组（审查办法第二十八条）。请补充专家库后重新公告。",
		"The candidates do not make a panel (Review Measures, article 28); add experts to the pool and announce again.")
}

// announcement is the announcement in force; an empty one before any.
func (s State) announcement() draw.Announcement {
	if s.Draws == nil {
		return draw.Announcement{}
	}
	return *s.Draws
}

// Declare is what an expert says about interests in the case.
type Declare struct {
	Recheck  string `json:"recheck"`
	Interest bool   `json:"interest"` // there is one: the expert steps out
	Decline  bool   `json:"decline"`  // the expert cannot do it for another reason
	Nature   string `json:"nature"`
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

// Declare decides on an expert's word about interests and secrecy. Who has an
// interest or declines is followed by the next of the drawn order.
func (s State) Declare(cmd Declare, f Facts) ([]journal.New, error) {
	seat, err := s.mine(f.Actor)
	if err != nil {
		return nil, err
	}
	nature := strings.TrimSpace(cmd.Nature)
	why := ""
	switch {
	case cmd.Interest && cmd.Decline:
		return nil, errs.Mistake("interest", "recheck.declare.both", "请只选一项。", "Choose one of them.")
	case cmd.Interest:
		why = BarInterest
		if nature == "" {
			return nil, errs.Mistake("nature", "recheck.declare.nature", "请写明是什么利益关系。", "Say what the interest is.")
		}
	case cmd.Decline:
		why = BarDeclined
	case seat.Denied:
		return nil, errs.Refuse("recheck.declare.twice", "您已经声明没有利益关系。", "You have declared already that you have none.")
	case f.Bars[f.Actor] != "":
		return nil, f.barred()
	default:
		return []journal.New{journal.Because(InterestDenied{Ref: seat.Ref}, f.Grounds...)}, nil
	}
	return s.stepOut(seat.Ref, why, nature, f)
}

// barred refuses somebody on the panel who has come to be one of those who stand
// aside, such as by joining the centre that reviewed the case.
func (f Facts) barred() *errs.Error {
	return errs.Refuse("recheck.barred", "您现在须回避：%s（审查办法第二十八条）。请选择退出，由下一位专家接替。",
		"You have to stand aside now: you are one who %s (Review Measures, article 28). Step out; the next expert follows.", BarText(f.Bars[f.Actor]))
}

// mine is the seat of the person who acts.
func (s State) mine(person string) (*Expert, error) {
	if s.State != StateSitting {
		return nil, s.allows("recheck.opinion_given")
	}
	seat := s.Seat(person)
	if seat == nil {
		return nil, errs.New(errs.Forbidden, "recheck.not_panel", lang.T("只有抽中的专家组成员可以办理（审查办法第二十八条）。", "Only experts who sit on the panel may do this (Review Measures, article 28)."))
	}
	return seat, nil
}

func (s State) stepOut(ref, why, nature string, f Facts) ([]journal.New, error) {
	var rest, used []string
	for _, e := range s.Panel {
		used = append(used, e.Ref)
		if e.Left == "" && e.Ref != ref {
			rest = append(rest, e.Ref)
		}
	}
	next := s.announcement().Next(s.Drawn.Order, rest, used)
	if next == "" {
		return []journal.New{journal.Because(PanelBroken{Ref: ref, Why: why, Nature: nature}, f.Grounds...)}, nil
	}
	return []journal.New{journal.Because(ExpertReplaced{Ref: ref, Why: why, Nature: nature, Next: next}, f.Grounds...)}, nil
}

// Followed names those who sit in place of others, in order, for a repetition
// of the draw.
func (s State) Followed() []string {
	var out []string
	if s.Drawn == nil {
		return nil
	}
	for _, e := range s.Panel {
		if !slices.Contains(s.Drawn.Panel, e.Ref) {
			out = append(out, e.Ref)
		}
	}
	return out
}
