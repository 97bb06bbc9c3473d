package sites

import (
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/sites/parcel"
)

// Receive decides to take a package in that came as a file and was found
// genuine. Of two files the one with the newer word about the decision counts;
// an older one is refused, so that nobody can bring a suspended decision back
// to life.
func (s State) Receive(p parcel.Parcel, file string, f Facts) ([]journal.New, error) {
	if s.State != StateNone && p.StatusNo < s.StatusNo {
		return nil, errs.Refuse("sites.import.old", "这个文件比已导入的旧：状态说明是第 %d 号，已有第 %d 号。请向牵头方索取最新的文件。",
			"This file is older than one already imported: its word about the decision is no. %d, and there is no. %d. Ask the lead for the newest.", p.StatusNo, s.StatusNo).At("file")
	}
	on := calendar.Of(p.StatusAt)
	if s.State != StateNone && p.Package == s.Package {
		if p.StatusNo == s.StatusNo {
			return nil, errs.Refuse("sites.import.same", "这个文件已经导入过。", "This file was imported before.").At("file")
		}
		news := []journal.New{journal.Because(StatusReceived{Status: p.Status, StatusNo: p.StatusNo, StatusOn: on, File: file}, f.Grounds...)}
		return append(news, s.Standing(p.Status)...), nil
	}
	if s.State == StateNone && p.Status.State != parcel.InForce {
		return nil, errs.Refuse("sites.import.not_in_force", "牵头方的决定现在不是有效状态（%s：%s），不能导入。", "The lead's decision is not in force now (%s: %s), so it is not taken in.", StatusText(p.Status.State), p.Status.Reason).At("file")
	}
	if s.State != StateNone {
		if err := s.allows("site.received"); err != nil {
			return nil, err
		}
	}
	body := Received{Site: f.Site, Package: p.Package, Content: p.Content, Status: p.Status, StatusNo: p.StatusNo, StatusOn: on, File: file,
		Clocks: flow.Clocks{Moves: s.end(flow.ClockCancel, ClockReview, ClockOpinion)}}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// TakeAnswer decides to take in an answer that came as a file.
func (s State) TakeAnswer(a parcel.Answer, kind string, no int64, file string) ([]journal.New, error) {
	switch {
	case s.Way != WayOut:
		return nil, errs.Refuse("sites.answer.here", "该参与单位在本系统中，直接答复。", "This site is of this house and answers here.")
	case a.Package != s.Package:
		return nil, errs.Refuse("sites.answer.other", "答复针对的是另一个（旧的）决定包。", "The answer is about another, older package.").At("file")
	case a.Version.Hash != s.Has.Hash:
		return nil, errs.Refuse("sites.answer.version", "答复针对的版本与发出的不一致。", "The answer is about another version than the one sent.").At("file")
	case no <= s.AnswerNo:
		return nil, errs.Refuse("sites.answer.old", "这个答复比已导入的旧，或者已经导入过。", "This answer is older than one already imported, or the same.").At("file")
	}
	p := Proven{Answer: a, No: no, File: file}
	body := map[string]journal.Body{"site.recognised": AnswerRecognised{p}, "site.objected": AnswerObjected{p}, "site.refused": AnswerRefused{p}}[kind]
	if body == nil {
		return nil, errs.Refuse("sites.answer.kind", "这不是认可、异议或者退回。", "This neither recognises, nor objects, nor refuses.").At("file")
	}
	if err := s.allows(body.EventType()); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(body)}, nil
}
