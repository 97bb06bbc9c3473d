package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"lunheng/internal/app/apptest"
)

var update = flag.Bool("update", false, "write docs/openapi.json anew")

const golden = "../../docs/openapi.json"

// The document that is served is the one in the repository, so that every
// change of the interface is seen. go test ./internal/api -run Document -update
func TestDocument(t *testing.T) {
	w := apptest.New(t)
	got := client{t: t, w: w}.get("/openapi.json", 200).raw
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(filepath.FromSlash(golden))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the interface differs from %s; if that is meant, raise the version and run with -update", golden)
	}
	checkDocument(t, got)
}

// checkDocument: references lead somewhere, operations have names of their
// own, words in both languages, and say what trouble looks like.
func checkDocument(t *testing.T, raw []byte) {
	t.Helper()
	var doc struct {
		OpenAPI    string
		Paths      map[string]map[string]operation
		Components struct {
			Schemas   map[string]json.RawMessage
			Responses map[string]json.RawMessage
		}
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.OpenAPI != "3.1.0" || len(doc.Paths) < 80 {
		t.Errorf("version %s, %d paths", doc.OpenAPI, len(doc.Paths))
	}
	for _, ref := range refs(raw) {
		section, name := filepath.Split(ref)
		_, schema := doc.Components.Schemas[name]
		_, response := doc.Components.Responses[name]
		if section == "#/components/schemas/" && !schema || section == "#/components/responses/" && !response {
			t.Errorf("%s leads nowhere", ref)
		}
	}
	seen := map[string]bool{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			if op.OperationID == "" || seen[op.OperationID] {
				t.Errorf("%s %s: the name %q is empty or not its own", method, path, op.OperationID)
			}
			seen[op.OperationID] = true
			if op.Summary == "" || op.Text.ZH == "" || op.Text.EN == "" || op.Responses["default"] == nil || len(op.Responses) < 2 {
				t.Errorf("%s %s is not described: %+v", method, path, op)
			}
		}
	}
}

type operation struct {
	OperationID string `json:"operationId"`
	Summary     string
	Text        struct{ ZH, EN string } `json:"x-text"`
	Responses   map[string]json.RawMessage
}

// refs are all references within a document.
func refs(raw []byte) []string {
	var out []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if ref, ok := v["$ref"].(string); ok {
				out = append(out, ref)
			}
			for _, inner := range v {
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	var doc any
	if err := json.Unmarshal(raw, &doc); err == nil {
		walk(doc)
	}
	return out
}
