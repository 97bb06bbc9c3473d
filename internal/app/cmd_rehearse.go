package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rehearse"
	"lunheng/internal/rulebook"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/packs"
)

// rehearseCmd tries a draft of rules on everything that was assessed so far.
type rehearseCmd struct {
	Storage
	Pack   string `required:"" type:"existingdir" help:"Folder of the draft: one pack, or several."`
	Packs  string `help:"Folder with further rule packs in force." type:"path" env:"LUNHENG_PACKS"`
	On     string `help:"Judge by the rules of this day (YYYY-MM-DD). Default: the first day on which the draft is in force, not before today."`
	OwnDay bool   `help:"Compare with what the rules of each activity's own day asked, instead of those of the one day."`
	Since  string `help:"Only activities handed in since this day (YYYY-MM-DD)."`
	Drafts bool   `help:"Also activities that were never handed in."`
	List   string `help:"Print the activities of one list: ${rehearse_lists}."`
	Limit  int    `help:"How many activities a list shows." default:"50"`
	After  string `help:"Show the activities of lists behind this id: the next page."`
	Format string `enum:"text,json" default:"text" help:"text or json."`
	Lang   string `enum:"zh,en" default:"zh" env:"LUNHENG_LANG" help:"zh or en."`
}

// Run judges, shows how far it is, and prints what would change.
func (c *rehearseCmd) Run(ctx context.Context, env *Env) error {
	if c.List != "" && !slices.Contains(rehearse.Lists(), c.List) {
		return fmt.Errorf("--list %s: there is no such list; want one of %s", c.List, strings.Join(rehearse.Lists(), ", "))
	}
	if c.Limit < 1 || c.Limit > maxListed {
		return fmt.Errorf("--limit %d: want 1 to %d", c.Limit, maxListed)
	}
	defer roomToJudge()()
	db, err := openToRead(ctx, c.Storage)
	if err != nil {
		return err
	}
	defer db.Close()
	o, err := c.options(ctx, env, db)
	if err != nil {
		return err
	}
	bar := newProgress(env, "activities")
	begun := env.Clock.Now()
	res, err := rehearse.Run(ctx, db.Read(ctx), o, bar.step)
	bar.end()
	if err != nil {
		return err
	}
	res.Seconds = env.Clock.Now().Sub(begun).Seconds()
	if c.Format == "json" {
		return json.NewEncoder(env.Stdout).Encode(res)
	}
	return rehearsed{res, o.With.On(o.Day, region(o)), lang.Parse(c.Lang), c.List, region(o)}.print(env.Stdout)
}

// roomToJudge lets the program collect garbage less often: what is alive is little
// and stays so, however many activities are judged. It returns how to end that.
func roomToJudge() func() {
	before := debug.SetGCPercent(200)
	return func() { debug.SetGCPercent(before) }
}

// maxListed bounds what is kept in memory of a list.
const maxListed = 100_000

// region is where the draft holds.
func region(o rehearse.Options) string {
	if p, ok := o.With.Pack(o.Pack); ok {
		return p.Info().Region
	}
	return ""
}

func (c *rehearseCmd) options(ctx context.Context, env *Env, db *store.DB) (rehearse.Options, error) {
	o := rehearse.Options{OwnDay: c.OwnDay, Drafts: c.Drafts, Limit: c.Limit, After: c.After, Titles: true, Now: env.Clock.Now()}
	var err error
	if o.Cal, err = announcedCalendar(ctx, db); err != nil {
		return o, err
	}
	if o.Without, err = bookOf(ctx, db, c.Packs); err != nil {
		return o, err
	}
	if err := anyPack(c.Pack); err != nil {
		return o, err
	}
	draft := os.DirFS(c.Pack)
	if o.With, err = bookOf(ctx, db, c.Packs, draft); err != nil {
		return o, err
	}
	own, err := rules.PackRefs(draft)
	if err != nil {
		return o, err
	}
	for _, ref := range own {
		if p, ok := o.With.Pack(ref); ok {
			o.Pack = ref
			o.Day = max(o.Day, rehearse.FirstDay(p.Info(), calendar.Of(o.Now)))
		}
	}
	if c.On != "" {
		if o.Day, err = calendar.Parse(c.On); err != nil {
			return o, err
		}
	}
	if c.Since != "" {
		o.Since, err = calendar.Parse(c.Since)
	}
	return o, err
}

// announcedCalendar is the calendar with what the data know of announcements.
func announcedCalendar(ctx context.Context, db *store.DB) (*calendar.Calendar, error) {
	base, err := calendar.Load(packs.CalendarCN())
	if err != nil {
		return nil, fmt.Errorf("load calendar: %w", err)
	}
	types, err := eventTypes()
	if err != nil {
		return nil, err
	}
	all := clocks.OpenCalendars(journal.Open(db, types, nil, nil), base)
	err = all.Refresh(ctx)
	return all.Now(), err
}

// rehearsed is a result for people.
type rehearsed struct {
	rehearse.Result
	set  *rules.Set
	l    lang.Lang
	list string

	region string // of the draft
}

func (r rehearsed) print(w io.Writer) error {
	var b strings.Builder
	say := func(t lang.Text, args ...any) { b.WriteString(t.In(r.l, args...) + "\n") }
	say(lang.T("草案 %s，按 %s 的规则。", "Draft %s, by the rules of %s."), r.Pack, r.Day)
	say(lang.T("判断了 %d 项活动，%d 项有变化，其中 %d 项正在办理。", "%d activities judged, %d change, %d of these are open."), r.Judged, r.Changed, r.Open)
	if hint := r.Hint(r.region); !hint.IsZero() {
		say(hint)
	}
	if r.Unassessed > 0 {
		say(lang.T("另有 %d 项没有留下自评，不在其内。", "%d more left no self-assessment and are not among them."), r.Unassessed)
	}
	for _, rule := range r.Blind {
		say(lang.T("注意：规则 %s 读取文字；演练时没有文字。", "Note: the rule %s reads texts; a rehearsal has none."), rule)
	}
	for _, name := range rehearse.Lists() {
		if n := r.Sizes[name]; n > 0 && name != rehearse.Changed {
			fmt.Fprintf(&b, "%9d  %s  (%s)\n", n, rehearse.ListTitle(name).In(r.l), name)
		}
	}
	if r.UnitCount > 0 {
		say(lang.T("须设立委员会的单位：%d 个。", "Units that would need a committee: %d."), r.UnitCount)
	}
	r.counts(&b)
	for _, fault := range r.Faults {
		b.WriteString("! " + fault + "\n")
	}
	r.items(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// counts prints each kind of change.
func (r rehearsed) counts(b *strings.Builder) {
	for _, c := range r.Counts {
		from, to := c.Values(r.set)
		fmt.Fprintf(b, "%9d  %s: %s → %s\n", c.Number, c.Title(r.set).In(r.l), from.In(r.l), to.In(r.l))
	}
}

// items prints the list that was asked for.
func (r rehearsed) items(b *strings.Builder) {
	if r.list == "" {
		return
	}
	fmt.Fprintf(b, "%s:\n", rehearse.ListTitle(r.list).In(r.l))
	for _, it := range r.Lists[r.list] {
		fmt.Fprintf(b, "%s  %s  %s\n", it.ID, it.Title, it.Note)
	}
	if n := len(r.Lists[r.list]); int64(n) < r.Sizes[r.list] && n > 0 {
		fmt.Fprintf(b, "… --after %s\n", r.Lists[r.list][n-1].ID)
	}
}

// bookOf is the book in force on some data, with drafts on top.
func bookOf(ctx context.Context, db *store.DB, dir string, drafts ...fs.FS) (*rules.Book, error) {
	types, err := eventTypes()
	if err != nil {
		return nil, err
	}
	s := &rulebook.Service{J: journal.Open(db, types, nil, nil), Base: basePacks(dir)}
	book, err := s.Book(db.Read(ctx), drafts...)
	if err != nil {
		return nil, fmt.Errorf("load rule packs: %w", err)
	}
	return book, nil
}
