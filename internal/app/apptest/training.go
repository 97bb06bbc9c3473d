package apptest

import (
	"context"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/learning"
)

// train gives the university's people, and whoever sits on its committee, valid
// training, the way an office does: from a list.
func (w *World) train() {
	day := string(calendar.Of(w.Now()))
	list := func(names ...string) *blob.Upload {
		rows := []string{"name,course,provider,hours,day,kind"}
		for _, name := range names {
			rows = append(rows, name+",科技伦理培训,明川学院,24,"+day+",induction")
		}
		return &blob.Upload{Name: "training.csv", Content: []byte(strings.Join(rows, "\n"))}
	}
	w.imported(w.Learning.Import(context.Background(), w.As("officer"), w.Now(), learning.Import{Unit: w.Unit,
		File: list("林静怡", "王", "沈思远", "陈国栋", "杨若兰", "高法", "何伦", "马明哲", "徐海燕")}))
	w.imported(w.Learning.Import(context.Background(), w.As("secretary"), w.Now(), learning.Import{Committee: w.Committee, File: list("朱芳")}))
}

func (w *World) imported(rows []learning.RowReport, err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
	for _, r := range rows {
		if r.State != learning.RowTaken {
			w.T.Fatalf("row %d: %s, %v", r.Row, r.State, r.Why)
		}
	}
}
