// Package packs carries the law as data: the rule packs, the holidays, and the
// schema that packs are written in. It holds no logic.
package packs

import (
	"embed"
	"io/fs"
)

//go:embed all:schema calendar-cn all:cn all:cn-med all:cn-ai all:cn-110000 all:cn-210100 all:cn-440300
var files embed.FS

// FS holds every embedded pack, one directory each, and the vocabulary of
// decision points in schema/points.yaml.
func FS() fs.FS { return files }

// CalendarCN holds the holidays of mainland China for calendar.Load.
func CalendarCN() fs.FS { return sub("calendar-cn") }

// Schema holds the JSON schemas and the decision points that packs obey.
func Schema() fs.FS { return sub("schema") }

// sub cannot fail: the directories are named in the embed directive above.
func sub(dir string) fs.FS {
	f, err := fs.Sub(files, dir)
	if err != nil {
		return files
	}
	return f
}
