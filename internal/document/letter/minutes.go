package letter

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
)

// Minutes is what happened at a meeting.
type Minutes struct {
	Unit, Committee lang.Text
	Title           lang.Text // empty means "Minutes of the meeting"
	Number          string
	Date            calendar.Day
	Draft           bool    // not approved yet; says so under the head
	Facts           []Field // time, place, kind of meeting, quorum and categories
	Attendance      []Attendance
	Items           []Item
	Corrections     []lang.Text // made before approval
	Role            lang.Text   // of who signs; empty means the chair
	Signer          string
	Signed          lang.Text
	URL             string
	Created         time.Time
}

// Attendance is one person's part in a meeting.
type Attendance struct {
	Name string
	Role lang.Text // chair, member, adviser without a vote …
	When lang.Text // when present, or why absent
}

// Item is one point of the agenda.
type Item struct {
	Title      lang.Text
	Facts      []Field     // number, applicant, procedure
	Conflicts  []lang.Text // declared interests and who left for them
	Discussion []lang.Text // review points, questions, answers
	Vote       lang.Text   // votes counted and the fraction that was needed
	Decision   lang.Text
	Conditions []lang.Text // stipulations
}

// Doc is the minutes as blocks.
func (m Minutes) Doc() Doc {
	doc := Doc{
		Issuer: m.Unit, Organ: m.Committee, Title: or(m.Title, lang.T("会议记录", "Minutes of the meeting")),
		Number: m.Number, Date: m.Date, URL: m.URL, Created: m.Created,
	}
	if m.Draft {
		doc.Notice = lang.T("草稿，尚未批准。", "Draft, not approved yet.")
	}
	if len(m.Facts) > 0 {
		doc.add(Fields(m.Facts))
	}
	doc.attendance(m.Attendance)
	for i, item := range m.Items {
		doc.item(i+1, item)
	}
	doc.numbered(lang.T("更正", "Corrections"), m.Corrections)
	if m.Signer != "" {
		doc.add(Signature{Role: or(m.Role, lang.T("主任委员", "Chair of the committee")), Name: m.Signer, Line: or(m.Signed, signed(m.Date))})
	}
	doc.verify()
	return doc
}

func (d *Doc) attendance(people []Attendance) {
	if len(people) == 0 {
		return
	}
	t := Table{
		Head:   []lang.Text{lang.T("姓名", "Name"), lang.T("身份", "Role"), lang.T("出席情况", "Attendance")},
		Shares: []float64{3, 3, 5},
	}
	for _, p := range people {
		t.Rows = append(t.Rows, []lang.Text{lang.Same(p.Name), p.Role, p.When})
	}
	d.add(Heading{lang.T("出席", "Attendance")}, t)
}

// item adds one point of the agenda.
func (d *Doc) item(number int, item Item) {
	d.add(Heading{lang.T("议题%d　%s", "Item %d. %s").With(number, item.Title)})
	facts := append([]Field(nil), item.Facts...)
	if !item.Vote.IsZero() {
		facts = append(facts, Field{lang.T("表决", "Vote"), item.Vote})
	}
	if !item.Decision.IsZero() {
		facts = append(facts, Field{lang.T("决定", "Decision"), item.Decision})
	}
	if len(item.Conflicts) == 0 {
		facts = append(facts, Field{lang.T("利益冲突", "Conflicts of interest"), lang.T("无人申报。", "None declared.")})
	}
	for _, c := range item.Conflicts {
		facts = append(facts, Field{lang.T("利益冲突", "Conflict of interest"), c})
	}
	d.add(Fields(facts))
	d.paragraphs(item.Discussion)
	if len(item.Conditions) > 0 {
		d.add(Numbered(item.Conditions))
	}
}
