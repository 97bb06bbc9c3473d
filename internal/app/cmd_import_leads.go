package app

import (
	"context"
	"errors"
	"fmt"

	"lunheng/internal/errs"
	"lunheng/internal/importer"
	"lunheng/internal/risk"
)

// importLeads is the import of a published list of leads.
type importLeads struct {
	Storage
	File string `arg:"" help:"CSV file as it is published; - reads standard input."`
	importRefused
}

type (
	importRetractionsCmd struct{ importLeads }
	importIncidentsCmd   struct{ importLeads }
)

// Run imports the file. The answer is no when a row is not in.
func (c *importRetractionsCmd) Run(ctx context.Context, env *Env) error {
	return c.run(ctx, env, risk.Retraction)
}

// Run imports the file. The answer is no when a row is not in.
func (c *importIncidentsCmd) Run(ctx context.Context, env *Env) error {
	return c.run(ctx, env, risk.Incident)
}

func (c *importLeads) run(ctx context.Context, env *Env, kind string) error {
	in, err := openInput(env, c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	raw, err := importer.Whole(in)
	if err != nil {
		return fmt.Errorf("import %s: %w", c.File, err)
	}
	house, err := OpenHouse(ctx, Config{Storage: c.Storage}, env.Clock, logger(env, "warn"))
	if err != nil {
		return err
	}
	defer house.Close()
	bar := newProgress(env, "rows")
	got, err := house.Risk.Take(ctx, house.Now(), kind, raw, bar.step)
	bar.end()
	if err := errors.Join(err, house.seal(context.WithoutCancel(ctx), house.Now())); err != nil {
		return err
	}
	fmt.Fprintf(env.Stdout, "%d taken in, %d were in already, %d not taken in\n", got.Fresh, got.Known, got.Refused)
	rows := make([]importer.Refusal, len(got.Lines))
	for i, l := range got.Lines {
		rows[i] = importer.Refusal{Row: l.Row, ID: l.ID, Why: errs.New(errs.Refused, "import.row", l.Why)}
	}
	return c.refused(env, rows)
}
