package api

import (
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// personRoutes are the people of the register. Names and contacts are shown
// to whom the table of authorisations lets view the person.
func (a *API) personRoutes() {
	g := a.chapter("登记：人员", "Register: people")
	list(g, "/people", lang.T("可查看的人员", "People whom one may view"), findPeople)
	a.peopleSearch(g)
	begin(g, "/people", lang.T("登记人员", "Enter a person"), auth.Person, "/people", a.Registry.RegisterPerson, "kind", "record")
	one(g, "/people/{person}", lang.T("一个人", "A person"), func(r *Request, _ none) (Person, int64, error) {
		p, err := r.person(r.PathValue("person"))
		return p, p.Version, err
	})
	look(g, "/people/{person}/offices", lang.T("任职", "Offices held, now and before"), func(r *Request, _ none) (items[registry.Office], error) {
		if err := auth.Allow(r.Reader(), r.P, auth.PersonView, auth.Person, r.PathValue("person")); err != nil {
			return items[registry.Office]{}, err
		}
		list, err := registry.OfficesOf(r.Reader(), r.PathValue("person"))
		return items[registry.Office]{orNone(list)}, err
	})
	act(g, "/people/{person}/change", lang.T("变更人员信息", "Change a person's data"), a.Registry.ChangePerson, "kind")
	act(g, "/people/{person}/erase", lang.T("删除个人信息（不可恢复）", "Erase a person's data, for good"), a.Erase, "reason")
}

// Person is somebody of the register with what the vault holds.
type Person struct {
	registry.Person
	Record vault.Record `json:"record,omitzero" doc:"已删除的人没有 / absent once erased"`
}

func (r *Request) person(id string) (Person, error) {
	if err := auth.Allow(r.Reader(), r.P, auth.PersonView, auth.Person, id); err != nil {
		return Person{}, err
	}
	p, err := r.a.Registry.Person(r.Reader(), id)
	if err != nil {
		return Person{}, err
	}
	rec, err := r.a.Vault.Get(r.Reader(), id)
	return Person{Person: p, Record: rec}, err
}

func findPeople(r *Request, f struct {
	Unit  string `query:"unit" doc:"所在单位 / id of the unit"`
	Kind  string `query:"kind" of:"person.kind" doc:"类别 / kind"`
	State string `query:"state" of:"person.state" doc:"状态 / state"`
	paging
}) (store.Page[Person], error) {
	page, err := registry.ListPersons(r.Reader(), r.P, registry.PersonFilter{Unit: f.Unit, Kind: f.Kind, State: f.State, Paging: f.page()})
	if err != nil {
		return store.Page[Person]{}, err
	}
	ids := make([]string, len(page.Items))
	for i, p := range page.Items {
		ids[i] = p.ID
	}
	records, err := r.a.Vault.Records(r.Reader(), ids...)
	out := store.Page[Person]{Next: page.Next}
	for _, p := range page.Items {
		out.Items = append(out.Items, Person{Person: p, Record: records[p.ID]})
	}
	return out, err
}

// Named asks for people by name.
type Named struct {
	Name string `json:"name" doc:"姓名里的字 / a piece of the name"`
}

// peopleSearch looks for people by name. It is a POST, since addresses are kept
// in logs and names do not belong there.
func (a *API) peopleSearch(g group) {
	op := g.operation(http.MethodPost, "/people/search", lang.T("按姓名查找可查看的人员（不分页）", "Find people by name among those whom one may view; not paged"))
	schema := huma.SchemaFromType(a.doc.Components.Schemas, reflect.TypeFor[Named]())
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{mediaJSON: {Schema: schema}}}
	op.Responses["200"] = a.answer(reflect.TypeFor[items[Person]]())
	g.handle(op, func(r *Request) error {
		if err := auth.Allow(r.Reader(), r.P, auth.PersonFind, auth.System, registry.House); err != nil {
			return err
		}
		var q Named
		if err := a.body(r, schema, &q); err != nil {
			return err
		}
		found, err := r.peopleNamed(q.Name)
		if err != nil {
			return err
		}
		return r.send(http.StatusOK, mediaJSON, items[Person]{orNone(found)}, 0)
	})
}

// peopleNamed looks for a piece of a name among those whom one may view.
func (r *Request) peopleNamed(name string) ([]Person, error) {
	ids, err := r.a.Vault.Search(r.Reader(), name, store.MaxPage)
	if err != nil {
		return nil, err
	}
	var out []Person
	for _, id := range ids {
		p, err := r.person(id)
		switch errs.CodeOf(err) {
		case "":
			out = append(out, p)
		case errs.NotFound, errs.Forbidden:
		default:
			return nil, err
		}
	}
	return out, nil
}
