package web

import (
	"github.com/a-h/templ"

	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/filing"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

func (r *Request) filingFacts(st filing.State) ([]ui.Fact, error) {
	committee, err := r.body(auth.Committee, st.Committee)
	if err != nil {
		return nil, err
	}
	unit, err := r.body(auth.Unit, st.Unit)
	if err != nil {
		return nil, err
	}
	facts := []ui.Fact{
		{Label: lang.T("平台", "Platform"), Text: orDash(r.C.Text(filing.Place(r.law(st.Region), st.Code)))},
		{Label: lang.T("委员会", "Committee"), Value: register.Show(r.C, register.Cell{Text: r.C.Text(committee), Href: entryPath(auth.Committee, st.Committee)})},
		{Label: lang.T("登记单位", "Unit"), Value: register.Show(r.C, register.Cell{Text: r.C.Text(unit), Href: entryPath(auth.Unit, st.Unit)})},
		{Label: lang.T("起算日", "Counted from"), Text: r.C.Day(string(st.Since))},
	}
	if item, ok := r.law(st.Region).Item("filings", st.Code); ok {
		facts = append(facts, ui.Fact{Label: lang.T("依据", "Ground"), Text: r.cite(item.Ground())})
	}
	if st.About == filing.AboutActivity {
		cell := register.Cell{Text: st.Title}
		if r.may(auth.ReviewView, auth.Review, st.Review) == nil {
			cell.Href = "/reviews/" + st.Review
		}
		facts = append(facts, ui.Fact{Label: lang.T("清单内活动", "Listed activity"), Value: register.Show(r.C, cell)})
	}
	if st.Round > 1 {
		facts = append(facts, ui.Fact{Label: lang.T("第几次备案", "Filing number"), Text: r.C.Tf("第 %d 次（变更）", "%d, a change", st.Round)})
	}
	if len(st.Reasons) > 0 {
		facts = append(facts, ui.Fact{Label: lang.T("平台要求补正", "The platform asks"), Text: strings.Join(st.Reasons, "；")})
	}
	if st.Ended != "" {
		facts = append(facts, ui.Fact{Label: lang.T("原因", "Why"), Text: r.C.Text(changeOr(st.Ended))})
	}
	return facts, nil
}

// filingSections are the changes still to be filed, the package and the receipts.
func (r *Request) filingSections(st filing.State, may map[auth.Verb]bool) []register.Section {
	var out []register.Section
	path := "/filings/" + st.ID
	if len(st.Changes) > 0 {
		var rows []register.Row
		for _, c := range st.Changes {
			rows = append(rows, register.Row{{Text: r.C.Text(changeText(c.What))}, {Text: r.C.Time(c.At)}})
		}
		out = append(out, register.Section{ID: "changes", Title: lang.T("待备案的变更", "Changes to file"), Body: register.Rows(r.C, ui.TableInfo{
			Caption: lang.T("上次备齐材料之后的变更", "What changed since the last package"), Columns: []ui.Column{{Text: lang.T("内容", "What")}, {Text: lang.T("时间", "When")}}, Rows: len(rows)}, rows)})
	}
	if !st.Prepared.IsZero() {
		sec := register.Section{ID: "package", Title: lang.T("登记材料", "The package"), Body: ui.Facts(r.C, []ui.Fact{
			{Label: lang.T("备齐时间", "Prepared"), Text: r.C.Time(st.Prepared)}, {Label: lang.T("说明", "Note"), Text: orDash(st.Package.Note)},
			{Label: lang.T("内容", "Contents"), Text: r.C.T("filing.json、filing.pdf 以及章程、制度等文件；按备齐时的情况", "filing.json, filing.pdf and the texts of charter, rules and decision, as they were when it was prepared")}})}
		if may[auth.FilingPackage] {
			sec.Acts = []register.Act{{Link: ui.Link{Text: lang.T("下载材料", "Download the package"), Href: path + "/package.zip"}, Look: ui.Quiet}}
		}
		if st.Package.Report != "" {
			sec.Acts = append(sec.Acts, register.Act{Link: ui.Link{Text: lang.T("阅读报告", "Read the report"), Href: "/reports/" + st.Package.Report}, Look: ui.Quiet})
		}
		out = append(out, sec)
	}
	if st.About == filing.AboutReport && st.Prepared.IsZero() {
		out = append(out, register.Section{ID: "report", Title: lang.T("年度报告", "Yearly report"), Body: register.Words(r.C, lang.T("先编制并由主任委员签发年度报告，再备齐材料。", "Compile the report and have the chair sign it; then prepare the package.")),
			Acts: []register.Act{{Link: ui.Link{Text: lang.T("年度报告", "Yearly reports"), Href: entryPath(auth.Committee, st.Committee) + "/reports"}, Look: ui.Quiet}}})
	}
	return append(out, register.Section{ID: "receipts", Title: lang.T("回执", "Receipts"), Body: r.receiptRows(st, may)})
}

func (r *Request) receiptRows(st filing.State, may map[auth.Verb]bool) templ.Component {
	var rows []register.Row
	for i := range st.Receipts {
		x := st.Receipts[len(st.Receipts)-1-i]
		number := register.Cell{Text: x.Number}
		if x.File != nil && may[auth.FilingPackage] {
			number.Href = "/filings/" + st.ID + "/receipts/" + x.File.Hash
			number.Small = []string{x.File.Name}
		}
		state := ui.Status{Text: lang.T("部门未确认", "not confirmed by the department"), Tone: ui.Waiting}
		if !x.Confirmed.IsZero() {
			state = ui.Status{Text: lang.T("部门已确认", "confirmed by the department"), Tone: ui.OK}
		}
		rows = append(rows, register.Row{number, {Text: r.C.Day(string(x.Day))}, {Status: &state}})
	}
	return register.Rows(r.C, ui.TableInfo{Caption: lang.T("平台的回执，最近的在前", "Receipts of the platform, the last first"), Columns: []ui.Column{{Text: lang.T("编号", "Number")},
		{Text: lang.T("日期", "Day")}, {Text: lang.T("确认", "Confirmed")}}, Rows: len(rows),
		Empty: ui.EmptyInfo{Title: lang.T("还没有回执", "No receipt yet"), Text: lang.T("平台受理后录入回执编号。", "Enter its number once the platform has taken it.")}}, rows)
}

// filingPackage sends the package that goes to the platform.
func (s *Server) filingPackage(r *Request) error {
	name, raw, err := s.Filing.Package(r.Context(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	return r.sendBytes(name, "application/zip", raw)
}

// filingReceipt sends the file of a receipt.
func (s *Server) filingReceipt(r *Request) error {
	st, err := s.Filing.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := r.may(auth.FilingPackage, auth.Filing, st.ID); err != nil {
		return err
	}
	for _, x := range st.Receipts {
		if x.File != nil && x.File.Hash == r.PathValue("hash") {
			return s.sendKept(r, blob.Kept{Name: x.File.Name, Blob: x.File.Blob})
		}
	}
	return errs.New(errs.NotFound, "filing.receipt.none", lang.T("没有这个文件。", "There is no such file."))
}

// sendBytes sends a made file to be saved.
func (r *Request) sendBytes(name, is string, raw []byte) error {
	h := r.W.Header()
	h.Set("Content-Type", is)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	if _, err := r.W.Write(raw); err != nil {
		return errs.New(errs.Internal, "web.write", lang.T("未能发送。", "It could not be sent.")).Because(err)
	}
	return nil
}
