package complaint

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Post is a letter as it is kept: the words are encrypted.
type Post struct {
	Seq    int          `json:"seq"`
	Author string       `json:"author,omitempty"` // a receiver; empty: the reporter
	Day    calendar.Day `json:"day"`
	Digest string       `json:"digest"`
	Sealed string       `json:"sealed,omitempty"`
}

// View is a report as those see it who receive it or keep its identity.
type View struct {
	State
	Posts  []Post   `json:"letters,omitempty"` // of receivers alone; without their ciphertext
	Keys   []string `json:"keys,omitempty"`    // that a reply is encrypted to
	Opened string   `json:"opened,omitempty"`  // the identity, encrypted to who looks
}

// See returns a report. Custodians see how it stands, and no letter.
func (s *Service) See(r store.Reader, p auth.Principal, id string) (View, error) {
	v, err := s.file(r, p, id)
	if err != nil {
		return v, err
	}
	if auth.Allow(r, p, auth.ComplaintView, auth.Complaint, id) != nil {
		return v, nil
	}
	if v.Posts, err = posts(r, id, false); err != nil {
		return v, err
	}
	if v.Keys, err = s.readers(r, id, v.Body); err != nil {
		return v, err
	}
	err = r.Row(`select sealed from complaint_opened where complaint = $1 and person = $2`, id, p.Person).Scan(&v.Opened)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return v, err
}

// file is the report itself, of which one that rests has no events yet.
func (s *Service) file(r store.Reader, p auth.Principal, id string) (View, error) {
	events, err := s.Events(r, p, id)
	if err != nil {
		return View{}, err
	}
	st, err := Fold(events)
	if err != nil || st.State != StateNone {
		return View{State: st}, err
	}
	var day, state string
	err = r.Row(`select id, body_kind, body, custody, region, day, identity, state from complaint_files where id = $1`, id).
		Scan(&st.ID, &st.BodyKind, &st.Body, &st.Custody, &st.Region, &day, &st.Identity, &state)
	st.Day, st.State = calendar.Day(day), flow.State(state)
	return View{State: st}, err
}

// Events returns the history of a report for somebody who may see how it stands.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.ComplaintOverview, auth.Complaint, id); err != nil {
		return nil, err
	}
	return s.J.Stream(r, Stream(id))
}

func posts(r store.Reader, id string, whole bool) ([]Post, error) {
	column := `''`
	if whole {
		column = `sealed`
	}
	return store.Collect(r, func(rows *sql.Rows) (Post, error) {
		var out Post
		var day string
		err := rows.Scan(&out.Seq, &out.Author, &day, &out.Digest, &out.Sealed)
		out.Day = calendar.Day(day)
		return out, err
	}, `select seq, author, day, digest, `+column+` from complaint_letters where complaint = $1 order by seq`, id)
}

// Post returns one letter with its ciphertext, for a receiver.
func (s *Service) Post(r store.Reader, p auth.Principal, id string, seq int) (Post, error) {
	if err := auth.Allow(r, p, auth.ComplaintView, auth.Complaint, id); err != nil {
		return Post{}, err
	}
	out := Post{Seq: seq}
	var day string
	err := r.Row(`select author, day, digest, sealed from complaint_letters where complaint = $1 and seq = $2`, id, seq).Scan(&out.Author, &day, &out.Digest, &out.Sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return out, errs.New(errs.NotFound, "complaint.letter", lang.T("没有这封信。", "There is no such letter."))
	}
	out.Day = calendar.Day(day)
	return out, err
}

// Identity is the identity that a reporter left, encrypted to the custodians, for
// one of them; with the key of whoever asks to know it.
func (s *Service) Identity(r store.Reader, p auth.Principal, id string) (text, key string, err error) {
	if err := auth.Allow(r, p, auth.ComplaintCustody, auth.Complaint, id); err != nil {
		return "", "", err
	}
	st, err := s.Look(r, id)
	if err != nil {
		return "", "", err
	}
	ask := st.OpenAsk()
	if ask == nil {
		return "", "", errs.Refuse("complaint.unasked", "没有人请求打开身份。", "Nobody asks to open the identity.")
	}
	if err := r.Row(`select identity from complaint_boxes where id = $1`, id).Scan(&text); err != nil {
		return "", "", fmt.Errorf("look up identity: %w", err)
	}
	err = r.Row(`select public from complaint_duties where body = $1 and person = $2`, st.Body, ask.By).Scan(&key)
	if errors.Is(err, sql.ErrNoRows) {
		err = errs.Refuse("complaint.left", "请求的人已经不再受理举报，请不予同意。", "Whoever asked receives no reports any more; refuse it.")
	}
	return text, key, err
}

// KeysAt are the keys to which the letters of a report would be encrypted if it were
// handed over to a body: of those there whom it is not about, and the reporter's own.
func (s *Service) KeysAt(r store.Reader, p auth.Principal, id, body string) ([]string, error) {
	if err := auth.Allow(r, p, auth.ComplaintAct, auth.Complaint, id); err != nil {
		return nil, err
	}
	return s.readers(r, id, body)
}

// OwnKeys are the private halves of a person's keys, each locked with a passphrase.
func OwnKeys(r store.Reader, p auth.Principal) ([]string, error) {
	return store.Collect(r, func(rows *sql.Rows) (string, error) {
		var locked string
		return locked, rows.Scan(&locked)
	}, `select locked from complaint_keys where person = $1 and person <> '' order by public`, p.Person)
}

// Row is a report as lists show it.
type Row struct {
	ID       string       `json:"id"`
	Body     string       `json:"body"`
	BodyKind string       `json:"body_kind"`
	Day      calendar.Day `json:"day"`
	State    flow.State   `json:"state"`
	Identity bool         `json:"identity"`
	Held     bool         `json:"held"`
	Asked    bool         `json:"asked"`  // a wish to know who it is waits for the custodian
	Unread   bool         `json:"unread"` // the last letter is the reporter's
}

// Filter narrows a list. Empty parts do not.
type Filter struct {
	State  flow.State
	Asked  bool
	Unread bool
}

// lastByReporter is true where the reporter wrote last.
const lastByReporter = `exists (select 1 from complaint_letters l where l.complaint = o.id and l.author = '' and not exists
	(select 1 from complaint_letters n where n.complaint = o.id and n.seq > l.seq))`

// List is a page of the reports that the person receives or whose identities they
// keep, the last day first. What was destroyed is in no list.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.ComplaintOverview, auth.Complaint, "o"))
	w.Is("o.state", string(f.State))
	if f.Asked {
		w.And("o.asked")
	}
	if f.Unread {
		w.And("o.state <> 'closed' and o.state <> 'referred' and " + lastByReporter)
	}
	k := store.Keyset{Columns: []string{"o.day", "o.id"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.body, o.body_kind, o.day, o.state, o.identity, o.held, o.asked, case when `+lastByReporter+` then 1 else 0 end from complaint_files o`, w, k, pg,
		func(rows *sql.Rows) (Row, []any, error) {
			var out Row
			var day, state string
			var unread int
			err := rows.Scan(&out.ID, &out.Body, &out.BodyKind, &day, &state, &out.Identity, &out.Held, &out.Asked, &unread)
			out.Day, out.State, out.Unread = calendar.Day(day), flow.State(state), unread == 1
			return out, []any{day, out.ID}, err
		})
}

// Office is a body that receives reports, as the public sees it.
type Office struct {
	Body     string `json:"body"`
	BodyKind string `json:"body_kind"`
	NameZH   string `json:"name_zh"`
	NameEN   string `json:"name_en"`
}

// Offices are the bodies that receive reports now, departments first, by name.
func Offices(r store.Reader, words string, pg store.Paging) (store.Page[Office], error) {
	w := store.NewWhere()
	w.And(`exists (select 1 from complaint_duties d where d.body = o.id and d.duty = 'receiver' and d.public <> '')`)
	if words = strings.ToLower(strings.TrimSpace(words)); words != "" {
		arg := w.Arg("%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(words) + "%")
		w.And(`(lower(o.name_zh) like ` + arg + ` escape '\' or lower(o.name_en) like ` + arg + ` escape '\')`)
	}
	k := store.Keyset{Columns: []string{"o.body_kind", "o.name_zh", "o.id"}}
	return store.QueryPage(r, `select o.id, o.body_kind, o.name_zh, o.name_en from (select id, 'unit' as body_kind, name_zh, name_en from units
		union all select id, 'department', name_zh, name_en from departments) o`, w, k, pg, func(rows *sql.Rows) (Office, []any, error) {
		var out Office
		err := rows.Scan(&out.Body, &out.BodyKind, &out.NameZH, &out.NameEN)
		return out, []any{out.BodyKind, out.NameZH, out.Body}, err
	})
}

// Duties are the bodies for which a person has a duty, with it.
func Duties(r store.Reader, p auth.Principal) (map[string]Person, error) {
	out := map[string]Person{}
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var body string
		d := Person{Person: p.Person}
		err := rows.Scan(&body, &d.Duty, &d.Key)
		out[body] = d
		return struct{}{}, err
	}, `select body, duty, public from complaint_duties where person = $1 and person <> '' order by body`, p.Person)
	return out, err
}

// Readers are who receives a report now and may read it, for messages that something
// came in. Whoever asks answers for it.
func (s *Service) Readers(r store.Reader, id string) ([]string, error) {
	st, err := s.Look(r, id)
	if err != nil {
		return nil, err
	}
	out, err := barred(r, id)
	if err != nil {
		return nil, err
	}
	to, err := s.intake(r, st.Body)
	var people []string
	for _, p := range to.Ready(Receiver, out...) {
		people = append(people, p.Person)
	}
	return people, err
}
