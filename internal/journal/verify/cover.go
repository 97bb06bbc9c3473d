package verify

import (
	"fmt"

	"lunheng/internal/lang"
)

// cover looks whether events, leaves and waiting leaves cover each other: an
// event has either a leaf or a place in the queue.
func (c *checker) cover() error {
	if c.res.Events != c.total {
		err := c.each(`select e.stream, e.version from events e where not exists (select 1 from leaves l where l.seq = e.seq)
			and not exists (select 1 from unsealed u where u.seq = e.seq) order by e.seq`,
			"leaves.leaf", lang.T("事件既无叶，也不在待封队列中。", "The event has no leaf and does not wait for one either."))
		if err != nil {
			return err
		}
	}
	err := c.each(`select e.stream, e.version from unsealed u join leaves l on l.seq = u.seq join events e on e.seq = u.seq order by u.seq`,
		"unsealed.seq", lang.T("事件已有叶，却仍在待封队列中。", "The event has a leaf and yet waits for one."))
	if err != nil {
		return err
	}
	return c.each(`select 'log', u.seq from unsealed u where not exists (select 1 from events e where e.seq = u.seq) order by u.seq`,
		"unsealed.seq", lang.T("待封队列中有一个不存在的事件。", "An event that does not exist waits for its leaf."))
}

// each tells a fault for each row of stream and number.
func (c *checker) each(query, field string, text lang.Text) error {
	rows, err := c.r.Query(query)
	if err != nil {
		return fmt.Errorf("compare events and leaves: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var stream string
		var version int64
		if err := rows.Scan(&stream, &version); err != nil {
			return fmt.Errorf("compare events and leaves: %w", err)
		}
		c.fault(stream, version, field, text)
	}
	return rows.Err()
}
