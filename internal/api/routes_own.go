package api

import (
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// ownRoutes are about whoever the token speaks for.
func (a *API) ownRoutes() {
	g := a.chapter("本人", "Oneself")
	list(g, "/tasks", lang.T("待办", "What waits for me"), func(r *Request, f struct {
		Kind string `query:"kind" of:"task" doc:"待办种类 / kind of task"`
		paging
	}) (store.Page[review.Task], error) {
		var kinds []string
		if f.Kind != "" {
			kinds = []string{f.Kind}
		}
		return review.Tasks(r.Reader(), r.P, kinds, f.page())
	})
	a.searchRoute(g)
	g.scope = "" // who one is may be asked with any token
	look(g, "/me", lang.T("令牌所代表的人、任职与权限范围", "Whom the token speaks for: offices and scopes"), whoami)
	g.scope = auth.Admin
	a.tokenRoutes(g)
}

// Me is whom a token speaks for.
type Me struct {
	Person  string            `json:"person"`
	Name    string            `json:"name,omitempty" doc:"需要 read / needs read"`
	Scopes  []auth.Scope      `json:"scopes"`
	Offices []registry.Office `json:"offices" doc:"今天担任的职务 / offices held today"`
}

func whoami(r *Request, _ none) (Me, error) {
	me := Me{Person: r.P.Person, Scopes: r.P.Scopes, Offices: []registry.Office{}}
	all, err := registry.OfficesOf(r.Reader(), r.P.Person)
	if err != nil {
		return me, err
	}
	for _, o := range all {
		if o.Active && o.On(r.P.Day) {
			me.Offices = append(me.Offices, o)
		}
	}
	if r.P.May(auth.Read) {
		names, err := r.a.Vault.Names(r.Reader(), r.P.Person)
		if err != nil {
			return me, err
		}
		me.Name = names[r.P.Person].ZH
	}
	return me, nil
}

// NewToken is a token that was just made; it is shown this once.
type NewToken struct {
	ID    string `json:"id"`
	Token string `json:"token" doc:"只显示这一次 / shown this once"`
}

// tokenRoutes keep one's own tokens.
func (a *API) tokenRoutes(g group) {
	list(g, "/me/tokens", lang.T("本人的访问令牌", "My access tokens"), func(r *Request, f struct{ paging }) (store.Page[auth.Token], error) {
		return a.Accounts.Tokens(r.Reader(), r.P, f.page())
	})
	c := a.command(reflect.TypeFor[auth.MakeToken](), "/me/tokens", false, []string{"label", "scopes", "days"})
	op := g.operation(http.MethodPost, "/me/tokens", lang.T("生成访问令牌", "Make an access token"))
	c.describe(op)
	op.Responses["201"] = a.answer(reflect.TypeFor[NewToken]())
	g.handle(op, func(r *Request) error {
		var cmd auth.MakeToken
		if err := c.read(r, reflect.ValueOf(&cmd).Elem()); err != nil {
			return err
		}
		id, token, err := a.Accounts.MakeToken(r.Context(), r.P, r.Now, cmd)
		if err != nil {
			return err
		}
		return r.send(http.StatusCreated, mediaJSON, NewToken{ID: id, Token: token}, 0)
	})
	op = g.operation(http.MethodDelete, "/me/tokens/{token}", lang.T("撤销访问令牌", "Revoke an access token"))
	op.Responses["204"] = &huma.Response{Description: "已撤销 / revoked"}
	g.handle(op, func(r *Request) error {
		if err := a.Accounts.RevokeToken(r.Context(), r.P, r.Now, r.PathValue("token")); err != nil {
			return err
		}
		r.w.WriteHeader(http.StatusNoContent)
		return nil
	})
}
