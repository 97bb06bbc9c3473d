// Package portal is what everybody may see without an account: whether a
// decision paper is genuine, and the public log.
//
// It keeps nothing about its visitors: no session, no cookie, no address.
package portal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"lunheng/internal/document/qr"
	"lunheng/internal/edge"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/journal/proof"
	"lunheng/internal/lang"
	"lunheng/internal/portal/pages"
	"lunheng/internal/review"
	"lunheng/internal/veto"
	"lunheng/internal/web/ui"
)

// Portal answers the public's requests.
type Portal struct {
	edge.Services
}

// Routes registers the public addresses on mux.
func Routes(mux *http.ServeMux, services edge.Services) {
	p := &Portal{services}
	for pattern, h := range map[string]func(*visit) error{
		"GET /verify":                      p.ask,
		"POST /verify":                     p.checkFile,
		"GET /verify/{code}":               p.show,
		"GET /verify/{code}/letter.pdf":    p.paper,
		"GET /verify/{code}/decision.json": p.decision,
		"GET /verify/{code}/qr.svg":        p.qr,
		"GET /log":                         p.log,
		"GET /report-a-wrong":              p.reporting,
		"GET /report-a-wrong/{body}":       p.reportForm,
		"GET /report-a-wrong/channel":      p.channel,
	} {
		mux.HandleFunc(pattern, p.wrap(h))
	}
}

// visit is one request of somebody we do not know.
type visit struct {
	*http.Request
	w http.ResponseWriter
	c ui.Ctx
}

func (p *Portal) wrap(h func(*visit) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxFile+4096)
		v := &visit{Request: r, w: w, c: ui.ReaderOf(r, p.Now())}
		if err := h(v); err != nil {
			p.fail(v, err)
		}
	}
}

func (p *Portal) info(title lang.Text) ui.PageInfo {
	return ui.PageInfo{Title: title, Demo: p.Demo != nil, Release: p.Release}
}

func (v *visit) render(status int, page templ.Component) error {
	var b bytes.Buffer
	if err := page.Render(v.Context(), &b); err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.Header().Set("Cache-Control", "no-store")
	v.w.WriteHeader(status)
	_, err := v.w.Write(b.Bytes())
	return ignoreGone(err)
}

// ignoreGone drops the error of a visitor who went away.
func ignoreGone(error) error { return nil }

var verifyTitle = lang.T("核验决定书", "Verify a decision")

func (p *Portal) fail(v *visit, err error) {
	status := edge.Status(err)
	if errs.CodeOf(err) == errs.Internal {
		p.Log.Error("request failed", "pattern", v.Pattern, "error", err)
		err = errs.New(errs.Internal, "portal.internal", lang.T("系统出错，请稍后重试。", "Something went wrong on our side; please try again later."))
	}
	form := ui.Form{Values: v.Form, Err: err}
	if err := v.render(status, pages.Ask(v.c, pages.AskView{Page: p.info(verifyTitle), Form: form})); err != nil {
		http.Error(v.w, "内部错误 Internal error", http.StatusInternalServerError)
	}
}

// ask is the page where one gives a code or a file.
func (p *Portal) ask(v *visit) error {
	if code := strings.TrimSpace(v.FormValue("code")); code != "" {
		http.Redirect(v.w, v.Request, review.VerifyPath(code)+numberQuery(v.FormValue("number")), http.StatusSeeOther)
		return nil
	}
	return v.render(http.StatusOK, pages.Ask(v.c, pages.AskView{Page: p.info(verifyTitle)}))
}

func numberQuery(number string) string {
	if number = strings.TrimSpace(number); number == "" {
		return ""
	}
	return "?" + url.Values{"number": {number}}.Encode()
}

// show says what a genuine letter certifies and what became of it.
func (p *Portal) show(v *visit) error {
	c, err := p.Review.Verify(p.Read(v.Context()), strings.TrimSpace(v.FormValue("number")), v.PathValue("code"))
	if err != nil {
		return err
	}
	view := pages.LetterView{Page: p.info(verifyTitle), Letter: c, Code: c.Code, Key: p.LogKey}
	_, kase := journal.SplitStream(c.Review)
	if view.Since, err = p.Conduct.Since(p.Read(v.Context()), kase); err != nil {
		return err
	}
	receipt, err := p.Journal.Receipt(p.Read(v.Context()), p.LogKey, c.Event)
	switch {
	case err == nil:
		st, err := proveOwn(receipt)
		if err != nil {
			return fmt.Errorf("prove letter %s: %w", c.Number, err)
		}
		view.Proof = &st
	case !errs.Has(err, journal.NotSealed):
		return err
	}
	return v.render(http.StatusOK, pages.Letter(v.c, view))
}

// proveOwn checks our own receipt with the verifier that strangers use.
func proveOwn(r journal.Receipt) (proof.Statement, error) {
	raw, err := json.Marshal(r)
	if err != nil {
		return proof.Statement{}, err
	}
	return proof.Verify(raw, []string{r.Key})
}

// paper is the letter as it was issued.
func (p *Portal) paper(v *visit) error {
	c, err := p.Review.Verify(p.Read(v.Context()), "", v.PathValue("code"))
	if err != nil {
		return err
	}
	f, err := p.Blobs.Open(v.Context(), c.PDF)
	if err != nil {
		return err
	}
	defer f.Close()
	v.w.Header().Set("Content-Type", "application/pdf")
	v.w.Header().Set("Content-Disposition", `inline; filename="decision.pdf"`)
	_, err = io.Copy(v.w, f)
	return ignoreGone(err)
}

// decision is the file that proves the letter offline.
func (p *Portal) decision(v *visit) error {
	c, err := p.Review.Verify(p.Read(v.Context()), "", v.PathValue("code"))
	if err != nil {
		return err
	}
	receipt, err := p.Journal.Receipt(p.Read(v.Context()), p.LogKey, c.Event)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/json")
	v.w.Header().Set("Content-Disposition", `attachment; filename="decision.json"`)
	enc := json.NewEncoder(v.w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return ignoreGone(enc.Encode(receipt))
}

func (p *Portal) qr(v *visit) error {
	if _, err := p.Review.Verify(p.Read(v.Context()), "", v.PathValue("code")); err != nil {
		return err
	}
	svg, err := qr.SVG(p.PublicURL+review.VerifyPath(v.PathValue("code")), v.c.T("核验二维码", "QR code to verify"))
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "image/svg+xml")
	_, err = io.WriteString(v.w, string(svg))
	return ignoreGone(err)
}

// maxFile bounds a decision file, in bytes; a request may have little more.
const maxFile = 1 << 20

// checkFile checks a decision file or a letter that somebody drops here.
func (p *Portal) checkFile(v *visit) error {
	f, _, err := v.FormFile("file")
	if err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return errs.New(errs.TooLarge, "portal.file.large", lang.T("文件太大：decision.json 不超过 1 MB。", "The file is too large: a decision.json has at most 1 MB.")).At("file")
		}
		return errs.New(errs.Invalid, "portal.file.none", lang.T("请选择 decision.json 文件。", "Choose a decision.json file.")).At("file")
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return errs.New(errs.Invalid, "portal.file.broken", lang.T("文件没有完整传到，请重试。", "The file did not arrive whole; try again.")).At("file").Because(err)
	}
	view := pages.FileView{Page: p.info(verifyTitle)}
	st, err := proof.Verify(raw, []string{p.LogKey})
	if err != nil {
		view.Problems = errs.All(err)
		return v.render(http.StatusOK, pages.File(v.c, view))
	}
	view.Proof = &st
	var body review.LetterIssued
	if json.Unmarshal(st.Data, &body) == nil && body.Code != "" {
		view.Letter = &body
	}
	view.Facts = p.vetoFacts(v.c, st)
	return v.render(http.StatusOK, pages.File(v.c, view))
}

// vetoFacts say what the signed answer of a veto check certifies.
func (p *Portal) vetoFacts(c ui.Ctx, st proof.Statement) []ui.Fact {
	var a veto.Answered
	if st.Type != a.EventType() || json.Unmarshal(st.Data, &a) != nil {
		return nil
	}
	purpose := lang.Same(a.Purpose)
	if item, ok := p.Book.On(a.Day, "").Item("veto_purposes", a.Purpose); ok {
		purpose = item.Text
	}
	out := []ui.Fact{{Label: lang.T("证明", "Certifies"), Text: c.T("否决核查的答复", "the answer of a veto check")}, {Label: lang.T("查询者", "Asked by"), Text: c.Text(a.Name)},
		{Label: lang.T("目的", "What for"), Text: c.Text(purpose)}, {Label: lang.T("日期", "Day"), Text: c.Day(string(a.Day))}, {Label: lang.T("行数", "Rows"), Text: c.Num(a.Rows)}}
	for _, n := range []struct {
		outcome string
		rows    int
	}{{veto.Clear, a.Clear}, {veto.Vetoed, a.Vetoed}, {veto.Conditional, a.Conditional}, {veto.Ask, a.Unsure}} {
		out = append(out, ui.Fact{Label: veto.OutcomeText(n.outcome), Text: c.Num(n.rows)})
	}
	return append(out, ui.Fact{Label: lang.T("逐行答复的 SHA-256", "SHA-256 of the answer by row"), Text: a.File}, ui.Fact{Label: lang.T("名单的摘要", "Digest of the list"), Text: a.List})
}

// log tells how to follow the log and check without us.
func (p *Portal) log(v *visit) error {
	size, note, err := p.Journal.Checkpoint(p.Read(v.Context()))
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.Log(v.c, pages.LogView{
		Page: p.info(lang.T("公开日志", "The public log")), Size: size, Checkpoint: note, Key: p.LogKey, URL: p.PublicURL + "/log",
	}))
}
