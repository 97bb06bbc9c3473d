package violation

import (
	"database/sql"
	"errors"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// mayRegister refuses whoever neither registers cases for the body nor handles the
// report that the case comes from.
func mayRegister(tx *journal.Tx, p auth.Principal, cmd Register) error {
	switch {
	case cmd.Source.Record == "":
		return auth.Allow(tx, p, auth.CaseOpen, cmd.Body.Kind, cmd.Body.ID)
	case cmd.Source.Kind != FromReport:
		return errs.Mistake("source", "case.record", "只有举报可以这样转为案件；检查发现的问题由检查移交。", "Only a report becomes a case like this; what an inspection found is handed over there.")
	}
	if err := auth.Allow(tx, p, auth.ComplaintAct, auth.Complaint, cmd.Source.Record); err != nil {
		return err
	}
	return cmd.fromReport(tx)
}

// fromReport refuses a report that is not journalled yet, is dealt with, or is looked
// into already. Who reported is told in the channel and never named here.
func (c Register) fromReport(r store.Reader) error {
	var body, state string
	err := r.Row(`select body, state from complaints where id = $1`, c.Source.Record).Scan(&body, &state)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return errs.Refuse("case.report_resting", "为了不留下提交的时刻，举报在次日才记入日志；明天起可以立案。", "So that no hour of filing is kept, a report is journalled on the next day; a case can be opened from tomorrow.")
	case err != nil:
		return err
	case state != "received" && state != "open":
		return errs.Refuse("case.report_over", "举报已经办结或者移交；需要立案的，先重新处理。", "The report is closed or was referred; open it again before it becomes a case.")
	case body != c.Body.ID:
		return errs.Mistake("body", "case.report_body", "由受理举报的单位或者部门登记。", "The unit or department that received the report registers the case.")
	case c.Reporter != "":
		return errs.Mistake("reporter", "case.report_named", "举报人在举报渠道里得到告知，案件不写举报人是谁。", "The reporter is told in the channel of the report; the case does not say who it is.")
	}
	live, err := listed(r, `select count(*) from cases where record = $1 and state in ('received', 'checking', 'investigating', 'hearing')`, c.Source.Record)
	if err == nil && live {
		err = errs.Refuse("case.report_twice", "关于这件举报已经有案件。", "There is a case about this report already.")
	}
	return err
}

// Come is a case that came from a record of this house.
type Come struct {
	ID    string
	Title lang.Text
}

// From are the cases that came from a report or an inspection and that the person may
// know of, the last first.
func From(r store.Reader, p auth.Principal, record string) ([]Come, error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.CaseOverview, auth.Case, "o"))
	w.Is("o.record", record)
	return store.Collect(r, func(rows *sql.Rows) (Come, error) {
		var c Come
		err := rows.Scan(&c.ID, &c.Title.ZH)
		c.Title.EN = c.Title.ZH
		return c, err
	}, `select o.id, o.title from cases o`+w.String()+` order by o.updated_at desc, o.id desc limit 20`, w.Args()...)
}
