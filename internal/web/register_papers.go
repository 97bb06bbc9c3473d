package web

import (
	"io"
	"mime"
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// fileField asks for one small file that goes with a form.
func fileField(label lang.Text) form.Field {
	return form.Field{Kind: form.Files, Field: ui.Field{Name: "files", Label: label,
		Help: lang.T("可以不传；一个文件，不超过 2 MB", "May be left out; one file of up to 2 MB"), Attrs: map[string]any{"multiple": false}}}
}

// sentFile is the file that came with a form, or nil.
func (r *Request) sentFile() (*blob.Upload, error) {
	if r.MultipartForm == nil || len(r.MultipartForm.File["files"]) == 0 {
		return nil, nil
	}
	h := r.MultipartForm.File["files"][0]
	f, err := h.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, r.maxSize()))
	return &blob.Upload{Name: h.Filename, Content: raw}, err
}

// committeeForm is a form about a committee's record.
func (s *Server) committeeForm(verb auth.Verb, head ui.HeadInfo, done lang.Text, fields func(*Request, registry.Committee) ([]form.Field, error),
	act func(*Request, string) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			c, err := s.ownCommittee(r, verb)
			if err != nil {
				return form.Page{}, err
			}
			list, err := fields(r, c)
			head := head // of this request alone
			head.Kicker = english(c.Name)
			return form.Page{Head: head, Version: c.Version, Cancel: entryPath(auth.Committee, c.ID), Submit: save(), Fields: list}, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			return entryPath(auth.Committee, id), done, act(r, id)
		},
	}
}

// adoptCharter records the committee's rules for itself.
func (s *Server) adoptCharter() formPage {
	return s.committeeForm(auth.CommitteeEdit, ui.HeadInfo{Title: lang.T("记录章程", "Record a charter")}, lang.T("章程已记录。", "The charter is recorded."),
		func(r *Request, c registry.Committee) ([]form.Field, error) {
			return []form.Field{{Kind: form.Line, Field: ui.Field{Name: "title", Label: lang.T("章程名称", "Title of the charter"), Value: c.Charter.Title, Required: true, Max: 120}},
				dayField("day", lang.T("通过日期", "Adopted on"), string(r.P.Day), true), fileField(lang.T("章程文本", "Text of the charter"))}, nil
		},
		func(r *Request, id string) error {
			file, err := r.sentFile()
			if err != nil {
				return err
			}
			_, err = s.Registry.AdoptCharter(r.Context(), r.P, r.C.Now, registry.AdoptCharter{Committee: id, Title: r.PostFormValue("title"),
				Day: calendar.Day(r.PostFormValue("day")), File: file, Version: r.Version(), Key: r.Key()})
			return err
		})
}

// ruleFields ask for a rule of a list of the packs: which, its title, its day and its text.
func (r *Request) ruleFields(region, list string, day lang.Text) []form.Field {
	return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "code", Label: lang.T("哪一项制度", "Which rule"), Required: true, Value: r.FormValue("code"), Options: options(r.law(region), list)}},
		{Kind: form.Line, Field: ui.Field{Name: "title", Label: lang.T("制度名称", "Title of the rule"), Required: true, Max: 120}},
		dayField("day", day, string(r.P.Day), true), fileField(lang.T("制度文本", "Text of the rule"))}
}

// adoptRule records a working rule, or a new version of one.
func (s *Server) adoptRule() formPage {
	return s.committeeForm(auth.CommitteeEdit, ui.HeadInfo{Title: lang.T("记录工作制度", "Record a working rule"),
		Lead: lang.T("每次记录是一个新版本，旧版本保留。", "Each entry is a new version; old ones are kept.")}, lang.T("工作制度已记录。", "The rule is recorded."),
		func(r *Request, c registry.Committee) ([]form.Field, error) {
			return r.ruleFields(c.Region, "committee_rules", lang.T("通过日期", "Adopted on")), nil
		},
		func(r *Request, id string) error {
			file, err := r.sentFile()
			if err != nil {
				return err
			}
			_, err = s.Registry.AdoptRule(r.Context(), r.P, r.C.Now, registry.AdoptRule{Committee: id, Code: r.PostFormValue("code"), Title: r.PostFormValue("title"),
				Day: calendar.Day(r.PostFormValue("day")), File: file, Version: r.Version(), Key: r.Key()})
			return err
		})
}

// stateMeans is the unit's yearly word on staff, budget, premises and independence.
func (s *Server) stateMeans() formPage {
	number := func(name string, label lang.Text) form.Field {
		return form.Field{Kind: form.Line, Field: ui.Field{Name: name, Label: label, Required: true, Type: "number", Max: 12}}
	}
	return s.committeeForm(auth.CommitteeEdit, ui.HeadInfo{Title: lang.T("年度保障与独立性声明", "Yearly statement of means and independence"),
		Lead: lang.T("单位每年说明委员会的人员、经费、场所，并声明不干预独立审查。", "Each year the unit states staff, budget and premises of the committee, and that it leaves it independent.")},
		lang.T("声明已记录。", "The statement is recorded."),
		func(r *Request, _ registry.Committee) ([]form.Field, error) {
			year := number("year", lang.T("年度", "Year"))
			year.Value = strconv.Itoa(r.P.Day.Year())
			return []form.Field{year, number("staff", lang.T("办事机构人数", "Staff of its office")), number("budget", lang.T("当年经费（元）", "Budget of the year, in yuan")),
				{Kind: form.Area, Field: ui.Field{Name: "premises", Label: lang.T("场所与设施", "Premises"), Required: true, Rows: 3}},
				{Kind: form.Check, Field: ui.Field{Name: "independent", Label: lang.T("单位声明：委员会独立审查，不受单位和个人干预", "The unit declares that the committee reviews independently of the unit and of anybody"), Required: true}},
				{Kind: form.Area, Field: ui.Field{Name: "note", Label: lang.T("补充说明", "Further words"), Rows: 3}}}, nil
		},
		func(r *Request, id string) error {
			n := func(name string) int {
				v, err := strconv.Atoi(r.PostFormValue(name))
				if err != nil {
					return -1
				}
				return v
			}
			_, err := s.Registry.StateMeans(r.Context(), r.P, r.C.Now, registry.StateMeans{Committee: id, Version: r.Version(), Key: r.Key(),
				Means: registry.Means{Year: n("year"), Staff: n("staff"), Budget: n("budget"), Premises: r.PostFormValue("premises"),
					Independent: r.PostFormValue("independent") != "", Note: r.PostFormValue("note")}})
			return err
		})
}

// certify records a certificate of the committee.
func (s *Server) certify() formPage {
	return s.committeeForm(auth.CommitteeEdit, ui.HeadInfo{Title: lang.T("记录认证", "Record a certificate")}, lang.T("认证已记录。", "The certificate is recorded."),
		func(r *Request, _ registry.Committee) ([]form.Field, error) {
			line := func(name string, label lang.Text) form.Field {
				return form.Field{Kind: form.Line, Field: ui.Field{Name: name, Label: label, Required: true, Max: 200}}
			}
			return []form.Field{line("number", lang.T("证书编号", "Number of the certificate")), line("scope", lang.T("认证范围", "What it covers")), line("assessor", lang.T("评定机构", "Assessor")),
				dayField("from", lang.T("有效期自", "Valid from"), string(r.P.Day), true), dayField("until", lang.T("有效期至", "Valid until"), "", true), fileField(lang.T("证书", "The certificate"))}, nil
		},
		func(r *Request, id string) error {
			file, err := r.sentFile()
			if err != nil {
				return err
			}
			_, err = s.Registry.Certify(r.Context(), r.P, r.C.Now, registry.Certify{Committee: id, Number: r.PostFormValue("number"), Scope: r.PostFormValue("scope"),
				Assessor: r.PostFormValue("assessor"), From: calendar.Day(r.PostFormValue("from")), Until: calendar.Day(r.PostFormValue("until")), File: file, Version: r.Version(), Key: r.Key()})
			return err
		})
}

// endCertificate records that a certificate holds no more.
func (s *Server) endCertificate() formPage {
	return s.committeeForm(auth.CommitteeEdit, ui.HeadInfo{Title: lang.T("终止认证", "End the certificate")}, lang.T("认证已终止。", "The certificate is ended."),
		func(r *Request, _ registry.Committee) ([]form.Field, error) {
			return []form.Field{dayField("day", lang.T("自何日起无效", "First day without it"), string(r.P.Day), true),
				{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Rows: 3}}}, nil
		},
		func(r *Request, id string) error {
			_, err := s.Registry.EndCertificate(r.Context(), r.P, r.C.Now, registry.EndCertificate{Committee: id, Day: calendar.Day(r.PostFormValue("day")),
				Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

// renewTerms elects members again.
func (s *Server) renewTerms() formPage {
	return s.committeeForm(auth.CommitteeAppoint, ui.HeadInfo{Title: lang.T("换届连任", "Elect members again"),
		Lead: lang.T("所选委员从现任期届满的次日起以原职务连任；其余的按任期离任。", "Those chosen go on in the same role from the day after their term; all others leave with theirs.")},
		lang.T("已连任。", "They are elected again."),
		func(r *Request, c registry.Committee) ([]form.Field, error) {
			var ids []string
			for _, m := range c.Roster(r.P.Day) {
				ids = append(ids, m.Person)
			}
			names, err := r.people(ids...)
			who := form.Field{Kind: form.Checks, Field: ui.Field{Name: "people", Label: lang.T("连任的委员", "Who goes on"), Required: true}}
			for _, m := range c.Roster(r.P.Day) {
				who.Options = append(who.Options, ui.Option{Value: m.Person, Text: names.text(m.Person),
					Help: lang.T("%s，现任期至 %s", "%s, present term until %s").With(m.Role.Text(), r.C.Day(string(m.Until)))})
			}
			until := dayField("until", lang.T("新任期至", "New end of the term"), "", true)
			until.Help = r.termHelp(r.law(c.Region))
			return []form.Field{who, until}, err
		},
		func(r *Request, id string) error {
			_, err := s.Registry.RenewTerms(r.Context(), r.P, r.C.Now, registry.RenewTerms{Committee: id, People: r.PostForm["people"],
				Until: calendar.Day(r.PostFormValue("until")), Version: r.Version(), Key: r.Key()})
			return err
		})
}

// adoptUnitRule puts a rule of a unit on file, or a new version of one.
func (s *Server) adoptUnitRule() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			u, err := s.Registry.Unit(r.Reader(), r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			return form.Page{Head: ui.HeadInfo{Title: lang.T("登记管理制度", "Put a rule on file"), Kicker: english(u.Name), Lead: lang.T("每次登记是一个新版本，旧版本保留。", "Each entry is a new version; old ones are kept.")},
				Version: u.Version, Cancel: entryPath(auth.Unit, u.ID), Submit: save(), Fields: r.ruleFields(u.Region, registry.UnitRules, lang.T("施行日期", "In force from"))}, r.may(auth.UnitEdit, auth.Unit, u.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			file, err := r.sentFile()
			if err != nil {
				return "", lang.Text{}, err
			}
			_, err = s.Registry.AdoptUnitRule(r.Context(), r.P, r.C.Now, registry.AdoptUnitRule{Unit: id, Code: r.PostFormValue("code"), Title: r.PostFormValue("title"),
				Day: calendar.Day(r.PostFormValue("day")), File: file, Version: r.Version(), Key: r.Key()})
			return entryPath(auth.Unit, id) + "#rules", lang.T("制度已登记。", "The rule is on file."), err
		},
	}
}

// unitRules are the rules of a unit: the one in force of each, and what is missing.
func (r *Request) unitRules(u registry.Unit, may bool) register.Section {
	missing, has := ui.Status{Text: lang.T("未登记", "not on file"), Tone: ui.Warn}, ui.Status{Text: lang.T("现行", "in force"), Tone: ui.OK}
	var rows []register.Row
	for _, item := range r.law(u.Region).List(registry.UnitRules) {
		row := register.Row{{Text: r.C.Text(item.Text), Small: []string{r.cite(item.Ground())}}, {Text: "—"}, {Text: "—"}, {Text: "—"}, {Status: &missing}}
		if p := u.Papers.Last(item.Code); p != nil {
			row = register.Row{row[0], {Text: p.Title}, {Text: r.C.Day(string(p.Day))}, {Text: r.C.Num(p.No), Num: true}, {Status: &has}}
			if p.File != nil {
				row[1].Href = entryPath(auth.Unit, u.ID) + "/papers/" + p.File.Hash
			}
		}
		rows = append(rows, row)
	}
	out := register.Section{ID: "rules", Title: lang.T("管理制度", "Rules"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("单位须制定的制度及其现行版本", "What a unit has to have written down, and what is in force"), Columns: []ui.Column{{Text: lang.T("类别", "Kind")},
		{Text: lang.T("名称", "Title")}, {Text: lang.T("施行日期", "In force from")}, {Text: lang.T("版本", "Version"), Num: true}, {Text: lang.T("情况", "State")}}, Rows: len(rows)}, rows)}
	if may && u.State == registry.Active {
		out.Acts = []register.Act{{Link: ui.Link{Text: lang.T("登记制度", "Put a rule on file"), Href: entryPath(auth.Unit, u.ID) + "/rules/new"}, Look: ui.Quiet}}
	}
	return out
}

// unitPaper sends the text of a rule of a unit, which all who are logged in may read.
func (s *Server) unitPaper(r *Request) error {
	u, err := s.Registry.Unit(r.Reader(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.sendPaper(r, u.Papers.Files())
}

// committeePaper sends the text of a charter, rule or certificate, which all
// who are logged in may read.
func (s *Server) committeePaper(r *Request) error {
	c, err := s.ownCommittee(r, auth.CommitteeView)
	if err != nil {
		return err
	}
	return s.sendPaper(r, c.Files())
}

// sendPaper sends the one of the files that the address names by its hash.
func (s *Server) sendPaper(r *Request, files []blob.Kept) error {
	for _, k := range files {
		if k.Hash == r.PathValue("hash") {
			return s.sendKept(r, k)
		}
	}
	return errs.New(errs.NotFound, "registry.paper.none", lang.T("没有这个文件。", "There is no such file."))
}

// sendKept sends a small kept file to be saved.
func (s *Server) sendKept(r *Request, k blob.Kept) error {
	content, err := s.Blobs.Open(r.Context(), k.Hash)
	if err != nil {
		return err
	}
	defer content.Close()
	h := r.W.Header()
	h.Set("Content-Type", k.Type)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": k.Name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	if _, err := io.Copy(r.W, content); err != nil {
		s.Log.Warn("send file", "error", err)
	}
	return nil
}
