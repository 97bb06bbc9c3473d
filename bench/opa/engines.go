package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"lunheng/internal/assess"
	"lunheng/internal/assess/assesstest"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/packs"
)

//go:embed assessment.rego
var policy string

// lunheng judges by the packs.
type lunheng struct{ book *rules.Book }

func (l *lunheng) judge(c sample) (assess.Assessment, error) {
	return assess.Judge(l.book, c.profile, c.profile.On)
}

// opa judges by the same rules in Rego, compiled beforehand.
type opa struct{ query rego.PreparedEvalQuery }

func (o *opa) judge(ctx context.Context, c sample) (any, error) {
	found, err := o.query.Eval(ctx, rego.EvalParsedInput(c.input))
	if err != nil {
		return nil, fmt.Errorf("evaluate policy: %w", err)
	}
	if len(found) != 1 || len(found[0].Expressions) != 1 {
		return nil, fmt.Errorf("evaluate policy: it gives %d results", len(found))
	}
	return found[0].Expressions[0].Value, nil
}

// engines compiles both; further rule packs may stand in a folder.
func engines(ctx context.Context, folder string) (*lunheng, *opa, error) {
	from := []fs.FS{packs.FS()}
	if folder != "" {
		from = append(from, os.DirFS(folder))
	}
	book, err := rules.Load(from...)
	if err != nil {
		return nil, nil, fmt.Errorf("load packs: %w", err)
	}
	query, err := rego.New(rego.Query("data.lunheng.assessment.result"), rego.Module("assessment.rego", policy)).PrepareForEval(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("compile policy: %w", err)
	}
	return &lunheng{book}, &opa{query}, nil
}

// sample is a profile, read beforehand for each engine.
type sample struct {
	profile assess.Profile
	input   ast.Value
}

// generate reads generated profiles; both engines get every fact, so that
// neither has to think of what a missing one means.
func generate(book *rules.Book, n int) ([]sample, error) {
	out := make([]sample, n)
	for i := range out {
		made := assesstest.Profile(assesstest.Source(2, i))
		raw, err := json.Marshal(made)
		if err != nil {
			return nil, err
		}
		read, err := assess.Read(book, "profile", bytes.NewReader(raw))
		if err != nil {
			return nil, err
		}
		whole, err := json.Marshal(read[0])
		if err != nil {
			return nil, err
		}
		var plain any
		if err := json.Unmarshal(whole, &plain); err != nil {
			return nil, err
		}
		input, err := ast.InterfaceToValue(plain)
		if err != nil {
			return nil, fmt.Errorf("give profile to OPA: %w", err)
		}
		out[i] = sample{read[0], input}
	}
	return out, nil
}

// same is nil when both engines give the same assessment, packs and reasons aside.
func same(ctx context.Context, ours *lunheng, theirs *opa, c sample) error {
	a, err := ours.judge(c)
	if err != nil {
		return err
	}
	line, err := a.JSON(lang.EN)
	if err != nil {
		return err
	}
	answer, err := theirs.judge(ctx, c)
	if err != nil {
		return err
	}
	other, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	var x, y map[string]any
	if err := json.Unmarshal(line, &x); err != nil {
		return err
	}
	if err := json.Unmarshal(other, &y); err != nil {
		return err
	}
	for field := range x {
		if field != "packs" && field != "reasons" && !reflect.DeepEqual(x[field], y[field]) {
			return fmt.Errorf("%s of %s: Lunheng says %v, OPA %v", field, c.input, x[field], y[field])
		}
	}
	return nil
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}
