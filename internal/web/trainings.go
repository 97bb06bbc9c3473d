package web

import (
	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/learning"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// myTraining leads to one's own page.
func (s *Server) myTraining(r *Request) error {
	return r.See(trainingPath(r.P.Person), lang.Text{})
}

func trainingPath(person string) string { return entryPath(auth.Person, person) + "/training" }

// levelStatus is how somebody stands, with its shape.
func levelStatus(level learning.Level) ui.Status {
	switch level {
	case learning.Valid:
		return ui.Status{Text: lang.T("有效", "valid"), Tone: ui.OK}
	case learning.Soon:
		return ui.Status{Text: lang.T("即将到期", "lapses soon"), Tone: ui.Warn}
	case learning.Lapsed:
		return ui.Status{Text: lang.T("已到期", "lapsed"), Tone: ui.Bad}
	}
	return ui.Status{Text: lang.T("学时不足", "too few hours"), Tone: ui.Bad}
}

// standingText says in a sentence how a standing came about.
func (r *Request) trainingWords(st learning.Standing) lang.Text {
	words := lang.T("%s：每 %d 个月 %d 学时，现有 %d", "%s: %[3]d hours in %[2]d months, there are %[4]d").With(st.Text, st.Months, st.Hours, st.Have)
	switch {
	case st.Until == "":
	case st.Fails():
		words = lang.T("%s；有效至 %s", "%s; valid until %s").With(words, r.C.Day(string(st.Until)))
	default:
		words = lang.T("%s；足够到 %s", "%s; enough until %s").With(words, r.C.Day(string(st.Until)))
	}
	return words
}

// trainingStandards are standings as demands that hold or do not.
func (r *Request) trainingStandards(list []learning.Standing) []ui.Standard {
	out := make([]ui.Standard, len(list))
	for i, st := range list {
		out[i] = ui.Standard{Text: r.trainingWords(st), Holds: ui.Holds, Have: r.C.Num(st.Have), Need: r.C.Num(st.Hours), Ground: r.ground(st.Ground)}
		if st.Fails() {
			out[i].Holds = ui.Fails
		}
	}
	return out
}

// trainingPage is what one person has learnt and has to.
func (s *Server) trainingPage(r *Request) error {
	st, err := s.Learning.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Person, st.Person, auth.TrainingEnter, auth.TrainingConfirm)
	if err != nil {
		return err
	}
	names, err := r.people(st.Person)
	if err != nil {
		return err
	}
	list, err := s.Learning.Standings(r.Reader(), r.P, st.Person)
	if err != nil {
		return err
	}
	title := lang.T("伦理培训", "Training in ethics")
	v := register.Entry{Page: r.Info(title), Head: ui.HeadInfo{Kicker: names.text(st.Person), Title: title}, Status: ui.Status{Text: lang.T("没有要求", "nothing is asked"), Tone: ui.Plain}}
	if worst, ok := learning.Worst(list); ok {
		v.Status = levelStatus(worst.Level)
		if worst.Fails() && worst.Blocks {
			v.Sentence = lang.T("在补足学时之前，不能参加表决或者提交申请。", "Until the hours are made up, there is no vote and no application.")
		}
	}
	if may[auth.TrainingEnter] {
		v.Head.Action = register.Acts(r.C, []register.Act{{Link: ui.Link{Text: lang.T("填报培训", "Enter a course"), Href: trainingPath(st.Person) + "/new"}, Look: ui.Primary}})
	}
	v.Sections = append([]register.Section{{ID: "standing", Title: lang.T("要求与现状", "What is asked, and what there is"), Body: ui.Standards(r.C, r.trainingStandards(list))}}, r.trainingSections(st, may)...)
	events, err := s.Learning.Events(r.Reader(), r.P, st.Person)
	if err != nil {
		return err
	}
	if v.History, err = s.timeline(r, events, nil); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// trainingSections are the duties and the records.
func (r *Request) trainingSections(st learning.State, may map[auth.Verb]bool) []register.Section {
	set, confirms := r.law(""), may[auth.TrainingConfirm] && st.Person != r.P.Person
	var duties, records []register.Row
	for i := range st.Duties {
		d := st.Duties[len(st.Duties)-1-i]
		row := register.Row{{Text: r.C.Text(word(set, "training_triggers", d.Cause)), Small: smallOf(d.Note)}, {Text: r.C.Text(word(set, "training_kinds", d.Kind))},
			{Text: r.C.Day(string(d.Since))}, {Text: "—"}, {Status: dutyStatus(r, d), Small: smallOf(d.Reason)}}
		if !d.Due.IsZero() {
			row[3].Text = r.C.Date(d.Due)
		}
		if confirms && d.State == learning.Open {
			row[4].Acts = []ui.Link{{Text: lang.T("免除", "Release"), Href: trainingPath(st.Person) + "/" + d.ID + "/lift"}}
		}
		duties = append(duties, row)
	}
	for i := range st.Records {
		records = append(records, r.recordRow(set, st, st.Records[len(st.Records)-1-i], may, confirms))
	}
	var out []register.Section
	if len(duties) > 0 {
		out = append(out, register.Section{ID: "duties", Title: lang.T("须参加的培训", "Training asked for"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("最近的在前", "The last first"),
			Columns: []ui.Column{{Text: lang.T("起因", "Why")}, {Text: lang.T("类别", "Kind")}, {Text: lang.T("自", "Since")}, {Text: lang.T("期限", "Due")}, {Text: lang.T("状态", "State")}}}, duties)})
	}
	return append(out, register.Section{ID: "records", Title: lang.T("培训记录", "Records"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("最近填报的在前；确认之后计入学时", "The last entered first; hours count once confirmed"),
		Columns: []ui.Column{{Text: lang.T("培训", "Course")}, {Text: lang.T("类别", "Kind")}, {Text: lang.T("学时", "Hours"), Num: true}, {Text: lang.T("完成日期", "Completed")}, {Text: lang.T("状态", "State")}},
		Empty:   ui.EmptyInfo{Title: lang.T("还没有培训记录", "No course yet"), Text: lang.T("填报时附上证书，由单位或者委员会秘书确认。", "Enter courses with their certificates; the unit or the committee's secretary confirms them.")}}, records)})
}

func dutyStatus(r *Request, d learning.Duty) *ui.Status {
	out := ui.Status{Text: lang.T("待完成", "to be done"), Tone: ui.Waiting}
	switch {
	case d.State == learning.Done:
		out = ui.Status{Text: lang.T("已完成", "done"), Tone: ui.OK}
	case d.State == learning.Lifted:
		out = ui.Status{Text: lang.T("已免除", "released"), Tone: ui.Ended}
	case !d.Due.IsZero() && d.Due.Before(r.C.Now):
		out = ui.Status{Text: lang.T("已超期", "overdue"), Tone: ui.Bad}
	}
	return &out
}

// recordStatuses are the states of a record with their shapes.
var recordStatuses = map[string]ui.Status{
	learning.Entered: {Text: lang.T("待确认", "to be confirmed"), Tone: ui.Waiting}, learning.Confirmed: {Text: lang.T("已确认", "confirmed"), Tone: ui.OK},
	learning.Refused: {Text: lang.T("未确认", "not confirmed"), Tone: ui.Bad}, learning.Withdrawn: {Text: lang.T("已撤回", "taken back"), Tone: ui.Ended},
}

func (r *Request) recordRow(set *rules.Set, st learning.State, x learning.Record, may map[auth.Verb]bool, confirms bool) register.Row {
	path, status := trainingPath(st.Person)+"/"+x.ID, recordStatuses[x.State]
	row := register.Row{{Text: x.Course.Course, Small: []string{x.Provider}}, {Text: r.C.Text(word(set, "training_kinds", x.Kind))}, {Text: r.C.Num(x.Hours), Num: true},
		{Text: r.C.Day(string(x.Day))}, {Status: &status, Small: smallOf(x.Reason)}}
	if x.File != nil {
		row[0].Href = path + "/certificate"
	}
	if x.State == learning.Entered && confirms {
		row[4].Acts = []ui.Link{{Text: lang.T("确认", "Confirm"), Href: path + "/confirm"}, {Text: lang.T("不确认", "Refuse"), Href: path + "/refuse"}}
	}
	if x.State == learning.Entered && may[auth.TrainingEnter] {
		row[4].Acts = append(row[4].Acts, ui.Link{Text: lang.T("撤回", "Take it back"), Href: path + "/withdraw"})
	}
	return row
}

// trainingFile sends a certificate.
func (s *Server) trainingFile(r *Request) error {
	st, err := s.Learning.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	x := st.Record(r.PathValue("record"))
	if x == nil || x.File == nil {
		return errs.New(errs.NotFound, "training.file.none", lang.T("没有这个文件。", "There is no such file."))
	}
	return s.sendKept(r, blob.Kept{Name: x.File.Name, Blob: x.File.Blob})
}

// committeeTraining is how everybody on a committee stands.
func (s *Server) committeeTraining(r *Request) error {
	id := r.PathValue("id")
	rows, err := s.coverageRows(r, id)
	if err != nil {
		return err
	}
	name, err := r.body(auth.Committee, id)
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("委员会的培训", "Training of the committee"), Lead: lang.T("委员定期参加培训；到期之前提醒，到期之后是否影响表决由规则决定。",
		"Members go on learning; a warning comes before training lapses, and the rules say whether a lapse takes the vote.")}, Table: coverageTable(), Rows: rows}
	if r.may(auth.TrainingImport, auth.Committee, id) == nil {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("导入培训记录", "Import courses"), Href: entryPath(auth.Committee, id) + "/training/import"}, ui.Primary)
	}
	v = r.listing(v, entryPath(auth.Committee, id)+"/training", "")
	v.Tabs, v.Page.Crumbs = nil, []ui.Link{{Text: name, Href: entryPath(auth.Committee, id)}}
	return r.showList(v)
}

func coverageTable() ui.TableInfo {
	return ui.TableInfo{Caption: lang.T("在任人员的培训", "Training of those in office"), Columns: []ui.Column{{Text: lang.T("姓名", "Name")}, {Text: lang.T("职务", "Office")},
		{Text: lang.T("学时", "Hours"), Num: true}, {Text: lang.T("须有", "Needed"), Num: true}, {Text: lang.T("有效至", "Valid until")}, {Text: lang.T("状态", "State")}},
		Empty: ui.EmptyInfo{Title: lang.T("没有在任人员", "Nobody is in office")}}
}

func (s *Server) coverageRows(r *Request, committee string) ([]register.Row, error) {
	list, err := s.Learning.Coverage(r.Reader(), r.P, committee)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, m := range list {
		ids[i] = m.Person
	}
	names, err := r.people(ids...)
	if err != nil {
		return nil, err
	}
	set := r.law("")
	var rows []register.Row
	for _, m := range list {
		row := register.Row{{Text: r.C.Text(names.text(m.Person))}, {Text: r.C.Text(word(set, "committee_role", m.Office))}, {Text: "—", Num: true}, {Text: "—", Num: true}, {Text: "—"}, {Text: "—"}}
		for _, st := range m.Standings {
			status := levelStatus(st.Level)
			row[2].Text, row[3].Text, row[5] = r.C.Num(st.Have), r.C.Num(st.Hours), register.Cell{Status: &status}
			if st.Until != "" {
				row[4].Text = r.C.Day(string(st.Until))
			}
			if st.Fails() && st.Blocks {
				row[5].Small = []string{r.C.T("不参加表决", "does not vote")}
			}
		}
		if r.may(auth.TrainingView, auth.Person, m.Person) == nil {
			row[0].Href = trainingPath(m.Person)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// trainingSection is the part of a committee's page about training; nothing for
// those who may not see it.
func (s *Server) trainingSection(r *Request, committee string) ([]register.Section, error) {
	rows, err := s.coverageRows(r, committee)
	if code := errs.CodeOf(err); code == errs.Forbidden || code == errs.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := register.Section{ID: "training", Title: lang.T("培训", "Training"), Body: register.Rows(r.C, coverageTable(), rows),
		Acts: []register.Act{{Link: ui.Link{Text: lang.T("培训情况", "All about training"), Href: entryPath(auth.Committee, committee) + "/training"}, Look: ui.Quiet}}}
	return []register.Section{out}, nil
}

// unitTraining is how the people of a unit stand.
func (s *Server) unitTraining(r *Request) error {
	id := r.PathValue("id")
	share, err := s.Learning.UnitShare(r.Reader(), r.P, id)
	if err != nil {
		return err
	}
	page, err := s.Learning.UnitPeople(r.Reader(), r.P, id, r.Paging())
	if err != nil {
		return err
	}
	name, err := r.body(auth.Unit, id)
	if err != nil {
		return err
	}
	ids := make([]string, len(page.Items))
	for i, row := range page.Items {
		ids[i] = row.Person
	}
	names, err := r.people(ids...)
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("单位的培训", "Training of the unit"),
		Lead: lang.T("%d 人中 %d 人在最近 %d 个月内有 %d 学时；待确认 %d 条。", "%[2]d of %[1]d people have %[4]d hours in the last %[3]d months; %[5]d records wait to be confirmed.").With(share.People, share.Valid, share.Months, share.Hours, share.Waiting)},
		Table: ui.TableInfo{Caption: lang.T("单位人员的培训", "Training of the unit's people"), Columns: []ui.Column{{Text: lang.T("姓名", "Name")}, {Text: lang.T("学时", "Hours"), Num: true},
			{Text: lang.T("待确认", "To be confirmed"), Num: true}, {Text: lang.T("须参加", "Asked for"), Num: true}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有登记人员", "Nobody is registered")}}}
	for _, row := range page.Items {
		status := levelStatus(learning.Short)
		if row.Valid {
			status = levelStatus(learning.Valid)
		}
		cells := register.Row{{Text: r.C.Text(names.text(row.Person))}, {Text: r.C.Num(row.Have), Num: true}, {Text: r.C.Num(row.Waiting), Num: true}, {Text: r.C.Num(row.Duties), Num: true}, {Status: &status}}
		if r.offices("unit_officer") != nil && r.may(auth.TrainingView, auth.Person, row.Person) == nil {
			cells[0].Href = trainingPath(row.Person)
		}
		v.Rows = append(v.Rows, cells)
	}
	if r.may(auth.TrainingImport, auth.Unit, id) == nil {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("导入培训记录", "Import courses"), Href: entryPath(auth.Unit, id) + "/training/import"}, ui.Primary)
	}
	v = r.listing(v, entryPath(auth.Unit, id)+"/training", page.Next)
	v.Tabs, v.Page.Crumbs = nil, []ui.Link{{Text: name, Href: entryPath(auth.Unit, id)}}
	return r.showList(v)
}

// trainingToConfirm lists the records that wait for this person's word.
func (s *Server) trainingToConfirm(r *Request) error {
	page, err := learning.ToConfirm(r.Reader(), r.P, r.Paging())
	if err != nil {
		return err
	}
	var ids []string
	for _, w := range page.Items {
		ids = append(ids, w.Person)
	}
	names, err := r.people(ids...)
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("待确认的培训", "Courses to confirm"), Lead: lang.T("核对证书后确认；本人的培训由他人确认。", "Look at the certificate, then confirm; nobody confirms their own.")},
		Table: ui.TableInfo{Caption: lang.T("填报在先的在前", "The first entered first"), Columns: []ui.Column{{Text: lang.T("姓名", "Name")}, {Text: lang.T("培训", "Course")}, {Text: lang.T("学时", "Hours"), Num: true}, {Text: lang.T("完成日期", "Completed")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有待确认的培训", "Nothing to confirm")}}}
	for _, w := range page.Items {
		v.Rows = append(v.Rows, register.Row{{Text: r.C.Text(names.text(w.Person)), Href: trainingPath(w.Person)}, {Text: w.Course.Course, Small: []string{w.Provider}}, {Text: r.C.Num(w.Hours), Num: true}, {Text: r.C.Day(string(w.Day))}})
	}
	v = r.listing(v, "/training/to-confirm", page.Next)
	v.Tabs = nil
	return r.showList(v)
}

// homeTraining is what training asks of this person: their own, and others' to
// confirm.
func (s *Server) homeTraining(r *Request) (templ.Component, error) {
	st, err := s.Learning.View(r.Reader(), r.P, r.P.Person)
	if err != nil {
		return nil, whoIsRegistered(err)
	}
	list, err := s.Learning.Standings(r.Reader(), r.P, r.P.Person)
	if err != nil {
		return nil, err
	}
	var tasks []ui.Task
	if worst, ok := learning.Worst(list); ok && worst.Level != learning.Valid && (worst.Level != learning.Short || len(r.Me.Offices) > 0) {
		state := levelStatus(worst.Level)
		tasks = append(tasks, ui.Task{What: lang.T("您的伦理培训", "Your training in ethics"), About: r.C.Text(r.trainingWords(worst)), Href: trainingPath(r.P.Person), State: &state})
	}
	set := r.law("")
	for _, d := range st.OpenDuties() {
		task := ui.Task{What: lang.T("请参加：%s", "To attend: %s").With(word(set, "training_kinds", d.Kind)), About: r.C.Text(word(set, "training_triggers", d.Cause)), Href: trainingPath(r.P.Person) + "#duties"}
		if !d.Due.IsZero() {
			task.Clock = r.due(d.Due)
		}
		tasks = append(tasks, task)
	}
	if r.Me.Holds("unit_officer", "secretary") {
		page, err := learning.ToConfirm(r.Reader(), r.P, store.Paging{Limit: 1})
		if err != nil {
			return nil, err
		}
		if len(page.Items) > 0 {
			tasks = append(tasks, ui.Task{What: lang.T("有培训记录待确认", "Courses wait to be confirmed"), Href: "/training/to-confirm"})
		}
	}
	if len(tasks) == 0 {
		return nil, nil
	}
	return home.Waiting(r.C, "training", lang.T("伦理培训", "Training in ethics"), tasks, ui.Link{Text: lang.T("我的培训", "My training"), Href: trainingPath(r.P.Person)}), nil
}

// whoIsRegistered lets the home page go without what is about people of the register
// where this account is of none.
func whoIsRegistered(err error) error {
	if errs.CodeOf(err) == errs.NotFound {
		return nil
	}
	return err
}
