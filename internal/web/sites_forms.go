package web

import (
	"io"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/sites"
	"lunheng/internal/sites/parcel"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// inviteSite has a unit take part: one of this house with its committee, or one
// of another installation.
func (s *Server) inviteSite() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			id := r.PathValue("id")
			v := form.Page{Page: r.Info(lang.T("邀请参与单位", "Invite a unit")), Cancel: "/activities/" + id, Submit: ui.Button{Text: lang.T("邀请", "Invite"), Look: ui.Primary},
				Head: ui.HeadInfo{Title: lang.T("邀请参与单位", "Invite a unit"), Lead: lang.T("在本系统中的单位选择其委员会；在另一系统中的，选择该系统并填写单位代码。",
					"Choose the committee of a unit of this house; of a unit elsewhere choose its installation and give the unit's code.")}}
			page, err := registry.ListCommittees(r.Reader(), registry.CommitteeFilter{State: string(registry.Active), Paging: store.Paging{Limit: maxChoice}})
			if err != nil {
				return v, err
			}
			choose := form.Field{Kind: form.Choice, Field: ui.Field{Name: "committee", Label: lang.T("参与委员会", "Participating committee")}}
			for _, c := range page.Items {
				choose.Options = append(choose.Options, ui.Option{Value: c.ID, Text: english(c.Name)})
			}
			v.Fields = []form.Field{choose}
			peers, err := sites.Peers(r.Reader())
			if err != nil {
				return v, err
			}
			if len(peers) > 0 {
				other := form.Field{Kind: form.Choice, Field: ui.Field{Name: "peer", Label: lang.T("或者：另一系统", "Or: another installation")}}
				for _, p := range peers {
					if p.State == sites.PeerKnown {
						other.Options = append(other.Options, ui.Option{Value: p.ID, Text: lang.Same(p.Name)})
					}
				}
				v.Fields = append(v.Fields, other, line("party_key", lang.T("单位代码", "Code of the unit"), false), line("party_name", lang.T("单位名称", "Name of the unit"), false))
			}
			return v, r.may(auth.SiteInvite, auth.Activity, id)
		},
		act: func(r *Request) (string, lang.Text, error) {
			out, err := s.Sites.Invite(r.Context(), r.P, r.C.Now, sites.Invite{Activity: r.PathValue("id"), Committee: r.PostFormValue("committee"), Peer: r.PostFormValue("peer"),
				PartyKey: r.PostFormValue("party_key"), PartyName: r.PostFormValue("party_name"), Key: r.Key()})
			to := "/sites/" + out.Result
			if err == nil && r.may(auth.SiteView, auth.Site, out.Result) != nil {
				to = "/activities/" + r.PathValue("id")
			}
			return to, lang.T("已邀请。", "Invited."), err
		},
	}
}

func line(name string, label lang.Text, required bool) form.Field {
	return form.Field{Kind: form.Line, Field: ui.Field{Name: name, Label: label, Required: required}}
}

func area(name string, label lang.Text, required bool) form.Field {
	return form.Field{Kind: form.Area, Field: ui.Field{Name: name, Label: label, Required: required, Rows: 4}}
}

// siteForm is a form about one site.
func (s *Server) siteForm(verb auth.Verb, title, lead, button, done lang.Text, fields func(*Request, sites.State, *form.Page) error,
	act func(*Request, string) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Sites.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			v := form.Page{Page: r.Info(title), Head: ui.HeadInfo{Kicker: lang.T("%s · %s", "%s · %s").With(english(st.Party.Unit), st.Title), Title: title, Lead: lead},
				Version: st.Version, Cancel: "/sites/" + st.ID, Submit: ui.Button{Text: button, Look: ui.Primary}}
			if err := r.may(verb, auth.Site, st.ID); err != nil {
				return v, err
			}
			return v, fields(r, st, &v)
		},
		act: func(r *Request) (string, lang.Text, error) {
			return "/sites/" + r.PathValue("id"), done, act(r, r.PathValue("id"))
		},
	}
}

func (s *Server) siteInput() formPage {
	return s.siteForm(auth.SiteInput, lang.T("填写本地意见", "Local input"), lang.T("针对您现在能读到的申请版本。申请更新后须重新填写。", "It is about the version that you can read now, and has to be given again when the application is renewed."),
		lang.T("保存", "Save"), lang.T("本地意见已保存。", "The local input is noted."),
		func(r *Request, st sites.State, v *form.Page) error {
			find, who, err := s.findPerson(r)
			if err != nil {
				return err
			}
			contact := who
			who.Name, who.Label = "investigator", lang.T("本单位负责人", "Who answers for the work here")
			contact.Name, contact.Label = "contact", lang.T("受试者联系人", "Whom people who take part can ask")
			conditions := area("conditions", lang.T("本地条件，每行一项", "Local conditions, one a line"), false)
			v.Find, v.Fields = find, []form.Field{who, contact, conditions}
			if st.Input != nil { // renewed without looking for anybody
				v.Fields = append(v.Fields, form.Field{Kind: form.Check, Field: ui.Field{Name: "same", Label: lang.T("人员不变，只确认新的版本", "The same people: confirm the newer version only")}})
				v.Find.Hits = max(v.Find.Hits, 1)
			}
			return nil
		},
		func(r *Request, id string) error {
			cmd := sites.GiveInput{Site: id, Investigator: r.PostFormValue("investigator"), Contact: r.PostFormValue("contact"), Conditions: lines(r.PostFormValue("conditions")), Version: r.Version(), Key: r.Key()}
			if r.PostFormValue("same") != "" {
				st, err := s.Sites.View(r.Reader(), r.P, id)
				if err != nil {
					return err
				}
				if st.Input != nil {
					cmd.Investigator, cmd.Contact, cmd.Conditions = st.Input.Investigator, st.Input.Contact, append(st.Input.Conditions, cmd.Conditions...)
				}
			}
			_, err := s.Sites.GiveInput(r.Context(), r.P, r.C.Now, cmd)
			return err
		})
}

func noSiteFields(*Request, sites.State, *form.Page) error { return nil }

func siteArea(name string, label lang.Text) func(*Request, sites.State, *form.Page) error {
	return func(_ *Request, _ sites.State, v *form.Page) error {
		v.Fields = []form.Field{area(name, label, true)}
		return nil
	}
}

func (r *Request) onSite(id string) sites.On {
	return sites.On{Site: id, Note: r.PostFormValue("note"), Version: r.Version(), Key: r.Key()}
}

func (s *Server) siteComment() formPage {
	return s.siteForm(auth.SiteComment, lang.T("提出意见", "Comment"), lang.T("牵头委员会决定之前，可以向其提出意见。", "Before the lead's committee decides it can be told what matters here."), lang.T("提交", "Send"), lang.T("意见已记录。", "Noted."),
		siteArea("text", lang.T("意见", "Comment")), func(r *Request, id string) error {
			_, err := s.Sites.Comment(r.Context(), r.P, r.C.Now, sites.Words{Site: id, Text: r.PostFormValue("text"), Key: r.Key()})
			return err
		})
}

func (s *Server) siteTakeUp() formPage {
	return s.siteForm(auth.SiteReceive, lang.T("受理决定包", "Take the package up"), lang.T("各项核对都通过才能受理；受理后按简易程序审查，期限开始计算。", "Every check has to hold. The committee then reviews by the simplified procedure, and its time runs."),
		lang.T("受理", "Take it up"), lang.T("已受理，交委员会审查。", "Taken up: it is before the committee."), noSiteFields, func(r *Request, id string) error {
			_, err := s.Sites.TakeUp(r.Context(), r.P, r.C.Now, r.onSite(id))
			return err
		})
}

func (s *Server) siteRefuse() formPage {
	return s.siteForm(auth.SiteReceive, lang.T("退回决定包", "Refuse the package"), lang.T("理由就是没有通过的核对，连同怎样处理一并告知牵头方。", "The reasons are the checks that fail; the lead is told what to do about each."),
		lang.T("退回", "Refuse"), lang.T("已退回牵头方。", "The lead has it back."), func(_ *Request, _ sites.State, v *form.Page) error {
			v.Fields = []form.Field{area("note", lang.T("补充说明", "Note"), false)}
			return nil
		}, func(r *Request, id string) error {
			_, err := s.Sites.Refuse(r.Context(), r.P, r.C.Now, r.onSite(id))
			return err
		})
}

func (s *Server) siteAnswer() formPage {
	return s.siteForm(auth.SiteAnswer, lang.T("出具正式意见", "The formal opinion"), lang.T("认可还是异议，由委员会的审查决定；这里再次核对并签发。", "Whether it recognises or objects, the committee has decided; the checks are made again here."),
		lang.T("签发", "Sign"), lang.T("正式意见已签发。", "The formal opinion is given."), func(r *Request, st sites.State, v *form.Page) error {
			note := area("note", lang.T("说明", "Note"), st.State == sites.StateDisagreed)
			if st.State == sites.StateDisagreed {
				v.Head.Title, note.Label = lang.T("正式意见：异议", "The formal opinion: objection"), lang.T("牵头方怎样处理才能认可", "What the lead has to do for it to be recognised")
				v.Fields = []form.Field{{Kind: form.Checks, Field: ui.Field{Name: "codes", Label: lang.T("理由", "Reasons"), Required: true, Options: options(r.law(st.Region), "recognition_objections")}}}
			}
			v.Fields = append(v.Fields, note)
			return nil
		}, func(r *Request, id string) error {
			_, err := s.Sites.Reply(r.Context(), r.P, r.C.Now, sites.Reply{Site: id, Codes: r.PostForm["codes"], Note: r.PostFormValue("note"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) siteFollowUp() formPage {
	return s.siteForm(auth.SiteFollowUp, lang.T("记录本单位的跟踪审查", "The site's own follow-up"), lang.T("各参与单位自己跟踪；下一次从今天起算。", "Every site follows up for itself; the next is due from today."), lang.T("保存", "Save"), lang.T("已记录。", "Noted."),
		func(r *Request, st sites.State, v *form.Page) error {
			v.Fields = []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "result", Label: lang.T("结论", "What it came to"), Required: true, Options: options(r.law(st.Region), "site_follow_up")}},
				area("text", lang.T("查了什么、发现了什么", "What was looked at and found"), true)}
			return nil
		}, func(r *Request, id string) error {
			_, err := s.Sites.FollowUp(r.Context(), r.P, r.C.Now, sites.Report{Site: id, Result: r.PostFormValue("result"), Text: r.PostFormValue("text"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) siteWithdraw() formPage {
	return s.siteForm(auth.SiteWithdraw, lang.T("退出", "End its part"), lang.Text{}, lang.T("退出", "End it"), lang.T("已退出。", "Its part has ended."), siteArea("note", lang.T("理由", "Why")),
		func(r *Request, id string) error {
			_, err := s.Sites.Withdraw(r.Context(), r.P, r.C.Now, r.onSite(id))
			return err
		})
}

// proofField asks for one file of another installation.
func proofField(label lang.Text) form.Field {
	return form.Field{Kind: form.Files, Field: ui.Field{Name: "file", Label: label, Required: true, Attrs: map[string]any{"accept": ".json,application/json"}}}
}

// proofFile is the file that came with a form.
func (r *Request) proofFile() ([]byte, error) {
	if r.MultipartForm == nil || len(r.MultipartForm.File["file"]) == 0 {
		return nil, errs.New(errs.Invalid, "web.sites.file", lang.T("请选择文件。", "Choose the file.")).At("file")
	}
	f, err := r.MultipartForm.File["file"][0].Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxForm))
}

func (s *Server) importAnswer() formPage {
	return s.siteForm(auth.SiteWithdraw, lang.T("导入对方的答复", "Import their answer"), lang.T("用登记的日志公钥离线核验签名和证明。", "Signature and proof are checked offline, under the log key that is known here."), lang.T("核验并导入", "Check and import"), lang.T("答复真实，已导入。", "The answer is genuine and taken in."),
		func(_ *Request, _ sites.State, v *form.Page) error {
			v.Fields = []form.Field{proofField(lang.T("答复文件", "The answer"))}
			return nil
		}, func(r *Request, id string) error {
			raw, err := r.proofFile()
			if err != nil {
				return err
			}
			_, err = s.Sites.ImportAnswer(r.Context(), r.P, r.C.Now, sites.ImportAnswer{Site: id, File: raw, Key: r.Key()})
			return err
		})
}

// importPackage takes another installation's decision package in.
func (s *Server) importPackage() formPage {
	title := lang.T("导入决定包", "Import a decision package")
	return formPage{
		build: func(r *Request) (form.Page, error) {
			id := r.PathValue("id")
			com, err := r.body(auth.Committee, id)
			if err != nil {
				return form.Page{}, err
			}
			return form.Page{Page: r.Info(title), Head: ui.HeadInfo{Kicker: com, Title: title,
				Lead: lang.T("离线核验：签名是受信任的系统的，决定、决定书和状态说明都在它的日志里，附件没有被改动，也不比已导入的旧。", "Checked offline: signed by a trusted installation, decision, letter and standing all in its log, attachments unaltered, and nothing older than what was imported before.")},
				Fields: []form.Field{proofField(lang.T("决定包文件", "The package"))}, Cancel: "/sites", Submit: ui.Button{Text: lang.T("核验并导入", "Check and import"), Look: ui.Primary}}, r.may(auth.SiteImport, auth.Committee, id)
		},
		act: func(r *Request) (string, lang.Text, error) {
			raw, err := r.proofFile()
			if err != nil {
				return "", title, err
			}
			out, err := s.Sites.Import(r.Context(), r.P, r.C.Now, sites.Import{Committee: r.PathValue("id"), File: raw, Key: r.Key()})
			return "/sites/" + out.Result, lang.T("决定包真实，已导入。", "The package is genuine and taken in."), err
		},
	}
}

// leadForm is a form about the sites of one case of the lead.
func (s *Server) leadForm(verb auth.Verb, title, lead, button, done lang.Text, fields []form.Field, act func(*Request, string) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			c, err := s.Review.View(r.Reader(), r.P, r.PathValue("id"), 0)
			if err != nil {
				return form.Page{}, err
			}
			return form.Page{Page: r.Info(title), Head: ui.HeadInfo{Kicker: lang.T("%s · %s", "%s · %s").With(c.Number, c.Title), Title: title, Lead: lead}, Fields: fields, Version: c.Version,
				Cancel: "/reviews/" + c.ID + "/sites", Submit: ui.Button{Text: button, Look: ui.Primary}}, r.may(verb, auth.Review, c.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			return "/reviews/" + r.PathValue("id") + "/sites", done, act(r, r.PathValue("id"))
		},
	}
}

func (s *Server) sendPackage() formPage {
	return s.leadForm(auth.SiteSend, lang.T("发出决定包", "Send the decision package"), lang.T("同时发给全部参与单位；在其他系统中的，下载文件转交。", "It goes to all sites at once; for those in other installations download the file and hand it over."),
		lang.T("发出", "Send"), lang.T("决定包已发出。", "The package is sent."), nil, func(r *Request, id string) error {
			_, err := s.Sites.Send(r.Context(), r.P, r.C.Now, sites.Send{Review: id, Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) stateDecision() formPage {
	state := form.Field{Kind: form.Radios, Field: ui.Field{Name: "state", Label: lang.T("决定现在", "The decision is now"), Required: true}}
	for _, code := range []string{parcel.InForce, parcel.Suspended, parcel.Terminated} {
		state.Options = append(state.Options, ui.Option{Value: code, Text: sites.StatusText(code)})
	}
	return s.leadForm(auth.SiteState, lang.T("说明决定的效力", "State how the decision stands"), lang.T("本系统中的参与单位立即得知；其他系统的，请随后转交最新的文件。", "Sites of this house hear it at once; hand the newest file to those elsewhere."),
		lang.T("说明", "State it"), lang.T("已说明。", "Stated."), []form.Field{state, area("reason", lang.T("理由", "Why"), false)}, func(r *Request, id string) error {
			_, err := s.Sites.StateStatus(r.Context(), r.P, r.C.Now, sites.StateStatus{Review: id, State: r.PostFormValue("state"), Reason: r.PostFormValue("reason"), Key: r.Key()})
			return err
		})
}

// packageFile and answerFile are the files that travel.
func (s *Server) packageFile(r *Request) error {
	raw, err := s.Sites.PackageFile(r.Context(), r.Reader(), r.P, r.PathValue("id"))
	return r.sendFile(raw, "package.json", err)
}

func (s *Server) answerFile(r *Request) error {
	raw, err := s.Sites.AnswerFile(r.Reader(), r.P, r.PathValue("id"))
	return r.sendFile(raw, "answer.json", err)
}

func (r *Request) sendFile(raw []byte, name string, err error) error {
	if err != nil {
		return err
	}
	r.W.Header().Set("Content-Type", "application/json")
	r.W.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	if _, err := r.W.Write(raw); err != nil {
		return errs.New(errs.Internal, "web.write", lang.T("未能发送。", "It could not be sent.")).Because(err)
	}
	return nil
}
