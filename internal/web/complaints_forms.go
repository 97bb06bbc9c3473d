package web

import (
	"encoding/json"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/complaint"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/violation"
	pages "lunheng/internal/web/pages/complaint"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// complaintForm is a form about one report. Fields may be nil; complete adds what the
// browser needs to encrypt.
func (s *Server) complaintForm(verb auth.Verb, head ui.HeadInfo, button, done lang.Text, fields []form.Field, complete func(*Request, complaint.View, *form.Page) error, act func(*Request) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			got, err := s.Complaint.See(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			head := head // of this request alone
			head.Kicker = lang.T("举报 %s", "Report %s").With(short(got.ID))
			v := form.Page{Page: r.Info(head.Title), Head: head, Version: got.Version, Cancel: complaintPath(got.ID), Submit: ui.Button{Text: button, Look: ui.Primary}, Fields: fields}
			if err := r.may(verb, auth.Complaint, got.ID); err != nil || complete == nil {
				return v, err
			}
			return v, complete(r, got, &v)
		},
		act: func(r *Request) (string, lang.Text, error) { return complaintPath(r.PathValue("id")), done, act(r) },
	}
}

var complaintReason = form.Field{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Rows: 3, Help: lang.T("不写姓名，也不写能认出举报人的内容。", "No names, and nothing by which the reporter could be known.")}}

// madeHere are fields that the browser fills in.
func madeHere(names ...string) []form.Field {
	var out []form.Field
	for _, name := range names {
		out = append(out, form.Field{Kind: form.Hidden, Field: ui.Field{Name: name}})
	}
	return out
}

func (r *Request) reasonedComplaint() complaint.Reasoned {
	return complaint.Reasoned{Complaint: r.PathValue("id"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()}
}

func (s *Server) takeUpComplaint() formPage {
	return s.complaintForm(auth.ComplaintAct, ui.HeadInfo{Title: lang.T("开始处理", "Take the report up"), Lead: lang.T("举报人会看到已经开始处理。是否受理立案，由调查程序决定并告知。", "The reporter sees that work has begun. Whether a case is opened is decided and told by the inquiry.")},
		lang.T("开始处理", "Take it up"), lang.T("已开始处理。", "It is in hand."), nil, nil, func(r *Request) error {
			_, err := s.Complaint.TakeUp(r.Context(), r.P, r.C.Now, complaint.On{Complaint: r.PathValue("id"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

// caseOfComplaint lets a report become a case, whose progress its reporter reads in
// the channel.
func (s *Server) caseOfComplaint() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			got, err := s.Complaint.See(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			name, err := r.body(got.BodyKind, got.Body)
			if err != nil {
				return form.Page{}, err
			}
			v, err := r.caseForm(got.BodyKind, name)
			v.Cancel = complaintPath(got.ID)
			v.Head.Kicker = lang.T("举报 %s", "Report %s").With(short(got.ID))
			v.Fields[1].Help = lang.T("用您自己的话写，不照抄来信，不写能认出举报人的内容：办案的人和日志会看到。", "In your own words: copy no letter and write nothing by which the reporter could be known, since those who handle the case read it and the journal keeps it.")
			if err != nil {
				return v, err
			}
			return v, r.may(auth.ComplaintAct, auth.Complaint, got.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			got, err := s.Complaint.See(r.Reader(), r.P, id)
			if err == nil {
				_, err = s.registerCase(r, violation.Body{Kind: got.BodyKind, ID: got.Body}, violation.Source{Kind: violation.FromReport, Record: id})
			}
			return complaintPath(id), lang.T("已登记为案件；是否受理以及调查的进展，举报人凭回执看到。", "It is registered as a case; the reporter reads with the receipt whether it is taken up and how it goes on."), err
		},
	}
}

func (s *Server) replyComplaint() formPage {
	return s.complaintForm(auth.ComplaintAct, ui.HeadInfo{Title: lang.T("回复举报人", "Answer the reporter"), Lead: lang.T("在这里写的内容加密给举报人和其他受理人之后才发送。不要追问会暴露身份的细节。", "What you write is encrypted to the reporter and the others who receive reports before it is sent. Do not ask for what would give the reporter away.")},
		lang.T("加密并送出", "Encrypt and send"), lang.T("已送出；举报人凭回执读到。", "Sent; the reporter reads it with the receipt."), madeHere("digest", "sealed"),
		func(r *Request, got complaint.View, v *form.Page) error {
			v.Above = append(v.Above, pages.Above(r.C, pages.Tool{Kind: "reply", Keys: strings.Join(got.Keys, " "), Letter: true}))
			return nil
		}, func(r *Request) error {
			_, err := s.Complaint.Reply(r.Context(), r.P, r.C.Now, complaint.Reply{Complaint: r.PathValue("id"), Key: r.Key(), Letter: complaint.Letter{Digest: r.PostFormValue("digest"), Sealed: unix(r.PostFormValue("sealed"))}})
			return err
		})
}

// unix takes the line ends that forms are sent with out again.
func unix(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

func (s *Server) closeComplaint() formPage {
	f := s.complaintForm(auth.ComplaintAct, ui.HeadInfo{Title: lang.T("办结举报", "Close the report"), Lead: lang.T("理由会原样告诉举报人。", "The reporter is told this reason as it stands.")}, lang.T("办结", "Close it"), lang.T("已办结。", "It is closed."), nil,
		func(r *Request, got complaint.View, v *form.Page) error {
			v.Fields = []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "code", Label: lang.T("如何办结", "How it ends"), Required: true, Options: options(r.law(got.Region), "report_closings")}}, complaintReason}
			return nil
		}, func(r *Request) error {
			_, err := s.Complaint.Close(r.Context(), r.P, r.C.Now, complaint.Close{Complaint: r.PathValue("id"), Code: r.PostFormValue("code"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return err
		})
	return f
}

// simpleComplaint is a form that needs a reason and nothing else.
func (s *Server) simpleComplaint(verb auth.Verb, title, lead, button, done lang.Text, act func(*Request) error) formPage {
	return s.complaintForm(verb, ui.HeadInfo{Title: title, Lead: lead}, button, done, []form.Field{complaintReason}, nil, act)
}

func (s *Server) reopenComplaint() formPage {
	return s.simpleComplaint(auth.ComplaintAct, lang.T("重新处理", "Open the report again"), lang.T("理由会告诉举报人。", "The reporter is told why."), lang.T("重新处理", "Open it again"), lang.T("已重新处理。", "It is open again."), func(r *Request) error {
		_, err := s.Complaint.Reopen(r.Context(), r.P, r.C.Now, r.reasonedComplaint())
		return err
	})
}

func (s *Server) holdComplaint() formPage {
	return s.simpleComplaint(auth.ComplaintAct, lang.T("保全内容", "Hold the contents"), lang.T("保全期间，内容到期也不销毁，例如诉讼需要时。", "While held, contents are not destroyed at the end of their time, for instance for a lawsuit."), lang.T("保全", "Hold"), lang.T("已保全。", "It is held."), func(r *Request) error {
		_, err := s.Complaint.Hold(r.Context(), r.P, r.C.Now, r.reasonedComplaint())
		return err
	})
}

func (s *Server) releaseComplaint() formPage {
	return s.simpleComplaint(auth.ComplaintAct, lang.T("解除保全", "End the hold"), lang.T("解除之后，过了保存期限的内容随即销毁。", "After that, contents whose time is over are destroyed."), lang.T("解除保全", "End the hold"), lang.T("已解除保全。", "The hold is over."), func(r *Request) error {
		_, err := s.Complaint.Release(r.Context(), r.P, r.C.Now, r.reasonedComplaint())
		return err
	})
}

func (s *Server) referComplaint() formPage {
	return s.complaintForm(auth.ComplaintAct, ui.HeadInfo{Title: lang.T("移交外部机关", "Refer it outside"), Lead: lang.T("例如纪检监察、公安机关。内容由您另行送达；这里记录去向，并告诉举报人。", "For instance to discipline or the police. You hand the contents over yourself; this records where it went and tells the reporter.")},
		lang.T("移交", "Refer it"), lang.T("已移交。", "It is referred."), []form.Field{{Kind: form.Line, Field: ui.Field{Name: "to", Label: lang.T("移交给", "To whom"), Required: true, Max: 200}}, complaintReason}, nil, func(r *Request) error {
			_, err := s.Complaint.Refer(r.Context(), r.P, r.C.Now, complaint.Refer{Complaint: r.PathValue("id"), To: r.PostFormValue("to"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

// maxTargets bounds to how many bodies a form offers to hand over; departments come first.
const maxTargets = 100

func (s *Server) handOverComplaint() formPage {
	return s.complaintForm(auth.ComplaintAct, ui.HeadInfo{Title: lang.T("移交另一个单位或者部门", "Hand it over"), Lead: lang.T("您的浏览器把全部内容重新加密给对方的受理人；之后您不再能打开。", "Your browser encrypts everything anew for those who receive reports there; after that you cannot open it any more.")},
		lang.T("重新加密并移交", "Encrypt anew and hand over"), lang.T("已移交。", "It is handed over."), nil, s.handOverFields, func(r *Request) error {
			cmd := complaint.HandOver{Complaint: r.PathValue("id"), Body: r.PostFormValue("body"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()}
			if err := json.Unmarshal([]byte(r.PostFormValue("letters")), &cmd.Letters); err != nil {
				cmd.Letters = nil // refused: all letters have to come
			}
			_, err := s.Complaint.HandOver(r.Context(), r.P, r.C.Now, cmd)
			return err
		})
}

func (s *Server) handOverFields(r *Request, got complaint.View, v *form.Page) error {
	page, err := complaint.Offices(r.Reader(), "", store.Paging{Limit: maxTargets})
	if err != nil {
		return err
	}
	tool := pages.Tool{Kind: "handover", Unlock: true, Hint: r.demoPassphrase()}
	if tool.Locked, err = complaint.OwnKeys(r.Reader(), r.P); err != nil {
		return err
	}
	if tool.Letters, err = r.letterItems(got); err != nil {
		return err
	}
	to := form.Field{Kind: form.Radios, Field: ui.Field{Name: "body", Label: lang.T("移交给", "To whom"), Required: true}}
	for _, o := range page.Items {
		if o.Body == got.Body {
			continue
		}
		keys, err := s.Complaint.KeysAt(r.Reader(), r.P, got.ID, o.Body)
		if err != nil {
			return err
		}
		tool.Targets = append(tool.Targets, pages.Target{Body: o.Body, Keys: strings.Join(keys, " ")})
		to.Options = append(to.Options, ui.Option{Value: o.Body, Text: english(lang.T(o.NameZH, o.NameEN))})
	}
	v.Above = append(v.Above, pages.Above(r.C, tool))
	v.Fields = append([]form.Field{to, complaintReason}, madeHere("letters")...)
	return nil
}

func (s *Server) askIdentity() formPage {
	return s.simpleComplaint(auth.ComplaintAct, lang.T("请求打开身份", "Ask who the reporter is"), lang.T("由身份保管人决定；举报人会看到有过这个请求。", "The custodian decides, and the reporter sees that you asked."), lang.T("请求", "Ask"), lang.T("已请求，由保管人决定。", "Asked; the custodian decides."), func(r *Request) error {
		_, err := s.Complaint.AskIdentity(r.Context(), r.P, r.C.Now, r.reasonedComplaint())
		return err
	})
}

func (s *Server) agreeIdentity() formPage {
	return s.complaintForm(auth.ComplaintCustody, ui.HeadInfo{Title: lang.T("同意打开身份", "Open the identity"), Lead: lang.T("您的浏览器把身份只加密给提出请求的受理人。举报人会看到您的理由。", "Your browser encrypts the identity to the one who asked, and to nobody else. The reporter sees your reason.")},
		lang.T("同意并加密", "Agree and encrypt"), lang.T("已同意。", "It is opened to the one who asked."), append([]form.Field{complaintReason}, madeHere("sealed")...),
		func(r *Request, got complaint.View, v *form.Page) error {
			text, key, err := s.Complaint.Identity(r.Reader(), r.P, got.ID)
			if err != nil {
				return err
			}
			tool := pages.Tool{Kind: "agree", Keys: key, Identity: text, Unlock: true, Hint: r.demoPassphrase()}
			if tool.Locked, err = complaint.OwnKeys(r.Reader(), r.P); err != nil {
				return err
			}
			v.Above = append(v.Above, pages.Above(r.C, tool))
			return nil
		}, func(r *Request) error {
			_, err := s.Complaint.AgreeIdentity(r.Context(), r.P, r.C.Now, complaint.Agree{Complaint: r.PathValue("id"), Reason: r.PostFormValue("reason"), Sealed: unix(r.PostFormValue("sealed")), Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) refuseIdentity() formPage {
	return s.simpleComplaint(auth.ComplaintCustody, lang.T("不同意打开身份", "Leave the identity closed"), lang.T("理由告诉提出请求的受理人，不告诉举报人。", "Who asked is told why; the reporter is told only that it stays closed."), lang.T("不同意", "Leave it closed"), lang.T("身份没有打开。", "The identity stays closed."), func(r *Request) error {
		_, err := s.Complaint.RefuseIdentity(r.Context(), r.P, r.C.Now, r.reasonedComplaint())
		return err
	})
}
