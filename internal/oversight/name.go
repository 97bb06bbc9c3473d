package oversight

import (
	"database/sql"
	"fmt"
	"strings"

	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Title is how a record is called, and what its page goes by.
type Title struct {
	Text lang.Text
	Kind string // of the page: a kind of stream, or "conduct"
	ID   string
	With flow.Role // whose duty it is, where it is one
}

// titles name records: id, Chinese, English, kind and id of the page that supervisors
// may open.
var titles = map[string]string{
	Activities: `select a.id, a.title, a.title, case when c.id is null then 'review' else 'conduct' end,
		coalesce(c.id, (select min(r.id) from reviews r where r.activity = a.id), '') from activities a left join conducts c on c.id = a.id where a.id in `,
	Cases:      `select r.id, r.number || ' ' || r.title, r.number || ' ' || r.title, 'review', r.id from reviews r where r.id in `,
	Reports:    `select p.id, a.title, a.title, 'review', p.review from conduct_reports p join activities a on a.id = p.activity where p.id in `,
	Rechecks:   `select k.id, k.title, k.title, 'recheck', k.id from rechecks k where k.id in `,
	Committees: `select c.id, c.name_zh, c.name_en, 'committee', c.id from committees c where c.id in `,
	Units:      `select u.id, u.name_zh, u.name_en, 'unit', u.id from units u where u.id in `,
	Filings: `select f.id, case when f.title <> '' then f.title else coalesce(c.name_zh, '') end, case when f.title <> '' then f.title else coalesce(c.name_en, '') end, 'filing', f.id
		from filings f left join committees c on c.id = f.committee where f.id in `,
	Sanctions: `select s.id, s.number, s.number, 'sanction', s.id from sanctions s where s.id in `,
	Vetoes:    `select v.id, '', '', 'veto', v.id from vetoes v where v.id in `,
	Breaches:  `select c.id, c.title, c.title, 'case', c.id from cases c where c.id in `,
	Visits:    `select v.id, u.name_zh, u.name_en, 'inspection', v.id from inspections v join units u on u.id = v.unit where v.id in `,
	Findings:  `select f.inspection || '/' || f.n, u.name_zh, u.name_en, 'inspection', f.inspection from inspection_findings f join units u on u.id = f.unit where f.inspection || '/' || f.n in `,
	Warnings:  `select w.id, w.title, w.title, 'warning', w.id from warnings w where w.id in `,
	Tasks:     `select t.id, t.title_zh, t.title_en, 'task', t.id from mechanism_tasks t where t.id in `,
	Projects:  `select p.id, p.title, p.title, 'project', p.id from projects p where p.id in `,
	Payments:  `select m.project || '/' || m.n, p.title, p.title, 'project', p.id from project_payments m join projects p on p.id = m.project where m.project || '/' || m.n in `,
	Duties:    `select k.id, k.who, '', '', k.stream from clocks k where k.id in `,
}

// Titles name the records of a list.
func Titles(r store.Reader, rows []Row) (map[string]Title, error) {
	out := map[string]Title{}
	if len(rows) == 0 {
		return out, nil
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	w := store.NewWhere()
	w.In("", ids)
	query := titles[rows[0].Kind] + w.String()[len(" where  in "):]
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var id string
		var t Title
		err := rows.Scan(&id, &t.Text.ZH, &t.Text.EN, &t.Kind, &t.ID)
		if t.Text.EN == "" {
			t.Text.EN = t.Text.ZH
		}
		out[id] = t
		return struct{}{}, err
	}, query, w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("name records: %w", err)
	}
	if rows[0].Kind == Duties {
		return out, nameDuties(r, out)
	}
	return out, nil
}

// held are the kinds of records that have time limits, by the kind of their streams.
var held = map[string]string{"review": Cases, "conduct": Activities, "gate": Activities, "activity": Activities, "filing": Filings, "committee": Committees, "recheck": Rechecks,
	"sanction": Sanctions, "unit": Units, "case": Breaches, "inspection": Visits, "warning": Warnings, "task": Tasks, "project": Projects}

// nameDuties calls a duty by what it is about, whose id still stands in the title as
// whose it is does.
func nameDuties(r store.Reader, duties map[string]Title) error {
	about := map[string][]Row{}
	for id, d := range duties {
		kind, of, _ := strings.Cut(d.ID, "/")
		d = Title{Kind: kind, ID: of, With: flow.Role(d.Text.ZH)}
		duties[id] = d
		if k, ok := held[kind]; ok {
			about[k] = append(about[k], Row{Kind: k, ID: of})
		}
	}
	for k, rows := range about {
		names, err := Titles(r, rows)
		if err != nil {
			return err
		}
		for id, d := range duties {
			if name, ok := names[d.ID]; ok && held[d.Kind] == k {
				name.With = d.With
				duties[id] = name
			}
		}
	}
	return nil
}
