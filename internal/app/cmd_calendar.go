package app

import (
	"context"
	"fmt"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
)

// calendarCmd looks after the calendar of working days.
type calendarCmd struct {
	Load calendarLoadCmd `cmd:"" help:"Take in the announced holidays of a year."`
}

// calendarLoadCmd takes in the holidays of a year.
type calendarLoadCmd struct {
	Storage
	File   string `arg:"" help:"Announcement in JSON, as the yearly files of packs/calendar-cn; - reads standard input."`
	Source string `help:"Address under which it was published. Default: the first of its papers."`
}

// Run journals the announcement and counts again the dates that waited for it.
// Servers that run on the same data take it within seconds.
func (c *calendarLoadCmd) Run(ctx context.Context, env *Env) error {
	raw, err := readInput(env, c.File)
	if err != nil {
		return err
	}
	notice, err := calendar.ReadNotice(raw)
	if err != nil {
		return err
	}
	db, err := openToRead(ctx, c.Storage) // never make a new house by mistake
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	house, err := OpenHouse(ctx, Config{Storage: c.Storage}, env.Clock, logger(env, "warn"))
	if err != nil {
		return err
	}
	defer house.Close()
	now := house.Now()
	before, err := clocks.CountProvisional(house.Read(ctx))
	if err != nil {
		return err
	}
	if _, err := house.Calendar.Announce(ctx, auth.Operator(now), now, clocks.Announce{Notice: notice, Source: strings.TrimSpace(c.Source)}); err != nil {
		return err
	}
	after, err := clocks.CountProvisional(house.Read(ctx))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "loaded %d: %d days; %d limits counted again\n", notice.Year, len(notice.Days), before-after)
	return err
}
