package recheck

import (
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/review"
)

// GiveOpinion is an expert's opinion on the preliminary opinion.
type GiveOpinion struct {
	Recheck string `json:"recheck"`
	Finding
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// GiveOpinion decides to take an opinion in (articles 29 and 30). Until the
// department answers an expert may give another one, which then counts.
func (s State) GiveOpinion(cmd GiveOpinion, f Facts) ([]journal.New, error) {
	seat, err := s.mine(f.Actor)
	if err != nil {
		return nil, err
	}
	x := cmd.Finding
	for _, text := range []*string{&x.LawfulNote, &x.ReasonableNote, &x.Other, &x.Reasons} {
		*text = strings.TrimSpace(*text)
	}
	var wrong errs.List
	if !seat.Denied {
		wrong.Add(errs.Refuse("recheck.opinion.undeclared", "请先声明没有利益关系并承诺保密（审查办法第二十八条）。", "Declare first that you have no interest and will keep it confidential (Review Measures, article 28)."))
	}
	if f.Bars[f.Actor] != "" {
		wrong.Add(f.barred())
	}
	if x.Reasons == "" {
		wrong.Add(errs.Mistake("reasons", "recheck.opinion.reasons", "请写明理由。", "Give your reasons."))
	}
	if !x.Lawful && x.LawfulNote == "" {
		wrong.Add(errs.Mistake("lawful_note", "recheck.opinion.lawful", "请写明哪里不合规。", "Say where it does not keep to the rules."))
	}
	if !x.Reasonable && x.ReasonableNote == "" {
		wrong.Add(errs.Mistake("reasonable_note", "recheck.opinion.reasonable", "请写明哪里不合理。", "Say what is not well weighed."))
	}
	if x.Agrees && (!x.Lawful || !x.Reasonable) {
		wrong.Add(errs.Mistake("agrees", "recheck.opinion.contrary", "认为初步意见不合规或不合理的，不能同意（审查办法第二十九条）。", "Who finds it unlawful or unreasonable cannot agree with it (Review Measures, article 29)."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(OpinionGiven{Ref: seat.Ref, Finding: x}, f.Grounds...)}, nil
}

// FeedBack is the department's answer with the panel's opinion.
type FeedBack struct {
	Recheck string `json:"recheck"`
	Summary string `json:"summary"` // for the unit, without names
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// FeedBack decides to answer. Either answer needs its part of all experts of the
// panel, whoever has not answered yet included (article 30).
func (s State) FeedBack(cmd FeedBack, f Facts) ([]journal.New, error) {
	if err := s.allows("recheck.fed_back"); err != nil {
		return nil, err
	}
	var wrong errs.List
	agree, disagree := s.Counts()
	all := len(s.Sitting())
	switch {
	case f.Result != "":
	case agree+disagree < all:
		wrong.Add(errs.Refuse("recheck.feed_back.early", "还不能反馈：全体 %d 名专家中须有 %d 名意见一致（审查办法第三十条），现在同意 %d 名、不同意 %d 名，%d 名尚未提交。",
			"It is too early: of all %d experts %d have to agree on one answer (Review Measures, article 30); %d agree, %d do not, %d have not answered.",
			all, f.Need, agree, disagree, all-agree-disagree))
	default:
		wrong.Add(errs.Refuse("recheck.feed_back.split", "全体 %d 名专家的意见没有达到 %d 名一致（审查办法第三十条）：同意 %d 名、不同意 %d 名。请组织专家再议，专家可以修改意见。",
			"The %d experts are split: %d have to agree on one answer (Review Measures, article 30); %d agree, %d do not. Let them confer; an expert may give another opinion.",
			all, f.Need, agree, disagree))
	}
	summary := strings.TrimSpace(cmd.Summary)
	if summary == "" {
		wrong.Add(errs.Mistake("summary", "recheck.feed_back.summary", "请写明复核意见的要点（不写专家姓名）。", "Sum the opinion up, without names of experts."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	body := FedBack{Opinion: review.Opinion{Recheck: s.ID, Agrees: f.Result == ResultAgree, For: agree, Against: disagree, Need: f.Need, All: all,
		Summary: summary, Department: s.Department}}
	body.Moves = s.end(flow.ClockMeet)
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// The two answers.
const (
	ResultAgree    = "agree"
	ResultDisagree = "disagree"
)
