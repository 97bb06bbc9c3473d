package doctest

import (
	"bytes"
	"regexp"
	"testing"
	"testing/fstest"

	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

var packExample = regexp.MustCompile("(?s)`([a-z-]+/[a-z]+\\.yaml)`[^`]*?```yaml\n(.*?)```")

// TestPackExampleWorks loads the pack that the documents show and runs its
// examples.
func TestPackExampleWorks(t *testing.T) {
	folder := fstest.MapFS{}
	for _, m := range packExample.FindAllStringSubmatch(read(t, "docs/packs.md"), -1) {
		folder[m[1]] = &fstest.MapFile{Data: []byte(m[2])}
	}
	if len(folder) != 4 {
		t.Fatalf("the example has %d files, not 4", len(folder))
	}
	var out bytes.Buffer
	if !rules.CheckFS(folder, &out, lang.EN) {
		t.Fatalf("the example does not load:\n%s", out.String())
	}
	ok, err := rules.TestFS(folder, &out, lang.EN)
	if err != nil || !ok {
		t.Fatalf("its cases fail (%v):\n%s", err, out.String())
	}
}
