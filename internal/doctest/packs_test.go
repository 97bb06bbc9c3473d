package doctest

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

var packExample = regexp.MustCompile("(?s)`([a-z-]+/[a-z]+\\.yaml)`[^`]*?```yaml\n(.*?)```")

// TestEveryPackExampleIsAFile holds that no example of a pack stands in the
// documents without being loaded.
func TestEveryPackExampleIsAFile(t *testing.T) {
	text := read(t, "docs/packs.md")
	if all, named := strings.Count(text, "```yaml\n"), len(packExample.FindAllString(text, -1)); all != named {
		t.Errorf("%d examples, of which %d are named as files", all, named)
	}
}

// TestPackExampleWorks loads the pack that the documents show and runs its
// examples.
func TestPackExampleWorks(t *testing.T) {
	folder := fstest.MapFS{}
	for _, m := range packExample.FindAllStringSubmatch(read(t, "docs/packs.md"), -1) {
		folder[m[1]] = &fstest.MapFile{Data: []byte(m[2])}
	}
	if len(folder) != 8 {
		t.Fatalf("the examples have %d files, not 8", len(folder))
	}
	if n := bytes.Count(folder["demo-district/pack.yaml"].Data, []byte("\n")); n > 22 {
		t.Errorf("the district's pack has %d lines; about twenty are promised", n)
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
