package web

import (
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/rulebook"
	"lunheng/internal/rules"
	"lunheng/internal/web/pages/admin"
	"lunheng/internal/web/pages/packs"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// cutRef parts name@version.
func cutRef(ref string) (id, version string, ok bool) { return strings.Cut(ref, "@") }

// versionStatus is the state of a version on a day.
func versionStatus(r *Request, state flow.State, from, day calendar.Day) ui.Status {
	text := rulebook.PackTable.Info(state).Text
	switch {
	case state == rulebook.StateDraft:
		return ui.Status{Text: text, Tone: ui.Active}
	case state != rulebook.StatePublished:
		return ui.Status{Text: text, Tone: ui.Ended}
	case from <= day:
		return ui.Status{Text: lang.T("已施行", "Begun"), Tone: ui.OK}
	}
	return ui.Status{Text: lang.T("将自 %s 施行", "Begins on %s").With(r.C.Day(string(from))), Tone: ui.Waiting}
}

// packVersion shows one version: a draft with its mistakes, its differences and its
// rehearsal; a published one with what it changed.
func (s *Server) packVersion(r *Request) error {
	p, err := s.Rulebook.Get(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := register.Entry{
		Page:   r.Info(p.Title),
		Head:   ui.HeadInfo{Kicker: lang.T("规则包 %s", "Rule pack %s").With(p.Ref()), Title: p.Title},
		Status: versionStatus(r, p.State, p.From, r.P.Day), Facts: r.versionFacts(p),
	}
	v.Page.Crumbs = []ui.Link{rulesCrumb}
	if p.State == rulebook.StateDraft {
		err = s.showPackDraft(r, &v, p)
	} else {
		s.showPublished(r, &v, p)
	}
	if err != nil {
		return err
	}
	v.Sections = append(v.Sections, register.Section{ID: "files", Title: lang.T("文件", "Files"), Body: packs.Text(r.C, packFiles(p))})
	if v.History, err = s.history(r, auth.Pack, p.ID); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

func packFiles(p rulebook.Pack) []packs.File {
	var out []packs.File
	for _, f := range p.Files {
		out = append(out, packs.File{Name: f.Name, Text: f.Text})
	}
	return out
}

func (r *Request) versionFacts(p rulebook.Pack) []ui.Fact {
	place := ""
	if p.Region != "" {
		place = regions.Around(p.Region)
	}
	owner := r.C.T("系统管理员", "the administrators")
	if name, err := r.body(auth.Department, p.Department); err == nil && p.Department != "" {
		owner = r.C.Text(name)
	}
	facts := []ui.Fact{{Label: lang.T("适用地区", "Region"), Text: orNational(r, place)}, {Label: lang.T("制定者", "Made by"), Text: owner},
		{Label: lang.T("校验值（SHA-256）", "Hash (SHA-256)"), Value: admin.LogKey(r.C, p.Hash)}}
	if p.From != "" {
		facts = append(facts, ui.Fact{Label: lang.T("施行", "In force"), Text: r.C.Tf("自 %s 起", "since %s", r.C.Day(string(p.From)))})
	}
	if p.Reason != "" {
		facts = append(facts, ui.Fact{Label: lang.T("撤回的理由", "Why it was withdrawn"), Text: p.Reason})
	}
	return facts
}

// showPublished tells what a version changed, and lets it be taken back in time.
func (s *Server) showPublished(r *Request, v *register.Entry, p rulebook.Pack) {
	if p.State != rulebook.StatePublished && p.State != rulebook.StateWithdrawn {
		return
	}
	v.Sections = append(v.Sections, register.Section{ID: "changes", Title: lang.T("改了什么", "What it changed"), Body: packs.Different(r.C, changesOf(p.Replaces, p.Changes, 0))})
	if p.State == rulebook.StatePublished && p.From > r.P.Day && r.may(auth.PackPublish, auth.Pack, p.ID) == nil {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("撤回", "Withdraw"), Href: versionPath(p.ID) + "/withdraw"}, ui.Quiet)
	}
}

func versionPath(id string) string { return "/packs/" + id }

// showPackDraft tells how a draft stands and what can be done with it.
func (s *Server) showPackDraft(r *Request, v *register.Entry, p rulebook.Pack) error {
	_, ex, err := s.Rulebook.Examine(r.Context(), r.P, p.ID)
	if err != nil {
		return err
	}
	edit := r.may(auth.PackEdit, auth.Pack, p.ID) == nil
	check := register.Section{ID: "check", Title: lang.T("检查", "Checked"), Body: packs.Checked(r.C, examined(r, ex))}
	if edit {
		check.Acts = []register.Act{{Link: ui.Link{Text: lang.T("换成改好的文件", "Bring in other files"), Href: versionPath(p.ID) + "/files"}},
			{Link: ui.Link{Text: lang.T("放弃草案", "Discard the draft"), Href: versionPath(p.ID) + "/discard"}, Post: true, Key: r.NewKey(), Look: ui.Quiet,
				Confirm: lang.T("放弃这份草案？", "Discard this draft?")}}
	}
	v.Sections = append(v.Sections, check)
	if len(ex.Problems) > 0 {
		return nil
	}
	previous := ""
	if ex.Previous.ID != "" {
		previous = ex.Previous.Ref()
	}
	v.Sections = append(v.Sections, register.Section{ID: "changes", Title: lang.T("改了什么", "What it changes"), Body: packs.Different(r.C, changesOf(previous, ex.Changes, maxShown))})
	trial, err := s.trial(r, p)
	if err != nil {
		return err
	}
	sec := register.Section{ID: "rehearsal", Title: lang.T("演练", "Rehearsal"), Body: packs.Rehearsal(r.C, trial)}
	if edit && !trial.Running && !trial.Waiting {
		sec.Acts = []register.Act{{Link: ui.Link{Text: lang.T("用过去的活动演练", "Rehearse on past activities"), Href: versionPath(p.ID) + "/rehearse"}, Post: true, Key: r.NewKey()}}
	}
	v.Sections = append(v.Sections, sec)
	if r.may(auth.PackPublish, auth.Pack, p.ID) == nil && len(ex.Report.Problems) == 0 {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("发布", "Publish"), Href: versionPath(p.ID) + "/publish"}, ui.Primary)
	}
	return nil
}

// maxShown bounds how many differences a page lists.
const maxShown = 300

func examined(r *Request, ex rulebook.Examined) packs.Examined {
	out := packs.Examined{Cases: ex.Report.Cases}
	for _, p := range ex.Problems {
		out.Mistakes = append(out.Mistakes, p.In(r.C.Lang))
	}
	for _, p := range ex.Report.Problems {
		out.Failing = append(out.Failing, p.In(r.C.Lang))
	}
	return out
}

// changesOf are differences for a page; a limit of 0 shows all.
func changesOf(from string, list []rules.Change, limit int) packs.Changes {
	out := packs.Changes{From: from}
	if limit > 0 && len(list) > limit {
		out.More, list = len(list)-limit, list[:limit]
	}
	for _, c := range list {
		out.List = append(out.List, packs.Change{Mark: changeMark(c.Action), What: rules.KindText(c.Kind), ID: c.ID, Title: c.Title, Field: c.Field, From: orDash(c.Old), To: orDash(c.New)})
	}
	return out
}

func changeMark(action string) lang.Text {
	switch action {
	case "added":
		return lang.T("增", "Added")
	case "removed":
		return lang.T("删", "Removed")
	}
	return lang.T("改", "Changed")
}
