package sanction

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
)

// BringOne enters the first decision of a list as its job does, and no more.
func (s *Service) BringOne(ctx context.Context, p auth.Principal, now time.Time, department, list string, lines []Line) (string, error) {
	all, _ := decisions(s.Book.On(calendar.Of(now), ""), lines)
	id, _, err := s.bring(ctx, batch{p: p, now: now, department: department, list: list}, all[0])
	return id, err
}
