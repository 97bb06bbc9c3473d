package web

import (
	"slices"
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/inspection"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// orderForms are the forms that follow a report, by their addresses.
func (s *Server) orderForms() map[string]formPage {
	in := s.Inspection
	page := func(v auth.Verb, title, lead, button, done lang.Text, fields func(*Request, inspection.State) ([]form.Field, error), do func(r *Request, id string, file *blob.Upload) (journal.Outcome, error)) formPage {
		return s.visitForm(visitPage{v, title, lead, button, done, fields, do})
	}
	noted := lang.T("已记录。", "Recorded.")
	due := dayField("due", lang.T("新的期限", "New day"), "", true)
	return map[string]formPage{
		"/inspections/{id}/comment": page(auth.InspectionReply, lang.T("对报告初稿提出意见", "Be heard on the draft"), lang.T("认为事实不准确的，写明哪里不准确，可以附材料。没有意见的，也请说明。", "Say what is not right, with papers if you have them; say so too if everything is."), lang.T("提交意见", "Send it"), noted, fixed(saying(lang.T("意见", "Comment")), photoField),
			func(r *Request, id string, file *blob.Upload) (journal.Outcome, error) {
				return in.Comment(r.Context(), r.P, r.C.Now, r.inspectionWords(id, file))
			}),
		"/inspections/{id}/sign": page(auth.InspectionRun, lang.T("签发检查报告", "Sign the report"), lang.T("签发后，须整改的问题成为整改要求；没有填写期限的，按规则的期限。", "What has to be mended becomes an order; a day left out is that of the rules."), lang.T("签发", "Sign"), lang.T("报告已签发。", "The report is signed."), signFields,
			func(r *Request, id string, _ *blob.Upload) (journal.Outcome, error) {
				cmd := inspection.Sign{Inspection: id, Conclusion: r.PostFormValue("conclusion"), Version: r.Version(), Key: r.Key()}
				for name := range r.PostForm {
					if n, err := strconv.Atoi(trimmed(name, "due-")); err == nil {
						cmd.Orders = append(cmd.Orders, inspection.Order{N: n, Text: r.PostFormValue("order-" + strconv.Itoa(n)), Due: calendar.Day(r.PostFormValue(name))})
					}
				}
				slices.SortFunc(cmd.Orders, func(a, b inspection.Order) int { return a.N - b.N })
				return in.Sign(r.Context(), r.P, r.C.Now, cmd)
			}),
		"/inspections/{id}/orders/{n}/evidence": page(auth.InspectionReply, lang.T("提交整改证据", "Show what was mended"), lang.Text{}, lang.T("提交", "Send it"), lang.T("已提交，等待核查。", "Sent; it will be judged."), fixed(saying(lang.T("整改了什么", "What was mended")), photoField),
			func(r *Request, _ string, file *blob.Upload) (journal.Outcome, error) {
				return in.Show(r.Context(), r.P, r.C.Now, r.onOrder(file))
			}),
		"/inspections/{id}/orders/{n}/accept": page(auth.InspectionJudge, lang.T("整改销号", "Close the order"), lang.T("最后一项销号后，检查办结。", "With the last order the inspection is closed."), lang.T("销号", "Close it"), lang.T("已销号。", "Closed."), fixed(areaField("text", lang.T("核查情况", "Note"), false)),
			func(r *Request, _ string, _ *blob.Upload) (journal.Outcome, error) {
				return in.Accept(r.Context(), r.P, r.C.Now, r.onOrder(nil))
			}),
		"/inspections/{id}/orders/{n}/renew": page(auth.InspectionJudge, lang.T("重新责令整改", "Order anew"), lang.T("证据不足，或者逾期没有整改。", "The evidence does not do, or nothing came in time."), lang.T("责令", "Order it"), noted, fixed(saying(lang.T("理由", "Reason")), due),
			func(r *Request, _ string, _ *blob.Upload) (journal.Outcome, error) {
				return in.Renew(r.Context(), r.P, r.C.Now, r.onOrder(nil))
			}),
		"/inspections/{id}/orders/{n}/extend": page(auth.InspectionRun, lang.T("延长整改期限", "Give an order more time"), lang.T("期限已过的不能延长。", "What is over cannot be made longer."), lang.T("延长", "Extend"), noted, fixed(saying(lang.T("理由", "Reason")), due),
			func(r *Request, _ string, _ *blob.Upload) (journal.Outcome, error) {
				return in.Extend(r.Context(), r.P, r.C.Now, r.onOrder(nil))
			}),
		"/inspections/{id}/refer": page(auth.InspectionRun, lang.T("移交问题", "Hand findings over"), lang.T("涉嫌违规的，移交立案处理。", "What looks like a breach goes on to become a case."), lang.T("移交", "Hand over"), lang.T("已移交。", "Handed over."), referFields,
			func(r *Request, id string, _ *blob.Upload) (journal.Outcome, error) {
				cmd := inspection.Refer{Inspection: id, Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()}
				for _, v := range r.PostForm["findings"] {
					if n, err := strconv.Atoi(v); err == nil {
						cmd.Findings = append(cmd.Findings, n)
					}
				}
				return in.Refer(r.Context(), r.P, r.C.Now, cmd)
			}),
	}
}

// trimmed is what follows a prefix; empty where it is not there.
func trimmed(name, prefix string) string {
	if len(name) > len(prefix) && name[:len(prefix)] == prefix {
		return name[len(prefix):]
	}
	return ""
}

func (r *Request) onOrder(file *blob.Upload) inspection.OnOrder {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		n = 0
	}
	return inspection.OnOrder{Inspection: r.PathValue("id"), Order: n, Text: r.PostFormValue("text"), Due: r.postDay("due"), Upload: file, Version: r.Version(), Key: r.Key()}
}

func signFields(r *Request, st inspection.State) ([]form.Field, error) {
	out := []form.Field{areaField("conclusion", lang.T("检查结论", "Conclusion"), true)}
	for _, f := range st.Standing() {
		if item, _ := r.law(st.Region).Item("inspection_severity", f.Severity); !item.Bool("order") {
			continue
		}
		n := strconv.Itoa(f.N)
		order := areaField("order-"+n, lang.T("第 %s 项的整改要求", "What is to be mended, no. %s").With(n), false)
		order.Value = f.Text
		out = append(out, order, dayField("due-"+n, lang.T("第 %s 项的期限", "By when, no. %s").With(n), "", false))
	}
	return out, nil
}

func referFields(r *Request, st inspection.State) ([]form.Field, error) {
	which := form.Field{Kind: form.Checks, Field: ui.Field{Name: "findings", Label: lang.T("移交的问题", "Findings")}}
	for _, f := range st.Standing() {
		if item, _ := r.law(st.Region).Item("inspection_severity", f.Severity); item.Bool("refer") {
			which.Options = append(which.Options, ui.Option{Value: strconv.Itoa(f.N), Text: lang.Same(f.Text)})
		}
	}
	return []form.Field{which, areaField("reason", lang.T("理由", "Reason"), true)}, nil
}
