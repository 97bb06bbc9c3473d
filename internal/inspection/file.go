package inspection

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"lunheng/internal/auth"
	"lunheng/internal/draw"
	"lunheng/internal/errs"
	"lunheng/internal/journal/proof"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// FileFormat names the form of the file with which a double draw is repeated.
const FileFormat = "lunheng-double-draw/1"

// File is everything that repeats a double draw. It names no person.
type File struct {
	Format       string          `json:"format"`
	Announcement json.RawMessage `json:"announcement"` // receipt of the announcing event
	Seed         string          `json:"seed"`
	Visits       []Visit         `json:"visits"`
}

// DrawFile is the file of the last draw of a plan. Key is the verifier key of the log.
func (s *Service) DrawFile(r store.Reader, p auth.Principal, key, id string) ([]byte, error) {
	plan, err := s.Plan(r, p, id)
	if err != nil {
		return nil, err
	}
	last := plan.Last()
	if last == nil || last.Drawn == nil {
		return nil, errs.New(errs.NotFound, "yearplan.draw.missing", lang.T("还没有抽取。", "Nothing has been drawn yet."))
	}
	return s.drawFile(r, key, last)
}

// drawFile is the file of a draw.
func (s *Service) drawFile(r store.Reader, key string, round *Round) ([]byte, error) {
	receipt, err := s.J.Receipt(r, key, round.Event)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(receipt)
	if err != nil {
		return nil, fmt.Errorf("write draw: %w", err)
	}
	out, err := json.MarshalIndent(File{Format: FileFormat, Announcement: raw, Seed: round.Drawn.Seed, Visits: round.Drawn.Visits}, "", "  ")
	return append(out, '\n'), err
}

// Checked is a double draw that was repeated and came out the same.
type Checked struct {
	proof.Statement
	Announcement
	Seed   string
	Visits []Visit
}

// IsFile reports whether a file is one of a double draw.
func IsFile(raw []byte) bool {
	var f struct {
		Format string `json:"format"`
	}
	return json.Unmarshal(raw, &f) == nil && f.Format == FileFormat
}

// Check repeats a double draw from its file, without a server. Trusted lists the
// verifier keys of logs that the caller trusts; see [proof.Verify].
func Check(raw []byte, trusted []string) (Checked, error) {
	var f File
	var out Checked
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil || f.Format != FileFormat {
		return out, draw.Differ("format", "文件不是 %s 格式。", "The file has not the form %s.", FileFormat)
	}
	var err error
	if out.Statement, err = proof.Verify(f.Announcement, trusted); err != nil {
		return out, err
	}
	if out.Type != (DrawAnnounced{}).EventType() {
		return out, draw.Differ("announcement", "封存的事件不是抽取公告，而是 %s。", "The sealed event announces no draw; it is %s.", out.Type)
	}
	if err := json.Unmarshal(out.Data, &out.Announcement); err != nil || out.Method != Method {
		return out, draw.Differ("method", "公告的方法是“%s”，本程序只认 %s。", "The announced method is “%s”; this program knows %s.", out.Method, Method)
	}
	seed, err := draw.First(f.Announcement, out.Leaf)
	if err != nil {
		return out, err
	}
	for _, a := range []draw.Announcement{out.Units, out.Inspectors} {
		if sum := draw.ListHash(a.Candidates); hex.EncodeToString(sum[:]) != a.Hash {
			return out, draw.Differ("hash", "名单与公告的哈希不符。", "A list does not have the announced hash.")
		}
	}
	if out.Seed = hex.EncodeToString(seed[:]); f.Seed != out.Seed {
		return out, draw.Differ("seed", "文件的种子不是该检查点的根哈希。", "The seed in the file is not the root of that checkpoint.")
	}
	_, visits, ok := out.Draw(seed)
	if out.Visits = visits; !ok || !slices.EqualFunc(visits, f.Visits, sameVisit) {
		return out, draw.Differ("visits", "抽取的结果不一致。", "The visits are not the same.")
	}
	return out, nil
}

func sameVisit(a, b Visit) bool {
	return a.Unit == b.Unit && a.How == b.How && slices.Equal(a.Team, b.Team)
}
