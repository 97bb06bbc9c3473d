package web

import (
	"io"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rulebook"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// filesField asks for the files of a pack.
func filesField() form.Field {
	return form.Field{Kind: form.Files, Field: ui.Field{Name: "files", Label: lang.T("规则包的文件", "Files of the pack"), Required: true,
		Help:  lang.T("一个 ZIP，或多个 YAML 文件，其中须有 pack.yaml；最多 1 MB", "One ZIP, or several YAML files with pack.yaml among them; 1 MB at most"),
		Attrs: map[string]any{"accept": ".zip,.yaml"}}}
}

// sentFiles are the files that came with a form.
func (r *Request) sentFiles() (rulebook.Files, error) {
	var out rulebook.Files
	if r.MultipartForm == nil || len(r.MultipartForm.File["files"]) == 0 {
		return nil, errs.New(errs.Invalid, "web.packs.files", lang.T("请选择规则包的文件。", "Choose the files of the pack.")).At("files")
	}
	for _, h := range r.MultipartForm.File["files"] {
		f, err := h.Open()
		if err != nil {
			return nil, err
		}
		raw, err := io.ReadAll(io.LimitReader(f, maxForm))
		f.Close()
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(strings.ToLower(h.Filename), ".zip") {
			return rulebook.ReadZip(raw)
		}
		out = append(out, rulebook.File{Name: h.Filename, Text: string(raw)})
	}
	return out, nil
}

// newPack brings a draft in.
func (s *Server) newPack() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			v := form.Page{Head: ui.HeadInfo{Title: lang.T("带入规则包草案", "Bring in a draft of a rule pack"),
				Lead: lang.T("文件先全部检查：有一处错误就一个也不保存，并列出每处错误的文件、行和列。草案不影响任何案件，发布之后才从施行日起生效。",
					"All files are checked first: with one mistake none is kept, and every mistake is told with its file, line and column. A draft touches no case; only once published does it hold, from its day on.")},
				Fields: []form.Field{filesField()}, Cancel: "/rules", Submit: ui.Button{Text: lang.T("检查并保存", "Check and keep"), Look: ui.Primary}}
			v.Page = r.Info(v.Head.Title)
			v.Page.Crumbs = []ui.Link{rulesCrumb}
			makers, err := r.makers()
			if err != nil {
				return v, err
			}
			if len(makers) == 0 {
				return v, errs.New(errs.Forbidden, "web.packs.maker", lang.T("只有主管部门人员和系统管理员可以制定规则。", "Only supervising departments and administrators make rules."))
			}
			owner, err := r.ownerField(makers)
			v.Fields = append(v.Fields, owner)
			return v, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			files, err := r.sentFiles()
			if err != nil {
				return "", lang.Text{}, err
			}
			out, err := s.Rulebook.Draft(r.Context(), r.P, r.C.Now, rulebook.Draft{Department: r.PostFormValue("department"), Files: files, Key: r.Key()})
			return versionPath(out.Result), lang.T("草案已保存。", "The draft is kept."), err
		},
	}
}

// ownerField asks whose rules these are; with one choice it does not ask.
func (r *Request) ownerField(makers []string) (form.Field, error) {
	f := form.Field{Kind: form.Radios, Field: ui.Field{Name: "department", Label: lang.T("以谁的名义", "Whose rules these are"), Value: makers[0], Required: true}}
	if len(makers) == 1 {
		f.Kind = form.Hidden
		return f, nil
	}
	names, err := r.bodies(auth.Department, makers...)
	for _, id := range makers {
		text := names[id]
		if id == "" {
			text = lang.T("系统管理员", "The administrators")
		}
		f.Options = append(f.Options, ui.Option{Value: id, Text: english(text)})
	}
	return f, err
}

// ofVersion is a form about one version.
func (s *Server) ofVersion(r *Request, v auth.Verb, head ui.HeadInfo, submit lang.Text, fields ...form.Field) (form.Page, error) {
	id := r.PathValue("id")
	p, err := s.Rulebook.Get(r.Reader(), r.P, id)
	if err != nil {
		return form.Page{}, err
	}
	head.Kicker = lang.T("规则包 %s", "Rule pack %s").With(p.Ref())
	out := form.Page{Head: head, Version: p.Version, Fields: fields, Cancel: versionPath(id), Submit: ui.Button{Text: submit, Look: ui.Primary}}
	out.Page = r.Info(head.Title)
	out.Page.Crumbs = []ui.Link{rulesCrumb, {Text: p.Title, Href: versionPath(id)}}
	return out, r.may(v, auth.Pack, id)
}

// redraftPack puts other files in the place of a draft's.
func (s *Server) redraftPack() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			return s.ofVersion(r, auth.PackEdit, ui.HeadInfo{Title: lang.T("换成改好的文件", "Bring in other files"),
				Lead: lang.T("须是全部文件，不只是改过的。", "All files, not only those that changed.")}, lang.T("检查并保存", "Check and keep"), filesField())
		},
		act: func(r *Request) (string, lang.Text, error) {
			files, err := r.sentFiles()
			if err != nil {
				return "", lang.Text{}, err
			}
			id := r.PathValue("id")
			_, err = s.Rulebook.Redraft(r.Context(), r.P, r.C.Now, rulebook.Redraft{ID: id, Files: files, Version: r.Version(), Key: r.Key()})
			return versionPath(id), lang.T("草案已更新。", "The draft is changed."), err
		},
	}
}

// publishPack sets the day from which a draft holds.
func (s *Server) publishPack() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			return s.ofVersion(r, auth.PackPublish, ui.HeadInfo{Title: lang.T("发布规则包", "Publish the pack"),
				Lead: lang.T("谁、何时、改了什么、从哪一天起，都记入日志。施行日之前提交的案件仍按原来的规则办理；施行日之前可以撤回。",
					"Who, when, what is different and from which day: all of it is journalled. Cases handed in before that day keep their rules; until that day it can be withdrawn.")},
				lang.T("发布", "Publish"), form.Field{Kind: form.Day, Field: ui.Field{Name: "from", Label: lang.T("施行日", "First day in force"), Required: true, Narrow: true,
					Value: string(r.P.Day.AddDays(1)), Help: lang.T("最早为明天", "Tomorrow at the earliest")}})
		},
		act: func(r *Request) (string, lang.Text, error) {
			id, from := r.PathValue("id"), calendar.Day(r.PostFormValue("from"))
			_, err := s.Rulebook.Publish(r.Context(), r.P, r.C.Now, rulebook.Publish{ID: id, From: from, Version: r.Version(), Key: r.Key()})
			return versionPath(id), lang.T("已发布，自 %s 起施行。", "Published; in force from %s.").With(r.C.Day(string(from))), err
		},
	}
}

// withdrawPack takes a version back before its day.
func (s *Server) withdrawPack() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			return s.ofVersion(r, auth.PackPublish, ui.HeadInfo{Title: lang.T("撤回规则包", "Withdraw the pack"),
				Lead: lang.T("只能在施行日之前撤回；日志保留发布和撤回。", "Possible until its first day; the journal keeps both.")}, lang.T("撤回", "Withdraw"),
				form.Field{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Rows: 4, Max: 2000}})
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Rulebook.Withdraw(r.Context(), r.P, r.C.Now, rulebook.Withdraw{ID: id, Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return versionPath(id), lang.T("已撤回。", "Withdrawn."), err
		},
	}
}

// discardPack throws a draft away.
func (s *Server) discardPack(r *Request) error {
	_, err := s.Rulebook.Discard(r.Context(), r.P, r.C.Now, rulebook.Discard{ID: r.PathValue("id"), Key: r.Key()})
	if err != nil {
		return err
	}
	return r.See("/rules", lang.T("草案已放弃。", "The draft is discarded."))
}
