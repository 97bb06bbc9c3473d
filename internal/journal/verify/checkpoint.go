package verify

import (
	"errors"
	"fmt"
	"math"

	"lunheng/internal/journal/proof"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// points is what is known of the checkpoints while the tree grows.
type points struct {
	queue  []proof.Checkpoint // valid ones of this batch that were not reached yet
	before int64              // size of the checkpoint read last
	last   proof.Checkpoint   // the last valid one within the tree
	good   int64              // the largest size at which signed and computed root agree
	bad    []int64            // sizes at which they do not
	anchor *proof.Checkpoint
}

// openAnchor reads the checkpoint that was kept elsewhere.
func (c *checker) openAnchor() error {
	if c.spec.Anchor == "" {
		return nil
	}
	p, err := proof.Open(c.spec.Anchor, c.key)
	if errors.Is(err, proof.ErrUnsigned) {
		c.fault(Log, 0, "anchor", lang.T("另存的检查点不是由此日志的密钥签署的：密钥或日志已被替换。",
			"The checkpoint kept elsewhere is not signed by the key of this log: the key or the log was replaced."))
		return nil
	}
	if err != nil {
		return fmt.Errorf("open the checkpoint kept elsewhere: %w", err)
	}
	c.points.anchor = &p
	return nil
}

// readPoints reads the checkpoints of trees larger than from and up to to.
func (c *checker) readPoints(from, to int64) error {
	type stored struct {
		size, at int64
		note     string
	}
	rows, err := c.r.Query(`select size, at, note from checkpoints where size > $1 and size <= $2 order by size`, from, to)
	if err != nil {
		return fmt.Errorf("read checkpoints: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var s stored
		if err := rows.Scan(&s.size, &s.at, &s.note); err != nil {
			return fmt.Errorf("read checkpoints: %w", err)
		}
		c.point(s.size, s.at, s.note)
	}
	return rows.Err()
}

// point checks one checkpoint by itself and against the one before it.
func (c *checker) point(size, at int64, note string) {
	c.res.Checkpoints++
	before := c.points.before
	c.points.before = size
	p, err := proof.Open(note, c.key)
	if err != nil {
		c.fault(Log, size, "checkpoints.note", whyNot(err))
		return
	}
	if p.Size != size {
		c.fault(Log, size, "checkpoints.size", lang.T("列中的大小为 %d，签名文本中为 %d。",
			"The column says size %d, the signed text %d."), size, p.Size)
		return
	}
	if signed := store.Micros(p.Sealed); signed != at {
		c.fault(Log, size, "checkpoints.at", lang.T("列中的时间与签名文本不符。", "The time in the column is not that of the signed text."))
	}
	if p.Before != before {
		c.fault(Log, p.Before, "checkpoints.size", lang.T("大小为 %d 的检查点应紧接在大小为 %d 的之后；其间有缺失或多余。",
			"The checkpoint of size %d should follow the one of size %d; one is missing or too many."), size, p.Before)
	}
	c.points.queue = append(c.points.queue, p)
}

func whyNot(err error) lang.Text {
	switch {
	case errors.Is(err, proof.ErrUnsigned):
		return lang.T("检查点没有此日志密钥的签名。", "The checkpoint bears no signature of this log's key.")
	case errors.Is(err, proof.ErrSignature):
		return lang.T("检查点的签名无效：文本或签名已被改动。", "The signature of the checkpoint is not valid: text or signature was changed.")
	}
	return lang.T("检查点形式有误：文本已被改动。", "The checkpoint is broken: its text was changed.")
}

// reach compares the computed root where somebody has signed one.
func (c *checker) reach() {
	ps, size := &c.points, c.tree.size
	if ps.anchor != nil && ps.anchor.Size == size && ps.anchor.Root != c.root() {
		c.fault(Log, size, "anchor", lang.T("日志前 %d 条与另存的检查点不符：日志已被改写或分叉。",
			"The first %d entries are not those of the checkpoint kept elsewhere: the log was rewritten or forked."), size)
	}
	for len(ps.queue) > 0 && ps.queue[0].Size == size {
		ps.last, ps.queue = ps.queue[0], ps.queue[1:]
		if ps.last.Root == c.root() {
			ps.good = size
		} else {
			ps.bad = append(ps.bad, size)
		}
	}
}

// endPoints checks the checkpoints of trees larger than there is, and the
// leaves that no valid checkpoint covers.
func (c *checker) endPoints() error {
	ps, size := &c.points, c.tree.size
	if ps.anchor != nil && ps.anchor.Size > size {
		c.fault(Log, ps.anchor.Size, "anchor", lang.T("另存的检查点有 %d 条，日志只有 %d 条：日志已被截短或回退。",
			"The checkpoint kept elsewhere covers %d entries, the log has %d: it was cut off or rolled back."), ps.anchor.Size, size)
	}
	if err := c.readPoints(size, math.MaxInt64); err != nil {
		return err
	}
	for _, p := range ps.queue {
		c.fault(Log, p.Size, "checkpoints.size", lang.T("签名的检查点有 %d 条，日志只有 %d 条：末尾已被截去。",
			"A signed checkpoint covers %d entries, the log has %d: its end was cut off."), p.Size, size)
	}
	if err := c.readStrayPoints(); err != nil || ps.last.Size >= size {
		return err
	}
	return c.each(fmt.Sprintf(`select e.stream, e.version from leaves l join events e on e.seq = l.seq
		where l.leaf >= %d order by l.leaf`, ps.last.Size), "leaves.leaf",
		lang.T("没有有效的检查点覆盖此事件。", "No valid checkpoint covers this event."))
}

// readStrayPoints tells checkpoints of no possible size.
func (c *checker) readStrayPoints() error {
	return c.each(`select 'log', size from checkpoints where size < 1 order by size`, "checkpoints.size",
		lang.T("检查点的大小无效。", "The size of the checkpoint is not possible."))
}
