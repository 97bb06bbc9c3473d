package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rulebook"
)

// packsPublishCmd brings a folder into force on the data of a house.
type packsPublishCmd struct {
	Storage
	Dir        string `arg:"" type:"existingdir" help:"Folder of the pack."`
	From       string `required:"" help:"First day in force (YYYY-MM-DD); tomorrow at the earliest."`
	Department string `help:"Id of the department whose pack it is. Default: the house's."`
	Packs      string `help:"Folder with further rule packs." type:"path" env:"LUNHENG_PACKS"`
	Lang       string `enum:"zh,en" default:"zh" env:"LUNHENG_LANG" help:"zh or en."`
}

// Run checks the pack, keeps it as a draft and publishes it, as the operator of the
// machine. Servers that run on the same data take it within seconds.
func (c *packsPublishCmd) Run(ctx context.Context, env *Env) error {
	from, err := calendar.Parse(c.From)
	if err != nil {
		return err
	}
	files, err := rulebook.ReadFS(os.DirFS(c.Dir))
	if err != nil {
		return c.tell(env, err)
	}
	house, err := openExisting(ctx, c.Storage, c.Packs, env)
	if err != nil {
		return err
	}
	defer house.Close()
	now := house.Now()
	op := auth.Operator(now)
	draft, err := house.Rulebook.Draft(ctx, op, now, rulebook.Draft{Department: c.Department, Files: files})
	if err != nil {
		return c.tell(env, err)
	}
	if _, err := house.Rulebook.Publish(ctx, op, now, rulebook.Publish{ID: draft.Result, From: from}); err != nil {
		if _, discard := house.Rulebook.Discard(ctx, op, now, rulebook.Discard{ID: draft.Result}); discard != nil {
			return discard
		}
		return c.tell(env, err)
	}
	p, err := house.Rulebook.Get(house.Read(ctx), op, draft.Result)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(env.Stdout, lang.T("已发布 %s（%s），自 %s 起施行：%d 处不同，编号 %s", "published %s (%s), in force from %s: %d differences, id %s").In(
		lang.Parse(c.Lang), p.Ref(), p.Hash[:12], string(p.From), len(p.Changes), p.ID))
	return err
}

// tell prints what people can put right; other errors stay errors.
func (c *packsPublishCmd) tell(env *Env, err error) error {
	all := errs.All(err)
	for _, e := range all {
		fmt.Fprintln(env.Stdout, e.In(lang.Parse(c.Lang)))
	}
	if len(all) > 0 {
		return errNo
	}
	return fmt.Errorf("publish %s: %w", filepath.Base(c.Dir), err)
}

// packsWithdrawCmd takes a published version back before its day.
type packsWithdrawCmd struct {
	Storage
	ID     string `arg:"" help:"Id of the version, as publish printed it."`
	Reason string `required:"" help:"Why; stays in the journal."`
	Packs  string `help:"Folder with further rule packs." type:"path" env:"LUNHENG_PACKS"`
}

// Run withdraws the version as the operator of the machine.
func (c *packsWithdrawCmd) Run(ctx context.Context, env *Env) error {
	house, err := openExisting(ctx, c.Storage, c.Packs, env)
	if err != nil {
		return err
	}
	defer house.Close()
	now := house.Now()
	var out journal.Outcome
	if out, err = house.Rulebook.Withdraw(ctx, auth.Operator(now), now, rulebook.Withdraw{ID: c.ID, Reason: c.Reason}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "withdrawn %s\n", out.Result)
	return err
}

// openExisting opens a house that must be there already.
func openExisting(ctx context.Context, s Storage, packs string, env *Env) (*House, error) {
	db, err := openToRead(ctx, s)
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return OpenHouse(ctx, Config{Storage: s, Packs: packs}, env.Clock, logger(env, "warn"))
}
