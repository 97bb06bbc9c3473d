package sanction

import (
	"bytes"
	"strings"
	"testing"

	"lunheng/internal/document/sheet"
	"lunheng/internal/errs"
	"lunheng/internal/rules"
	"lunheng/packs"
)

func law(t testing.TB) *rules.Set {
	t.Helper()
	book, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	return book.On("2026-11-20", "440300")
}

const listHead = "文号,决定日期,是否认定违规,违规行为,情节,依据,当事人类型,姓名或名称,证件种类,证件号码,处理措施,起算日期,期限（月）\n"

// Rows of one number are one decision; each row that does not fit is told, in the words of
// its column, and the days are read as people and workbooks write them.
func TestDecisionsOfAList(t *testing.T) {
	raw := listHead + `A 1,2026-03-02,是,未获批准就开始,情节较重,调查报告,个人,甲,居民身份证,11010519491231002X,一定期限内不得承担或参与财政资金支持的活动,2026/3/2,24
A 1,2026年3月2日,是,without_approval,more_serious,调查报告,个人,甲,resident_id,11010519491231002X,talk,,
A 1,46083,,without_approval,more_serious,调查报告,单位,乙所,,91350100M000100Y43,recover_money,,
,2026-03-02,是,other,light,x,个人,丙,passport,E1,talk,,
B 2,2026-13-02,也许,nothing,light,x,机器,丁,passport,E2,fly,soon,0

C 3,2026-03-02,否,,,未认定,个人,戊,passport,E3,,,
C 3,2026-03-03,否,,,未认定,个人,己,passport,E4,,,
D 4,2026-03-02,是,other,light,x,个人,庚,passport,E5,talk,,
D 4,2026-03-02,是,other,light,x,个人,庚,passport,E5,talk,,
`
	lines, err := ReadLines([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	list, faults := decisions(law(t), lines)
	if len(list) != 4 || len(faults) != 1 || faults[0].Row != 5 || !errs.Has(faults[0].Why, "sanction.list.number") {
		t.Fatalf("%d decisions, %v", len(list), faults)
	}
	a := list[0].entry
	if len(list[0].faults) != 0 || a.Day != "2026-03-02" || len(a.Subjects) != 2 || len(a.Subjects[0].Orders) != 2 || a.Subjects[0].Orders[0] != (Order{"bar", Term{From: "2026-03-02", Months: 24}}) || a.Subjects[1].Paper != UnitPaper {
		t.Errorf("%+v, %v", a, list[0].faults)
	}
	for _, key := range []string{"sanction.list.day", "sanction.list.finding", "sanction.list.code", "sanction.list.kind", "sanction.months"} {
		if f := list[1].faults; len(f) != 1 || !errs.Has(f[0].Why, key) {
			t.Errorf("%s: %v", key, f)
		}
	}
	if f := list[2].told(); len(f) != 2 || !errs.Has(f[0].Why, "sanction.list.differs") || !errs.Has(f[1].Why, "sanction.list.whole") {
		t.Errorf("%v", f)
	}
	if f := list[3].faults; len(f) != 1 || !errs.Has(f[0].Why, "sanction.list.twice") {
		t.Errorf("%v", f)
	}
	if _, err := ReadLines([]byte("a,b\n1,2\n")); !errs.Has(err, "sanction.list.column") {
		t.Error(err)
	}
}

// Whatever a file holds: nothing falls over, and each row is in one decision or told.
func FuzzLines(f *testing.F) {
	f.Add([]byte(listHead + "A,2026-03-02,是,other,light,x,个人,甲,passport,E1,talk,,\n"))
	f.Add([]byte("number,day,name,measure\n1,46083,x,bar\n,,,\n"))
	book, err := sheet.NewBook([]string{"number", "day", "name", "measure"}, 10, 10, 10, 10)
	if err == nil {
		err = book.Add("1", "46083", "x", "bar")
	}
	var b bytes.Buffer
	if err == nil {
		_, err = book.WriteTo(&b)
	}
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	set := law(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		lines, err := ReadLines(raw)
		if err != nil {
			return
		}
		list, faults := decisions(set, lines)
		n := len(faults)
		for _, d := range list {
			if n += len(d.rows); len(d.faults) > len(d.rows) || len(d.faults) > 0 && len(d.told()) < len(d.rows) {
				t.Fatalf("%s: %d rows, %d told", d.entry.Number, len(d.rows), len(d.told()))
			}
			for _, x := range d.entry.Subjects {
				if len(d.faults) == 0 && (x.Kind != Person && x.Kind != Unit || strings.TrimSpace(d.entry.Number) == "") {
					t.Fatalf("%+v", d.entry)
				}
			}
		}
		if n != len(lines) {
			t.Fatalf("%d of %d rows", n, len(lines))
		}
	})
}
