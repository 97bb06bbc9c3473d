package importer_test

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"lunheng/internal/importer"
	"lunheng/internal/lang"
)

const head = "approval_no,title,organization,keywords\n"

func read(t testing.TB, text string) ([]importer.Record, []string) {
	t.Helper()
	f, _ := importer.Find("nsfc")
	records, refused, err := importer.Read(strings.NewReader(text), f)
	if err != nil {
		t.Fatal(err)
	}
	var why []string
	for _, r := range refused {
		why = append(why, r.Line(lang.EN))
	}
	return records, why
}

// However a spreadsheet wrote the file, the same row comes out.
func TestSameRowFromEveryEncoding(t *testing.T) {
	plain := head + "1,\"鼠疫菌 \"\"质粒\"\"\",武汉大学,甲； 乙;丙\n"
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"plain": plain, "mark": "\uFEFF" + plain, "crlf": strings.ReplaceAll(plain, "\n", "\r\n"), "gbk": gbk,
		"no last line end": strings.TrimSuffix(plain, "\n"), "empty lines": strings.ReplaceAll(plain, "\n", "\n\n"),
		"columns moved":            "title,keywords,approval_no,organization\n\"鼠疫菌 \"\"质粒\"\"\",甲； 乙;丙,1,武汉大学\n",
		"head in capitals, blanks": strings.Replace(plain, "approval_no,title", " Approval_No ,TITLE", 1),
		"full-width blanks":        strings.Replace(plain, "武汉大学", "　武汉大学　", 1),
	} {
		records, why := read(t, text)
		if len(records) != 1 || len(why) != 0 {
			t.Errorf("%s: %v, %v", name, records, why)
			continue
		}
		r := records[0]
		if r.ID != "1" || r.Title() != `鼠疫菌 "质粒"` || r.Unit != "武汉大学" || r.Fields["plan_summary"].String() != "关键词: 甲; 乙; 丙" {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// No row is lost: what is not a record is a refusal with its row.
func TestEveryRowIsInOrRefused(t *testing.T) {
	for _, c := range []struct{ rows, refused, ids string }{
		{"1,a,u,\n,b,u,\n3,,u,\n", "row 3 -: It has no id (approval_no). | row 4 3: It has no title.", "1"},
		{"1,a,u,\n1,b,u,\n2,c,u,\n", "row 3 1: Row 2 has the same id.", "1 2"},
		{"1,a,u\n2,b,u,,\n3,c,u,\n", "row 2 1: It has 3 cells and the head has 4. | row 3 2: It has 5 cells and the head has 4.", "3"},
		{"1,\"a,u,\n2,b,u,\n3,c,u,\n", "row 2 -: Its quotation marks do not match.", "2 3"},
		{"1,a\"b,u,\n2,\"b\"x,u,\n3,c,u,\n", "row 2 -: Its quotation marks do not match. | row 3 -: Its quotation marks do not match.", "3"},
		{"1,\"two\nlines\",u,\n2,b,u,\n", "", "1 2"},
		{",,,\n1,a,u,\n", "", "1"},
	} {
		records, why := read(t, head+c.rows)
		var ids []string
		for _, r := range records {
			ids = append(ids, r.ID)
		}
		if got := strings.Join(why, " | "); got != c.refused || strings.Join(ids, " ") != c.ids {
			t.Errorf("%q:\n%s\n%s\nrecords %v, want %s", c.rows, got, c.refused, ids, c.ids)
		}
	}
}

// What is no such file at all is told as a whole.
func TestNotSuchAFile(t *testing.T) {
	f, _ := importer.Find("nsfc")
	for text, want := range map[string]string{
		"":                     "head",
		"title,organization\n": `no column "approval_no"`,
		"PK\x03\x04\xff\xfe":   "neither UTF-8 nor GBK",
	} {
		if _, _, err := importer.Read(strings.NewReader(text), f); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %s", text, err, want)
		}
	}
}

// A trial without contents is a draft with its title alone, and no unit.
func TestTrials(t *testing.T) {
	f, _ := importer.Find("clinicaltrials")
	file, err := os.Open("testdata/trials.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, refused, err := importer.Read(file, f)
	if err != nil || len(refused) != 0 || len(records) != 5 {
		t.Fatalf("%d records, %v, %v", len(records), refused, err)
	}
	if r := records[0]; r.ID != "NCT03182660" || r.Unit != "" || !strings.HasPrefix(r.Title(), "[Trial of device") {
		t.Errorf("the withheld trial: %+v", r)
	}
	if r := records[1]; r.Unit == "" || r.Fields["purpose"].IsEmpty() {
		t.Errorf("a trial: %+v", r)
	}
}

// Whatever a file holds, reading ends, rows rise, and a record has what it
// needs.
func FuzzRead(f *testing.F) {
	f.Add(head + "1,\"a\",u,x；y\r\n")
	f.Add(head + "1,\"a,u\n2,b,u,\n")
	f.Add("\uFEFFnct_id,title,sponsor\nN1,a,[Redacted]\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, format := range importer.Formats() {
			records, refused, err := importer.Read(strings.NewReader(text), format)
			if err != nil {
				continue
			}
			last, ids := 0, map[string]bool{}
			for _, r := range records {
				if r.Row <= last || r.ID == "" || strings.TrimSpace(r.Title()) == "" || ids[r.ID] {
					t.Fatalf("record %+v after row %d", r, last)
				}
				last, ids[r.ID] = r.Row, true
			}
			for _, r := range refused {
				if r.Row < 2 || r.Reason(lang.ZH) == "" {
					t.Fatalf("refusal %+v", r)
				}
			}
		}
	})
}
