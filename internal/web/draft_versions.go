package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/lang"
	pages "lunheng/internal/web/pages/activity"
	"lunheng/internal/web/ui"
)

// versionsPage lists the versions that have a name and compares two.
func (s *Server) versionsPage(r *Request) error { return s.showVersions(r, ui.Form{}, http.StatusOK) }

func (s *Server) showVersions(r *Request, form ui.Form, status int) error {
	d, err := s.openDraft(r)
	if err != nil {
		return err
	}
	v := pages.Versions{Frame: d.frame(r, lang.T("版本", "Versions"), form), MayKeep: d.writable()}
	list, err := s.Activity.Versions(r.Reader(), r.P, d.ID)
	if err != nil {
		return err
	}
	list = d.worthComparing(list)
	for i := len(list) - 1; i >= 0; i-- {
		x := list[i]
		version := pages.Version{Number: x.Number, Label: x.Label, At: x.At, Hash: x.Hash, Href: d.asOf(x.Number)}
		if x.By != "" {
			version.By = d.names.person(r.C, x.By)
		}
		v.List = append(v.List, version)
	}
	v.To = r.versionIn("to", list, list[len(list)-1].Number)
	v.From = r.versionIn("from", list, list[max(len(list)-2, 0)].Number)
	v.FromText, v.ToText = labelOf(v.List, v.From), labelOf(v.List, v.To)
	compared, err := s.Activity.Compare(r.Reader(), r.P, d.ID, v.From, v.To, r.C.Lang)
	if err != nil {
		return err
	}
	for _, c := range compared {
		v.Fields = append(v.Fields, ui.Compared{Label: c.Label, From: d.named(r.C, c.From), To: d.named(r.C, c.To)})
	}
	return r.Render(status, pages.VersionsPage(r.C, v))
}

// worthComparing are the versions with a name. What the committee noted since
// the last submission has changed nothing in the application.
func (d *draft) worthComparing(list []activity.Version) []activity.Version {
	if n := len(list); n > 1 && !d.Editable() && list[n-1].Hash == "" && list[n-1].By == "" {
		list = list[:n-1]
	}
	return list
}

// versionIn is one of the versions that the address names, or the fallback.
func (r *Request) versionIn(name string, list []activity.Version, fallback int64) int64 {
	n, _ := strconv.ParseInt(r.FormValue(name), 10, 64)
	if slices.ContainsFunc(list, func(v activity.Version) bool { return v.Number == n }) {
		return n
	}
	return fallback
}

func labelOf(list []pages.Version, number int64) lang.Text {
	for _, v := range list {
		if v.Number == number {
			return v.Label
		}
	}
	return lang.Text{}
}

// named puts names in the place of the team's ids.
func (d *draft) named(c ui.Ctx, text string) string {
	for id, name := range d.names {
		text = strings.ReplaceAll(text, id, c.Text(name))
	}
	return text
}

// asOf is the address of the application as of a version.
func (d *draft) asOf(version int64) string {
	return "/activities/" + d.ID + "/versions/" + strconv.FormatInt(version, 10)
}

// readableAt reports whether this person may read the application as of a
// version: the team always, everybody else once it was handed in.
func (d *draft) readableAt(version int64) bool {
	return d.may[auth.ActivityDraftView] || len(d.Submissions) > 0 && d.Submissions[0].Version <= version
}

// keepVersion puts a label on the present version.
func (s *Server) keepVersion(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := activity.KeepVersion{Activity: r.PathValue("id"), Version: r.Version(), Label: r.PostFormValue("label"), Key: r.Key()}
	if _, err := s.Activity.KeepVersion(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showVersions(r, r.Form(err), Status(err))
	}
	return r.See("/activities/"+cmd.Activity+"/versions", lang.T("已保留这个版本。", "This version is kept."))
}

// versionPage shows the application as of a version.
func (s *Server) versionPage(r *Request) error {
	d, err := s.openDraft(r)
	if err != nil {
		return err
	}
	n, _ := strconv.ParseInt(r.PathValue("version"), 10, 64)
	then, err := s.Activity.View(r.Reader(), r.P, d.ID, n)
	if err != nil {
		return err
	}
	return s.showReading(r, d, then)
}

// showReading shows an application to read: as it was, or to whoever may not
// write in it.
func (s *Server) showReading(r *Request, d *draft, then activity.State) error {
	v, err := s.reading(r, d, then)
	if err != nil {
		return err
	}
	v.Frame = d.frame(r, v.Title, ui.Form{})
	if then.Version < d.Version {
		v.Note = lang.T("您看到的是第 %d 条记录（%s）之后的内容", "This is what it said after entry %d (%s)").With(then.Version, r.C.Time(then.UpdatedAt))
		v.Back = ui.Link{Text: lang.T("回到现在", "Back to now"), Href: "/activities/" + d.ID}
	}
	return r.Page(pages.ReadingPage(r.C, v))
}

// reading is what an application says.
func (s *Server) reading(r *Request, d *draft, then activity.State) (pages.Reading, error) {
	old := *d
	old.State = then
	v := pages.Reading{Team: old.team(r)}
	v.Title = old.name()
	for _, section := range d.sections() {
		g := pages.ReadGroup{ID: "part-" + section.Item.Code, Title: section.Item.Text}
		for _, f := range section.Fields {
			g.Fields = append(g.Fields, ui.Answer{Label: f.Text, Text: lines(f.Show(then.Fields[f.Code], r.C.Lang)), Files: old.files(f.Code, false)})
		}
		v.Groups = append(v.Groups, g)
	}
	var err error
	if then.Unit != "" {
		v.Unit, err = r.body(auth.Unit, then.Unit)
	}
	return v, err
}

// lines are the lines of a text that say something.
func lines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
