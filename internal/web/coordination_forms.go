package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/coordination"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// coordThing is what a form of coordination is about.
type coordThing struct {
	kind, id  string
	version   int64
	mechanism coordination.Mechanism
	of        any // the folded thing
}

// coordFormPage describes a form about one thing.
type coordForm struct {
	kind   string
	verb   auth.Verb
	on     auth.Kind // what the permission is asked about
	head   ui.HeadInfo
	button lang.Text
	done   lang.Text
	fields func(*Request, coordThing) ([]form.Field, error)
	act    func(*Request) (string, error) // may say where to go then
}

// coordThingOf reads the thing that an address names.
func (s *Server) coordThingOf(r *Request, kind string) (t coordThing, err error) {
	c, id := s.Coordination, r.PathValue("id")
	t = coordThing{kind: kind, id: id}
	switch kind {
	case coordination.MechanismKind:
		x, e := c.Mechanism(r.Reader(), r.P, id)
		t.version, t.mechanism, t.of, err = x.Version, x, x, e
		return t, err
	case coordination.SessionKind:
		t, err = thingOf(r, c, t, c.Session)
	case coordination.TaskKind:
		t, err = thingOf(r, c, t, c.Task)
	case coordination.ConsultationKind:
		t, err = thingOf(r, c, t, c.Consultation)
	case coordination.AdviceKind:
		t, err = thingOf(r, c, t, c.Advice)
	case coordination.YearlyKind:
		t, err = thingOf(r, c, t, c.Yearly)
	case coordination.UpwardKind:
		t, err = thingOf(r, c, t, c.Upward)
	}
	return t, err
}

func thingOf[S coordination.Thing](r *Request, c *coordination.Service, t coordThing, look func(store.Reader, auth.Principal, string) (S, error)) (coordThing, error) {
	x, err := look(r.Reader(), r.P, t.id)
	if err != nil {
		return t, err
	}
	t.version, t.of = x.Seen(), x
	t.mechanism, err = c.Body(r.Reader(), x)
	return t, err
}

// page makes the form of its description.
func (s *Server) coordPage(f coordForm) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			kind := f.kind
			if f.verb == auth.MechanismRun && kind == coordination.YearlyKind { // the office releases from what it does not see
				return s.waivePage(r, f)
			}
			t, err := s.coordThingOf(r, kind)
			if err != nil {
				return form.Page{}, err
			}
			about := t.id
			if f.on == auth.Mechanism {
				about = t.mechanism.ID
			}
			if err := r.may(f.verb, f.on, about); err != nil {
				return form.Page{}, err
			}
			head := f.head // of this request alone
			head.Kicker = english(t.mechanism.Name)
			v := form.Page{Page: r.Info(head.Title), Head: head, Version: t.version, Cancel: coordPath(kind, t.id), Submit: ui.Button{Text: f.button, Look: ui.Primary}}
			if f.fields != nil {
				v.Fields, err = f.fields(r, t)
			}
			return v, err
		},
		act: func(r *Request) (string, lang.Text, error) {
			to, err := f.act(r)
			if to == "" {
				to = coordPath(f.kind, r.PathValue("id"))
			}
			return to, f.done, err
		},
	}
}

// waivePage is the form by which the office releases a member from its report.
func (s *Server) waivePage(r *Request, f coordForm) (form.Page, error) {
	events, err := s.Coordination.Events(r.Reader(), coordination.YearlyKind, r.PathValue("id"))
	if err != nil {
		return form.Page{}, err
	}
	y, err := coordination.FoldYearly(events)
	if err != nil {
		return form.Page{}, err
	}
	if err := r.may(f.verb, auth.Mechanism, y.Mechanism); err != nil {
		return form.Page{}, err
	}
	head := f.head
	return form.Page{Page: r.Info(head.Title), Head: head, Version: y.Version, Cancel: coordinationPath + "/yearlies", Submit: ui.Button{Text: f.button, Look: ui.Primary}, Fields: []form.Field{area("text", lang.T("理由", "Reason"), true)}}, nil
}

// says is what most forms send.
func (r *Request) says() coordination.Says {
	return coordination.Says{Text: r.PostFormValue("text"), Due: calendar.Day(r.PostFormValue("due")), Version: r.Version(), Key: r.Key()}
}

// memberOptions are the members of a mechanism today.
func (r *Request) memberOptions(m coordination.Mechanism) []ui.Option {
	var out []ui.Option
	for _, x := range m.Sitting(r.P.Day) {
		out = append(out, ui.Option{Value: x.Code, Text: x.Name})
	}
	return out
}

func (r *Request) membersField(t coordThing, name string, label lang.Text) form.Field {
	return form.Field{Kind: form.Checks, Field: ui.Field{Name: name, Label: label, Options: r.memberOptions(t.mechanism)}}
}

func (r *Request) leadField(t coordThing, required bool) form.Field {
	return form.Field{Kind: form.Choice, Field: ui.Field{Name: "lead", Label: lang.T("牵头单位", "Lead department"), Required: required, Options: r.memberOptions(t.mechanism)}}
}

func coordReason(_ *Request, _ coordThing) ([]form.Field, error) {
	return []form.Field{area("text", lang.T("理由", "Reason"), true)}, nil
}

func coordNote(_ *Request, _ coordThing) ([]form.Field, error) {
	return []form.Field{area("text", lang.T("说明", "Note"), false)}, nil
}

func longField(label lang.Text) func(*Request, coordThing) ([]form.Field, error) {
	return func(*Request, coordThing) ([]form.Field, error) { return []form.Field{area("text", label, true)}, nil }
}

func dueField(label lang.Text, required bool) form.Field {
	f := form.Field{Kind: form.Day, Field: ui.Field{Name: "due", Label: label, Required: required}}
	if !required {
		f.Help = lang.T("不填表示持续推进", "Leave it empty if it goes on")
	}
	return f
}

// foundMechanism founds a mechanism of the packs, or of one's own name.
func (s *Server) foundMechanism() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			department := r.FormValue("department")
			if err := r.may(auth.MechanismFound, auth.Department, department); err != nil {
				return form.Page{}, err
			}
			d, err := s.Registry.Department(r.Reader(), department)
			if err != nil {
				return form.Page{}, err
			}
			preset := form.Field{Kind: form.Radios, Field: ui.Field{Name: "preset", Label: lang.T("采用规则包里的机制", "A mechanism of the packs"), Options: append(options(r.law(d.Region), "mechanisms"), ui.Option{Value: "own", Text: lang.T("自定名称", "One of our own name")})}}
			if len(preset.Options) > 0 {
				preset.Value = preset.Options[0].Value
			}
			above, err := coordination.List(r.Reader(), r.P, "", r.Paging())
			if err != nil {
				return form.Page{}, err
			}
			superior := form.Field{Kind: form.Choice, Field: ui.Field{Name: "superior", Label: lang.T("上级机制", "Superior mechanism"), Help: lang.T("本系统内的；没有的不选", "Of this installation; leave it empty where there is none")}}
			for _, m := range above.Items {
				superior.Options = append(superior.Options, ui.Option{Value: m.ID, Text: english(m.Name)})
			}
			head := ui.HeadInfo{Kicker: english(d.Name), Title: lang.T("设立协调机制", "Found a coordination mechanism"), Lead: lang.T("本部门承担办公室的日常工作。采用规则包里的机制时，成员单位和职责一并列入，之后可以增减。", "Your department becomes its office. With a mechanism of the packs its members and their duties come along; they can be changed later.")}
			return form.Page{Page: r.Info(head.Title), Head: head, Action: r.URL.RequestURI(), Cancel: coordinationPath, Submit: ui.Button{Text: lang.T("设立", "Found it"), Look: ui.Primary},
				Fields: []form.Field{preset, line("name", lang.T("名称（自定时填写）", "Name (of one's own)"), false), regionField("", false), superior, line("above", lang.T("上级机制的编号", "Id of the superior mechanism"), false)}}, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			cmd := coordination.Found{Department: r.FormValue("department"), Preset: r.PostFormValue("preset"), Name: r.PostFormValue("name"), Superior: r.PostFormValue("superior"), Region: regionCode(r.PostFormValue("region")), Key: r.Key()}
			if cmd.Superior == "" {
				cmd.Superior = strings.TrimSpace(r.PostFormValue("above"))
			}
			if cmd.Preset == "own" {
				cmd.Preset = ""
			}
			out, err := s.Coordination.Found(r.Context(), r.P, r.C.Now, cmd)
			return coordPath(coordination.MechanismKind, out.Result), lang.T("协调机制已设立。", "The mechanism is founded."), err
		},
	}
}

// moment is a day and a time of a form.
func (r *Request) moment() time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", r.PostFormValue("day")+" "+r.PostFormValue("time"), calendar.Beijing())
	if err != nil {
		return time.Time{} // refused as a time in the past
	}
	return at
}

// money is an amount of a form, in yuan.
func (r *Request) money(field string, wrong *errs.List) int64 {
	text := strings.NewReplacer(",", "", "，", "", " ", "").Replace(r.PostFormValue(field))
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		wrong.Add(errs.New(errs.Invalid, "task.money", lang.T("请填写整数，以元计。", "Give a whole number of yuan.")).At(field))
	}
	return n
}

// partNames are the fields of a form whose names begin alike, without that beginning.
func partNames(values url.Values, prefix string) []string {
	var out []string
	for name := range values {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			out = append(out, rest)
		}
	}
	slices.Sort(out)
	return out
}
