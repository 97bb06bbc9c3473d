package api

import (
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"lunheng/internal/assess"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/inspection"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/review"
	"lunheng/internal/risk"
	"lunheng/internal/store"
	"lunheng/internal/violation"
)

// publicRoutes are open to all: what the rules say, and whether a decision is
// genuine.
func (a *API) publicRoutes() {
	g := a.chapter("公开", "Public")
	g.open = true
	a.assessRoute(g)
	look(g, "/regions", lang.T("行政区划", "Regions"), findRegions)
	a.packRoutes(g)
	look(g, "/decisions/{code}", lang.T("凭验证码核验决定书", "Verify a decision by its code"), verifyDecision)
	look(g, "/decisions/{code}/receipt", lang.T("决定书的离线证明（decision.json）", "The offline proof of a decision (decision.json)"), proveDecision)
	list(g, "/typical-cases", lang.T("公开的典型案例", "Cases made public"), func(r *Request, f struct {
		Region string `query:"region" doc:"行政区划前缀 / prefix of the region"`
		paging
	}) (store.Page[violation.Public], error) {
		return violation.Typical(r.Reader(), f.Region, f.page())
	})
	list(g, "/published-bulletins", lang.T("公开的风险通报", "Bulletins on risks that are open to everybody"), func(r *Request, f struct{ paging }) (store.Page[risk.Notice], error) {
		return risk.Bulletins(r.Reader(), auth.Principal{Day: r.P.Day}, f.page())
	})
	one(g, "/published-bulletins/{bulletin}", lang.T("一份公开的风险通报", "A bulletin that is open to everybody"), func(r *Request, _ none) (risk.Bulletin, int64, error) {
		st, err := a.Risk.Bulletin(r.Reader(), auth.Principal{Day: r.P.Day}, r.PathValue("bulletin"))
		return st, st.Version, err
	})
	op := g.operation(http.MethodGet, "/published-bulletins/{bulletin}/paper", lang.T("公开的风险通报（PDF）", "A bulletin that is open to everybody, as PDF"))
	op.Responses["200"] = binary("application/pdf")
	g.handle(op, func(r *Request) error {
		paper, err := a.Risk.BulletinPaper(r.Reader(), auth.Principal{Day: r.P.Day}, r.PathValue("bulletin"))
		if err != nil {
			return err
		}
		pdf, err := letter.Render(paper)
		if err != nil {
			return err
		}
		r.sendBytes(http.StatusOK, "application/pdf", pdf)
		return nil
	})
	list(g, "/published-inspections", lang.T("公开的监督检查：已签发报告的", "Inspections with a signed report, without any person"), func(r *Request, f struct {
		Year int `query:"year" doc:"年度 / year"`
		paging
	}) (store.Page[inspection.Disclosed], error) {
		return inspection.ListPublic(r.Reader(), f.Year, f.page())
	})
	look(g, "/published-inspections/{inspection}", lang.T("一次公开的监督检查：要点、问题的类别、整改、抽取", "An inspection: what was looked at, kinds of findings, what was mended, the draw"), func(r *Request, _ none) (inspection.Disclosure, error) {
		return a.Inspection.Public(r.Reader(), r.PathValue("inspection"))
	})
	drawn := g.operation(http.MethodGet, "/published-inspections/{inspection}/draw", lang.T("复算抽取的文件，供 lunheng draw", "The file that repeats the draw, for lunheng draw"))
	drawn.Responses["200"] = binary(mediaJSON)
	g.handle(drawn, func(r *Request) error {
		raw, err := a.Inspection.PublicDraw(r.Reader(), a.LogKey, r.PathValue("inspection"))
		if err != nil {
			return err
		}
		r.sendBytes(http.StatusOK, mediaJSON, raw)
		return nil
	})
	look(g, "/log/checkpoint", lang.T("公开日志的最新检查点", "The last checkpoint of the public log"), func(r *Request, _ none) (Checkpoint, error) {
		size, note, err := a.Journal.Checkpoint(r.Reader())
		return Checkpoint{Size: size, Note: note, Key: a.LogKey}, err
	})
}

// items is a list that is always whole.
type items[T any] struct {
	Items []T `json:"items"`
}

// Checkpoint is the last signed tree head of the log.
type Checkpoint struct {
	Size int64  `json:"size"`
	Note string `json:"note" doc:"C2SP 签名检查点 / the signed note"`
	Key  string `json:"key" doc:"日志公钥 / verifier key of the log"`
}

// Assessment is the answer of the rules; its form is that of the command
// line's.
type Assessment struct{ json.RawMessage }

// Schema says so in the document.
func (Assessment) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true,
		Description: "与 lunheng assess --format json 的输出相同 / what lunheng assess --format json prints"}
}

// assessRoute asks the rules about a profile, without any record.
func (a *API) assessRoute(g group) {
	op := g.operation(http.MethodPost, "/assess", lang.T("风险自评：规则对一项活动的要求", "Assess an activity: what the rules ask of it"))
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{mediaJSON: {
		Schema: a.doc.Components.Schemas.Schema(reflect.TypeFor[assess.Profile](), true, "")}}}
	op.Responses["200"] = a.answer(reflect.TypeFor[Assessment]())
	g.handle(op, func(r *Request) error {
		raw, err := r.raw()
		if err != nil {
			return err
		}
		answer, err := a.assess(raw, r.Now, r.Lang)
		if err != nil {
			return err
		}
		r.sendBytes(http.StatusOK, mediaJSON, append(answer, '\n'))
		return nil
	})
}

func findRegions(_ *Request, f struct {
	In string `query:"in" doc:"上级区划代码；不填为各省 / code of the region above; the provinces when left out"`
	Q  string `query:"q" doc:"名称或代码开头 / words of the name, or the beginning of the code"`
}) (items[regions.Region], error) {
	if f.Q != "" {
		return items[regions.Region]{orNone(regions.Search(f.Q, store.DefaultPage))}, nil
	}
	if f.In == "" {
		return items[regions.Region]{regions.Provinces()}, nil
	}
	above, ok := regions.Lookup(f.In)
	if !ok {
		return items[regions.Region]{}, errs.New(errs.NotFound, "api.region", lang.T("没有这个区划代码。", "There is no such region.")).At("in")
	}
	return items[regions.Region]{orNone(above.Children())}, nil
}

// orNone is a list that is never null.
func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// byCode names a letter.
type byCode struct {
	Number string `query:"number" doc:"决定书编号，可不填 / number of the letter; may be left out"`
}

func verifyDecision(r *Request, f byCode) (review.Certified, error) {
	return r.a.Review.Verify(r.Reader(), f.Number, r.PathValue("code"))
}

func proveDecision(r *Request, f byCode) (journal.Receipt, error) {
	c, err := r.a.Review.Verify(r.Reader(), f.Number, r.PathValue("code"))
	if err != nil {
		return journal.Receipt{}, err
	}
	return r.a.Journal.Receipt(r.Reader(), r.a.LogKey, c.Event)
}

// today is the day of a request.
func (r *Request) today() calendar.Day { return calendar.Of(r.Now) }
