// Package home holds the first page after logging in: a frame, and a part for
// each office. Each part has a file of its own.
package home

import (
	"github.com/a-h/templ"

	"lunheng/internal/web/ui"
)

// Home is the frame.
type Home struct {
	Page   ui.PageInfo
	Name   string
	Blocks []templ.Component
}

// atOnce is how many tasks of a kind are seen before the rest is unfolded.
const atOnce = 4
