package web

import (
	"net/http"
	"strconv"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	pages "lunheng/internal/web/pages/review"
	"lunheng/internal/web/ui"
)

// checkPage is the secretary's check.
func (s *Server) checkPage(r *Request) error { return s.showCheck(r, ui.Form{}, http.StatusOK) }

func (s *Server) showCheck(r *Request, form ui.Form, status int) error {
	k, err := s.openCase(r, r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	if err := auth.Allow(r.Reader(), r.P, auth.ReviewAccept, auth.Review, k.ID); err != nil {
		return err
	}
	if k.State != review.StateSubmitted {
		if form.Err != nil {
			return form.Err // nothing is left to check: say why, and what was written
		}
		return r.See("/reviews/"+k.ID, lang.Text{})
	}
	v := pages.Check{Sections: nil}
	if v.Frame, err = s.frame(r, k, "check"); err != nil {
		return err
	}
	v.Form = form
	v.Page.Wide = true
	if v.Sections, err = s.sections(r, k); err != nil {
		return err
	}
	if v.Hints, err = s.caseHints(r, k); err != nil {
		return err
	}
	if v.Lines, err = s.checkLines(r, k); err != nil {
		return err
	}
	for _, l := range v.Lines {
		if !l.Holds {
			v.Missing++
		}
	}
	if v.Procedures, v.Because, err = s.proposal(r, k); err != nil {
		return err
	}
	if v.Procedures.Value == review.ByEmergency {
		v.Urgency = urgency(k)
	}
	cmd, _ := r.returned(k, v)
	v.Notice = r.notice(k, cmd)
	return r.Render(status, pages.CheckPage(r.C, v))
}

// checkLines says what the application must hold by the rules, and whether it
// does.
func (s *Server) checkLines(r *Request, k *kase) ([]pages.CheckLine, error) {
	if k.Kind != "" { // the report is checked, not the application again
		return nil, nil
	}
	facts, err := s.Activity.Facts(r.Reader(), k.app, r.P.Day)
	if err != nil {
		return nil, err
	}
	out := make([]pages.CheckLine, len(facts.Required))
	for i, q := range facts.Required {
		group, _ := k.set.Item("materials", q.Group)
		out[i] = pages.CheckLine{Code: q.Code, Group: group.Text, Text: q.Text, Holds: q.Holds, Words: r.C.Tf("%s：尚未提交", "%s: not handed in", q.Text),
			Ground: r.ground(q.Ground())}
		if q.Holds {
			out[i].Words = r.C.Tf("%s：需要补充", "%s: to be completed", q.Text)
		}
	}
	return out, nil
}

// proposal offers the procedures; the one that the rules propose is chosen.
func (s *Server) proposal(r *Request, k *kase) (ui.Field, []ui.Reason, error) {
	f := ui.Field{Name: "procedure", Label: lang.T("适用的程序", "Procedure"), Required: true}
	proposed := ""
	if k.Kind != "" {
		proposed = k.Proposed
	} else if k.app.Assessment != nil {
		proposed = k.app.Assessment.Procedure
	}
	for _, item := range k.set.List("procedure") {
		if item.Code == review.KindExemption {
			continue // is answered, not accepted
		}
		o := ui.Option{Value: item.Code, Text: item.Text}
		if item.Code == proposed {
			o.Help = lang.T("规则建议", "proposed by the rules")
		}
		f.Options = append(f.Options, o)
	}
	f.Value = proposed
	if k.Kind != "" {
		because, err := s.stepReasons(r, k)
		return f, because, err
	}
	facts, err := s.Activity.Facts(r.Reader(), k.app, r.P.Day)
	if err != nil || facts.Judged == nil {
		return f, nil, err
	}
	var because []ui.Reason
	for _, reason := range facts.Judged.Answer.ReasonsFor("procedure") {
		because = append(because, r.reason(reason))
	}
	return f, because, nil
}

// stepReasons are the rules behind the procedure of a review of approved work.
func (s *Server) stepReasons(r *Request, k *kase) ([]ui.Reason, error) {
	judged, err := s.Activity.JudgeStep(r.Reader(), k.app, k.Step, r.P.Day)
	if err != nil || judged == nil {
		return nil, err
	}
	var out []ui.Reason
	for _, reason := range judged.Answer.ReasonsFor("procedure") {
		out = append(out, r.reason(reason))
	}
	return out, nil
}

// urgency asks how urgent an emergency is.
func urgency(k *kase) *ui.Field {
	f := ui.Field{Name: "urgency", Label: lang.T("紧急程度", "Urgency"), Help: lang.T("应急审查须选择；时限按小时计，专家复核计算在内。", "An emergency review has one; the hours include expert re-review.")}
	for _, item := range k.set.List("urgency") {
		f.Options = append(f.Options, ui.Option{Value: item.Code, Text: item.Text, Help: item.Help})
	}
	return &f
}

// returned reads what the secretary ticked; fields says from which field each
// item came, for what the answer may find wrong. On a fresh page it is what
// the rules found.
func (r *Request) returned(k *kase, v pages.Check) (review.Return, []string) {
	cmd := review.Return{Review: k.ID, Version: r.Version(), Key: r.Key(), Note: r.PostFormValue(pages.NoteField)}
	var fields []string
	for _, l := range v.Lines {
		ticked, words := !l.Holds, l.Words
		if r.Method == http.MethodPost {
			ticked, words = r.ticked(l.Code), r.PostFormValue(pages.WordsField(l.Code))
		}
		if ticked {
			cmd.Items, fields = append(cmd.Items, review.Missing{Field: l.Code, Text: words}), append(fields, pages.WordsField(l.Code))
		}
	}
	for line := range strings.Lines(r.PostFormValue(pages.FreeField)) {
		if line = strings.TrimSpace(line); line != "" {
			cmd.Items, fields = append(cmd.Items, review.Missing{Text: line}), append(fields, pages.FreeField)
		}
	}
	return cmd, fields
}

func (r *Request) ticked(code string) bool {
	for _, t := range r.PostForm[pages.TickField] {
		if t == code {
			return true
		}
	}
	return false
}

// notice is the one letter about what is missing, with the packs' words.
func (r *Request) notice(k *kase, cmd review.Return) pages.Notice {
	if len(cmd.Items) == 0 {
		return pages.Notice{}
	}
	form, _ := k.set.Item("letters", "correction")
	var lines []string
	for i, item := range cmd.Items {
		lines = append(lines, strconv.Itoa(i+1)+". "+item.Text)
	}
	text := strings.NewReplacer("{applicant}", r.C.PersonName(k.names.person(r.C, k.Applicant)), "{title}", k.Title, "{committee}", r.C.Text(k.body),
		"{day}", r.C.Day(string(calendar.Of(r.C.Now))), "{missing}", strings.Join(lines, "\n"), "{number}", k.Number).Replace(r.C.Text(form.In("body")))
	n := pages.Notice{Title: form.Text}
	for line := range strings.Lines(text) {
		n.Lines = append(n.Lines, strings.TrimSpace(line))
	}
	if cmd.Note != "" {
		n.Lines = append(n.Lines, cmd.Note)
	}
	return n
}

// ticks reads the check form of a case.
func (s *Server) ticks(r *Request) (*kase, review.Return, []string, error) {
	if err := r.Parse(); err != nil {
		return nil, review.Return{}, nil, err
	}
	k, err := s.openCase(r, r.PathValue("id"), 0)
	if err != nil {
		return nil, review.Return{}, nil, err
	}
	lines, err := s.checkLines(r, k)
	if err != nil {
		return nil, review.Return{}, nil, err
	}
	cmd, fields := r.returned(k, pages.Check{Lines: lines})
	return k, cmd, fields, nil
}

// previewNotice answers with the notice made of what is ticked.
func (s *Server) previewNotice(r *Request) error {
	k, cmd, _, err := s.ticks(r)
	if err != nil {
		return err
	}
	return r.Page(pages.NoticeText(r.C, r.notice(k, cmd)))
}

// returnCase sends the file back with the notice.
func (s *Server) returnCase(r *Request) error {
	k, cmd, fields, err := s.ticks(r)
	if err != nil {
		return err
	}
	if _, err := s.Review.Return(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showCheck(r, r.refused(atFields(err, "items", fields)), Status(err))
	}
	return r.See("/reviews/"+k.ID, lang.T("已退回补正，申请人会立即看到全部缺项。", "Returned; the applicant sees at once all that is missing."))
}

// atFields points errors about items of a list at the fields they came from.
func atFields(err error, list string, fields []string) error {
	if errs.CodeOf(err) == errs.Conflict {
		return err // concerns no field, and carries what happened meanwhile
	}
	var out errs.List
	for _, e := range errs.All(err) {
		rest, ok := strings.CutPrefix(e.Field, list+".")
		number, _, _ := strings.Cut(rest, ".")
		if n, bad := strconv.Atoi(number); ok && bad == nil && n < len(fields) {
			e = e.At(fields[n])
		}
		out.Add(e)
	}
	if len(out) == 0 {
		return err
	}
	return out
}

// acceptCase takes the file in.
func (s *Server) acceptCase(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := review.Accept{Review: r.PathValue("id"), Procedure: r.PostFormValue("procedure"), Urgency: r.PostFormValue("urgency"), Version: r.Version(), Key: r.Key()}
	for line := range strings.Lines(r.PostFormValue("reasons")) {
		cmd.Reasons = append(cmd.Reasons, line)
	}
	if _, err := s.Review.Accept(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showCheck(r, r.refused(err), Status(err))
	}
	return r.See("/reviews/"+cmd.Review, lang.T("已受理并编号，审查期限开始计算。", "Accepted and numbered; the time to decide has begun."))
}

// sections is the application as the committee reads it.
func (s *Server) sections(r *Request, k *kase) ([]pages.Section, error) {
	if !k.readable {
		return nil, nil
	}
	form, err := s.Activity.Form(r.P.Day, k.Region)
	if err != nil {
		return nil, err
	}
	var out []pages.Section
	for _, section := range form.Sections() {
		v := pages.Section{ID: "part-" + section.Item.Code, Title: section.Item.Text, Help: section.Item.Help}
		for _, f := range section.Fields {
			if field := r.field(k, f); concerns(f.Item, k.Fields) || field.Given() {
				v.Fields = append(v.Fields, field)
			}
		}
		out = append(out, v)
	}
	return out, nil
}

func (r *Request) field(k *kase, f activity.Field) ui.Answer {
	v := ui.Answer{Label: f.Text, Text: lines(f.Show(k.app.Fields[f.Code], r.C.Lang))}
	for _, file := range k.app.FilesOf(f.Code) {
		v.Files = append(v.Files, ui.FileInfo{Name: file.Name, Href: "/activities/" + k.Activity + "/files/" + file.ID, Size: file.Size, Type: fileType(file.Type)})
	}
	return v
}

// fileType is a media type in a short word.
func fileType(media string) string {
	media, _, _ = strings.Cut(media, ";")
	switch media {
	case "text/plain":
		return "TXT"
	case "application/pdf":
		return "PDF"
	case "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/msword":
		return "Word"
	case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":
		return "Excel"
	}
	if _, sub, ok := strings.Cut(media, "/"); ok {
		return strings.ToUpper(sub)
	}
	return media
}
