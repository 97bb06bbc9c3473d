package web

import (
	"lunheng/internal/consent"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// consent tells what happened to consent documents and participants.
func (t *teller) consent(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case consent.Started:
		return did("从申请生成知情同意书", "made the consent form from the application"), true
	case consent.Saved:
		return did("修改了知情同意书", "wrote in the consent form"), true
	case consent.Cut:
		return said{Did: lang.T("定稿知情同意书第 %d 版", "fixed version %d of the consent form").With(b.N), Detail: lang.Same(b.Reason)}, true
	case consent.PutBefore:
		return said{Did: lang.T("将知情同意书第 %d 版提交委员会", "put version %d of the consent form before the committee").With(b.N)}, true
	case consent.Approved:
		out := said{Did: lang.T("知情同意书第 %d 版获批准使用", "version %d of the consent form came into force").With(b.N), Tone: ui.OK}
		if b.Reconsent {
			out.Detail = lang.T("已同意的参与者须再次征求同意。", "Participants who had agreed are to be asked again.")
		}
		return out, true
	case consent.Refused:
		return said{Did: lang.T("知情同意书第 %d 版未获批准", "version %d of the consent form was not approved").With(b.N), Tone: ui.Bad}, true
	case consent.Given:
		if b.Beside != "" {
			return said{Did: lang.T("记录 %d 名参与者本人同意第 %d 版", "recorded that %d participants agreed to version %d themselves").With(len(b.Codes), b.N)}, true
		}
		return said{Did: lang.T("记录 %d 名参与者同意第 %d 版", "recorded the consent of %d participants to version %d").With(len(b.Codes), b.N)}, true
	case consent.Withdrawn:
		return said{Did: lang.T("记录参与者 %s 退出", "recorded that participant %s withdrew").With(b.Code), Tone: ui.Warn}, true
	case consent.CapacityRisen:
		if b.Assent {
			return said{Did: lang.T("记录参与者 %s 已到征求本人意见的年龄", "recorded that participant %s is old enough to be asked").With(b.Code)}, true
		}
		return said{Did: lang.T("记录参与者 %s 行为能力提高", "recorded that the capacity of participant %s has risen").With(b.Code)}, true
	case consent.Asked:
		return said{Did: lang.T("请求发布前核对“%s”", "asked whether “%s” may be published").With(b.Title)}, true
	case consent.ReleaseAllowedEvent:
		return said{Did: lang.T("确认可以发布", "confirmed that it may be published"), Detail: lang.Same(b.Note), Tone: ui.OK}, true
	case consent.ReleaseChangeAsked:
		return said{Did: lang.T("要求修改后再发布", "asked for changes before publication"), Detail: lang.Same(b.Note), Tone: ui.Warn}, true
	case consent.ReleaseRefusedEvent:
		return said{Did: lang.T("不同意发布", "refused publication"), Detail: lang.Same(b.Note), Tone: ui.Bad}, true
	}
	return said{}, false
}
