package learning

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/document/sheet"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// Import enters a list of courses of a unit's or a committee's people.
type Import struct {
	Unit      string       `json:"unit,omitempty"`
	Committee string       `json:"committee,omitempty"` // instead of a unit
	File      *blob.Upload `json:"file"`                // CSV or XLSX
	Key       string       `json:"key,omitempty"`
}

// What became of a row.
const (
	RowTaken   = "taken"
	RowSkipped = "skipped" // on record already
	RowRefused = "refused"
)

// RowReport is what became of one row.
type RowReport struct {
	Row   int         `json:"row"`  // as a spreadsheet counts: the head is row 1
	Name  string      `json:"name"` // as written
	State string      `json:"state"`
	Why   errs.List   `json:"-"`
	Said  []lang.Text `json:"why,omitempty"`
}

// columns are the names that a column may have.
var columns = map[string][]string{
	"name": {"姓名", "name"}, "person": {"编号", "人员编号", "person", "id"}, "course": {"课程", "培训名称", "course"}, "provider": {"举办单位", "provider"},
	"hours": {"学时", "hours"}, "day": {"完成日期", "日期", "day", "date"}, "kind": {"类别", "kind"},
}

// needed are the columns that a list cannot do without; who it was is in the
// column of names or of ids.
var needed = []string{"course", "provider", "hours", "day"}

// Import takes each row as an act of its own, so that one bad row spoils no other,
// and tells of every row what became of it.
func (s *Service) Import(ctx context.Context, p auth.Principal, now time.Time, cmd Import) ([]RowReport, error) {
	r := s.J.DB.Read(ctx)
	people, err := s.importable(r, p, cmd)
	if err != nil {
		return nil, err
	}
	if cmd.File == nil || len(cmd.File.Content) == 0 {
		return nil, errs.Mistake("file", "training.import.file", "请选择一个 CSV 或 XLSX 文件。", "Choose a CSV or XLSX file.")
	}
	rows, err := sheet.Read(cmd.File.Content)
	if err != nil {
		return nil, err
	}
	at, err := head(rows)
	if err != nil {
		return nil, err
	}
	names, err := s.Vault.Records(r, people...)
	if err != nil {
		return nil, err
	}
	byName := named(people, names)
	var out []RowReport
	for i, row := range rows[1:] {
		if !slices.ContainsFunc(row, func(c string) bool { return c != "" }) {
			continue
		}
		get := func(column string) string {
			if k, ok := at[column]; ok && k < len(row) {
				return row[k]
			}
			return ""
		}
		rep := RowReport{Row: i + 2, Name: get("name"), State: RowTaken}
		key := cmd.Key
		if key != "" { // each row is an act of its own
			key += " " + strconv.Itoa(rep.Row)
		}
		err := s.takeRow(ctx, p, now, takenRow{key, row}, people, byName, get)
		if err != nil && errs.CodeOf(err) == errs.Internal && !errs.Has(err, "training.twice") {
			return out, err
		}
		rep.tell(err)
		out = append(out, rep)
	}
	return out, nil
}

// named are the people that bear a name, in either language, by what is left of it
// without spaces.
func named(people []string, names map[string]vault.Record) map[string][]string {
	out := map[string][]string{}
	for _, id := range people {
		for _, name := range []string{names[id].Name, names[id].NameEN} {
			if key := squeezed(name); key != "" && !slices.Contains(out[key], id) {
				out[key] = append(out[key], id)
			}
		}
	}
	return out
}

// tell notes why a row was not taken, if it was not.
func (r *RowReport) tell(err error) {
	switch {
	case err == nil:
		return
	case errs.Has(err, "training.twice"):
		r.State = RowSkipped
	default:
		r.State = RowRefused
	}
	r.Why = errs.All(err)
	for _, e := range r.Why {
		r.Said = append(r.Said, lang.T(e.In(lang.ZH), e.In(lang.EN)))
	}
}

// importable are the people whose courses may come in.
func (s *Service) importable(r store.Reader, p auth.Principal, cmd Import) ([]string, error) {
	if cmd.Committee != "" {
		if err := auth.Allow(r, p, auth.TrainingImport, auth.Committee, cmd.Committee); err != nil {
			return nil, err
		}
		return store.Column[string](r, `select distinct person from offices where body_kind = 'committee' and body = $1 and active
			and from_day <= $2 and (until_day = '' or until_day >= $2) order by person`, cmd.Committee, string(p.Day))
	}
	if err := auth.Allow(r, p, auth.TrainingImport, auth.Unit, cmd.Unit); err != nil {
		return nil, err
	}
	return store.Column[string](r, `select id from persons where unit = $1 and state = 'active' order by id`, cmd.Unit)
}

// head finds the columns.
func head(rows [][]string) (map[string]int, error) {
	at := map[string]int{}
	if len(rows) > 0 {
		for i, cell := range rows[0] {
			for column, names := range columns {
				if slices.Contains(names, strings.ToLower(cell)) {
					at[column] = i
				}
			}
		}
	}
	var missing []string
	for _, column := range needed {
		if _, ok := at[column]; !ok {
			missing = append(missing, columns[column][0])
		}
	}
	_, name := at["name"]
	if _, id := at["person"]; !name && !id {
		missing = append(missing, columns["name"][0])
	}
	if len(missing) > 0 {
		return nil, errs.Mistake("file", "training.import.columns", "第一行缺少列：%s。", "The first row lacks columns: %s.", strings.Join(missing, "、"))
	}
	return at, nil
}

func squeezed(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), "")) }

// takenRow is one row as the request key knows it.
type takenRow struct {
	Key   string   `json:"key"`
	Cells []string `json:"cells"`
}

// takeRow takes one row in.
func (s *Service) takeRow(ctx context.Context, p auth.Principal, now time.Time, row takenRow, people []string, byName map[string][]string, get func(string) string) error {
	person, err := whose(people, byName, get)
	if err != nil {
		return err
	}
	_, err = s.on(ctx, p, now, auth.Ask(auth.TrainingConfirm, person, 0, row.Key, row), func(tx *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
		c, err := course(set, get)
		if err != nil {
			return nil, err
		}
		if err := s.aboutValidity(tx, set, st, c, &f); err != nil {
			return nil, err
		}
		return st.Take(c, f)
	})
	return err
}

// whose is the person that a row is about.
func whose(people []string, byName map[string][]string, get func(string) string) (string, error) {
	if id := get("person"); id != "" {
		if slices.Contains(people, id) {
			return id, nil
		}
		return "", errs.Mistake("person", "training.import.person", "这个编号不是这里的人。", "Nobody here has this id.")
	}
	switch found := byName[squeezed(get("name"))]; len(found) {
	case 1:
		return found[0], nil
	case 0:
		return "", errs.Mistake("name", "training.import.nobody", "这里没有叫这个名字的人。", "Nobody here has this name.")
	}
	return "", errs.Mistake("name", "training.import.several", "有几个人叫这个名字，请填写人员编号。", "Several people have this name: give the id.")
}

// course reads a row. What cannot be read stays empty and is refused with the rest.
func course(set *rules.Set, get func(string) string) (Course, error) {
	c := Course{Kind: "regular", Course: get("course"), Provider: get("provider")}
	if text := get("kind"); text != "" {
		c.Kind = text
		for _, item := range set.List("training_kinds") {
			if text == item.Text.ZH || strings.EqualFold(text, item.Text.EN) {
				c.Kind = item.Code
			}
		}
	}
	n, err := strconv.ParseFloat(get("hours"), 64)
	if err != nil || n != float64(int(n)) {
		return c, errs.Mistake("hours", "training.hours", "学时应为 1 至 %d 的整数。", "Hours are a whole number from 1 to %d.", maxHours)
	}
	c.Hours = int(n)
	day, ok := sheet.Day(get("day"))
	if !ok {
		return c, errs.Mistake("day", "training.import.day", "日期无法读取，请写成 2026-11-20。", "The day cannot be read; write it like 2026-11-20.")
	}
	c.Day = calendar.Day(day)
	return c, nil
}
