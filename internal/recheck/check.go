package recheck

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"lunheng/internal/auth"
	"lunheng/internal/draw"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/journal/proof"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// FileFormat names the form of the file with which a draw is repeated.
const FileFormat = "lunheng-draw/1"

// File is everything that repeats a draw: the announcement as the log sealed it,
// and what was drawn. It names nobody.
type File struct {
	Format       string          `json:"format"`
	Announcement json.RawMessage `json:"announcement"` // receipt of the announcing event
	Seed         string          `json:"seed"`
	Order        []string        `json:"order"`
	Panel        []string        `json:"panel"`
	Followed     []Follow        `json:"followed"` // who stepped out, and who came then
}

// Follow is one replacement.
type Follow struct {
	Left string `json:"left"`
	Next string `json:"next"`
}

// DrawFile is the file of a draw, for whoever may see the re-review. Key is the
// verifier key of the log.
func (s *Service) DrawFile(r store.Reader, p auth.Principal, key, id string) ([]byte, error) {
	if err := auth.Allow(r, p, auth.RecheckView, auth.Recheck, id); err != nil {
		return nil, err
	}
	events, err := s.J.Stream(r, Stream(id))
	if err != nil {
		return nil, err
	}
	st, err := Fold(events)
	if err != nil {
		return nil, err
	}
	if st.Drawn == nil {
		return nil, errs.New(errs.NotFound, "recheck.draw.none", lang.T("还没有抽取专家。", "No panel has been drawn yet."))
	}
	receipt, err := s.J.Receipt(r, key, st.Announced)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(receipt)
	if err != nil {
		return nil, fmt.Errorf("write draw: %w", err)
	}
	f := File{Format: FileFormat, Announcement: raw, Seed: st.Drawn.Seed, Order: st.Drawn.Order, Panel: st.Drawn.Panel, Followed: follows(events)}
	out, err := json.MarshalIndent(f, "", "  ")
	return append(out, '\n'), err
}

// follows are the replacements since the last draw.
func follows(events []journal.Event) []Follow {
	out := []Follow{}
	for _, e := range events {
		switch b := e.Body.(type) {
		case PanelDrawn:
			out = []Follow{}
		case ExpertReplaced:
			out = append(out, Follow{Left: b.Ref, Next: b.Next})
		}
	}
	return out
}

// Checked is a draw that was repeated and came out the same.
type Checked struct {
	proof.Statement
	draw.Announcement
	Seed  string
	Panel []string // as drawn
	Now   []string // after replacements
}

// Check repeats a draw from its file, without a server: the announcement has to
// be what the log sealed, the seed the root of the first checkpoint that covers
// it, and order, panel and replacements what the method gives. Trusted lists
// the verifier keys of logs that the caller trusts; see [proof.Verify].
func Check(raw []byte, trusted []string) (Checked, error) {
	var f File
	var out Checked
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil || f.Format != FileFormat {
		return out, draw.Differ("format", "文件不是 %s 格式。", "The file has not the form %s.", FileFormat)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return out, draw.Differ("format", "文件末尾有多余内容。", "Something follows after the end of the file.")
	}
	var err error
	if out.Statement, err = proof.Verify(f.Announcement, trusted); err != nil {
		return out, err
	}
	if out.Type != (DrawAnnounced{}).EventType() {
		return out, draw.Differ("announcement", "封存的事件不是抽取公告，而是 %s。", "The sealed event announces no draw; it is %s.", out.Type)
	}
	if err := json.Unmarshal(out.Data, &out.Announcement); err != nil || out.Method != draw.Method {
		return out, draw.Differ("method", "公告的方法是“%s”，本程序只认 %s。", "The announced method is “%s”; this program knows %s.", out.Method, draw.Method)
	}
	seed, err := draw.First(f.Announcement, out.Leaf)
	if err != nil {
		return out, err
	}
	out.Seed = hex.EncodeToString(seed[:])
	return out, out.repeat(f, seed)
}

// repeat draws again and compares.
func (c *Checked) repeat(f File, seed [32]byte) error {
	sum := draw.ListHash(c.Candidates)
	if hex.EncodeToString(sum[:]) != c.Hash {
		return draw.Differ("hash", "候选名单与公告的哈希不符。", "The list of candidates does not have the announced hash.")
	}
	if f.Seed != hex.EncodeToString(seed[:]) {
		return draw.Differ("seed", "文件的种子不是该检查点的根哈希。", "The seed in the file is not the root of that checkpoint.")
	}
	order := c.Order(seed)
	if !slices.Equal(order, f.Order) {
		return draw.Differ("order", "抽取顺序不一致。", "The drawn order is not the same.")
	}
	panel, ok := c.Announcement.Panel(order)
	if !ok {
		return short()
	}
	if !slices.Equal(panel, f.Panel) {
		return draw.Differ("panel", "专家组不一致。", "The panel is not the same.")
	}
	c.Panel, c.Now = panel, slices.Clone(panel)
	used := slices.Clone(panel)
	for _, step := range f.Followed {
		c.Now = slices.DeleteFunc(c.Now, func(ref string) bool { return ref == step.Left })
		if next := c.Next(order, c.Now, used); next != step.Next {
			return draw.Differ("followed", "替补的专家不一致。", "Whoever followed is not the next of the order.")
		}
		c.Now, used = append(c.Now, step.Next), append(used, step.Next)
	}
	return nil
}
