package api

import (
	"net/http"
	"reflect"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// accountRoutes are the administrator's acts on accounts. Everything needs the
// scope admin; whose account it is decides the table of authorisations.
func (a *API) accountRoutes() {
	g := a.chapter("账户", "Accounts")
	g.scope = auth.Admin
	list(g, "/accounts", lang.T("账户", "Accounts"), func(r *Request, f paging) (store.Page[Account], error) {
		page, err := a.Accounts.List(r.Reader(), r.P, f.page())
		out := store.Page[Account]{Next: page.Next}
		for _, p := range page.Items {
			out.Items = append(out.Items, accountOf(p))
		}
		return out, err
	})
	one(g, "/accounts/{account}", lang.T("一个人的账户（account 为人员 id）", "The account of a person (account is the person's id)"), func(r *Request, _ none) (Account, int64, error) {
		p, err := a.Accounts.Get(r.Reader(), r.P, r.PathValue("account"))
		if err != nil {
			return Account{}, 0, err
		}
		version, err := journal.Head(r.Reader(), r.target("/accounts/{account}"))
		return accountOf(p), version, err
	})
	a.inviteRoute(g)
	answered(g, http.MethodPost, "/accounts/{account}/reset", lang.T("重置密码：全部登录和令牌失效，返回一次性密码", "Reset the password: all sessions and tokens end; returns a password for one login"),
		a.Accounts.Reset, func(r *Request, _ string, password string) (FirstPassword, int64, error) {
			return FirstPassword{Person: r.PathValue("account"), Password: password}, 0, nil
		})
	act(g, "/accounts/{account}/lock", lang.T("停用账户", "Lock an account"), a.Accounts.Disable)
	act(g, "/accounts/{account}/unlock", lang.T("恢复账户", "Unlock an account"), a.Accounts.Enable)
	act(g, "/accounts/{account}/tokens/revoke", lang.T("撤销此人的全部接口令牌", "Revoke all API tokens of a person"), a.Accounts.RevokeTokens)
}

// Account is an account as administrators and its person see it.
type Account struct {
	Person     string    `json:"person"`
	Login      string    `json:"login"`
	Locked     bool      `json:"locked" doc:"已停用 / nobody can log in"`
	MustChange bool      `json:"must_change" doc:"须先更换一次性密码 / has a password for one login"`
	Created    time.Time `json:"created"`
}

func accountOf(p auth.Profile) Account {
	return Account{Person: p.Person, Login: p.Login, Locked: p.Disabled, MustChange: p.MustChange, Created: p.Created}
}

// FirstPassword is a password for one login; it is told this once.
type FirstPassword struct {
	Person   string `json:"person"`
	Password string `json:"password" doc:"只显示这一次 / told this once"`
}

// inviteRoute opens an account for somebody of the register.
func (a *API) inviteRoute(g group) {
	c := a.command(reflect.TypeFor[auth.Create](), "/accounts", false, []string{"person", "login"})
	op := g.operation(http.MethodPost, "/accounts", lang.T("为登记人员开通账户，返回一次性密码", "Open an account for a person of the register; returns a password for one login"))
	c.describe(op)
	op.Responses["201"] = a.answer(reflect.TypeFor[FirstPassword]())
	g.handle(op, func(r *Request) error {
		var cmd auth.Create
		if err := c.read(r, reflect.ValueOf(&cmd).Elem()); err != nil {
			return err
		}
		password, err := a.Accounts.Create(r.Context(), r.P, r.Now, cmd)
		if err != nil {
			return err
		}
		r.w.Header().Set("Location", prefix+"/accounts/"+cmd.Person)
		return r.send(http.StatusCreated, mediaJSON, FirstPassword{Person: cmd.Person, Password: password}, 0)
	})
}

// searchHits is how many hits of a kind a search gives.
const searchHits = 20

// Hits are what a search found among what one may see.
type Hits struct {
	Reviews    []review.Row   `json:"reviews"`
	Activities []activity.Row `json:"activities" doc:"本人的项目 / one's own"`
}

// searchRoute finds cases and one's own applications by words of their titles.
func (a *API) searchRoute(g group) {
	look(g, "/search", lang.T("按标题里的词搜索案卷和本人的项目，各列前20件；其余见 /reviews?q= 和 /activities?q=", "Search cases and one's own applications by words of their titles: the first 20 of each; all of them are at /reviews?q= and /activities?q="), func(r *Request, f struct {
		Q string `query:"q" doc:"标题里的词 / words of the title"`
	}) (Hits, error) {
		out := Hits{Reviews: []review.Row{}, Activities: []activity.Row{}}
		if f.Q == "" {
			return out, nil
		}
		paging := store.Paging{Limit: searchHits}
		cases, err := review.List(r.Reader(), r.P, review.Filter{Text: f.Q}, paging)
		if err != nil {
			return out, err
		}
		own, err := activity.List(r.Reader(), r.P, activity.Filter{Text: f.Q, Mine: true}, paging)
		return Hits{Reviews: orNone(cases.Items), Activities: orNone(own.Items)}, err
	})
}
