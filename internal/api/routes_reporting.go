package api

import (
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"lunheng/internal/calendar"
	"lunheng/internal/complaint"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// How often one network may do something in a day.
const (
	maxReports = 30
	maxOpened  = 200
	maxWritten = 100
)

// reportingRoutes are how somebody reports a wrong, with or without a name. They take
// no token and no key: nothing is kept about a request, and a letter's own digest
// makes a repetition one with the first.
func (a *API) reportingRoutes() {
	g := a.chapter("举报", "Reporting a wrong")
	g.open = true
	list(g, "/reporting/bodies", lang.T("受理举报的单位和部门", "Units and departments that receive reports"), func(r *Request, f struct {
		Q string `query:"q" doc:"名称中的字 / words of the name"`
		paging
	}) (store.Page[complaint.Office], error) {
		return complaint.Offices(r.Reader(), f.Q, f.page())
	})
	look(g, "/reporting/bodies/{body}", lang.T("一个单位或部门的受理人、身份保管人及其公钥", "Who receives reports for a body and who keeps identities, with their public keys"), func(r *Request, _ none) (complaint.Intake, error) {
		return a.Complaint.Intake(r.Reader(), r.PathValue("body"))
	})
	tell(g, "", lang.T("举报：内容在发送之前由举报人加密（age）", "Report a wrong: encrypted by the reporter before it is sent (age)"), maxReports, func(r *Request, f complaint.Filing) (complaint.Taken, error) {
		return a.Complaint.File(r.Context(), r.Now, f)
	})
	tell(g, "/channel", lang.T("凭回执打开通道：进展、来信和自己的钥匙（均为密文）", "Open the channel of a receipt: how it stands, the letters and one's key, all encrypted"), maxOpened, func(r *Request, f byLookup) (channel, error) {
		c, err := a.Complaint.Channel(r.Reader(), f.Lookup)
		return r.channel(c), err
	})
	tell(g, "/letters", lang.T("在通道里写一封信", "Write a letter into the channel"), maxWritten, func(r *Request, f complaint.Note) (complaint.Taken, error) {
		return a.Complaint.Write(r.Context(), r.Now, f)
	})
	tell(g, "/proof", lang.T("提交的离线证明（decision.json）", "The offline proof of the filing (decision.json)"), maxOpened, func(r *Request, f byLookup) (journal.Receipt, error) {
		return a.Complaint.Prove(r.Reader(), f.Lookup, a.LogKey)
	})
}

// byLookup names a channel. It stands in a body, never in an address.
type byLookup struct {
	Lookup string `json:"lookup" required:"true" doc:"由回执号派生的查找值 / lookup value made from the receipt"`
}

// channel is a channel in the reader's language.
type channel struct {
	complaint.Channel
	Words string `json:"words" doc:"现在的状态 / how it stands"`
	Steps []step `json:"steps"`
}

type step struct {
	Day  calendar.Day `json:"day"`
	Text string       `json:"text"`
}

func (r *Request) channel(c complaint.Channel) channel {
	out := channel{Channel: c, Words: StandText(c.State).In(r.Lang), Steps: []step{}}
	for _, s := range c.Steps {
		out.Steps = append(out.Steps, step{s.Day, s.Text.In(r.Lang)})
	}
	return out
}

// StandText says how a report stands, to its reporter.
func StandText(state flow.State) lang.Text {
	if state == complaint.StateResting {
		return lang.T("已收到。受理人现在就能阅读；明天记入日志。", "Received. Those who receive reports can read it now; it is entered tomorrow.")
	}
	return complaint.Table.Info(state).Text
}

// tell adds a POST of somebody nobody knows.
func tell[C, T any](g group, path string, text lang.Text, limit int, do func(*Request, C) (T, error)) {
	path = "/reporting" + path
	op := g.operation(http.MethodPost, path, text)
	schema := g.a.doc.Components.Schemas.Schema(reflect.TypeFor[C](), true, "")
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{mediaJSON: {Schema: schema}}}
	op.Responses["200"] = g.a.answer(reflect.TypeFor[T]())
	g.handle(op, func(r *Request) error {
		r.max = complaint.MaxSealed + maxBody
		if err := g.a.Strangers.Take(path, g.a.Proxies.Client(r.Request), limit, r.Now); err != nil {
			return err
		}
		var cmd C
		if err := g.a.body(r, schema, &cmd); err != nil {
			return err
		}
		out, err := do(r, cmd)
		if err != nil {
			return err
		}
		return r.send(http.StatusOK, mediaJSON, out, 0)
	})
}
