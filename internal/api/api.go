package api

import (
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"lunheng/internal/auth"
	"lunheng/internal/edge"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// prefix is where this version of the interface lies.
const prefix = "/api/v1"

// API answers the requests of programs.
type API struct {
	edge.Services
	mux *http.ServeMux
	doc *huma.OpenAPI
	// verbs are the commands that rows take, one for each row.
	verbs []reflect.Type
}

// New makes the handler for everything below /api.
func New(services edge.Services) http.Handler { return build(services).mux }

func build(services edge.Services) *API {
	a := &API{Services: services, mux: http.NewServeMux()}
	a.doc = huma.NewAPI(config(), humago.NewAdapter(a.mux, prefix)).OpenAPI()
	for _, add := range []func(){
		a.publicRoutes,
		a.ownRoutes,
		a.unitRoutes,
		a.committeeRoutes,
		a.personRoutes,
		a.accountRoutes,
		a.activityRoutes,
		a.fileRoutes,
		a.reviewRoutes,
		a.recheckRoutes,
		a.appealRoutes,
		a.exemptionRoutes,
		a.consentRoutes,
		a.mandateRoutes,
		a.conductRoutes,
		a.siteRoutes,
		a.gateRoutes,
		a.filingRoutes,
		a.learningRoutes,
		a.sanctionRoutes,
		a.riskRoutes,
		a.inspectionRoutes,
		a.violationRoutes,
		a.programmeRoutes,
		a.complaintRoutes,
		a.reportingRoutes,
		a.oversightRoutes,
		a.coordinationRoutes,
		a.interestRoutes,
		a.qualityRoutes,
		a.letterRoutes,
		a.meetingRoutes,
		a.roomRoutes,
		a.versionRoutes,
		a.historyRoutes,
	} {
		add()
	}
	a.publish()
	a.mux.HandleFunc("GET /api", a.reference)
	a.mux.HandleFunc("/", a.nowhere)
	return a
}

// group is a chapter of the interface.
type group struct {
	a     *API
	tag   lang.Text
	open  bool       // needs no token
	scope auth.Scope // that looking needs, or everything if it is admin; verbs ask the table of authorisations besides
	max   int64      // of a body, in bytes; 0: maxBody
}

// maxList bounds a body that carries a list of up to a hundred thousand rows.
const maxList = 24 << 20

// large are rows whose bodies carry lists.
func (g group) large() group {
	g.max = maxList
	return g
}

// chapter begins a chapter of rows that need a token.
func (a *API) chapter(zh, en string) group {
	g := group{a: a, tag: lang.T(zh, en), scope: auth.Read}
	a.doc.Tags = append(a.doc.Tags, &huma.Tag{Name: en, Description: zh, Extensions: map[string]any{"x-text": g.tag}})
	return g
}

// handle adds a row to the document and to the server.
func (g group) handle(op *huma.Operation, answer func(*Request) error) {
	g.a.doc.AddOperation(op)
	need := g.scope == auth.Admin || g.scope != "" && op.Method == http.MethodGet
	g.a.mux.HandleFunc(op.Method+" "+prefix+op.Path, func(w http.ResponseWriter, hr *http.Request) {
		r := g.a.request(w, hr)
		r.max = g.max
		err := edge.Address(hr)
		if err == nil {
			err = r.authenticate(g.open)
		}
		if err == nil && need && !g.open && !r.P.May(g.scope) {
			err = errs.New(errs.Forbidden, "auth.scope", lang.T("此令牌没有“%s”权限范围。", "This token lacks the scope %q."), string(g.scope))
		}
		if err == nil {
			err = answer(r)
		}
		if err != nil {
			r.fail(err)
		}
	})
}

// operation is the description of a row.
func (g group) operation(method, path string, text lang.Text) *huma.Operation {
	op := &huma.Operation{Method: method, Path: path, OperationID: operationID(method, path),
		Summary: text.EN, Description: text.ZH, Tags: []string{g.tag.EN},
		Extensions: map[string]any{"x-text": text}, Responses: map[string]*huma.Response{"default": {Ref: problemRef}}}
	for _, name := range pathParams(path) {
		op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}})
	}
	if g.open {
		op.Security = []map[string][]string{{}}
	}
	return op
}

func operationID(method, path string) string {
	words := strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '{' || r == '}' || r == '.' })
	return strings.ToLower(method) + "-" + strings.Join(words, "-")
}

// pathParams are the names within braces, in order.
func pathParams(path string) []string {
	var out []string
	for part := range strings.SplitSeq(path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			out = append(out, strings.TrimSuffix(name, "}"))
		}
	}
	return out
}

// nowhere answers what no row answers: another method of a known address, or
// an address that leads nowhere.
func (a *API) nowhere(w http.ResponseWriter, hr *http.Request) {
	r := a.request(w, hr)
	if err := edge.Address(hr); err != nil {
		r.fail(err)
		return
	}
	var allow []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete} {
		other := hr.Clone(hr.Context())
		other.Method = method
		if _, pattern := a.mux.Handler(other); pattern != "/" {
			allow = append(allow, method)
		}
	}
	if len(allow) > 0 && !slices.Contains(allow, hr.Method) {
		w.Header().Set("Allow", strings.Join(allow, ", "))
		r.fail(errs.New(errs.Invalid, keyMethod, lang.T("此地址不接受这种请求方法。", "This address does not take this method.")))
		return
	}
	r.fail(errs.New(errs.NotFound, "api.no_address", lang.T("没有这个地址。接口说明见 /api。", "There is no such address. The reference is at /api.")))
}
