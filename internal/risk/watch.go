package risk

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// watchBatch is how many subjects are looked at in one transaction.
const watchBatch = 100

// key names who or what a signal is about.
type key struct{ kind, id string }

// subject is what signals keep of whom they are about.
type subject struct {
	id, unit, committee, region string
	fields                      []string
}

// about says where the subjects of a kind are found: id, unit, committee, region, fields.
var about = map[string]string{
	auth.Activity:  `select o.id, o.unit, o.committee, o.region, o.fields from activities o`,
	auth.Committee: `select o.id, o.unit, o.id, o.region, o.fields from committees o`,
	auth.Unit:      `select o.id, o.id, '', o.region, o.fields from units o`,
	auth.Person:    `select o.id, o.unit, '', coalesce(u.region, ''), '[]' from persons o left join units u on u.id = o.unit`,
}

// kinds are the kinds of subjects in the order in which they are looked at.
var kinds = []string{auth.Activity, auth.Committee, auth.Unit, auth.Person}

func subjects(r store.Reader, kind string, ids []string) (map[string]subject, error) {
	w := store.NewWhere()
	w.In("o.id", ids)
	list, err := store.Collect(r, func(rows *sql.Rows) (subject, error) {
		var s subject
		var fields string
		if err := rows.Scan(&s.id, &s.unit, &s.committee, &s.region, &fields); err != nil {
			return s, err
		}
		return s, json.Unmarshal([]byte(fields), &s.fields)
	}, about[kind]+w.String(), w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("look up whom signals are about: %w", err)
	}
	out := map[string]subject{}
	for _, s := range list {
		out[s.id] = s
	}
	return out, nil
}

// Watch looks at those whose turn has come, and journals the signals that follow. It
// may be called as often as one likes, by any number of servers.
func (s *Service) Watch(ctx context.Context, now time.Time) (looked int, err error) {
	if err := s.renew(ctx, now); err != nil {
		return 0, err
	}
	for {
		n, err := waiting(s.J.DB.Read(ctx), now)
		if err != nil || n == 0 {
			return looked, err
		}
		_, err = s.J.Do(ctx, journal.Act{Actor: journal.System, Now: now}, func(tx *journal.Tx) error {
			due, err := take(tx.Tx, now)
			n = 0
			for _, ids := range due {
				n += len(ids)
			}
			if err != nil || n == 0 {
				return err
			}
			return s.look(tx, due)
		})
		if err != nil {
			return looked, fmt.Errorf("watch for risks: %w", err)
		}
		if looked += n; n < watchBatch {
			return looked, nil
		}
	}
}

// waiting tells whether anybody's turn has come, without holding anything.
func waiting(r store.Reader, now time.Time) (n int, err error) {
	err = r.Row(`select count(*) from (select 1 from risk_queue where at <= $1 limit 1) due`, store.Micros(now)).Scan(&n)
	return n, err
}

// take are subjects whose turn has come. Rows that another server holds are passed over.
func take(tx *store.Tx, now time.Time) (map[string][]string, error) {
	skip := ""
	if tx.Dialect() == store.Postgres {
		skip = " for update skip locked"
	}
	due, err := store.Collect(tx, func(rows *sql.Rows) (k key, err error) {
		return k, rows.Scan(&k.kind, &k.id)
	}, `select kind, subject from risk_queue where at <= $1 order by at limit $2`+skip, store.Micros(now), watchBatch)
	out := map[string][]string{}
	for _, k := range due {
		out[k.kind] = append(out[k.kind], k.id)
	}
	return out, err
}

// judged is what a definition says about a subject.
type judged struct {
	def     Definition
	who     subject
	reading Reading
	level   Level
}

func (j judged) finding() Finding {
	return Finding{Level: j.level.Code, Rank: j.level.Rank, Score: j.def.score(j.level), Value: j.reading.Value, Records: j.reading.Records}
}

// look measures some subjects, journals what is new, and notes when to look again.
func (s *Service) look(tx *journal.Tx, due map[string][]string) error {
	rules := s.law(tx.Now)
	for _, kind := range kinds {
		ids := due[kind]
		if len(ids) == 0 {
			continue
		}
		who, err := subjects(tx, kind, ids)
		if err != nil {
			return err
		}
		found, next, err := s.measure(tx, rules, kind, ids, who, tx.Now)
		if err != nil {
			return err
		}
		if err := s.settle(tx, kind, ids, found); err != nil {
			return err
		}
		for _, id := range ids {
			if err := again(tx.Tx, key{kind, id}, next[id]); err != nil {
				return err
			}
		}
	}
	return nil
}

// again notes when to look at a subject next.
func again(tx *store.Tx, k key, at time.Time) error {
	if at.IsZero() {
		return tx.Exec(`delete from risk_queue where kind = $1 and subject = $2`, k.kind, k.id)
	}
	return tx.Exec(`update risk_queue set at = $3 where kind = $1 and subject = $2`, k.kind, k.id, store.Micros(at))
}

func (s *Service) law(now time.Time) *law {
	return &law{book: s.Book.Current(), day: calendar.Of(now), by: map[string][]Definition{}}
}

// measure finds what holds of subjects of one kind, by subject and definition, and
// when time alone may change it.
func (s *Service) measure(r store.Reader, rules *law, kind string, ids []string, who map[string]subject, now time.Time) (map[string]map[string]judged, map[string]time.Time, error) {
	found, next := map[string]map[string]judged{}, map[string]time.Time{}
	for i := range quantities {
		q := &quantities[i]
		widest, used := rules.widest(q)
		if q.of != kind || !used {
			continue
		}
		err := q.read(r, ids, q.since(widest, now), func(id string, marks []mark) error {
			for _, j := range rules.judge(q, who[id], marks, now) {
				if at := j.reading.Next; !at.IsZero() && (next[id].IsZero() || at.Before(next[id])) {
					next[id] = at
				}
				if j.level.Code == "" {
					continue
				}
				if found[id] == nil {
					found[id] = map[string]judged{}
				}
				found[id][j.def.Code] = j
			}
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return found, next, nil
}

// judge asks every definition that measures a quantity about the marks of a subject.
func (l *law) judge(q *quantity, who subject, marks []mark, now time.Time) []judged {
	var out []judged
	for _, d := range l.of(who.region) {
		if d.Quantity != q.code || who.id == "" {
			continue
		}
		j := judged{def: d, who: who, reading: q.fold(d, marks, now)}
		j.level, _ = d.level(j.reading.Value)
		for i := range j.reading.Records {
			j.reading.Records[i].Kind = q.record
			if q.record == "consents" {
				j.reading.Records[i].ID = who.id // the day is told, the participant is not
			}
		}
		out = append(out, j)
	}
	return out
}

// widest is the longest window of a quantity in the packs of any region, and
// whether any of them measures it.
func (l *law) widest(q *quantity) (window time.Duration, used bool) {
	regions := []string{""}
	for _, p := range l.book.Packs() {
		regions = append(regions, p.Region)
	}
	slices.Sort(regions)
	for _, region := range slices.Compact(regions) {
		for _, d := range l.of(region) {
			if d.Quantity == q.code {
				window, used = max(window, d.Window), true
			}
		}
	}
	return window, used
}

// known is a signal as the table has it.
type known struct {
	id, subject, definition, level, state, basis string
	rank                                         int
	value                                        int64
}

// settle journals the difference between what was found and what is known.
func (s *Service) settle(tx *journal.Tx, kind string, ids []string, found map[string]map[string]judged) error {
	w := store.NewWhere(kind)
	w.And("o.subject_kind = $1")
	w.In("o.subject", ids)
	before, err := store.Collect(tx, func(rows *sql.Rows) (k known, err error) {
		return k, rows.Scan(&k.id, &k.subject, &k.definition, &k.level, &k.state, &k.rank, &k.value, &k.basis)
	}, `select o.id, o.subject, o.definition, o.level, o.state, o.rank, o.value, o.basis from risk_signals o`+w.String()+` order by o.id`, w.Args()...)
	if err != nil {
		return fmt.Errorf("look up signals: %w", err)
	}
	seen := map[[2]string]bool{}
	for _, k := range before {
		seen[[2]string{k.subject, k.definition}] = true
		j, holds := found[k.subject][k.definition]
		if news := k.becomes(j, holds); news != nil {
			if err := s.write(tx, k.id, news, j.def); err != nil {
				return err
			}
		}
	}
	for _, id := range ids {
		for _, code := range sorted(found[id]) {
			if seen[[2]string{id, code}] {
				continue
			}
			if err := s.raise(tx, found[id][code]); err != nil {
				return err
			}
		}
	}
	return nil
}

// becomes is the event that brings a known signal up to date; nil: it is.
func (k known) becomes(j judged, holds bool) journal.Body {
	open := k.state == string(SignalStanding) || k.state == string(SignalConfirmed)
	switch {
	case !holds && k.state != string(SignalCleared):
		return Cleared{}
	case !holds:
		return nil
	case k.state == string(SignalCleared), k.state == string(SignalDismissed) && j.level.Rank > k.rank:
		return j.raised()
	case open && (k.level != j.level.Code || quantityOf(j.def.Quantity).counts && (k.value != j.reading.Value || k.basis != basis(j.reading.Records))):
		return Changed{Proposed: j.proposed(), Finding: j.finding()}
	}
	return nil
}

func (j judged) proposed() bool { return j.def.propose > 0 && j.level.Rank >= j.def.propose }

// raised is the event that raises a signal.
func (j judged) raised() Raised {
	return Raised{Definition: j.def.Code, Kind: quantityOf(j.def.Quantity).of, Subject: j.who.id, Unit: j.who.unit, Committee: j.who.committee, Region: j.who.region, Fields: j.who.fields,
		Audience: j.def.Audience, Proposed: j.proposed(), Finding: j.finding()}
}

func (s *Service) write(tx *journal.Tx, id string, body journal.Body, d Definition) error {
	if _, err := tx.Load(SignalStream(id)); err != nil {
		return err
	}
	if d.Code == "" {
		return tx.Append(SignalStream(id), journal.Because(body))
	}
	return tx.Append(SignalStream(id), journal.Because(body, d.Ground))
}

func (s *Service) raise(tx *journal.Tx, j judged) error {
	id, err := tx.NewID()
	if err != nil {
		return err
	}
	tx.Begin(SignalStream(id))
	return tx.Append(SignalStream(id), journal.Because(j.raised(), j.def.Ground))
}

func sorted[T any](m map[string]T) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
