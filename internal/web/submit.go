package web

import (
	"net/http"
	"strconv"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	pages "lunheng/internal/web/pages/activity"
	"lunheng/internal/web/pages/check"
	"lunheng/internal/web/ui"
)

// submitPage is the check before handing in.
func (s *Server) submitPage(r *Request) error { return s.showSubmit(r, ui.Form{}, http.StatusOK) }

func (s *Server) showSubmit(r *Request, form ui.Form, status int) error {
	d, err := s.openDraft(r)
	if err != nil {
		return err
	}
	if !d.writable() {
		return r.See("/activities/"+d.ID, lang.Text{})
	}
	v := pages.Submit{Frame: d.frame(r, lang.T("检查并提交", "Check and submit"), form), Team: d.team(r), May: d.may[auth.ActivitySubmit], Again: len(d.Submissions) > 0}
	v.Base = d.path()
	for _, e := range d.Incomplete(d.facts) {
		v.Missing = append(v.Missing, pages.Missing{Text: e.In(r.C.Lang), Href: d.fieldHref(e.Field)})
	}
	if err := s.addressee(r, d, &v); err != nil {
		return err
	}
	if v.Hints, err = s.draftHints(r, d, "submit", form); err != nil {
		return err
	}
	if err := s.trainingHint(r, d, &v); err != nil {
		return err
	}
	v.Ready = len(v.Missing) == 0
	v.Exempt = d.Claims(d.facts)
	for _, section := range d.sections() {
		v.Groups = append(v.Groups, d.group(section))
	}
	if d.facts.Judged != nil {
		result := check.ResultOf(d.set, d.facts.Judged.Answer)
		v.Result = &result
	}
	return r.Render(status, pages.SubmitPage(r.C, v))
}

// trainingHint tells a team whose leader has no valid training; where packs let it
// bar the application, it stands among what is missing instead.
func (s *Server) trainingHint(r *Request, d *draft, v *pages.Submit) error {
	st, err := s.Learning.Researcher(r.Reader(), d.Leader, r.P.Day)
	if err == nil && st != nil && st.Fails() && !st.Blocks {
		v.Training = r.trainingWords(*st)
	}
	return err
}

// addressee says to which committee the application goes, or lets one choose;
// that there is none is one of the things that are missing.
func (s *Server) addressee(r *Request, d *draft, v *pages.Submit) (err error) {
	if d.Unit != "" {
		if v.Unit, err = r.body(auth.Unit, d.Unit); err != nil {
			return err
		}
	}
	if v.Again {
		v.Committee, err = r.body(auth.Committee, d.Committee)
		return err
	}
	v.Committees = ui.Field{Name: "committee", Label: lang.T("由哪个委员会审查", "Which committee"), Required: true}
	for _, c := range d.facts.Unit.Ready() {
		o := ui.Option{Value: c.ID, Text: english(c.Name)}
		if !c.Own {
			o.Help = lang.T("受书面委托审查，委托至 %s", "entrusted in writing, until %s").With(r.C.Day(string(c.Until)))
		}
		v.Committees.Options = append(v.Committees.Options, o)
	}
	switch _, none := d.Addressee("", d.facts.Unit); {
	case len(v.Committees.Options) == 1:
		v.Committee = v.Committees.Options[0].Text
	case len(v.Committees.Options) == 0:
		v.Missing = append(v.Missing, d.nobody(r, none)...)
	}
	return nil
}

// nobody says why no committee may review it, and leads to what can be done.
func (d *draft) nobody(r *Request, why error) []pages.Missing {
	var out []pages.Missing
	for _, e := range errs.All(why) {
		m := pages.Missing{Text: e.In(r.C.Lang)}
		switch {
		case d.facts.Unit.Personal && d.Leader == r.P.Person:
			m.Href = "/mandates/new?activity=" + d.ID
		case !d.facts.Unit.Known:
			m.Href = d.fieldHref("unit")
		}
		out = append(out, m)
	}
	return out
}

// group says how much of a section is there.
func (d *draft) group(section activity.Section) pages.Group {
	g := pages.Group{Title: section.Item.Text, Href: d.path() + "?section=" + section.Item.Code}
	needed := d.needed()
	for _, f := range section.Fields {
		files := d.files(f.Code, false)
		for i := range files {
			files[i].Kind = f.Text
		}
		g.Files = append(g.Files, files...)
		holds, need := needed[f.Code]
		if need {
			g.Total++
		}
		if holds {
			g.Filled++
		}
	}
	return g
}

// submitActivity hands the application in. A second click with the same key
// gives the same receipt.
func (s *Server) submitActivity(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := activity.Submit{Activity: r.PathValue("id"), Version: r.Version(), Committee: r.PostFormValue("committee"), Key: r.Key()}
	if _, err := s.Activity.Submit(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showSubmit(r, r.Form(err), Status(err))
	}
	return r.See("/activities/"+cmd.Activity+"/receipt", lang.Text{})
}

// receipt is the submission that the address names, or the last one.
func (s *Server) receipt(r *Request) (*draft, pages.Receipt, error) {
	d, err := s.openDraft(r)
	if err != nil {
		return nil, pages.Receipt{}, err
	}
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil {
		n = len(d.Submissions)
	}
	if n < 1 || n > len(d.Submissions) {
		return nil, pages.Receipt{}, errs.New(errs.NotFound, "web.receipt", lang.T("没有这次提交。", "There is no such submission."))
	}
	sub := d.Submissions[n-1]
	base := "/activities/" + d.ID + "/receipt"
	v := pages.Receipt{Frame: d.frame(r, lang.T("提交回执", "Receipt"), ui.Form{}), N: n, At: sub.At, By: d.names.person(r.C, sub.By), Hash: sub.Hash, Event: sub.Event, Sealed: -1,
		PDF: base + ".pdf?n=" + strconv.Itoa(n), Proof: "/evidence/" + sub.Event,
		Next: lang.T("秘书核对材料：齐全即受理并编号、开始计算审查期限；有缺项则一次性告知。", "The secretary checks it: if complete, it is accepted, numbered, and the time to decide begins; if not, you are told at once of all that is missing.")}
	if v.Committee, err = r.body(auth.Committee, sub.Committee); err != nil {
		return nil, v, err
	}
	then, err := activity.At(d.events, sub.Version)
	if err != nil {
		return nil, v, err
	}
	old := *d
	old.State = then
	v.Title = old.name()
	for _, f := range d.form.Fields() {
		v.Files = append(v.Files, old.files(f.Code, false)...)
	}
	seals, err := s.Journal.Seals(r.Reader(), activity.Stream(d.ID))
	if seal, ok := seals[sub.Event]; ok {
		v.Sealed, v.SealedAt = seal.Leaf, seal.At
	}
	return d, v, err
}

// receiptPage says what was handed in, when, and how it is proved.
func (s *Server) receiptPage(r *Request) error {
	_, v, err := s.receipt(r)
	if err != nil {
		return err
	}
	return r.Page(pages.ReceiptPage(r.C, v))
}

// sealingPage answers an open receipt as soon as the submission is sealed.
func (s *Server) sealingPage(r *Request) error {
	_, v, err := s.receipt(r)
	if err != nil {
		return err
	}
	if v.Sealed < 0 {
		r.W.WriteHeader(http.StatusNotModified)
		return nil
	}
	r.W.Header().Set("ETag", `"sealed"`)
	if r.Header.Get("If-None-Match") == `"sealed"` {
		r.W.WriteHeader(http.StatusNotModified)
		return nil
	}
	return r.Page(pages.Sealed(r.C, v))
}

// receiptPDF is the receipt on paper.
func (s *Server) receiptPDF(r *Request) error {
	d, v, err := s.receipt(r)
	if err != nil {
		return err
	}
	unit, err := r.body(auth.Unit, d.Unit)
	if err != nil {
		return err
	}
	out := letter.Receipt{Unit: unit, Committee: v.Committee, Title: lang.T("申请材料回执", "Receipt of an application"), Number: v.Event, Date: calendar.Of(v.At), Created: v.At,
		Facts: []letter.Field{
			{Label: lang.T("活动名称", "Activity"), Value: v.Title},
			{Label: lang.T("项目负责人", "Leader"), Value: d.names.text(d.Leader)},
			{Label: lang.T("提交人", "Handed in by"), Value: lang.Same(r.C.PersonName(v.By))},
			{Label: lang.T("提交时间", "Time"), Value: lang.Same(r.C.Time(v.At))},
			{Label: lang.T("第几次提交", "Submission"), Value: lang.Same(strconv.Itoa(v.N))},
			{Label: lang.T("下一步", "Next step"), Value: v.Next},
		},
		Proof: []letter.Field{{Label: lang.T("事件", "Event"), Value: lang.Same(v.Event)}, {Label: lang.T("内容校验值（SHA-256）", "Hash of the content (SHA-256)"), Value: lang.Same(v.Hash)}},
	}
	if v.Sealed >= 0 {
		out.Proof = append(out.Proof, letter.Field{Label: lang.T("日志位置", "Position in the log"), Value: lang.Same(strconv.FormatInt(v.Sealed, 10))})
	}
	for _, f := range v.Files {
		out.Files = append(out.Files, letter.File{Name: f.Name, Size: f.Size, Hash: f.Hash})
	}
	return r.sendPDF(out.Doc(), "receipt-"+strconv.Itoa(v.N)+".pdf")
}
