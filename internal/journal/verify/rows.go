package verify

import (
	"encoding/json"
	"fmt"
	"strconv"

	"lunheng/internal/lang"
)

// row is an event as it stands in its table.
type row struct {
	seq, leaf   int64 // leaf -1: not sealed
	version, at int64
	id, stream  string
	typ, body   string
	salt        []byte
	ghost       bool //  the leaf has no event, only its number counts
}

// batch is how many events are in memory at a time. It is even, so that the
// two leaves of a pair are always together.
const batch = 4096

const eventColumns = `e.seq, e.id, e.stream, e.version, e.type, e.at, e.body, e.salt`

// read runs a query for leaf or number, then eventColumns.
func (c *checker) read(into []row, query string, args ...any) ([]row, error) {
	rows, err := c.r.Query(query, args...)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		into = append(into, row{})
		w := &into[len(into)-1]
		err := rows.Scan(&w.leaf, &w.seq, &w.id, &w.stream, &w.version, &w.typ, &w.at, &w.body, &w.salt)
		if err != nil {
			return nil, fmt.Errorf("read events: %w", err)
		}
	}
	return into, rows.Err()
}

// sealed reads the events of the log, leaf by leaf.
func (c *checker) sealed(feed func([]row)) error {
	leaves, err := c.countLeaves()
	if err != nil {
		return err
	}
	var rows []row
	for from := int64(0); from < leaves; from += batch {
		if feed != nil {
			rows = nil // the receiver keeps them
		}
		to := min(from+batch, leaves)
		rows, err = c.read(rows[:0], `select l.leaf, `+eventColumns+` from leaves l join events e on e.seq = l.seq
			where l.leaf >= $1 and l.leaf < $2 order by l.leaf`, from, to)
		if err != nil {
			return err
		}
		c.res.Sealed += int64(len(rows))
		c.events(rows)
		if err := c.grow(c.fill(rows, from, to)); err != nil {
			return err
		}
		if feed != nil {
			feed(rows)
		}
		c.progress(c.res.Events, c.total)
	}
	return nil
}

// countLeaves returns up to which leaf to read. A number far outside, which
// only a hand at the database can have made, is told and left out.
func (c *checker) countLeaves() (int64, error) {
	var n, end int64
	if err := c.r.Row(`select count(*), coalesce(max(leaf) + 1, 0) from leaves`).Scan(&n, &end); err != nil {
		return 0, fmt.Errorf("count leaves: %w", err)
	}
	if end <= n+batch {
		return end, nil
	}
	return n, c.each(fmt.Sprintf(`select e.stream, e.version from leaves l join events e on e.seq = l.seq where l.leaf >= %d`, n),
		"leaves.leaf", lang.T("叶号远超日志末尾。", "The number of the leaf lies far beyond the end of the log."))
}

// fill puts a ghost where a leaf or its event is missing.
func (c *checker) fill(rows []row, from, to int64) []row {
	if int64(len(rows)) == to-from {
		return rows
	}
	out := make([]row, 0, to-from)
	for leaf := from; leaf < to; leaf++ {
		if len(rows) > 0 && rows[0].leaf == leaf {
			out, rows = append(out, rows[0]), rows[1:]
			continue
		}
		out = append(out, row{leaf: leaf, ghost: true})
		c.fault(Log, leaf, "leaves.seq", lang.T("第 %d 号叶没有对应的事件：叶或事件已被删除。",
			"Leaf %d has no event: the leaf or its event was removed."), leaf)
	}
	return out
}

// unsealed reads the events that wait for their leaf.
func (c *checker) unsealed(feed func([]row)) error {
	for after := int64(-1); ; {
		rows, err := c.read(nil, `select -1, `+eventColumns+` from unsealed u join events e on e.seq = u.seq
			where u.seq > $1 order by u.seq limit `+strconv.Itoa(batch), after)
		if err != nil || len(rows) == 0 {
			return err
		}
		after = rows[len(rows)-1].seq
		c.events(rows)
		if feed != nil {
			feed(rows)
		}
		c.progress(c.res.Events, c.total)
	}
}

// events checks each row by itself and as a step of its stream.
func (c *checker) events(rows []row) {
	var buf []byte
	for i := range rows {
		w := &rows[i]
		if buf = w.prefix(buf[:0]); len(w.body) < len(buf) || w.body[:len(buf)] != string(buf) {
			c.compareColumns(w)
		}
		c.step(w)
	}
	c.res.Events += int64(len(rows))
}

// prefix is how the stored bytes of the event must begin. Comparing that is
// ten times cheaper than decoding; only what differs is decoded.
func (w *row) prefix(b []byte) []byte {
	b = append(append(b, `{"id":"`...), w.id...)
	b = append(append(b, `","stream":"`...), w.stream...)
	b = strconv.AppendInt(append(b, `","version":`...), w.version, 10)
	b = append(append(b, `,"type":"`...), w.typ...)
	b = strconv.AppendInt(append(b, `","at":`...), w.at, 10)
	return append(b, `,"actor":"`...)
}

// compareColumns tells which column differs from the stored bytes. The check
// goes on with what the bytes say wherever that fits, so that one fault is not
// told again as another.
func (c *checker) compareColumns(w *row) {
	var env struct {
		ID, Stream, Type string
		Version, At      int64
		Actor            *string
	}
	if err := json.Unmarshal([]byte(w.body), &env); err != nil || env.Actor == nil {
		c.fault(w.stream, w.version, "body", lang.T("事件内容不是完整的 JSON 信封。", "The stored bytes are not a whole JSON envelope."))
		return
	}
	same := true
	differs := func(field, column, body string) {
		if column != body {
			same = false
			c.fault(w.stream, w.version, field, lang.T("列中为 %q，事件内容中为 %q。",
				"The column says %q, the stored bytes say %q."), column, body)
		}
	}
	differs("id", w.id, env.ID)
	differs("stream", w.stream, env.Stream)
	differs("version", strconv.FormatInt(w.version, 10), strconv.FormatInt(env.Version, 10))
	differs("type", w.typ, env.Type)
	differs("at", strconv.FormatInt(w.at, 10), strconv.FormatInt(env.At, 10))
	if same {
		c.fault(w.stream, w.version, "body", lang.T("事件内容的字段顺序或写法不合格式。",
			"The stored bytes do not have the form in which events are written."))
		return
	}
	if h := c.heads[env.Stream]; env.Version == 1 || h != nil && env.Version == h.version+1 {
		w.stream, w.version = env.Stream, env.Version
	}
	if c.spec.Types[env.Type] != nil {
		w.typ = env.Type
	}
}
