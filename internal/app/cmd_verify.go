package app

import (
	"context"
	"fmt"
	"os"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/journal/proof"
	"lunheng/internal/journal/verify"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/veto"
)

// verifyCmd checks the data without changing them.
type verifyCmd struct {
	Storage
	Key             string `help:"Verifier key of the log. Default: the key in the data folder."`
	Checkpoint      string `help:"File with a checkpoint that was kept elsewhere; the log must contain it." type:"existingfile"`
	SkipProjections bool   `help:"Check journal and log alone, not the derived tables."`
	Lang            string `enum:"zh,en" default:"en" env:"LUNHENG_LANG" help:"zh or en."`
}

// Run prints one line for each fault. The answer is no when there is one.
func (c *verifyCmd) Run(ctx context.Context, env *Env) error {
	db, err := openToRead(ctx, c.Storage)
	if err != nil {
		return err
	}
	defer db.Close()
	spec, err := c.spec(env, db.Read(ctx))
	if err != nil {
		return err
	}
	bar := newProgress(env, "events")
	res, err := verify.Run(ctx, db, spec, func(f verify.Fault) {
		fmt.Fprintln(env.Stdout, f.Line(lang.Parse(c.Lang)))
	}, bar.step)
	bar.end()
	if err != nil {
		return err
	}
	fmt.Fprintf(env.Stderr, "%d events in %d streams, %d sealed under %d checkpoints, %d rows compared: %d faults\n",
		res.Events, res.Streams, res.Sealed, res.Checkpoints, res.Rows, res.Faults)
	if res.Faults > 0 {
		return errNo
	}
	return nil
}

func (c *verifyCmd) spec(env *Env, r store.Reader) (verify.Spec, error) {
	spec := verify.Spec{Tables: Tables(), Projections: Projections(), Key: c.Key, SkipProjections: c.SkipProjections}
	var err error
	if spec.Types, err = eventTypes(); err != nil {
		return spec, err
	}
	if spec.Key == "" {
		var fromLog bool
		spec.Key, fromLog, err = verifierKey(c.Storage, journal.Open(nil, spec.Types, nil, nil), r)
		if err != nil {
			return spec, err
		}
		if fromLog {
			fmt.Fprintln(env.Stderr, "no key file here: using the key that the log names itself (give --key to check against one you trust)")
		}
	}
	if c.Checkpoint == "" {
		return spec, nil
	}
	raw, err := os.ReadFile(c.Checkpoint)
	spec.Anchor = string(raw)
	return spec, err
}

// openToRead opens data that must be there already, for reading.
func openToRead(ctx context.Context, s Storage) (*store.DB, error) {
	if s.Database != "" {
		return store.Open(ctx, store.Options{URL: s.Database, ReadOnly: true})
	}
	if _, err := os.Stat(s.DatabasePath()); err != nil {
		return nil, fmt.Errorf("open data: %w", err)
	}
	return store.Open(ctx, store.Options{Path: s.DatabasePath(), ReadOnly: true})
}

// rebuildCmd derives all tables again.
type rebuildCmd struct {
	Storage
}

// Run drops what the projections wrote and derives it from the journal.
func (c *rebuildCmd) Run(ctx context.Context, env *Env) error {
	ro, err := openToRead(ctx, c.Storage)
	if err != nil {
		return err
	}
	if err := ro.Close(); err != nil {
		return err
	}
	db, err := openData(ctx, c.Storage)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.CheckSchema(ctx); err != nil {
		return err
	}
	types, err := eventTypes()
	if err != nil {
		return err
	}
	bar := newProgress(env, "events")
	j := journal.Open(db, types, Projections(), nil)
	err = db.Update(ctx, func(tx *store.Tx) error { return j.Rebuild(tx, tx, bar.step) })
	bar.end()
	return err
}

// verifyDecisionCmd checks a decision file. It needs neither server nor
// database nor network.
type verifyDecisionCmd struct {
	File string   `arg:"" help:"decision.json as it came with the letter; - reads standard input."`
	Key  []string `help:"Verifier key of a log you trust, as published by the house. Without one the key in the file is used, and its fingerprint is printed to be compared."`
	With []string `help:"A file that came with it, such as answer.json of a veto check: its SHA-256 must stand in what is certified." type:"existingfile"`
	List string   `help:"The list that a veto check was about (CSV, XLSX or JSON): the answer given with --with must be for it." type:"existingfile"`
	Lang string   `enum:"zh,en" default:"zh" env:"LUNHENG_LANG" help:"zh or en."`
}

// Run prints what a genuine file certifies. The answer is no when it is not.
func (c *verifyDecisionCmd) Run(env *Env) error {
	raw, err := readInput(env, c.File)
	if err != nil {
		return err
	}
	l := lang.Parse(c.Lang)
	st, err := proof.Verify(raw, c.Key)
	if err == nil {
		err = c.attached(st)
	}
	if err != nil {
		fmt.Fprintln(env.Stdout, lang.T("不真实：%s", "Not genuine: %s").In(l, plainly(err, l)))
		return errNo
	}
	fmt.Fprintln(env.Stdout, lang.T("真实。", "Genuine.").In(l))
	say := func(label lang.Text, value string) { fmt.Fprintf(env.Stdout, "%s %s\n", label.In(l), value) }
	say(lang.T("内容", "Certifies"), string(st.Data))
	say(lang.T("作出时间", "Made"), st.At.Format("2006-01-02 15:04:05 UTC"))
	say(lang.T("封存", "Sealed"), lang.T("%s，日志 %s 第 %d 条（共 %d 条）", "%s in log %s at %d of %d").In(l,
		st.Sealed.Format("2006-01-02 15:04:05 UTC"), st.Log, st.Leaf, st.Size))
	say(lang.T("签名密钥指纹", "Key fingerprint"), st.Fingerprint)
	if !st.Trusted {
		fmt.Fprintln(env.Stdout, lang.T("未用 --key 指定信任的密钥：请将上述指纹与签发机构公布的指纹比对。",
			"No trusted key was named with --key: compare this fingerprint with the one that the issuing house publishes.").In(l))
	}
	return nil
}

// attached refuses files that came along and are not those that are certified.
func (c *verifyDecisionCmd) attached(st proof.Statement) error {
	covers := c.List == ""
	for _, name := range c.With {
		raw, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := st.Names(raw); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		answer, err := veto.ReadProof(raw)
		if err != nil || c.List == "" {
			continue // some other file, which is certified
		}
		list, err := os.ReadFile(c.List)
		if err != nil {
			return err
		}
		if err := answer.Covers(list); err != nil {
			return err
		}
		covers = true
	}
	if !covers {
		return errs.Mistake("list", "verify.list", "核对名单需要逐行答复：请用 --with 给出 answer.json。", "A list is checked with the answer by row: give answer.json with --with.")
	}
	return nil
}

func plainly(err error, l lang.Lang) string {
	var parts []string
	for _, e := range errs.All(err) {
		parts = append(parts, e.In(l))
	}
	if len(parts) == 0 {
		return err.Error()
	}
	return strings.Join(parts, "; ")
}
