package app

import (
	"context"
	"errors"
	"fmt"

	"lunheng/internal/auth"
	"lunheng/internal/importer"
	"lunheng/internal/sanction"
)

// importSanctionsCmd enters decisions that were made before.
type importSanctionsCmd struct {
	Storage
	File       string `arg:"" help:"CSV file in UTF-8 or GBK, or a workbook (.xlsx), with a head; one row for each measure of each subject; - reads standard input."`
	Department string `required:"" help:"Id of the department whose decisions they are."`
	importRefused
}

// Run imports the file. The answer is no when a row is not in.
func (c *importSanctionsCmd) Run(ctx context.Context, env *Env) error {
	in, err := openInput(env, c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	raw, err := importer.Sheet(in)
	if err != nil {
		return fmt.Errorf("import %s: %w", c.File, err)
	}
	lines, err := sanction.ReadLines(raw)
	if err != nil {
		return err
	}
	house, err := OpenHouse(ctx, Config{Storage: c.Storage}, env.Clock, logger(env, "warn"))
	if err != nil {
		return err
	}
	defer house.Close()
	now := house.Now()
	bar := newProgress(env, "decisions")
	got, err := house.Sanction.Bring(ctx, auth.Operator(now), now, c.Department, lines, bar.step)
	bar.end()
	if err := errors.Join(err, house.seal(context.WithoutCancel(ctx), now)); err != nil {
		return err
	}
	fmt.Fprintf(env.Stdout, "%d decisions entered, %d were in already, %d rows not imported\n", got.Entered, got.Before, len(got.Faults))
	rows := make([]importer.Refusal, len(got.Faults))
	for i, f := range got.Faults {
		rows[i] = importer.Refusal{Row: f.Row, ID: f.Number, Why: f.Why}
	}
	return c.refused(env, rows)
}
