package home

import (
	"lunheng/internal/web/pages/activity"
	"lunheng/internal/web/ui"
)

// Researcher is what is asked of an applicant, and how the own work stands.
type Researcher struct {
	Tasks []ui.Task
	Rows  []activity.Row
	More  bool // there are more than are shown
	Key   string
	New   bool // nothing was ever begun
}
