package auth

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Filter is the SQL condition under which the principal may do the verb to a
// row of the kind's table, known by alias. It uses $1 and $2, for which
// [Principal.Args] gives the values; the query's own arguments start at $3. It
// may stand in a where clause as it is.
func Filter(p Principal, v Verb, kind Kind, alias string) string {
	text := ""
	switch {
	case !p.May(ScopeOf(v)):
	case alias == usual:
		text = filters()[at{v, kind}]
	default:
		text = filter(v, kind, alias)
	}
	return cmp.Or(text, nothing)
}

// usual is the alias under which an object is mostly known.
const usual = "o"

// filters are the texts of the whole table under the usual alias: they are long, and
// every page and act needs some.
var filters = sync.OnceValue(func() map[at]string {
	out, once := map[at]string{}, map[string]string{} // equal ones share their bytes
	for x := range granted() {
		text := filter(x.verb, x.kind, usual)
		if _, there := once[text]; !there {
			once[text] = text
		}
		out[x] = once[text]
	}
	return out
})

// Both arguments are always mentioned: PostgreSQL wants to know the type of every
// argument it is given.
const (
	given   = `($1 <> '' and $2 <> '' and (`
	nothing = given + `1 = 0))`
)

// filter joins the conditions of all relations to which v is granted; empty where none
// can exist.
func filter(v Verb, kind Kind, alias string) string {
	parts := conditions(kind, granted()[at{v, kind}], alias)
	if len(parts) == 0 {
		return ""
	}
	return given + strings.Join(parts, ` or `) + `))`
}

// ListFilter is [Filter] for long lists: it means the same, but looks first
// whether the person holds any office on the day. Who holds none can see only
// what is their own, and the few rows are then found by their relation instead
// of by walking the whole list, which is a hundred times faster on 100,000
// cases.
func ListFilter(r store.Reader, p Principal, v Verb, kind Kind, alias string) (string, error) {
	var offices int
	err := r.Row(`select count(*) from (select 1 from offices f where `+inOffice+` limit 1) x`, p.Args()...).Scan(&offices)
	if err != nil {
		return "", fmt.Errorf("look for offices of %s: %w", p.Person, err)
	}
	relations := granted()[at{v, kind}]
	if offices > 0 || !p.May(ScopeOf(v)) || slices.Contains(relations, Anyone) {
		return Filter(p, v, kind, alias), nil
	}
	t := tables[kind]
	var own []string
	for _, rel := range relations {
		if !slices.Contains(personal, rel) {
			continue
		}
		for _, cond := range conditions(kind, []Relation{rel}, "o") {
			own = append(own, `select o.`+t.key+` from `+t.name+` o where `+cond)
		}
	}
	if len(own) == 0 {
		return Filter(Principal{Scopes: []Scope{}}, v, kind, alias), nil
	}
	return `($1 <> '' and $2 <> '' and ` + alias + `.` + t.key + ` in (` + strings.Join(own, ` union `) + `))`, nil
}

// Allow returns nil when the principal may do the verb to the object. Who may
// at least see the object is told who may do it (Forbidden); everybody else
// learns nothing, not even that it exists (NotFound). For the kind [System]
// the id is ignored. Writers call it within the act's transaction.
func Allow(r store.Reader, p Principal, v Verb, kind Kind, id string) error {
	if p.IsAnonymous() {
		return errs.New(errs.Login, "auth.login", lang.T("请先登录。", "Log in first."))
	}
	if len(granted()[at{v, kind}]) == 0 {
		return fmt.Errorf("check %s on %s %s: the authorisation table has no such line", v, kind, id)
	}
	if kind == System {
		id = System
	}
	may, visible, err := ask(r, p, v, kind, id)
	switch {
	case err != nil:
		return fmt.Errorf("check %s on %s %s: %w", v, kind, id, err)
	case may:
		return nil
	case !visible && kind != System:
		return notFound()
	case !p.May(ScopeOf(v)):
		return errs.New(errs.Forbidden, "auth.scope", lang.T(
			"此令牌没有“%s”权限范围。", "This token lacks the scope %q."), string(ScopeOf(v)))
	}
	return forbidden(v, kind)
}

// Among tells on which of many objects of a kind, a page of them, the principal may do
// the verb, with one query.
func Among(r store.Reader, p Principal, v Verb, kind Kind, ids ...string) (map[string]bool, error) {
	t, out := tables[kind], map[string]bool{}
	w := store.NewWhere(p.Args()...)
	w.And(Filter(p, v, kind, "o"))
	w.In("o."+t.key, ids)
	may, err := store.Column[string](r, `select o.`+t.key+` from `+t.name+` o`+w.String(), w.Args()...)
	for _, id := range may {
		out[id] = true
	}
	return out, err
}

func notFound() error {
	return errs.New(errs.NotFound, "auth.not_found", lang.T(
		"没有这一项，或者您无权查看。", "There is no such thing, or you may not see it."))
}

func forbidden(v Verb, kind Kind) error {
	var zh, en []string
	for _, rel := range granted()[at{v, kind}] {
		if rel != Machine {
			zh, en = append(zh, rel.Text().ZH), append(en, rel.Text().EN)
		}
	}
	who := lang.T(strings.Join(zh, "、"), strings.Join(en, ", "))
	return errs.New(errs.Forbidden, "auth.forbidden", lang.T(
		"您可以查看，但这一步只能由%s办理。", "You may see this, but this step is for: %s."), who)
}

// ask runs one query: may the principal do it, and see the object at all?
func ask(r store.Reader, p Principal, v Verb, kind Kind, id string) (may, visible bool, err error) {
	t, ok := tables[kind]
	if !ok {
		return false, false, fmt.Errorf("unknown kind %q", kind)
	}
	var answer int // what may be done may be seen
	err = r.Row(`select case when `+Filter(p, v, kind, "o")+` then 2 when `+seen(p, kind)+` then 1 else 0 end
		from `+t.name+` o where o.`+t.key+` = $3`, p.Args(id)...).Scan(&answer)
	if errors.Is(err, sql.ErrNoRows) {
		return false, false, nil
	}
	return answer == 2, answer > 0, err
}

// seen is the condition under which the object may be known to exist.
func seen(p Principal, kind Kind) string {
	return Filter(p, Verb(kind+".view"), kind, "o") + ` or ` + Filter(p, Verb(kind+".overview"), kind, "o")
}

// Can asks about several verbs on one object at once, so that a page shows the
// buttons that would work and no others. The answer holds the allowed ones.
func Can(r store.Reader, p Principal, kind Kind, id string, verbs ...Verb) (map[Verb]bool, error) {
	t, ok := tables[kind]
	if !ok || len(verbs) == 0 {
		return nil, fmt.Errorf("check verbs on %s: unknown kind or no verbs", kind)
	}
	if kind == System {
		id = System
	}
	var conds, cols []string // many verbs share one
	place := make([]int, len(verbs))
	for i, v := range verbs {
		text := Filter(p, v, kind, "o")
		if place[i] = slices.Index(conds, text); place[i] < 0 {
			place[i] = len(conds)
			conds, cols = append(conds, text), append(cols, `case when `+text+` then 1 else 0 end`)
		}
	}
	flags, dest := make([]int, len(cols)), make([]any, len(cols))
	for i := range flags {
		dest[i] = &flags[i]
	}
	err := r.Row(`select `+strings.Join(cols, `, `)+` from `+t.name+` o where o.`+t.key+` = $3`, p.Args(id)...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return map[Verb]bool{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("check verbs on %s %s: %w", kind, id, err)
	}
	out := map[Verb]bool{}
	for i, v := range verbs {
		if flags[place[i]] == 1 {
			out[v] = true
		}
	}
	return out, nil
}
