package api

import (
	"fmt"
	"net/http"
	"strconv"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// reviewRoutes are cases before a committee.
func (a *API) reviewRoutes() {
	g := a.chapter("审查案卷", "Reviews")
	s := a.Review
	list(g, "/reviews", lang.T("案卷列表", "Cases"), findReviews)
	list(g, "/emergencies", lang.T("进行中的应急审查", "Emergency reviews under way"), func(r *Request, f struct{ paging }) (store.Page[review.Row], error) {
		return review.Emergencies(r.Reader(), r.P, review.Filter{}, f.page())
	})
	one(g, "/reviews/{review}", lang.T("一件案卷", "A case"), func(r *Request, f struct {
		Version int64 `query:"version" doc:"哪一版，默认最新 / as of a version; the present one by default"`
	}) (review.Case, int64, error) {
		c, err := s.View(r.Reader(), r.P, r.PathValue("review"), f.Version)
		return c, c.Version, err
	})
	look(g, "/reviews/{review}/precedents", lang.T("同一委员会的相近先例", "Decided cases like it"), func(r *Request, _ none) (items[review.Row], error) {
		rows, err := s.Precedents(r.Reader(), r.P, r.PathValue("review"), 10)
		return items[review.Row]{orNone(rows)}, err
	})
	look(g, "/reviews/{review}/hands", lang.T("案卷先后在谁手里、各多久", "In whose hands it was, and how long"), func(r *Request, _ none) (items[review.Segment], error) {
		events, err := s.Events(r.Reader(), r.P, r.PathValue("review"))
		return items[review.Segment]{orNone(review.Hands(events, r.Now))}, err
	})
	op := g.operation(http.MethodGet, "/reviews/{review}/files/{hash}", lang.T("答复所附的文件或决定书，按散列值", "A file of an answer, or a letter, by its hash"))
	op.Responses["200"] = binary("application/octet-stream")
	g.handle(op, caseFile)
	act(g, "/reviews/{review}/accept", lang.T("受理", "Accept the file"), s.Accept, "procedure")
	act(g, "/reviews/{review}/return", lang.T("一次性告知补正并退回", "Return it with the one list of what is missing"), s.Return, "items")
	act(g, "/reviews/{review}/reviewers", lang.T("指定简易程序的审查人", "Name the reviewers of the simplified procedure"), s.NameReviewers, "reviewers", "reason")
	act(g, "/reviews/{review}/opinion", lang.T("提出审查意见", "Give a reviewer's opinion"), s.GiveOpinion, "outcome")
	act(g, "/reviews/{review}/agree", lang.T("宣布审查人一致的结果", "Declare what the reviewers agree on"), s.DecideSimplified)
	act(g, "/reviews/{review}/to-meeting", lang.T("转为会议审查", "Move the case to a meeting"), s.MoveToMeeting, "note")
	act(g, "/reviews/{review}/recuse", lang.T("因利益关系回避", "Step out of the case"), s.Recuse, "nature")
	act(g, "/reviews/{review}/extend", lang.T("延长期限", "Extend a limit"), s.Extend, "clock", "reason", "due")
	act(g, "/reviews/{review}/suspend", lang.T("中止期限（仅限规则包列明的事由）", "Let a limit stand still, on a ground that a pack knows"), s.Suspend, "clock", "ground", "reason")
	act(g, "/reviews/{review}/resume", lang.T("恢复计时", "Let a limit run on"), s.Resume, "clock", "reason")
	act(g, "/reviews/{review}/withdraw", lang.T("撤回申请", "Withdraw the application"), s.Withdraw)
	act(g, "/reviews/{review}/questions", lang.T("向申请人提问", "Ask the applicant"), s.AskQuestion, "text")
	act(g, "/reviews/{review}/questions/{question}/answer", lang.T("回答提问", "Answer a question"), s.AnswerQuestion, "text")
	act(g, "/reviews/{review}/stipulations/answer", lang.T("逐条答复修改要求", "Answer stipulations"), s.AnswerStipulations, "answers")
	act(g, "/reviews/{review}/stipulations/check", lang.T("核对一条修改", "Check one stipulation"), s.CheckStipulation, "no", "satisfied")
	act(g, "/reviews/{review}/changes/confirm", lang.T("确认修改，批准生效", "Confirm the changes: the approval takes effect"), s.ConfirmChanges)
	act(g, "/reviews/{review}/changes/return", lang.T("修改不合要求，退回", "Send the changes back"), s.ReturnChanges)
}

func findReviews(r *Request, f struct {
	Q         string `query:"q" doc:"标题或编号里的词 / words of title or number"`
	State     string `query:"state" of:"review.state" doc:"状态 / state"`
	Open      bool   `query:"open" doc:"办理中 / under way"`
	Overdue   bool   `query:"overdue" doc:"已超期 / overdue"`
	Committee string `query:"committee" doc:"委员会 / id of the committee"`
	Unit      string `query:"unit" doc:"单位 / id of the unit"`
	Activity  string `query:"activity" doc:"项目 / id of the application"`
	Kind      string `query:"kind" of:"review.kind" doc:"审查的种类，初始审查为 initial / kind of review; initial for the first"`
	Mine      bool   `query:"mine" doc:"本人申请 / one's own"`
	paging
}) (store.Page[review.Row], error) {
	return review.List(r.Reader(), r.P, review.Filter{Text: f.Q, State: flow.State(f.State), Open: f.Open, Overdue: f.Overdue,
		Committee: f.Committee, Unit: f.Unit, Activity: f.Activity, Kind: f.Kind, Mine: f.Mine}, f.page())
}

// caseFile sends a file of an answer, or a letter, by its hash.
func caseFile(r *Request) error {
	hash := r.PathValue("hash")
	c, err := r.a.Review.View(r.Reader(), r.P, r.PathValue("review"), 0)
	if err != nil {
		return err
	}
	if !c.HasFile(hash) {
		return errs.New(errs.NotFound, "api.file", lang.T("案卷里没有这个文件。", "The case has no such file."))
	}
	f, err := r.a.Blobs.Open(r.Context(), hash)
	if err != nil {
		return fmt.Errorf("open file %s of review %s: %w", hash, c.ID, err)
	}
	defer f.Close()
	return r.sendFile(f, hash[:min(len(hash), 12)], "application/octet-stream", 0)
}

// letterRoutes are decision letters.
func (a *API) letterRoutes() {
	g := a.chapter("决定书", "Decision letters")
	s := a.Review
	act(g, "/reviews/{review}/letters", lang.T("签发决定书；附 reason 即更正", "Issue the letter; with a reason, correct the one that stands"), s.IssueLetter)
	act(g, "/reviews/{review}/letters/send", lang.T("记录送达", "Record a sending"), s.SendLetter)
	op := g.operation(http.MethodGet, "/reviews/{review}/letters/{revision}", lang.T("决定书 PDF", "The letter as PDF"))
	op.Responses["200"] = binary("application/pdf")
	g.handle(op, letterPDF)
}

// letterPDF sends a letter as it was issued.
func letterPDF(r *Request) error {
	c, err := r.a.Review.View(r.Reader(), r.P, r.PathValue("review"), 0)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("revision"))
	if err != nil || n < 1 || n > len(c.Letters) {
		return errs.New(errs.NotFound, "api.letter", lang.T("没有这一版决定书。", "There is no such revision of the letter."))
	}
	f, err := r.a.Blobs.Open(r.Context(), c.Letters[n-1].PDF)
	if err != nil {
		return fmt.Errorf("open letter %s: %w", c.Letters[n-1].Number, err)
	}
	defer f.Close()
	return r.sendFile(f, c.Letters[n-1].Label()+".pdf", "application/pdf", 0)
}
