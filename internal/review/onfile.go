package review

import (
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
)

// Lack is a working rule that a committee would need on file, and what asks for it.
type Lack struct {
	Text, Cited lang.Text
}

// lacking is the rule without which packs do not let a committee do something, such as
// reviewing in an emergency or meeting by video; nil: it is on file, or none is asked for.
func lacking(set *rules.Set, com registry.Committee, opens string) *Lack {
	for _, item := range set.List("committee_rules") {
		if item.Str("opens") == opens && com.Rule(item.Code) == nil {
			return &Lack{Text: item.Text, Cited: set.CiteGround(item.Ground())}
		}
	}
	return nil
}

// mayMeet refuses a meeting with people on video to a committee that has no rules for it
// on file (article 14).
func (f Facts) mayMeet(mode string) *errs.Error {
	if f.NoVideo == nil || mode == InPerson || mode == "" {
		return nil
	}
	return errs.Refuse("review.meeting.video_rules", "委员会没有登记“%s”，不能以视频方式开会（%s）。请先在委员会页面登记，或者改为现场会议。",
		"The committee has no “%s” on file and cannot meet by video (%s); enter them on its page first, or meet in person.", f.NoVideo.Text, f.NoVideo.Cited).At("mode")
}

// mayJoin refuses one person by video in the same way.
func (f Facts) mayJoin(remote bool) *errs.Error {
	if f.NoVideo == nil || !remote {
		return nil
	}
	return errs.Refuse("review.attend.video_rules", "委员会没有登记“%s”，任何人不能以视频方式到会（%s）。请到会场参加，或者先在委员会页面登记。",
		"The committee has no “%s” on file, so nobody takes part by video (%s). Come to the room, or enter the rules on its page first.", f.NoVideo.Text, f.NoVideo.Cited).At("remote")
}
