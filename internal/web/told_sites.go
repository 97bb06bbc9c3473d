package web

import (
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/sites"
	"lunheng/internal/sites/parcel"
	"lunheng/internal/web/ui"
)

// site tells what happened to a participating unit's part of an activity.
func (t *teller) site(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case sites.Invited:
		return did("邀请该单位参与", "had the unit take part").with(b.Party.Unit).as(ui.Waiting), true
	case sites.InputGiven:
		return did("填写了本地意见", "gave the local input").with(lang.T("针对%s", "on %s").With(b.Version.Text())).as(ui.Active), true
	case sites.Commented:
		return did("提出意见", "made a comment").with(lang.Same(b.Text)), true
	case sites.PackageDue:
		return did("牵头委员会的决定应作为决定包发出", "the package of the lead's decision is due").as(ui.Waiting), true
	case sites.PackageSent:
		return did("发出了决定包", "sent the decision package").with(b.Version.Text()).as(ui.Active), true
	case sites.Received:
		return did("导入了另一系统的决定包，离线核验通过", "imported another installation's package, verified offline").with(b.Content.Lead.Unit).as(ui.Active), true
	case sites.StatusReceived:
		return did("导入了较新的状态说明", "imported a newer word about the decision").with(sites.StatusText(b.Status.State)).as(ui.Active), true
	case sites.TakenUp:
		return did("受理决定包，交委员会按简易程序审查", "took the package up for the simplified procedure").as(ui.Active), true
	case sites.Agreed:
		return did("委员会同意认可", "the committee agreed to recognise").as(ui.OK), true
	case sites.Disagreed:
		return did("委员会不同意认可", "the committee did not agree").with(lang.Same(b.Reasons)).as(ui.Bad), true
	case sites.FollowedUp:
		return did("完成了本单位的跟踪审查", "followed the work up at the site").with(noted(t.code("site_follow_up", b.Result), b.Text)).as(ui.Active), true
	case sites.Withdrawn:
		return did("退出", "ended its part").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return t.siteAnswer(body)
}

// siteAnswer tells what a participating committee answered.
func (t *teller) siteAnswer(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case sites.Refused:
		return did("核对不通过，退回牵头方", "refused the package: checks fail").with(t.coded("recognition_checks", b.Answer)).as(ui.Bad), true
	case sites.Recognised:
		return did("出具正式意见：认可", "gave the formal opinion: recognised").with(lang.Same(b.Answer.Note)).as(ui.OK), true
	case sites.Objected:
		return did("出具正式意见：异议", "gave the formal opinion: objected").with(t.coded("recognition_objections", b.Answer)).as(ui.Bad), true
	case sites.AnswerRecognised:
		return did("导入了对方签名的答复：认可", "imported the signed answer: recognised").as(ui.OK), true
	case sites.AnswerObjected:
		return did("导入了对方签名的答复：异议", "imported the signed answer: objected").with(t.coded("recognition_objections", b.Answer)).as(ui.Bad), true
	case sites.AnswerRefused:
		return did("导入了对方签名的答复：退回", "imported the signed answer: refused").with(t.coded("recognition_checks", b.Answer)).as(ui.Bad), true
	case sites.Halted:
		return did("牵头决定失效，本单位的认可随之暂停", "the lead's decision is not in force: recognition halts").with(noted(sites.StatusText(b.Status.State), b.Status.Reason)).as(ui.Bad), true
	case sites.Resumed:
		return did("牵头决定恢复，认可继续有效", "the lead's decision is in force again, and so is its recognition").as(ui.OK), true
	}
	return t.parcel(body)
}

// parcel tells of packages, agreements and other installations.
func (t *teller) parcel(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case sites.Issued:
		return did("制作了决定包", "made the decision package").with(lang.Same(b.Number)).as(ui.Active), true
	case sites.Affirmed:
		return did("说明决定有效", "stated that the decision is in force").as(ui.OK), true
	case sites.Suspended:
		return did("说明决定中止", "stated that the decision is suspended").with(lang.Same(b.Reason)).as(ui.Warn), true
	case sites.Ended:
		return did("说明决定终止或者被取代", "stated that the decision ended or was superseded").with(lang.Same(b.Reason)).as(ui.Bad), true
	case sites.AllianceFounded:
		return did("登记互认协议", "entered the agreement").with(b.Name), true
	case sites.AllianceChanged:
		return did("修改互认协议", "changed the agreement").with(b.Name), true
	case sites.AllianceEnds:
		return did("终止互认协议", "ended the agreement").with(lang.Same(b.Reason)).as(ui.Ended), true
	case sites.Known:
		return did("登记受信任的系统及其日志公钥", "trusted an installation by the key of its log").with(lang.Same(b.Name)).as(ui.OK), true
	case sites.Forgotten:
		return did("不再信任该系统", "ended the trust in the installation").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}

// coded are the reasons of an answer in words.
func (t *teller) coded(list string, a parcel.Answer) lang.Text {
	out := lang.Same(a.Note)
	for _, c := range a.Codes {
		out = noted(t.code(list, c.Code), out.In(t.c.Lang))
	}
	return out
}
