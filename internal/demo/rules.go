package demo

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/rulebook"
)

// The city's own rules: the first version held all the time of the story, the
// second will begin.
//
//go:embed rules
var rulesFS embed.FS

// publish brings a version of the city's rules into force, as the supervisor of the
// department that makes them.
func (m *sim) publish(version string, at time.Time, from calendar.Day) error {
	dir, err := fs.Sub(rulesFS, path.Join("rules", version))
	if err != nil {
		return err
	}
	files, err := rulebook.ReadFS(dir)
	if err != nil {
		return err
	}
	dep := m.departments[m.city.Units[mainUnit].Department]
	p := auth.Session(dep.supervisor.id, at)
	out, err := m.Rulebook.Draft(m.ctx, p, at, rulebook.Draft{Department: dep.id, Files: files})
	if err != nil {
		return fmt.Errorf("bring in version %s of the city's rules: %w", version, err)
	}
	if _, err := m.Rulebook.Publish(m.ctx, p, at, rulebook.Publish{ID: out.Result, From: from}); err != nil {
		return fmt.Errorf("publish version %s of the city's rules: %w", version, err)
	}
	return nil
}

// foundRules publishes the first version.
func (m *sim) foundRules() error {
	at := m.tick()
	return m.publish("1", at, calendar.Of(at).AddDays(1))
}
