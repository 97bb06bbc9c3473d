package app

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/importer"
	"lunheng/internal/lang"
)

// importCmd brings in what was registered elsewhere.
type importCmd struct {
	Activities  importActivitiesCmd  `cmd:"" help:"Bring activities in as drafts, with their units."`
	Retractions importRetractionsCmd `cmd:"" help:"Take in Retraction Watch's list as leads: what of it concerns ethics."`
	Sanctions   importSanctionsCmd   `cmd:"" help:"Enter decisions that were made before into a department's ledger of sanctions."`
	Incidents   importIncidentsCmd   `cmd:"" help:"Take in the AI Incident Database's list as leads."`
}

// importRefused is where rows that are not in are told.
type importRefused struct {
	Report string `help:"File for the rows that are not in: row, id, reason. Default: standard error." type:"path"`
	Lang   string `enum:"zh,en" default:"en" env:"LUNHENG_LANG" help:"zh or en."`
}

type importActivitiesCmd struct {
	Storage
	File   string `arg:"" help:"CSV file with a head, in UTF-8 or GBK; - reads standard input."`
	Format string `required:"" enum:"nsfc,clinicaltrials" help:"nsfc (grants of the National Natural Science Foundation) or clinicaltrials (ClinicalTrials.gov)."`
	Leader string `help:"Id of the person who leads the drafts. Default: the house's first administrator."`
	Region string `help:"Region of units that are not in the register yet, as six digits of GB/T 2260. Default: to be confirmed."`
	importRefused
}

// Run imports the file. The answer is no when a row is not in.
func (c *importActivitiesCmd) Run(ctx context.Context, env *Env) error {
	format, _ := importer.Find(c.Format)
	in, err := openInput(env, c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	records, refused, err := importer.Read(in, format)
	if err != nil {
		return fmt.Errorf("import %s: %w", c.File, err)
	}
	house, err := OpenHouse(ctx, Config{Storage: c.Storage}, env.Clock, logger(env, "warn"))
	if err != nil {
		return err
	}
	defer house.Close()
	res, err := c.bring(ctx, env, house, format, records)
	res.Refused = append(refused, res.Refused...)
	slices.SortFunc(res.Refused, func(a, b importer.Refusal) int { return a.Row - b.Row })
	told := c.tell(env, res)
	if err := errors.Join(err, house.seal(context.WithoutCancel(ctx), house.Now())); err != nil {
		return err // broken off, which is more than rows that are not in
	}
	return told
}

func (c *importActivitiesCmd) bring(ctx context.Context, env *Env, house *House, format importer.Format, records []importer.Record) (importer.Result, error) {
	im := &importer.Importer{Registry: house.Registry, Activities: house.Activity}
	now := house.Now()
	op := auth.Operator(now)
	o := importer.Options{Format: format, Leader: c.Leader, Region: c.Region}
	if o.Leader == "" {
		var err error
		if o.Leader, err = im.Leader(ctx, house.Read(ctx), op, now); err != nil {
			return importer.Result{}, err
		}
	}
	bar := newProgress(env, "rows")
	defer bar.end()
	o.Progress = bar.step
	return im.Run(ctx, op, now, records, o)
}

// tell prints how many rows are in, and which are not.
func (c *importActivitiesCmd) tell(env *Env, res importer.Result) error {
	fmt.Fprintf(env.Stdout, "%d drafted, %d were in already, %d not imported; %d units registered\n",
		res.Drafted, res.Before, len(res.Refused), res.Units)
	return c.refused(env, res.Refused)
}

// refused tells the rows that are not in. The answer is no when there are any.
func (c *importRefused) refused(env *Env, rows []importer.Refusal) error {
	if len(rows) == 0 {
		return nil
	}
	l := lang.Parse(c.Lang)
	if c.Report == "" {
		for _, r := range rows {
			fmt.Fprintln(env.Stderr, r.Line(l))
		}
		return errNo
	}
	f, err := os.Create(c.Report)
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	_ = w.Write([]string{"row", "id", "reason"}) // Flush keeps the error
	for _, r := range rows {
		_ = w.Write([]string{strconv.Itoa(r.Row), r.Name(), r.Reason(l)})
	}
	w.Flush()
	if err := errors.Join(w.Error(), f.Close()); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return errNo
}
