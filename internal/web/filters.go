package web

import (
	"net/http"
	"slices"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// filters reads from the address what the fields of a list filter by. Those in
// force become chips. A value that a field does not offer is an error beside that
// field, never an empty list or a full one: the form that comes back holds it.
func (r *Request) filters(path string, fields []form.Field) (ui.FilterInfo, ui.Form) {
	info, wrong := ui.FilterInfo{Action: path}, errs.List{}
	for i, f := range fields {
		value := strings.TrimSpace(r.FormValue(f.Name))
		fields[i].Value = value
		if value == "" {
			continue
		}
		text, ok := offered(f, value)
		if !ok {
			wrong.Add(errs.New(errs.Invalid, "web.filter", lang.T("“%s”不是可以筛选的值，请重新选择。", "%q is nothing to filter by; choose again."), value).At(f.Name))
		}
		chip := lang.T("%s：%s", "%s: %s").With(f.Label, text)
		if f.Kind == form.Hidden {
			chip = f.Label // its value is an id
		}
		info.Active = append(info.Active, ui.Chip{Text: chip, Remove: ui.With(r.URL, f.Name, "")})
	}
	if len(info.Active) > 0 {
		info.Clear = path
	}
	if len(wrong) == 0 {
		return info, ui.Form{}
	}
	info.Open = true
	return info, ui.Form{Values: r.Request.Form, Err: wrong}
}

// offered is a value in words, and whether the field offers it.
func offered(f form.Field, value string) (lang.Text, bool) {
	switch {
	case f.Name == "region":
		_, ok := regions.Lookup(regionCode(value))
		return lang.Same(regions.Path(regionCode(value))), ok
	case f.Kind == form.Day:
		_, err := calendar.Parse(value)
		return lang.Same(value), err == nil
	case f.Kind != form.Choice:
		return lang.Same(value), true
	}
	for _, o := range f.Options {
		if o.Value == value {
			return o.Text, true
		}
	}
	return lang.Same(value), false
}

// correct is what stands in the place of a list whose filter is wrong.
var correct = ui.EmptyInfo{Title: lang.T("请更正筛选条件", "Correct the filter"), Text: lang.T("上面标出了不能筛选的值。", "What cannot be filtered by is marked above.")}

// filtered is the status of a list: its filter may be wrong.
func filtered(f ui.Form) int {
	if f.Err != nil {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// showList answers with a list, or with what is wrong with its filter.
func (r *Request) showList(v register.List) error {
	if v.Form.Err != nil {
		v.Rows, v.Table.Empty = nil, correct
	}
	return r.Render(filtered(v.Form), register.ListPage(r.C, v))
}

// fromField and toField filter by days.
func fromField() form.Field {
	return form.Field{Kind: form.Day, Field: ui.Field{Name: "from", Label: lang.T("自", "From")}}
}

func toField() form.Field {
	return form.Field{Kind: form.Day, Field: ui.Field{Name: "to", Label: lang.T("至", "To")}}
}

// dayOf is the day in a field of the address; empty when there is none.
func (r *Request) dayOf(name string) calendar.Day {
	day, err := calendar.Parse(r.FormValue(name))
	if err != nil {
		return ""
	}
	return day
}

// choice is a field that chooses among options.
func choice(name string, label lang.Text, options []ui.Option) form.Field {
	return form.Field{Kind: form.Choice, Field: ui.Field{Name: name, Label: label, Options: options}}
}

// bodyField chooses among units or committees by their names; the one that the address
// names is among them if there is one.
func (r *Request) bodyField(kind auth.Kind, label lang.Text, ids []string) (form.Field, error) {
	if asked := r.FormValue(kind); asked != "" && !slices.Contains(ids, asked) {
		ids = append(ids, asked)
	}
	names, err := r.bodies(kind, ids...)
	field := choice(kind, label, nil)
	for _, id := range ids {
		if name, ok := names[id]; ok && !name.IsZero() {
			field.Options = append(field.Options, ui.Option{Value: id, Text: english(name)})
		}
	}
	return field, err
}
