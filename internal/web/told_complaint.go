package web

import (
	"lunheng/internal/complaint"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// complaint tells how a report of a wrong was dealt with.
func (t *teller) complaint(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case complaint.Filed:
		return did("收到举报，按日记入", "took in a report, entered by the day").with(lang.Same(string(b.Day))).as(ui.Waiting), true
	case complaint.Written:
		if b.By == "" {
			return did("收到举报人的来信，按日记入", "took in a letter of the reporter, entered by the day").with(lang.Same(string(b.Day))).as(ui.Waiting), true
		}
		return did("回复举报人，按日记入", "answered the reporter, entered by the day").with(lang.Same(string(b.Day))), true
	case complaint.TakenUp:
		return did("开始处理举报", "took up the report"), true
	case complaint.HandedOver:
		return did("移交举报", "handed the report over").with(lang.Same(b.Reason)), true
	case complaint.Referred:
		return did("移交外部机关", "referred the report outside").with(lang.T("%s：%s", "%s: %s").With(b.To, b.Reason)).as(ui.Ended), true
	case complaint.Closed:
		return did("办结举报", "closed the report").with(lang.T("%s：%s", "%s: %s").With(t.code("report_closings", b.Code), b.Reason)).as(ui.Ended), true
	case complaint.Reopened:
		return did("重新处理举报", "opened the report again").with(lang.Same(b.Reason)), true
	case complaint.Told:
		return did("告知举报人进展", "told the reporter how it stands").with(b.Status.Text()), true
	case complaint.Destroyed:
		return did("保存期满，销毁内容", "destroyed the contents at the end of their time").as(ui.Ended), true
	}
	return t.complaintKept(body)
}

// complaintKept tells of holds, identities and those who receive reports.
func (t *teller) complaintKept(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case complaint.Held:
		return did("保全举报内容", "held the contents").with(lang.Same(b.Reason)).as(ui.Warn), true
	case complaint.Released:
		return did("解除保全", "ended the hold").with(lang.Same(b.Reason)), true
	case complaint.IdentityAsked:
		return did("请求打开举报人身份", "asked to know who the reporter is").with(lang.Same(b.Reason)).as(ui.Waiting), true
	case complaint.IdentityOpened:
		return did("同意打开身份", "opened the identity to who asked").with(lang.Same(b.Reason)).as(ui.Warn), true
	case complaint.IdentityRefused:
		return did("不同意打开身份", "left the identity closed").with(lang.Same(b.Reason)).as(ui.OK), true
	case complaint.Named:
		if b.Duty == complaint.Custodian {
			return did("指定身份保管人", "named a custodian of identities"), true
		}
		return did("指定举报受理人", "named somebody to receive reports"), true
	case complaint.Keyed:
		return did("设置自己的钥匙", "gave their own key").as(ui.OK), true
	case complaint.Left:
		return did("结束职责", "ended a duty").as(ui.Ended), true
	}
	return said{}, false
}
