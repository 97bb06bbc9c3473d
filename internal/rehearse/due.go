package rehearse

import (
	"time"

	"lunheng/internal/assess"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
)

// due is when a clock would run out by another limit: as long before or after its
// own end as the two limits differ, so that extensions and pauses count.
func (w *worker) due(k clocks.Clock, l assess.Limit) time.Time {
	own, _ := calendar.Span{Amount: k.Amount, Unit: k.Unit}.Due(w.o.Cal, k.Started)
	other, _ := l.Span().Due(w.o.Cal, k.Started)
	return k.Due.Add(other.Sub(own))
}
