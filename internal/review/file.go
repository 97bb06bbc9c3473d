package review

import (
	"slices"

	"lunheng/internal/document/blob"
)

// HasFile reports whether a file is one of the case's own: attached to an answer
// of the applicant, or a letter. Whoever sees the case sees it, although it may be
// part of no submission.
func (c *Case) HasFile(hash string) bool {
	for _, q := range c.Questions {
		if slices.Contains(q.Files, hash) {
			return true
		}
	}
	if c.Appeal != nil && slices.ContainsFunc(c.Appeal.Files, func(k blob.Kept) bool { return k.Hash == hash }) {
		return true
	}
	for _, p := range c.Points {
		if slices.Contains(p.Files, hash) {
			return true
		}
	}
	return slices.ContainsFunc(c.Letters, func(l Letter) bool { return l.PDF == hash })
}
