package doctest

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"lunheng/internal/app"
)

// program matches the beginning of a line that runs the program.
var program = regexp.MustCompile(`^(?:\./|/usr/local/bin/)?lunheng |^go run \./cmd/lunheng `)

// commandLines are the lines of code of a document that run something of
// ours, without comments.
func commandLines(text string) []string {
	var out []string
	fenced := false
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
			continue
		}
		code := strings.TrimPrefix(strings.TrimSpace(line), "ExecStart=")
		if !fenced && !strings.HasPrefix(line, "    ") {
			continue
		}
		code, _, _ = strings.Cut(code, " #")
		code = strings.TrimSpace(code)
		if program.MatchString(code) || strings.HasPrefix(code, "go ") {
			out = append(out, code)
		}
	}
	return out
}

// TestCommandsExist gives every command in the documents to the command line
// itself: the subcommand must be there and every flag known.
func TestCommandsExist(t *testing.T) {
	n := 0
	for _, page := range pages(t) {
		for _, line := range commandLines(read(t, page)) {
			if strings.HasPrefix(line, "go ") && !program.MatchString(line) {
				checkGoCommand(t, page, line)
				continue
			}
			n++
			args := strings.Fields(program.ReplaceAllString(line+" ", ""))
			checkCommand(t, page, line, args)
		}
	}
	if n < 5 {
		t.Errorf("found only %d commands in the documents", n)
	}
}

// checkCommand asks for the help of the subcommand and looks for the flags.
func checkCommand(t *testing.T, page, line string, args []string) {
	t.Helper()
	var verb, flags []string
	for i, a := range args {
		name, isFlag := strings.CutPrefix(a, "--")
		name, _, _ = strings.Cut(name, "=")
		switch {
		case isFlag:
			flags = append(flags, name)
		case i < 2 && len(flags) == 0 && regexp.MustCompile(`^[a-z-]+$`).MatchString(a):
			verb = append(verb, a)
		}
	}
	help, ok := "", false
	for len(verb) > 0 && !ok {
		help, ok = helpOf(append(verb, "--help"))
		if !ok {
			verb = verb[:len(verb)-1] // the second word may be an argument
		}
	}
	if !ok {
		t.Errorf("%s: there is no such command: %s", page, line)
		return
	}
	for _, f := range flags {
		if !strings.Contains(help, "--"+f) {
			t.Errorf("%s: %s knows no --%s: %s", page, strings.Join(verb, " "), f, line)
		}
	}
}

func helpOf(args []string) (string, bool) {
	var out, errOut bytes.Buffer
	status := app.Main(context.Background(), app.Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errOut, Clock: stopped{},
	})
	return out.String() + errOut.String(), status == 0
}

type stopped struct{}

func (stopped) Now() time.Time { return time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC) }

// checkGoCommand sees that the packages named to the go command are there.
func checkGoCommand(t *testing.T, page, line string) {
	t.Helper()
	for _, word := range strings.Fields(line) {
		dir := strings.TrimSuffix(word, "/...")
		if !strings.HasPrefix(dir, "./") || strings.Contains(dir, "...") {
			continue
		}
		if _, err := os.Stat(filepath.Join(root, dir)); err != nil {
			t.Errorf("%s: there is no %s: %s", page, dir, line)
		}
	}
}
