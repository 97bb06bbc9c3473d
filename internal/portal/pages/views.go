// Package pages holds what the public sees.
package pages

import (
	"fmt"

	"lunheng/internal/conduct"
	"lunheng/internal/errs"
	"lunheng/internal/journal/proof"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/ui"
)

// AskView is where one gives a number and code, or a file.
type AskView struct {
	Page ui.PageInfo
	Form ui.Form
}

// LetterView is a genuine letter.
type LetterView struct {
	Page   ui.PageInfo
	Letter review.Certified
	Since  conduct.Since // what became of the work
	Code   string
	Key    string           // verifier key of the log
	Proof  *proof.Statement // nil while not sealed
}

// FileView is what a checked file says.
type FileView struct {
	Page     ui.PageInfo
	Problems []*errs.Error
	Proof    *proof.Statement
	Letter   *review.LetterIssued // nil when the file certifies something else
	Facts    []ui.Fact            // what else it certifies; none: only its seal is shown
}

// LogView is the public log.
type LogView struct {
	Page       ui.PageInfo
	Size       int64
	Checkpoint string
	Key        string
	URL        string
}

// standing is what became of a letter, in words.
func standing(c review.Certified) (ui.Tone, lang.Text) {
	switch c.Standing {
	case review.Superseded:
		return ui.Warn, lang.T("真实，但已被更正后的决定书取代", "Genuine, but replaced by a corrected letter")
	case review.ReplacedOnAppeal:
		return ui.Bad, lang.T("真实，但已由申诉审查的决定取代", "Genuine, but replaced by a decision on appeal")
	case review.Revoked:
		return ui.Bad, lang.T("真实，但免除审查已经撤销", "Genuine, but the exemption has ended")
	case review.Followed:
		return ui.Active, lang.T("真实；此后另有决定书", "Genuine; a later letter followed")
	}
	return ui.OK, lang.T("真实有效", "Genuine, and it stands")
}

// since is what became of the work after the decision, a sentence each.
func since(c ui.Ctx, s conduct.Since) []string {
	var out []string
	if s.Amended > 0 {
		out = append(out, c.Tf("此后批准了 %d 次变更，最近一次在 %s。", "%d amendments were approved since, the last on %s.", s.Amended, c.Date(s.AmendedAt)))
	}
	if !s.Suspended.IsZero() && !s.Resumed.IsZero() {
		out = append(out, c.Tf("项目曾于 %s 暂停，%s 恢复。", "The work was suspended on %s and resumed on %s.", c.Date(s.Suspended), c.Date(s.Resumed)))
	}
	switch {
	case s.State == conduct.StateNone:
	case s.State != conduct.StateRunning:
		out = append(out, c.Tf("项目状态：%s（自 %s 起）。", "The work is: %s (since %s).", c.Text(conduct.Table.Info(s.State).Text), c.Date(s.At)))
	case s.Overdue:
		out = append(out, c.T("跟踪审查已经超期。", "Its follow-up review is overdue."))
	}
	return out
}

// facts are what a letter certifies.
func facts(c ui.Ctx, l review.LetterIssued) []ui.Fact {
	out := []ui.Fact{
		{Label: lang.T("编号", "Number"), Text: l.Label()},
		{Label: lang.T("项目", "Activity"), Text: l.Title},
		{Label: lang.T("单位", "Unit"), Text: c.Text(l.Unit)},
		{Label: lang.T("委员会", "Committee"), Text: c.Text(l.Committee)},
		{Label: lang.T("决定", "Decision"), Text: c.Text(l.Says)},
		{Label: lang.T("决定日期", "Decided on"), Text: c.Day(string(l.Decided))},
	}
	if l.Reason != "" {
		out = append(out, ui.Fact{Label: lang.T("更正原因", "Why it was corrected"), Text: l.Reason})
	}
	return append(out, ui.Fact{Label: lang.T("文件指纹（SHA-256）", "Fingerprint of the PDF (SHA-256)"), Text: l.PDF})
}

// sealing tells when and where something was sealed.
func sealing(c ui.Ctx, st proof.Statement) []ui.Fact {
	return []ui.Fact{
		{Label: lang.T("封存时间", "Sealed"), Text: c.Time(st.Sealed)},
		{Label: lang.T("日志", "Log"), Text: st.Log},
		{Label: lang.T("位置", "Position"), Text: fmt.Sprintf("%d / %d", st.Leaf, st.Size)},
		{Label: lang.T("签名密钥指纹", "Fingerprint of the signing key"), Text: st.Fingerprint},
	}
}

// ReportingView is the page where one chooses whom to report to.
type ReportingView struct {
	Page   ui.PageInfo
	Query  string
	Bodies []ui.Link
	Next   string
}

// ReportFormView is the page where one writes a report.
type ReportFormView struct {
	Page       ui.PageInfo
	ID         string // of the unit or department
	Body       lang.Text
	Unit       bool
	Receivers  []Reader
	Custodians []Reader
}

// Reader is somebody who will read a report, or keep an identity.
type Reader struct {
	ID   string
	Key  string
	Name lang.Text
}

// ChannelView is the page that opens a channel.
type ChannelView struct {
	Page ui.PageInfo
}
