package web

import (
	"net/http"
	"strconv"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/consent"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// startConsent makes the form from the application and opens it for writing.
func (s *Server) startConsent(r *Request) error {
	id := r.PathValue("id")
	if _, err := s.Consent.Start(r.Context(), r.P, r.C.Now, consent.On{Activity: id, Key: r.FormValue("key")}); err != nil {
		return err
	}
	return r.See(consentPath(id)+"/edit", lang.T("已从申请生成，请逐项核对。", "Made from the application; check each part."))
}

// consentForm is a form about the consent documents of one activity.
func (s *Server) consentForm(may auth.Verb, title, lead, button, done lang.Text, fields func(*Request, consent.State, consent.Facts) []form.Field,
	send func(*Request, string) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			id := r.PathValue("id")
			if err := r.may(may, auth.Activity, id); err != nil {
				return form.Page{}, err
			}
			st, err := s.Consent.View(r.Reader(), r.P, id)
			if err != nil {
				return form.Page{}, err
			}
			f, app, err := s.Consent.Needs(r.Reader(), r.P, id, r.C.Now)
			if err != nil {
				return form.Page{}, err
			}
			v := form.Page{Page: r.Info(title), Version: st.Version, Cancel: consentPath(id), Head: ui.HeadInfo{Kicker: lang.Same(app.Title()), Title: title, Lead: lead},
				Submit: ui.Button{Text: button, Look: ui.Primary}, Fields: fields(r, st, f)}
			v.Page.Crumbs = []ui.Link{{Text: lang.T("知情同意", "Informed consent"), Href: consentPath(id)}}
			return v, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			return consentPath(id), done, send(r, id)
		},
	}
}

// editConsent is the form with all sections; it saves itself while one types.
func (s *Server) editConsent() formPage {
	p := s.consentForm(auth.ConsentEdit, lang.T("知情同意书的内容", "Text of the consent form"),
		lang.T("用参与者听得懂的话。申请里写过的已经带入。", "In words that participants understand. What the application says stands here already."),
		lang.T("保存", "Save"), lang.T("已保存。", "Saved."), consentFields, s.saveConsent)
	build := p.build
	p.build = func(r *Request) (form.Page, error) {
		v, err := build(r)
		v.Autosave = r.URL.Path
		v.Submit.NoCheck = true
		return v, err
	}
	return p
}

// consentFields are the sections in both languages.
func consentFields(_ *Request, st consent.State, f consent.Facts) []form.Field {
	way := form.Field{Kind: form.Radios, Field: ui.Field{Name: "way", Label: lang.T("取得同意的方式", "How consent is taken"), Value: st.Way, Options: itemOptions(f.Ways)}}
	out := []form.Field{way}
	for _, h := range f.Headings {
		if !h.Needed && st.Sections[h.Item.Code].IsZero() {
			continue
		}
		text := st.Sections[h.Item.Code]
		out = append(out, form.Group(h.Item.Text),
			form.Field{Kind: form.Area, Field: ui.Field{Name: h.Item.Code + ".zh", Label: lang.T("%s（中文）", "%s (Chinese)").With(h.Item.Text), Help: h.Item.Help, Value: text.ZH, Rows: 5}},
			form.Field{Kind: form.Area, Field: ui.Field{Name: h.Item.Code + ".en", Label: lang.T("%s（英文）", "%s (English)").With(h.Item.Text), Value: text.EN, Rows: 5}})
	}
	return out
}

func itemOptions(items []rules.Item) []ui.Option {
	var out []ui.Option
	for _, i := range items {
		out = append(out, ui.Option{Value: i.Code, Text: i.Text, Help: i.Help})
	}
	return out
}

func (s *Server) saveConsent(r *Request, id string) error {
	cmd := consent.Save{Activity: id, Sections: map[string]lang.Text{}, Way: r.PostFormValue("way"), Version: r.Version()}
	for name, values := range r.PostForm {
		code, l, ok := strings.Cut(name, ".")
		if !ok || len(values) == 0 {
			continue
		}
		text := cmd.Sections[code]
		switch l {
		case "zh":
			text.ZH = values[0]
		case "en":
			text.EN = values[0]
		}
		cmd.Sections[code] = text
	}
	_, err := s.Consent.Save(r.Context(), r.P, r.C.Now, cmd)
	return err
}

// sendConsent takes what was written: at the press of the button, or by itself.
func (s *Server) sendConsent(r *Request) error {
	if r.Header.Get("Lunheng-Autosave") == "" {
		return s.editConsent().send(r)
	}
	if err := r.Parse(); err != nil {
		return err
	}
	id := r.PathValue("id")
	if err := s.saveConsent(r, id); err != nil {
		return err
	}
	st, err := s.Consent.View(r.Reader(), r.P, id)
	if err != nil {
		return err
	}
	r.W.Header().Set("Lunheng-Version", strconv.FormatInt(st.Version, 10))
	r.W.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *Server) cutConsent() formPage {
	return s.consentForm(auth.ConsentEdit, lang.T("定稿", "Fix a version"),
		lang.T("定稿后生成文书并固定其校验值。第一版随申请提交；以后的版本须随修正申请经委员会批准。", "The papers are set and their hashes fixed. The first version goes in with the application; later ones need the committee's approval of an amendment."),
		lang.T("定稿", "Fix this version"), lang.T("已定稿。", "Fixed."),
		func(_ *Request, st consent.State, f consent.Facts) []form.Field {
			if st.InForce == 0 {
				return nil
			}
			var all []rules.Item
			for _, t := range f.Triggers {
				if t.Str("who") == "all" {
					all = append(all, t)
				}
			}
			var hints []lang.Text
			for _, t := range st.Suggested(f) {
				hints = append(hints, t.Text)
			}
			help := lang.T("改动未涉及须再次同意的部分", "The changes touch on nothing that asks for it")
			if len(hints) > 0 {
				help = lang.T("改动的部分指向：%s", "The changes point to: %s").With(hints[0])
			}
			return []form.Field{{Kind: form.Checks, Field: ui.Field{Name: "triggers", Label: lang.T("为什么须再次征求全体参与者同意（医学研究伦理审查办法第三十八条）", "Why all participants are asked again (Medical Review Measures, article 38)"), Help: help, Options: itemOptions(all)}},
				{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("不再次征求同意的理由", "Why they are not asked again"), Rows: 3}}}
		},
		func(r *Request, id string) error {
			_, err := s.Consent.Cut(r.Context(), r.P, r.C.Now, consent.CutVersion{Activity: id, Triggers: r.PostForm["triggers"], Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) recordConsent() formPage {
	return s.consentForm(auth.ConsentRecord, lang.T("记录同意", "Record consents"),
		lang.T("签署的原件由研究者保管；这里只记研究编号。", "The signed papers stay with the researchers; only study codes stand here."), lang.T("记录", "Record"), lang.T("已记录。", "Recorded."),
		func(r *Request, st consent.State, f consent.Facts) []form.Field {
			var docs []rules.Item
			for _, code := range st.Documents {
				if item, ok := r.law(st.Region).Item("consent_documents", code); ok {
					docs = append(docs, item)
				}
			}
			fields := []form.Field{{Kind: form.Hidden, Field: ui.Field{Name: "n", Value: strconv.Itoa(st.InForce)}},
				{Kind: form.Area, Field: ui.Field{Name: "codes", Label: lang.T("参与者编号，每行一个", "Participants' codes, one a line"), Help: lang.T("不写姓名、证件号、电话", "No names, numbers of identity or telephones"), Required: true, Rows: 6}},
				{Kind: form.Radios, Field: ui.Field{Name: "document", Label: lang.T("签署的文书", "What was signed"), Required: true, Value: "participant", Options: itemOptions(docs)}},
				{Kind: form.Radios, Field: ui.Field{Name: "way", Label: lang.T("方式", "How"), Required: true, Value: st.Way, Options: itemOptions(f.Ways)}},
				consentDay(r)}
			if len(f.Beside) > 0 {
				fields = append(fields, form.Field{Kind: form.Check, Field: ui.Field{Name: "young", Label: lang.T("监护人签署：这些参与者还不能征求本人意见", "Guardian's form: these participants cannot be asked themselves yet"), Help: youngHelp(f)}})
			}
			return fields
		},
		func(r *Request, id string) error {
			n, _ := strconv.Atoi(r.PostFormValue("n"))
			_, err := s.Consent.Record(r.Context(), r.P, r.C.Now, consent.Record{Activity: id, Codes: lines(r.PostFormValue("codes")), Document: r.PostFormValue("document"),
				Way: r.PostFormValue("way"), N: n, Day: calendar.Day(r.PostFormValue("day")), Young: r.PostFormValue("young") != "", Key: r.Key()})
			return err
		})
}

// youngHelp says from when on participants are asked beside their guardians.
func youngHelp(f consent.Facts) lang.Text {
	if f.AssentAge == 0 {
		return lang.T("能够理解的，须另外记录本人同意（医学研究伦理审查办法第三十四条）", "Whoever can understand has to agree too, recorded by itself (Medical Review Measures, article 34)")
	}
	return lang.T("未满 %d 周岁且不能理解的才勾选；其他人须另外记录本人同意（医学研究伦理审查办法第三十四条）", "Only below %d years of age and unable to understand; everybody else has to agree too, recorded by itself (Medical Review Measures, article 34)").With(f.AssentAge)
}

func consentDay(r *Request) form.Field {
	return form.Field{Kind: form.Day, Field: ui.Field{Name: "day", Label: lang.T("日期", "Day"), Required: true, Value: string(r.P.Day)}}
}

func consentCode() form.Field {
	return form.Field{Kind: form.Line, Field: ui.Field{Name: "code", Label: lang.T("参与者编号", "Participant's code"), Required: true, Narrow: true}}
}

func (s *Server) withdrawConsent() formPage {
	return s.consentForm(auth.ConsentRecord, lang.T("记录退出", "Record a withdrawal"),
		lang.T("参与者随时可以退出，不需要理由；监护人同意而本人不愿意的也在这里记录。", "A participant may withdraw at any time, without a reason; so may one whose guardian agreed."), lang.T("记录退出", "Record the withdrawal"), lang.T("已记录退出。", "The withdrawal is recorded."),
		func(r *Request, _ consent.State, _ consent.Facts) []form.Field {
			return []form.Field{consentCode(), consentDay(r), {Kind: form.Check, Field: ui.Field{Name: "erase", Label: lang.T("已有的数据和样本也不再使用", "Data and samples are not used any more either")}}}
		},
		func(r *Request, id string) error {
			_, err := s.Consent.Withdraw(r.Context(), r.P, r.C.Now, consent.OnPerson{Activity: id, Code: strings.TrimSpace(r.PostFormValue("code")),
				Day: calendar.Day(r.PostFormValue("day")), Erase: r.PostFormValue("erase") != "", Key: r.Key()})
			return err
		})
}

func (s *Server) growConsent() formPage {
	return s.consentForm(auth.ConsentRecord, lang.T("行为能力提高", "Capacity has risen"),
		lang.T("例如未成年参与者已满十八周岁：须由本人再次同意（医学研究伦理审查办法第三十八条）。", "Such as a minor who has come of age: they are asked in person (Medical Review Measures, article 38)."), lang.T("记录", "Record"), lang.T("已记录，须由本人再次同意。", "Recorded; they are to be asked in person."),
		func(r *Request, _ consent.State, _ consent.Facts) []form.Field {
			return []form.Field{consentCode(), consentDay(r), {Kind: form.Check, Field: ui.Field{Name: "assent", Label: lang.T("仍由监护人同意，但已到征求本人意见的年龄（医学研究伦理审查办法第三十四条）", "The guardian still agrees, but the participant is old enough to be asked too (Medical Review Measures, article 34)")}}}
		},
		func(r *Request, id string) error {
			_, err := s.Consent.Grow(r.Context(), r.P, r.C.Now, consent.OnPerson{Activity: id, Code: strings.TrimSpace(r.PostFormValue("code")), Day: calendar.Day(r.PostFormValue("day")), Assent: r.PostFormValue("assent") != "", Key: r.Key()})
			return err
		})
}
