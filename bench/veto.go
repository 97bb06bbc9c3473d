package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/document/sheet"
	"lunheng/internal/jobs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/sanction"
	"lunheng/internal/store"
	"lunheng/internal/vault"
	"lunheng/internal/veto"
)

// Every decision of the ledger concerns two, with two measures for each.
const (
	perDecision = 2
	perSubject  = 2
)

// ministry founds a department whose supervisor, minister, asks.
func (c *City) ministry(ctx context.Context, region string) (department string, err error) {
	op, today := auth.Operator(c.Now()), calendar.Of(c.Now())
	out, err := c.Registry.FoundDepartment(ctx, op, c.Now(), registry.FoundDepartment{DepartmentData: registry.DepartmentData{
		Name: lang.T("明川市科技局", "Science Bureau of Mingchuan"), Code: "science", Region: region, Whole: true}})
	if err != nil {
		return "", err
	}
	hash, err := c.Accounts.HashPassword(ctx, password, "minister")
	if err != nil {
		return "", err
	}
	if err := c.person(ctx, "minister", "周正", "", hash); err != nil {
		return "", err
	}
	_, err = c.Registry.AppointOffice(ctx, op, c.Now(), registry.AppointOffice{Kind: registry.InDepartment, Body: out.Result,
		Tenure: registry.Tenure{Person: c.People["minister"], From: today}})
	return out.Result, err
}

// veto measures the check of a workbook of people and units against a large ledger of
// measures, from the file to the answer.
func (r *runner) veto(ctx context.Context) error {
	if err := r.settle(ctx); err != nil {
		return err
	}
	department, err := r.ministry(ctx, "440300")
	if err != nil {
		return err
	}
	measures, rows := r.size(1000, 1_000_000), r.size(100, veto.MaxRows)
	if err := r.ledger(ctx, department, measures/perDecision/perSubject); err != nil {
		return err
	}
	book, err := asked(rows, measures/perSubject)
	if err != nil {
		return err
	}
	limit, err := r.lookups(ctx, measures)
	if err != nil {
		return err
	}
	var asking, answering time.Duration
	var id string
	busy := cpu()
	err = r.profiled("veto", func() error {
		most, err := peak(func() (err error) {
			id, asking, answering, err = r.ask(ctx, department, book)
			return err
		})
		return errors.Join(err, r.tell(Figure{What: "  memory at most", Value: float64(most) / (1 << 20), Unit: "MiB"}))
	})
	if err != nil {
		return err
	}
	busy = cpu() - busy
	st, err := r.Veto.View(r.Read(ctx), r.As("minister"), id)
	if err != nil {
		return err
	}
	if st.Done != rows || st.Totals.Vetoed == 0 || st.Totals.Clear == 0 || st.Totals.Unsure == 0 {
		return fmt.Errorf("veto check: %d of %d rows answered: %+v", st.Done, rows, st.Totals)
	}
	r.say("%d clear, %d vetoed, %d conditional, %d for a person", st.Totals.Clear, st.Totals.Vetoed, st.Totals.Conditional, st.Totals.Unsure)
	what := fmt.Sprintf("veto check: %d rows of a workbook, %d measures", rows, measures)
	return r.tell(limit, Figure{What: what + ", taken in", Value: asking.Seconds(), Unit: "s"}, Figure{What: what + ", answered", Value: answering.Seconds(), Unit: "s"},
		Figure{What: "  processor time of both", Value: busy.Seconds(), Unit: "s"},
		perSecond(what, "rows/s", int64(rows), asking+answering).Beside(limit))
}

// ask sends the workbook as the page does, and answers it as the worker does.
func (r *runner) ask(ctx context.Context, department string, book []byte) (id string, asking, answering time.Duration, err error) {
	start := r.Now()
	out, err := r.Veto.Ask(ctx, r.As("minister"), start, veto.Question{BodyKind: auth.Department, Body: department, Purpose: "project",
		File: &blob.Upload{Name: "list.xlsx", Content: book}})
	if err != nil {
		return "", 0, 0, err
	}
	taken := r.Now()
	payload, err := json.Marshal(out.Result)
	if err != nil {
		return "", 0, 0, err
	}
	err = r.Veto.Handle(ctx, taken, jobs.Job{Kind: veto.Kind, Payload: payload})
	return out.Result, taken.Sub(start), r.Now().Sub(taken), err
}

// lookups measures reading measures by their keys, one after the other: what the
// database gives at best to whoever asks about one at a time.
func (r *runner) lookups(ctx context.Context, measures int) (Figure, error) {
	db, i := r.Read(ctx), 0
	v, err := rate(sample, r.Now, 100, func() error {
		i = (i + 7919) % measures
		var code string
		return db.Row(`select code from sanction_measures where id = $1`, measureID(i)).Scan(&code)
	})
	return Figure{What: "a measure read by its key, one after the other", Value: v, Unit: "/s"}, err
}

func measureID(i int) string { return fmt.Sprintf("m-%09d", i) }
func subjectID(i int) string { return fmt.Sprintf("w-%09d", i) }

// ledger writes decisions as the projection would have, without their journal. The
// identities go through the vault, as in the act that names a subject.
func (r *runner) ledger(ctx context.Context, department string, decisions int) error {
	today := calendar.Of(r.Now())
	return r.load(ctx, "decisions", decisions, func(tx *store.Tx, i int) error {
		c := rand.New(rand.NewPCG(11, uint64(i)))
		decision, day := fmt.Sprintf("d-%09d", i), today.AddDays(-c.IntN(3000))
		if err := tx.Exec(`insert into sanctions (id, department, number, day, state, asked, updated_at, version) values ($1, $2, $3, $4, 'in_force', 0, $5, 6)`,
			decision, department, fmt.Sprintf("明科罚〔%s〕%d号", day[:4], i), string(day), store.Micros(day.Start())); err != nil {
			return err
		}
		for j := i * perDecision; j < (i+1)*perDecision; j++ {
			if err := r.subject(tx, c, decision, j, day); err != nil {
				return err
			}
		}
		return nil
	})
}

// subject writes one whom a decision concerns, and the measures.
func (r *runner) subject(tx *store.Tx, c *rand.Rand, decision string, j int, day calendar.Day) error {
	who, kind := subjectID(j), sanction.Person
	row := known(j)
	if row.Paper == sanction.UnitPaper {
		kind = sanction.Unit
	}
	if err := tx.Exec(`insert into sanction_subjects (id, sanction, kind, who, unit) values ($1, $2, $3, $4, '')`, who, decision, kind, who); err != nil {
		return err
	}
	if err := r.Vault.Identify(tx, who, vault.Identity{Kind: vault.NameKind, Text: row.Name}, vault.Identity{Kind: row.Paper, Text: row.Number}); err != nil {
		return err
	}
	for k := j * perSubject; k < (j+1)*perSubject; k++ {
		until := day.AddMonths(12 * (1 + c.IntN(8)))
		err := tx.Exec(`insert into sanction_measures (id, sanction, who, code, from_day, until_day, binding) values ($1, $2, $3, $4, $5, $6, $7)`,
			measureID(k), decision, who, pick(c, "bar", "bar_awards", "recover_money", "suspend_applications", "permits"), string(day), string(until), c.IntN(5) > 0)
		if err != nil {
			return err
		}
	}
	return nil
}

// One in ten is a unit.
func isUnit(i int) bool { return i%10 == 9 }

// known is what the ledger knows subject i by.
func known(i int) veto.Row {
	if isUnit(i) {
		return veto.Row{Name: fmt.Sprintf("明川第%d生物科技有限公司", i), Paper: sanction.UnitPaper, Number: checked(sanction.UnitPaper, fmt.Sprintf("91440300%09d", i))}
	}
	return veto.Row{Name: named(i), Paper: "resident_id", Number: checked("resident_id", fmt.Sprintf("4403051%04d%06d", 900+i%100, i/100))}
}

var (
	surnames = []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑")
	given    = []rune("伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉力波斌宇浩凯婷雪梅琳玲红玉华建国庆春生海燕飞鹏鑫晨阳佳怡欣然思远若")
)

// named is a name of three characters; some seventy thousand are in use, so that most
// have namesakes.
func named(i int) string {
	c := rand.New(rand.NewPCG(13, uint64(i)))
	return string([]rune{pick(c, surnames...), pick(c, given...), pick(c, given...)})
}

// checked adds the check digit that belongs to a number.
func checked(paper, number string) string {
	for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if !veto.WrongNumber(paper, number+string(c)) {
			return number + string(c)
		}
	}
	return number
}

// asked is a workbook of people and units of whom one in ten stands in the ledger. One
// in twenty has no number, one in a hundred a wrong one.
func asked(rows, subjects int) ([]byte, error) {
	book, err := sheet.NewBook([]string{"姓名", "证件种类", "证件号码"})
	if err != nil {
		return nil, err
	}
	defer book.Close()
	for i := range rows {
		row := known(subjects + i)
		if i%10 == 0 {
			row = known(i * (subjects / rows))
		}
		switch {
		case i%20 == 3:
			row.Paper, row.Number = "", ""
		case i%100 == 7:
			row.Number = row.Number[:17] + "!"
		case i%2 == 0:
			row.Paper = "" // a number without a kind is known by its check
		}
		if err := book.Add(row.Name, row.Paper, row.Number); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	_, err = book.WriteTo(&out)
	return out.Bytes(), err
}
