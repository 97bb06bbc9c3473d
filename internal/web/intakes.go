package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/complaint"
	"lunheng/internal/lang"
	pages "lunheng/internal/web/pages/complaint"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var intakeTitle = lang.T("举报的受理", "Receiving reports")

func intakePath(id string) string { return "/intakes/" + id }

// dutyText names a duty.
func dutyText(duty string) lang.Text {
	if duty == complaint.Custodian {
		return lang.T("保管身份", "keeps identities")
	}
	return lang.T("受理举报", "receives reports")
}

// intakePage is who receives reports for a body, and who keeps identities.
func (s *Server) intakePage(r *Request) error {
	in, err := s.Complaint.Intake(r.Reader(), r.PathValue("id"))
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, in.BodyKind, in.Body, auth.ComplaintOffice, auth.ComplaintKey)
	if err != nil {
		return err
	}
	if !may[auth.ComplaintOffice] && !may[auth.ComplaintKey] {
		return r.may(auth.ComplaintOffice, in.BodyKind, in.Body)
	}
	name, err := r.body(in.BodyKind, in.Body)
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(intakeTitle), Head: ui.HeadInfo{Kicker: name, Title: intakeTitle, Lead: lang.T("受理人阅读和答复举报；身份由另一个人保管，同意之后才向受理人打开。同一个人不能兼任。每个人的钥匙在自己的浏览器里生成，口令丢失就打不开此前的举报。",
		"Receivers read and answer; another person keeps identities and must agree before one is opened. Nobody is both. Keys are made in everybody's own browser; who loses the passphrase cannot open what came before.")}}
	v.Status = ui.Status{Text: lang.T("可以受理举报", "Reports can come in"), Tone: ui.OK}
	if len(in.Ready(complaint.Receiver)) == 0 {
		v.Status = ui.Status{Text: lang.T("还不能受理举报", "No report can come in yet"), Tone: ui.Warn}
	}
	var acts []register.Act
	if may[auth.ComplaintOffice] {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("指定人员", "Name somebody"), Href: intakePath(in.Body) + "/people/new"}, Look: ui.Primary})
	}
	if may[auth.ComplaintKey] {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("设置我的钥匙", "Make my key"), Href: intakePath(in.Body) + "/key"}, Look: ui.Second})
	}
	v.Head.Action = register.Acts(r.C, acts)
	part, err := r.intakePeople(in, may[auth.ComplaintOffice])
	if err != nil {
		return err
	}
	v.Sections = []register.Section{part}
	if may[auth.ComplaintOffice] {
		events, err := s.Complaint.IntakeEvents(r.Reader(), r.P, in.Body)
		if err != nil {
			return err
		}
		if v.History, err = s.tell(r, events); err != nil {
			return err
		}
	}
	return r.Page(register.EntryPage(r.C, v))
}

func (r *Request) intakePeople(in complaint.Intake, mayEnd bool) (register.Section, error) {
	var ids []string
	for _, p := range in.People {
		ids = append(ids, p.Person)
	}
	names, err := r.people(ids...)
	if err != nil {
		return register.Section{}, err
	}
	var rows []register.Row
	for _, p := range in.People {
		status := ui.Status{Text: lang.T("钥匙已设置", "Has a key"), Tone: ui.OK}
		if p.Key == "" {
			status = ui.Status{Text: lang.T("还没有钥匙", "Has no key yet"), Tone: ui.Waiting}
		}
		row := register.Row{{Text: r.C.Text(names.text(p.Person))}, {Text: r.C.Text(dutyText(p.Duty))}, {Status: &status}}
		if mayEnd {
			row[0].Acts = []ui.Link{{Text: lang.T("结束职责", "End the duty"), Href: intakePath(in.Body) + "/people/" + p.Person + "/leave"}}
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "people", Title: lang.T("人员", "People"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("按指定顺序", "In the order of naming"), Columns: []ui.Column{{Text: lang.T("姓名", "Name")}, {Text: lang.T("职责", "Duty")}, {Text: lang.T("钥匙", "Key")}},
		Empty: ui.EmptyInfo{Title: lang.T("还没有指定人员", "Nobody is named yet"), Text: lang.T("指定受理人并由其设置钥匙之后，举报页上才会列出这里。", "Once somebody is named to receive reports and has made a key, reporters find this body.")}}, rows)}, nil
}

// intakeForm is a form about a body's intake.
func (s *Server) intakeForm(verb auth.Verb, head ui.HeadInfo, button, done lang.Text, complete func(*Request, complaint.Intake, *form.Page) error, act func(*Request) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			in, err := s.Complaint.Intake(r.Reader(), r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			head := head // of this request alone
			if head.Kicker, err = r.body(in.BodyKind, in.Body); err != nil {
				return form.Page{}, err
			}
			v := form.Page{Page: r.Info(head.Title), Head: head, Version: in.Version, Cancel: intakePath(in.Body), Submit: ui.Button{Text: button, Look: ui.Primary}}
			if err := r.may(verb, in.BodyKind, in.Body); err != nil || complete == nil {
				return v, err
			}
			return v, complete(r, in, &v)
		},
		act: func(r *Request) (string, lang.Text, error) { return intakePath(r.PathValue("id")), done, act(r) },
	}
}

func (s *Server) nameReceiver() formPage {
	return s.intakeForm(auth.ComplaintOffice, ui.HeadInfo{Title: lang.T("指定人员", "Name somebody"), Lead: lang.T("受理人和身份保管人须是不同的人。", "Who receives reports and who keeps identities are different people.")}, lang.T("指定", "Name them"),
		lang.T("已指定，请其登录后设置钥匙。", "Named; ask them to log in and make their key."), func(r *Request, _ complaint.Intake, v *form.Page) error {
			find, person, err := s.findPerson(r)
			if err != nil {
				return err
			}
			v.Find = find
			v.Fields = []form.Field{person, {Kind: form.Radios, Field: ui.Field{Name: "duty", Label: lang.T("职责", "Duty"), Required: true, Options: []ui.Option{{Value: complaint.Receiver, Text: dutyText(complaint.Receiver)},
				{Value: complaint.Custodian, Text: dutyText(complaint.Custodian), Help: lang.T("看不到举报内容", "does not see the words of a report")}}}}, r.found()}
			return nil
		}, func(r *Request) error {
			_, err := s.Complaint.Name(r.Context(), r.P, r.C.Now, complaint.Name{Intake: r.PathValue("id"), Person: r.PostFormValue("person"), Duty: r.PostFormValue("duty"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) leaveIntake() formPage {
	return s.intakeForm(auth.ComplaintOffice, ui.HeadInfo{Title: lang.T("结束职责", "End the duty"), Lead: lang.T("此后不再能看到这里的举报；新的来信不再加密给此人。", "They see no report here any more, and new letters are not encrypted to them.")}, lang.T("结束职责", "End it"), lang.T("职责已结束。", "The duty is over."), nil,
		func(r *Request) error {
			_, err := s.Complaint.Leave(r.Context(), r.P, r.C.Now, complaint.Leave{Intake: r.PathValue("id"), Person: r.PathValue("person"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) intakeKey() formPage {
	return s.intakeForm(auth.ComplaintKey, ui.HeadInfo{Title: lang.T("设置我的钥匙", "Make my key"), Lead: lang.T("钥匙在您的浏览器里生成，私钥用口令加密之后才交给服务器保存。口令谁也无法重置；换了新钥匙，此前的来信仍须用原来的口令打开。",
		"The key is made in your browser, and its private half goes to the server only encrypted with your passphrase. Nobody can reset it; after a new key, earlier letters still need the earlier passphrase.")}, lang.T("生成并保存", "Make and keep it"), lang.T("钥匙已设置。", "Your key is set."),
		func(r *Request, _ complaint.Intake, v *form.Page) error {
			v.Above, v.Fields = append(v.Above, pages.Above(r.C, pages.Tool{Kind: "key", Twice: true})), madeHere("public", "locked")
			return nil
		}, func(r *Request) error {
			_, err := s.Complaint.SetKey(r.Context(), r.P, r.C.Now, complaint.SetKey{Intake: r.PathValue("id"), Public: r.PostFormValue("public"), Locked: unix(r.PostFormValue("locked")), Version: r.Version(), Key: r.Key()})
			return err
		})
}
