package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/web/ui"
)

// people are the names of those who appear on one page, by id.
type people map[string]lang.Text

// people looks names up, with one query for each hundred or so.
func (r *Request) people(ids ...string) (people, error) {
	return r.S.Vault.Names(r.Reader(), ids...)
}

// person is somebody for a page. What the program did by itself has a name
// too; who was erased has none.
func (p people) person(c ui.Ctx, id string) ui.Person {
	if id == journal.System {
		return ui.Person{Name: c.T("系统", "The system")}
	}
	name := c.Text(p[id])
	return ui.Person{Name: name, Erased: name == ""}
}

// text is the name within a sentence.
func (p people) text(id string) lang.Text {
	if id == journal.System {
		return lang.T("系统", "the system")
	}
	if name := p[id]; !name.IsZero() {
		return name
	}
	return lang.T("（已删除）", "(erased)")
}

// bodies looks the names of units, committees or departments up.
func (r *Request) bodies(kind auth.Kind, ids ...string) (map[string]lang.Text, error) {
	return registry.Names(r.Reader(), kind, ids...)
}

// body is the name of one unit, committee or department; empty when unknown.
func (r *Request) body(kind auth.Kind, id string) (lang.Text, error) {
	names, err := r.bodies(kind, id)
	return english(names[id]), err
}

// english fills an absent English name with the Chinese one.
func english(name lang.Text) lang.Text {
	if name.EN == "" {
		name.EN = name.ZH
	}
	return name
}
