package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/lang"
	pages "lunheng/internal/web/pages/activity"
	"lunheng/internal/web/pages/check"
	"lunheng/internal/web/ui"
)

// activityPage shows a draft to write in, or the case that became of it.
func (s *Server) activityPage(r *Request) error {
	d, err := s.openDraft(r)
	if err != nil {
		return err
	}
	switch {
	case len(d.Submissions) > 0:
		return s.myCasePage(r)
	case d.writable():
		return s.showDraft(r, d, ui.Form{}, http.StatusOK)
	}
	return s.showReading(r, d, d.State)
}

// editPage shows the editor of an application that is back in the applicant's
// hands.
func (s *Server) editPage(r *Request) error {
	d, err := s.openDraft(r)
	if err != nil {
		return err
	}
	if !d.writable() {
		return r.See("/activities/"+d.ID, lang.Text{})
	}
	return s.showDraft(r, d, ui.Form{}, http.StatusOK)
}

func (s *Server) showDraft(r *Request, d *draft, form ui.Form, status int) error {
	section := d.section(r.FormValue("section"))
	v := pages.Editor{Frame: d.frame(r, d.name(), form), Section: d.part(r, section, s.Activity.Limits.MaxBytes), Rail: d.rail(r, section.Item.Code), Saved: d.UpdatedAt,
		Assess: "/activities/" + d.ID + "/assessment", Team: d.team(r), TeamPage: "/activities/" + d.ID + "/team", Versions: "/activities/" + d.ID + "/versions",
		Again: d.facts.Profile != nil, May: pages.May{Submit: d.may[auth.ActivitySubmit] || d.may[auth.ActivityEdit], Team: d.may[auth.ActivityTeam],
			Discard: d.State.State == activity.StateDraft && d.may[auth.ActivityDiscard]}}
	v.Prev, v.Next = d.neighbours(section.Item.Code)
	for _, m := range d.Missing {
		if d.sectionOf(m.Field) == "" {
			v.Asked = append(v.Asked, m.Text)
		}
	}
	if d.facts.Judged != nil {
		result := check.ResultOf(d.set, d.facts.Judged.Answer)
		v.Result = &result
	}
	var err error
	if v.Hints, err = s.draftHints(r, d, "", form); err != nil {
		return err
	}
	if v.Rail.Hints, err = s.railHints(r, d, section.Item.Code); err != nil {
		return err
	}
	if d.Unit != "" {
		v.Unit, err = r.body(auth.Unit, d.Unit)
	}
	if err != nil {
		return err
	}
	return r.Render(status, pages.EditorPage(r.C, v))
}

// neighbours lead to the sections before and after.
func (d *draft) neighbours(section string) (before, after *ui.Link) {
	all := d.sections()
	for i, s := range all {
		if s.Item.Code != section {
			continue
		}
		link := func(j int) *ui.Link {
			return &ui.Link{Text: all[j].Item.Text, Href: d.path() + "?section=" + all[j].Item.Code}
		}
		if i > 0 {
			before = link(i - 1)
		}
		if i+1 < len(all) {
			after = link(i + 1)
		}
	}
	return before, after
}

// railPage answers the rail of an open editor when something has changed.
func (s *Server) railPage(r *Request) error {
	row, err := activity.Get(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	if r.Header.Get("If-None-Match") == r.etag(row.Version) {
		r.W.WriteHeader(http.StatusNotModified)
		return nil
	}
	d, err := s.openDraft(r)
	if err != nil {
		return err
	}
	section := d.section(r.FormValue("section")).Item.Code
	rail := d.rail(r, section)
	if rail.Hints, err = s.railHints(r, d, section); err != nil {
		return err
	}
	r.W.Header().Set("ETag", r.etag(d.Version))
	return r.Page(pages.RailParts(r.C, rail))
}

// saveDraft saves one section: by itself while one types, or at the press of a
// button. Nothing that was typed is lost in either case.
func (s *Server) saveDraft(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	d, err := s.openDraft(r)
	if err != nil {
		return err
	}
	chosen := strings.SplitN(r.PostFormValue("choose"), ":", 3)
	cmd := activity.Save{Activity: d.ID, Version: r.Version(), Fields: typed(d.section(r.PostFormValue("section")), r.PostForm)}
	if len(chosen) == 3 {
		delete(cmd.Fields, chosen[1])
	}
	res, err := s.Activity.Save(r.Context(), r.P, r.C.Now, cmd)
	switch {
	case r.Header.Get("Lunheng-Autosave") != "" && err == nil:
		return r.autosaved(d, res)
	case err != nil && Refused(err) && d.may[auth.ActivityEdit] && !r.wantsText():
		return s.showDraft(r, d, r.Form(err), Status(err))
	case err != nil:
		return err
	case len(chosen) == 3:
		return s.choose(r, d, chosen)
	case res.Err() != nil:
		return s.showConflicts(r, res)
	}
	return r.See(d.afterSave(r), lang.T("已保存。", "Saved."))
}

// typed are the values of a section's fields in a form. A group of which
// nothing is ticked is sent as nothing at all.
func typed(section activity.Section, form url.Values) activity.Values {
	out := map[string][]string{}
	for _, f := range section.Fields {
		values, sent := form[f.Code]
		if f.IsFile() || !sent && f.Type != activity.FieldChoices {
			continue
		}
		out[f.Code] = values
	}
	return activity.Typed(out)
}

// autosaved answers a page that saves itself. When a field was changed
// elsewhere meanwhile, the page is told where both texts stand; it keeps its
// version then, so that nothing it sends later overwrites unseen.
func (r *Request) autosaved(d *draft, res activity.SaveResult) error {
	h := r.W.Header()
	if len(res.Conflicts) == 0 {
		h.Set("Lunheng-Version", strconv.FormatInt(res.Version, 10))
		r.W.WriteHeader(http.StatusNoContent)
		return nil
	}
	var labels []string
	for _, c := range res.Conflicts {
		f, _ := d.form.Field(c.Field)
		labels = append(labels, r.C.Text(f.Text))
	}
	h.Set("Lunheng-Parked", d.fieldHref(res.Conflicts[0].Field))
	h.Set("Content-Type", "text/plain; charset=utf-8")
	_, err := r.W.Write([]byte(r.C.Tf("“%s”在别处被改过。您写的已另存，没有丢失。", "“%s” was changed elsewhere. What you wrote is kept beside it; nothing is lost.", strings.Join(labels, r.C.T("”“", "”, “")))))
	return err
}

// afterSave is where the save button leads.
func (d *draft) afterSave(r *Request) string {
	section := d.section(r.PostFormValue("section")).Item.Code
	if r.PostFormValue("then") == "next" {
		if _, next := d.neighbours(section); next != nil {
			return next.Href
		}
	}
	return d.path() + "?section=" + section
}

// showConflicts shows the section with both texts of each field.
func (s *Server) showConflicts(r *Request, res activity.SaveResult) error {
	d, err := s.openDraft(r)
	if err != nil {
		return err
	}
	return s.showDraft(r, d, ui.Form{Err: res.Err()}, http.StatusConflict)
}

// choose settles a field that has two texts.
func (s *Server) choose(r *Request, d *draft, chosen []string) error {
	what, field, by := chosen[0], chosen[1], chosen[2]
	i := slices.IndexFunc(d.Parked, func(p activity.Parked) bool { return p.Field == field && p.By == by })
	if i >= 0 && what == "take" {
		cmd := activity.Save{Activity: d.ID, Fields: activity.Values{field: d.Parked[i].Value}}
		if _, err := s.Activity.Save(r.Context(), r.P, r.C.Now, cmd); err != nil {
			return err
		}
	}
	drop := activity.DropParked{Activity: d.ID, Field: field, By: by}
	if _, err := s.Activity.DropParked(r.Context(), r.P, r.C.Now, drop); err != nil {
		return err
	}
	return r.See(d.fieldHref(field), lang.T("已选定，历史记录里两个内容都在。", "Chosen. The history keeps both texts."))
}
