package web

import (
	"errors"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// formPage is a page with one form: what it shows, and what sending it does.
// Build asks whether the person may do it at all; act calls the verb and says
// where to go then and what was done.
type formPage struct {
	build func(*Request) (form.Page, error)
	act   func(*Request) (path string, done lang.Text, err error)
}

// show answers with a fresh form.
func (f formPage) show(r *Request) error { return f.render(r, nil) }

// send does what the form asks for, or shows it again with what is wrong.
func (f formPage) send(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	if r.seeking() {
		return f.render(r, nil)
	}
	path, done, err := f.act(r)
	if err == nil {
		return r.See(path, done)
	}
	if !Refused(err) {
		return err
	}
	return f.render(r, err)
}

// render shows the form; what was typed stays, with what is wrong.
func (f formPage) render(r *Request, wrong error) error {
	v, err := f.build(r)
	if err != nil {
		return err
	}
	if v.Action == "" {
		v.Action = r.URL.Path
	}
	v.Key = r.NewKey()
	if v.Page.Title.IsZero() {
		v.Page = r.under(v.Head.Title)
	}
	if wrong == nil {
		return r.Page(form.Show(r.C, v))
	}
	v.Form = r.Form(wrong)
	if s, ok := errors.AsType[*journal.Stale](wrong); ok {
		v.Since = r.S.since(r, s)
	}
	return r.Render(Status(wrong), form.Show(r.C, v))
}

// seeking reports whether a form was sent that looks for people by name. Names
// stand in no address, so such forms are sent to the page they stand on, as a
// POST, and the page tells them from its own form by this field.
func (r *Request) seeking() bool { return r.PostFormValue(form.Seek) != "" }

// may refuses unless the person may do the verb to the object.
func (r *Request) may(v auth.Verb, kind auth.Kind, id string) error {
	return auth.Allow(r.Reader(), r.P, v, kind, id)
}

// maxFound bounds how many people a search offers to choose from.
const maxFound = 20

// findPerson lets a form choose somebody by name: the search, and the field
// with those found.
func (s *Server) findPerson(r *Request) (*form.Finder, form.Field, error) {
	find := &form.Finder{Action: r.URL.Path, Text: r.PostFormValue(form.Find)}
	field := form.Field{Kind: form.Radios, Field: ui.Field{Name: "person", Label: lang.T("选择人员", "Choose the person"), Required: true}}
	ids, err := s.Vault.Search(r.Reader(), find.Text, maxFound+1)
	if err != nil || len(ids) == 0 {
		return find, field, err
	}
	if find.More = len(ids) > maxFound; find.More {
		ids = ids[:maxFound]
	}
	found, err := registry.Find(r.Reader(), r.P, ids)
	if err != nil {
		return find, field, err
	}
	find.Hits = len(found)
	if len(found) == 1 {
		field.Value = found[0].ID
	}
	field.Options, err = r.personOptions(found)
	return find, field, err
}

// personOptions are people with their units, to tell namesakes apart.
func (r *Request) personOptions(found []registry.Person) ([]ui.Option, error) {
	var ids, units []string
	for _, p := range found {
		ids, units = append(ids, p.ID), append(units, p.Unit)
	}
	names, err := r.people(ids...)
	if err != nil {
		return nil, err
	}
	bodies, err := r.bodies(auth.Unit, units...)
	if err != nil {
		return nil, err
	}
	out := make([]ui.Option, len(found))
	for i, p := range found {
		out[i] = ui.Option{Value: p.ID, Text: names.text(p.ID), Help: english(bodies[p.Unit])}
		if p.Unit == "" {
			out[i].Help = p.Kind.Text()
		}
	}
	return out, nil
}

// found carries the search along when a form is sent.
func (r *Request) found() form.Field {
	return form.Field{Kind: form.Hidden, Field: ui.Field{Name: form.Find, Value: r.PostFormValue(form.Find)}}
}
