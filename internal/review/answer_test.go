package review_test

import (
	"strings"
	"testing"

	"lunheng/internal/review"
)

// An answer names files of its own application, never another file by its hash.
func TestAnswersBringTheirOwnFiles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		act, kase := h.apply("睡眠研究")
		others, err := h.Blobs.Put(ctx, strings.NewReader("a secret of another unit"))
		h.ok(err)
		own := h.kaseFile(act)
		h.did(h.Accept(ctx, h.as("sec"), h.tick(), review.Accept{Review: kase, Procedure: "meeting"}))
		h.did(h.AskQuestion(ctx, h.as("law"), h.tick(), review.AskQuestion{Review: kase, Text: "谁保管数据？"}))
		cmd := review.AnswerQuestion{Review: kase, Question: h.kase(kase).OpenQuestions()[0].ID, Text: "见附件", Files: []string{own, others.Hash}}
		h.refused(second(h.AnswerQuestion(ctx, h.as("lin"), h.tick(), cmd)), "review.answer.file")
		points := review.AnswerStipulations{Review: kase, Answers: []review.PointAnswer{{No: 1, Files: []string{others.Hash}}}}
		h.refused(second(h.AnswerStipulations(ctx, h.as("lin"), h.tick(), points)), "review.answer.file")
		cmd.Files = []string{own}
		h.did(h.AnswerQuestion(ctx, h.as("lin"), h.tick(), cmd))
	})
}

// kaseFile is the hash of some file of an application.
func (h *house) kaseFile(act string) string {
	h.t.Helper()
	st, err := h.Activities.View(h.db.Read(ctx), h.as("lin"), act, 0)
	h.ok(err)
	if len(st.Files) == 0 {
		h.t.Fatal("the application has no file")
	}
	return st.Files[0].Hash
}
