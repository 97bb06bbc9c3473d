package web

import (
	"strconv"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	pages "lunheng/internal/web/pages/activity"
	"lunheng/internal/web/ui"
)

// draft is an application as the pages of its applicant show it.
type draft struct {
	activity.State
	events []journal.Event
	may    map[auth.Verb]bool
	form   activity.Form
	facts  activity.SubmitFacts
	set    *rules.Set
	names  people
}

// draftVerbs are the verbs for which pages of a draft have buttons.
var draftVerbs = []auth.Verb{auth.ActivityEdit, auth.ActivityTeam, auth.ActivitySubmit, auth.ActivityDiscard, auth.ActivityWithdraw, auth.ActivityDraftView}

// openDraft reads the application that the address names.
func (s *Server) openDraft(r *Request) (*draft, error) {
	id, rd := r.PathValue("id"), r.Reader()
	events, err := s.Activity.Events(rd, r.P, id)
	if err != nil {
		return nil, err
	}
	d := &draft{events: events}
	if d.State, err = activity.Fold(events); err != nil {
		return nil, err
	}
	if d.may, err = auth.Can(rd, r.P, auth.Activity, id, draftVerbs...); err != nil {
		return nil, err
	}
	if d.form, err = s.Activity.Form(r.P.Day, d.Region); err != nil {
		return nil, err
	}
	if d.facts, err = s.Activity.Facts(rd, d.State, r.P.Day); err != nil {
		return nil, err
	}
	d.set = s.Book.On(r.P.Day, d.Region)
	ids := []string{}
	for _, e := range events {
		ids = append(ids, e.Actor)
	}
	for _, m := range d.Team {
		ids = append(ids, m.Person)
	}
	d.names, err = r.people(ids...)
	return d, err
}

// path is the address of the editor.
func (d *draft) path() string {
	if d.State.State == activity.StateDraft {
		return "/activities/" + d.ID
	}
	return "/activities/" + d.ID + "/edit"
}

// writable reports whether this person may change the application now.
func (d *draft) writable() bool { return d.Editable() && d.may[auth.ActivityEdit] }

// name is the title, or words in its place.
func (d *draft) name() lang.Text { return activity.Row{Title: d.Title()}.Name() }

func (d *draft) frame(r *Request, title lang.Text, form ui.Form) pages.Frame {
	v := pages.Frame{Page: r.Info(title), ID: d.ID, Title: d.name(), State: activityStatus(d.State.State), Base: "/activities/" + d.ID, Version: d.Version, Key: r.NewKey(), Form: form}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("我的项目", "My activities"), Href: "/activities"}}
	return v
}

// team are the people with their roles.
func (d *draft) team(r *Request) []ui.Person {
	out := make([]ui.Person, len(d.Team))
	for i, m := range d.Team {
		out[i] = d.names.person(r.C, m.Person)
		out[i].Note = m.Role.Text()
	}
	return out
}

// sections are the parts of the form.
func (d *draft) sections() []activity.Section { return d.form.Sections() }

// section is the named part, or the first.
func (d *draft) section(code string) activity.Section {
	all := d.sections()
	for _, s := range all {
		if s.Item.Code == code {
			return s
		}
	}
	if len(all) == 0 {
		return activity.Section{}
	}
	return all[0]
}

// sectionOf is the part in which a field stands.
func (d *draft) sectionOf(field string) string {
	f, _ := d.form.Field(field)
	return f.Section
}

// fieldHref leads to a field, or to what else may be missing.
func (d *draft) fieldHref(field string) string {
	switch field {
	case "":
		return ""
	case "assessment":
		return "/activities/" + d.ID + "/assessment"
	case "unit":
		return "/activities/" + d.ID + "/team#unit"
	}
	if section := d.sectionOf(field); section != "" {
		return d.path() + "?section=" + section + "#" + ui.FieldID(field)
	}
	if _, ok := d.set.Item("materials", field); ok {
		return d.path() + "?section=" + field
	}
	return ""
}

// needed says of each required field whether it is there.
func (d *draft) needed() map[string]bool {
	out := map[string]bool{}
	for _, q := range d.facts.Required {
		out[q.Code] = q.Holds
	}
	return out
}

// rail leads through the sections.
func (d *draft) rail(r *Request, section string) pages.Rail {
	needed := d.needed()
	v := pages.Rail{URL: "/activities/" + d.ID + "/rail?section=" + section, ETag: r.etag(d.Version), Submit: "/activities/" + d.ID + "/submit"}
	for _, s := range d.sections() {
		p := pages.Part{Text: s.Item.Text, Href: d.path() + "?section=" + s.Item.Code, Current: s.Item.Code == section}
		for _, f := range s.Fields {
			if holds, ok := needed[f.Code]; ok {
				p.Needed++
				if holds {
					p.Done++
				}
			}
		}
		v.Done, v.Needed = v.Done+p.Done, v.Needed+p.Needed
		v.Sections = append(v.Sections, p)
	}
	for _, p := range d.Parked {
		f, _ := d.form.Field(p.Field)
		v.Conflicts = append(v.Conflicts, ui.Link{Text: f.Text, Href: d.fieldHref(p.Field)})
	}
	if last := d.events[len(d.events)-1]; last.Actor != r.P.Person {
		v.Changed = r.C.Tf("%s 于 %s 有改动", "%s changed something at %s", d.names.text(last.Actor), r.C.Time(last.At))
	}
	return v
}

// etag changes with the version of a thing and with the language.
func (r *Request) etag(version int64) string {
	return `"` + strconv.FormatInt(version, 10) + "-" + string(r.C.Lang) + `"`
}

// part is a section as the applicant fills it in.
func (d *draft) part(r *Request, s activity.Section, limit int64) pages.Section {
	needed := d.needed()
	v := pages.Section{Code: s.Item.Code, Title: s.Item.Text, Help: s.Item.Help,
		Ground: r.ground(s.Item.Ground())}
	for _, f := range s.Fields {
		_, need := needed[f.Code]
		field := d.field(r, f, need)
		switch {
		case !need && d.Fields[f.Code].IsEmpty() && len(field.List) == 0 && !concerns(f.Item, d.science()):
			// for work in another field
		case !f.IsFile():
			v.Fields = append(v.Fields, field)
		case !need && f.Required == "rule" && d.facts.Judged != nil && len(field.List) == 0:
			field.Drop = d.drop(f, limit)
			v.Spare = append(v.Spare, field)
		default:
			field.Drop = d.drop(f, limit)
			v.Files = append(v.Files, field)
		}
	}
	return v
}

// science are the fields of science, once the activity was assessed.
func (d *draft) science() []string {
	if d.facts.Judged == nil {
		return nil
	}
	return d.facts.Judged.Profile.Fields
}

// field is one field with what it holds.
func (d *draft) field(r *Request, f activity.Field, need bool) pages.Field {
	value := d.Fields[f.Code]
	v := pages.Field{Kind: string(f.Type), Needed: need, Field: ui.Field{
		Name: f.Code, Label: f.Text, Help: f.Help, Value: value.String(), Chosen: value.Codes(), Required: need}}
	switch f.Type {
	case activity.FieldLong:
		v.Field.Rows, v.Field.Max = 6, f.Max
	case activity.FieldText:
		v.Field.Max = f.Max
	case activity.FieldNumber:
		v.Field.Narrow = true
	case activity.FieldBool:
		v.Field.Options = []ui.Option{{Value: "true", Text: lang.T("是", "Yes")}, {Value: "false", Text: lang.T("否", "No")}}
	}
	for _, o := range f.Options {
		v.Field.Options = append(v.Field.Options, ui.Option{Value: o.Code, Text: o.Text, Help: o.Help})
	}
	for _, m := range d.Missing {
		if m.Field == f.Code {
			v.Asked = append(v.Asked, m.Text)
		}
	}
	for _, p := range d.Parked {
		if p.Field == f.Code {
			v.Parked = append(v.Parked, d.parked(r, f, p))
		}
	}
	v.List = d.files(f.Code, d.writable())
	return v
}

func (d *draft) parked(r *Request, f activity.Field, p activity.Parked) pages.Parked {
	return pages.Parked{Field: p.Field, By: p.By, Who: d.names.person(r.C, p.By), Own: p.By == r.P.Person, At: p.At,
		Now: f.Show(d.Fields[f.Code], r.C.Lang), Mine: f.Show(p.Value, r.C.Lang),
		Take: "take:" + p.Field + ":" + p.By, Keep: "keep:" + p.Field + ":" + p.By}
}

// files are the files of a field.
func (d *draft) files(field string, removable bool) []ui.FileInfo {
	var out []ui.FileInfo
	for _, f := range d.FilesOf(field) {
		info := ui.FileInfo{Name: f.Name, Href: "/activities/" + d.ID + "/files/" + f.ID, Size: f.Size, Type: fileType(f.Type), Hash: f.Hash}
		if removable {
			info.Remove, info.Hash = info.Href+"/remove", "" // hashes are for receipts
		}
		out = append(out, info)
	}
	return out
}

// drop is the place for files of a field.
func (d *draft) drop(f activity.Field, limit int64) ui.DropInfo {
	v := ui.DropInfo{ID: "drop-" + f.Code, Name: "file", URL: "/activities/" + d.ID + "/files?field=" + f.Code, Target: "list-" + f.Code,
		Label: lang.T("上传：%s", "Upload: %s").With(f.Text), Help: f.Help, Max: limit, Multiple: f.Type == activity.FieldFiles}
	if f.Type == activity.FieldFile && len(d.FilesOf(f.Code)) > 0 {
		v.Label = lang.T("换一个文件：%s", "Replace: %s").With(f.Text)
	}
	return v
}
