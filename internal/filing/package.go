package filing

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// PackageFormat names the form of filing.json within a package.
const PackageFormat = "lunheng-filing/1"

// part is one file of a package.
type part struct {
	name string
	raw  []byte
}

// paper is what a package says, for machines and for people.
type paper struct {
	Format    string          `json:"format"`
	Code      string          `json:"code"`
	What      lang.Text       `json:"what"`
	Round     int             `json:"round"`
	Since     calendar.Day    `json:"since"`
	Unit      lang.Text       `json:"unit"`
	USCC      string          `json:"uscc,omitempty"`
	Committee lang.Text       `json:"committee"`
	Members   []memberPaper   `json:"members,omitempty"`
	Charter   string          `json:"charter,omitempty"`
	Rules     []rulePaper     `json:"rules,omitempty"`
	Means     *registry.Means `json:"means,omitempty"`
	Activity  *activityPaper  `json:"activity,omitempty"`
	Report    *Compiled       `json:"report,omitempty"`
	Remarks   []Remark        `json:"remarks,omitempty"`
	Signed    calendar.Day    `json:"signed,omitempty"`
	By        string          `json:"signed_by,omitempty"`

	files []blob.Kept
	set   *rules.Set
	at    time.Time
}

type memberPaper struct {
	Name      string       `json:"name"`
	Role      lang.Text    `json:"role"`
	Expertise []lang.Text  `json:"expertise,omitempty"`
	External  bool         `json:"external"`
	From      calendar.Day `json:"from"`
	Until     calendar.Day `json:"until,omitempty"`
}

type rulePaper struct {
	Kind  lang.Text    `json:"kind"`
	Title string       `json:"title"`
	Day   calendar.Day `json:"day"`
	No    int          `json:"version"`
	Hash  string       `json:"sha256,omitempty"`
}

type activityPaper struct {
	Number   string          `json:"number"`
	Title    string          `json:"title"`
	Fields   []lang.Text     `json:"fields,omitempty"`
	Listed   []lang.Text     `json:"listed"`
	Decided  calendar.Day    `json:"decided"`
	Outcome  lang.Text       `json:"outcome"`
	Reasons  string          `json:"reasons,omitempty"`
	Opinion  *review.Opinion `json:"recheck,omitempty"`
	Letter   string          `json:"letter_sha256,omitempty"`
	Decision string          `json:"letter_number,omitempty"`
}

// Package is the file that goes to the platform: a zip with filing.json, the
// same as a paper in Chinese and English, and the texts it names. It shows
// things as they were when it was prepared.
func (s *Service) Package(ctx context.Context, p auth.Principal, id string) (string, []byte, error) {
	r := s.J.DB.Read(ctx)
	if err := auth.Allow(r, p, auth.FilingPackage, auth.Filing, id); err != nil {
		return "", nil, err
	}
	st, err := s.look(r, id)
	if err != nil {
		return "", nil, err
	}
	if st.Prepared.IsZero() {
		return "", nil, errs.New(errs.NotFound, "filing.package.none", lang.T("材料还没有备齐。", "The package is not prepared yet."))
	}
	doc, err := s.paper(r, st)
	if err != nil {
		return "", nil, err
	}
	parts, err := s.parts(ctx, doc)
	if err != nil {
		return "", nil, err
	}
	raw, err := zipped(parts, st.Prepared)
	return fmt.Sprintf("%s-%d.zip", st.Code, st.Round), raw, err
}

// parts are the files of a package.
func (s *Service) parts(ctx context.Context, doc paper) ([]part, error) {
	raw, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write package: %w", err)
	}
	pdf, err := letter.Render(doc.doc())
	if err != nil {
		return nil, err
	}
	out := []part{{"filing.json", append(raw, '\n')}, {"filing.pdf", pdf}}
	for i, k := range doc.files {
		f, err := s.Blobs.Open(ctx, k.Hash)
		if err != nil {
			return nil, err
		}
		raw, err := io.ReadAll(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("read file of package: %w", err)
		}
		out = append(out, part{fmt.Sprintf("files/%02d-%s", i+1, k.Name), raw})
	}
	return out, nil
}

// zipped writes the parts; the same parts always give the same bytes.
func zipped(parts []part, at time.Time) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: at.UTC().Truncate(time.Second)})
		if err == nil {
			_, err = w.Write(p.raw)
		}
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return b.Bytes(), nil
}

// paper gathers what a package says.
func (s *Service) paper(r store.Reader, st State) (paper, error) {
	set := s.Book.On(calendar.Of(st.Prepared), st.Region)
	doc := paper{Format: PackageFormat, Code: st.Code, What: Name(set, st.Code, st.Year), Round: st.Round, Since: st.Since, set: set, at: st.Prepared}
	err := r.Row(`select u.name_zh, u.name_en, u.uscc, c.name_zh, c.name_en from units u, committees c where u.id = $1 and c.id = $2`, st.Unit, st.Committee).
		Scan(&doc.Unit.ZH, &doc.Unit.EN, &doc.USCC, &doc.Committee.ZH, &doc.Committee.EN)
	if err != nil {
		return doc, fmt.Errorf("name the bodies of a package: %w", err)
	}
	switch st.About {
	case AboutActivity:
		return doc, s.activityPaper(r, st, &doc)
	case AboutReport:
		return doc, s.reportPaper(r, st.Package.Report, &doc)
	}
	return doc, s.committeePaper(r, st, &doc)
}

// upTo are the events of a stream as they were at a version.
func upTo(events []journal.Event, version int64) []journal.Event {
	return slices.DeleteFunc(events, func(e journal.Event) bool { return version > 0 && e.Version > version })
}

func (s *Service) committeePaper(r store.Reader, st State, doc *paper) error {
	events, err := s.J.Stream(r, journal.StreamName(auth.Committee, st.Committee))
	if err != nil {
		return err
	}
	c, err := registry.FoldCommittee(upTo(events, st.Package.Seen))
	if err != nil {
		return err
	}
	day := calendar.Of(st.Prepared)
	var ids []string
	for _, m := range c.Sitting(day) {
		ids = append(ids, m.Person)
	}
	names, err := s.Vault.Names(r, ids...)
	if err != nil {
		return err
	}
	for _, m := range c.Sitting(day) {
		x := memberPaper{Name: names[m.Person].ZH, Role: m.Role.Text(), External: m.External, From: m.From, Until: m.Until}
		for _, e := range m.Expertise {
			x.Expertise = append(x.Expertise, word(doc.set, "expertise", e))
		}
		doc.Members = append(doc.Members, x)
	}
	doc.Charter, doc.Means, doc.files = c.Charter.Title, c.MeansOf(day.Year()), c.Files()
	for _, item := range doc.set.List("committee_rules") {
		if p := c.Rule(item.Code); p != nil {
			x := rulePaper{Kind: item.Text, Title: p.Title, Day: p.Day, No: p.No}
			if p.File != nil {
				x.Hash = p.File.Hash
			}
			doc.Rules = append(doc.Rules, x)
		}
	}
	return nil
}

func word(set *rules.Set, list, code string) lang.Text {
	if item, ok := set.Item(list, code); ok {
		return item.Text
	}
	return lang.Same(code)
}

// activityPaper shows plan, review and re-review of a listed activity (article 44).
func (s *Service) activityPaper(r store.Reader, st State, doc *paper) error {
	c, err := s.Reviews.Look(r, st.Review)
	if err != nil {
		return err
	}
	x := &activityPaper{Number: c.Number, Title: c.Title, Decided: calendar.Of(c.DecidedAt), Opinion: c.Opinion}
	for _, f := range c.Fields {
		x.Fields = append(x.Fields, word(doc.set, "fields", f))
	}
	for _, f := range c.Listed {
		x.Listed = append(x.Listed, word(doc.set, "listed", f))
	}
	if d := c.Decision(); d != nil {
		x.Outcome, x.Reasons = word(doc.set, "outcomes", d.Outcome), d.Reasons
	}
	if n := len(c.Letters); n > 0 {
		l := c.Letters[n-1]
		x.Letter, x.Decision = l.PDF, l.Number
		if l.PDF != "" {
			doc.files = append(doc.files, blob.Kept{Name: "decision.pdf", Blob: blob.Blob{Hash: l.PDF}})
		}
	}
	doc.Activity = x
	return s.planFiles(r, st.Activity, doc)
}

// planField is the field of the application that holds the plan.
const planField = "plan_file"

func (s *Service) planFiles(r store.Reader, id string, doc *paper) error {
	app, err := journal.Look(s.J, r, activity.Stream(id), activity.Fold)
	if err != nil {
		return err
	}
	for _, f := range app.FilesOf(planField) {
		doc.files = append(doc.files, blob.Kept{Name: f.Name, Blob: blob.Blob{Hash: f.Hash, Size: f.Size, Type: f.Type}})
	}
	return nil
}

func (s *Service) reportPaper(r store.Reader, id string, doc *paper) error {
	st, err := s.lookReport(r, id)
	if err != nil {
		return err
	}
	names, err := s.Vault.Names(r, st.By)
	if err != nil {
		return err
	}
	doc.Report, doc.Remarks, doc.Signed, doc.By = &st.Compiled, st.Remarks, st.Signed, names[st.By].ZH
	return nil
}
