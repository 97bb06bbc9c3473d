package inspection

import (
	"slices"
	"strings"

	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Find is a finding.
type Find struct {
	Inspection string       `json:"inspection"`
	Point      string       `json:"point"`
	Severity   string       `json:"severity"`
	Text       string       `json:"text"`
	Records    []string     `json:"records"` // kind/id, of those taken up
	Upload     *blob.Upload `json:"upload,omitempty"`
	Version    int64        `json:"version"`
	Key        string       `json:"key,omitempty"`
}

// Find decides on a finding. It stands in a record that was taken up, as of the
// version that was looked at.
func (s State) Find(cmd Find, file *blob.Kept, f Facts) ([]journal.New, error) {
	if err := s.onSpot("inspection.finding_added", f); err != nil {
		return nil, err
	}
	var wrong errs.List
	text := strings.TrimSpace(cmd.Text)
	if text == "" || len([]rune(text)) > maxText {
		wrong.Add(errs.Mistake("text", "inspection.finding.text", "请写明问题，最多 %d 字。", "Say what was found, in at most %d characters.", maxText))
	}
	if a := s.Answer(cmd.Point); a.Answer != NotMet {
		wrong.Add(errs.Mistake("point", "inspection.finding.point", "问题须对应检查表中“不符合”的一项。", "A finding belongs to a point that is not met."))
	}
	if _, ok := f.Severities[cmd.Severity]; !ok {
		wrong.Add(errs.Mistake("severity", "inspection.finding.severity", "请选择严重程度。", "Choose how grave it is."))
	}
	var records []Record
	for _, r := range s.Records {
		if slices.Contains(cmd.Records, r.Stream()) {
			records = append(records, r)
		}
	}
	if len(records) == 0 || len(records) < len(cmd.Records) {
		wrong.Add(errs.Mistake("records", "inspection.finding.record", "问题须指明在哪一份调阅过的记录中：没有记录的，不能作为问题。", "A finding stands in a record that was taken up: without one it is none."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	b := FindingAdded{N: len(s.Findings) + 1, Point: cmd.Point, Severity: cmd.Severity, Text: text, Records: records}
	if file != nil {
		b.Files = []*blob.Kept{file}
	}
	return []journal.New{journal.Because(b, f.Grounds...)}, nil
}

// OnFinding is about one finding.
type OnFinding struct {
	Inspection string       `json:"inspection"`
	Finding    int          `json:"finding"`
	Reason     string       `json:"reason,omitempty"`
	Upload     *blob.Upload `json:"upload,omitempty"`
	Version    int64        `json:"version"`
	Key        string       `json:"key,omitempty"`
}

func (s State) finding(n int) error {
	if f := s.Finding(n); f == nil || f.Dropped != "" {
		return errs.New(errs.NotFound, "inspection.finding", lang.T("没有这个问题。", "There is no such finding."))
	}
	return nil
}

// AddFile decides to keep a photo or a file with a finding.
func (s State) AddFile(cmd OnFinding, file *blob.Kept, f Facts) ([]journal.New, error) {
	if err := s.onSpot("inspection.file_added", f); err != nil {
		return nil, err
	}
	if err := s.finding(cmd.Finding); err != nil {
		return nil, err
	}
	if file == nil {
		return nil, errs.Mistake("upload", "inspection.file", "请选择文件。", "Choose a file.")
	}
	return []journal.New{journal.Because(FileAdded{Finding: cmd.Finding, File: file}, f.Grounds...)}, nil
}

// DropFinding decides that a finding does not stand.
func (s State) DropFinding(cmd OnFinding, f Facts) ([]journal.New, error) {
	if err := s.onSpot("inspection.finding_dropped", f); err != nil {
		return nil, err
	}
	if err := s.finding(cmd.Finding); err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(cmd.Reason)
	if reason == "" {
		return nil, errs.Mistake("reason", "inspection.reason", "请写明理由。", "Say why.")
	}
	return []journal.New{journal.Because(FindingDropped{N: cmd.Finding, Reason: reason}, f.Grounds...)}, nil
}

// Words are a text about a visit: a report, a comment, a conclusion, a reason.
type Words struct {
	Inspection string       `json:"inspection"`
	Text       string       `json:"text"`
	Upload     *blob.Upload `json:"upload,omitempty"`
	Version    int64        `json:"version"`
	Key        string       `json:"key,omitempty"`
}

func (w Words) text() (string, *errs.Error) {
	text := strings.TrimSpace(w.Text)
	if text == "" {
		return "", errs.Mistake("text", "inspection.text", "请填写内容。", "Write something here.")
	}
	if len([]rune(text)) > maxText {
		return "", tooLong("text")
	}
	return text, nil
}

// Report decides to put the draft before the unit: every point answered, and
// a finding for every one that is not met.
func (s State) Report(cmd Words, f Facts) ([]journal.New, error) {
	if err := s.onSpot("inspection.reported", f); err != nil {
		return nil, err
	}
	var wrong errs.List
	text, err := cmd.text()
	wrong.Add(err)
	if n := s.Unanswered(); n > 0 {
		wrong.Add(errs.Refuse("inspection.report.points", "检查表还有 %d 项没有填写。", "Points of the checklist without an answer: %d.", n))
	}
	for _, a := range s.Answers {
		if a.Answer == NotMet && !slices.ContainsFunc(s.Standing(), func(x Finding) bool { return x.Point == a.Point }) {
			wrong.Add(errs.Refuse("inspection.report.finding", "有不符合的检查项没有记录问题。", "A point is not met and has no finding."))
			break
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	b := Reported{Summary: text}
	if f.Comment != nil {
		m := *f.Comment
		m.Clock, m.Op, m.Who, m.Holder = ClockComment, flow.ClockStart, flow.RoleUnit, s.Unit
		b.Moves = []flow.ClockMove{m}
	}
	return []journal.New{journal.Because(b, f.Grounds...)}, nil
}

// Cancel decides that the visit does not take place.
func (s State) Cancel(cmd Words, f Facts) ([]journal.New, error) {
	if err := s.allows("inspection.cancelled"); err != nil {
		return nil, err
	}
	text, err := cmd.text()
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Cancelled{Reason: text}, f.Grounds...)}, nil
}
