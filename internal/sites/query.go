package sites

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
)

// View returns a site that the person may see.
func (s *Service) View(r store.Reader, p auth.Principal, id string) (State, error) {
	events, err := s.Events(r, p, id)
	if err != nil {
		return State{}, err
	}
	return Fold(events)
}

// Events returns the history of a site for somebody who may see it.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.SiteView, auth.Site, id); err != nil {
		return nil, err
	}
	return s.J.Stream(r, Stream(id))
}

// Row is a site as lists show it.
type Row struct {
	ID          string               `json:"id"`
	Activity    string               `json:"activity,omitempty"`
	Review      string               `json:"review,omitempty"`
	Lead        lang.Text            `json:"lead"`  // name of the lead unit
	Party       lang.Text            `json:"party"` // name of the participant
	Unit        string               `json:"unit,omitempty"`
	Committee   string               `json:"committee,omitempty"`
	Way         string               `json:"way"`
	Title       string               `json:"title"`
	State       flow.State           `json:"state"`
	Recognition string               `json:"recognition,omitempty"` // the recognition case
	UpdatedAt   time.Time            `json:"updated_at"`
	Due         map[string]time.Time `json:"due,omitempty"`  // by clock
	Over        map[string]bool      `json:"over,omitempty"` // those that ran out
}

// Filter narrows a list. Empty parts do not.
type Filter struct {
	State     flow.State
	Activity  string
	Review    string
	Committee string // participating
	Lead      string // committee that leads
	Open      bool
}

// List is a page of the sites that the person may see, the last changed first,
// with their running clocks.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.SiteView, auth.Site, "o"))
	w.Is("o.state", string(f.State))
	w.Is("o.activity", f.Activity)
	w.Is("o.review", f.Review)
	w.Is("o.committee", f.Committee)
	w.Is("o.lead_committee", f.Lead)
	if f.Open {
		w.And("(o.state not in ('withdrawn', 'recognised') or exists (select 1 from clocks k where k.stream = 'site/' || o.id and k.name = 'site_package' and k.state in ('running', 'over')))")
	}
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	page, err := store.QueryPage(r, `select o.id, o.activity, o.review, o.lead_zh, o.lead_en, o.party_zh, o.party_en, o.unit, o.committee, o.way, o.title, o.state,
		o.recognition, o.updated_at from sites o`, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		row := Row{Due: map[string]time.Time{}, Over: map[string]bool{}}
		var at int64
		err := rows.Scan(&row.ID, &row.Activity, &row.Review, &row.Lead.ZH, &row.Lead.EN, &row.Party.ZH, &row.Party.EN, &row.Unit, &row.Committee, &row.Way,
			&row.Title, &row.State, &row.Recognition, &at)
		row.UpdatedAt = store.Time(at)
		return row, []any{at, row.ID}, err
	})
	if err != nil {
		return page, fmt.Errorf("list sites: %w", err)
	}
	return page, addClocks(r, page.Items)
}

// addClocks brings the running clocks of all rows with one query.
func addClocks(r store.Reader, rows []Row) error {
	if len(rows) == 0 {
		return nil
	}
	at := map[string]int{}
	w := store.NewWhere()
	in := ""
	for i, row := range rows {
		at[Stream(row.ID)] = i
		if i > 0 {
			in += ", "
		}
		in += w.Arg(Stream(row.ID))
	}
	_, err := store.Collect(r, func(cols *sql.Rows) (struct{}, error) {
		var stream, name, state string
		var due int64
		err := cols.Scan(&stream, &name, &state, &due)
		row := rows[at[stream]]
		row.Due[name], row.Over[name] = store.Time(due), state == "over"
		return struct{}{}, err
	}, `select stream, name, state, due from clocks where state in ('running', 'paused', 'over') and stream in (`+in+`)`, w.Args()...)
	if err != nil {
		return fmt.Errorf("list clocks of sites: %w", err)
	}
	return nil
}

// Comments are what participating sites say about a case of the lead; whoever
// may read its discussion may read them.
func (s *Service) Comments(r store.Reader, p auth.Principal, review string) ([]State, error) {
	if err := auth.Allow(r, p, auth.ReviewDiscussion, auth.Review, review); err != nil {
		return nil, err
	}
	ids, err := store.Column[string](r, `select id from sites where review = $1 and state <> 'withdrawn' order by id`, review)
	if err != nil {
		return nil, err
	}
	var out []State
	for _, id := range ids {
		st, err := s.look(r, id)
		if err != nil {
			return nil, err
		}
		out = append(out, st)
	}
	return out, nil
}

// Foreign is a decision of another installation that a committee of this house
// recognised: evidence for whoever asks for an approval from elsewhere.
type Foreign struct {
	Site     string    `json:"site"`
	Title    string    `json:"title"`
	Lead     lang.Text `json:"lead"`
	Unit     string    `json:"unit"`
	Answered time.Time `json:"answered"`
}

// RecognisedFrom lists the decisions from elsewhere that stand recognised for a unit.
func RecognisedFrom(r store.Reader, unit string) ([]Foreign, error) {
	return store.Collect(r, func(rows *sql.Rows) (Foreign, error) {
		var f Foreign
		var at int64
		err := rows.Scan(&f.Site, &f.Title, &f.Lead.ZH, &f.Lead.EN, &f.Unit, &at)
		f.Answered = store.Time(at)
		return f, err
	}, `select id, title, lead_zh, lead_en, unit, updated_at from sites where unit = $1 and way = 'in' and state = 'recognised' order by id`, unit)
}

// ListAlliances is a page of the agreements, the last entered first; of one state, or
// of all.
func ListAlliances(r store.Reader, state flow.State, pg store.Paging) (store.Page[Alliance], error) {
	w := store.NewWhere()
	w.Is("o.state", string(state))
	page, err := store.QueryPage(r, `select `+allianceColumns+` from alliances o`, w, store.Keyset{Columns: []string{"o.id"}, Desc: true}, pg,
		func(rows *sql.Rows) (Alliance, []any, error) {
			a, err := scanAlliance(rows)
			return a, []any{a.ID}, err
		})
	if err != nil {
		return page, err
	}
	return page, withMembers(r, page.Items)
}

const allianceColumns = `o.id, o.version, o.state, o.name_zh, o.name_en, o.fields, o.from_day, o.until_day`

func scanAlliance(rows *sql.Rows) (Alliance, error) {
	var a Alliance
	var fields string
	err := rows.Scan(&a.ID, &a.Version, &a.State, &a.Name.ZH, &a.Name.EN, &fields, &a.From, &a.Until)
	if err == nil {
		err = json.Unmarshal([]byte(fields), &a.Fields)
	}
	return a, err
}

// withMembers reads the members of agreements.
func withMembers(r store.Reader, list []Alliance) error {
	if len(list) == 0 {
		return nil
	}
	at, ids := map[string]int{}, make([]string, len(list))
	for i, a := range list {
		at[a.ID], ids[i] = i, a.ID
	}
	w := store.NewWhere()
	w.In("alliance", ids)
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var id, member string
		err := rows.Scan(&id, &member)
		if i, ok := at[id]; ok {
			list[i].Members = append(list[i].Members, member)
		}
		return struct{}{}, err
	}, `select alliance, member from alliance_members`+w.String()+` order by alliance, member`, w.Args()...)
	return err
}

// between is the first agreement that covers two units on a day; none: zero.
func between(r store.Reader, one, other, fields []string, day calendar.Day) (lang.Text, error) {
	list, err := store.Collect(r, scanAlliance, `select `+allianceColumns+` from alliances o where o.state = 'kept' order by o.id`)
	if err != nil {
		return lang.Text{}, err
	}
	if err := withMembers(r, list); err != nil {
		return lang.Text{}, err
	}
	for _, a := range list {
		if a.Covers(one, other, fields, day) {
			return a.Name, err
		}
	}
	return lang.Text{}, err
}

// Peers lists the installations that are, or were, known.
func Peers(r store.Reader) ([]Peer, error) {
	return store.Collect(r, scanPeer, `select id, version, state, name, key, units from peers order by state desc, id`)
}

// ListPeers is a page of them for somebody who may know, the last entered first; of
// one state, or of all.
func (s *Service) ListPeers(r store.Reader, p auth.Principal, state flow.State, pg store.Paging) (store.Page[Peer], error) {
	if err := auth.Allow(r, p, auth.PeerView, auth.System, registry.House); err != nil {
		return store.Page[Peer]{}, err
	}
	w := store.NewWhere()
	w.Is("o.state", string(state))
	return store.QueryPage(r, `select o.id, o.version, o.state, o.name, o.key, o.units from peers o`, w, store.Keyset{Columns: []string{"o.id"}, Desc: true}, pg,
		func(rows *sql.Rows) (Peer, []any, error) {
			x, err := scanPeer(rows)
			return x, []any{x.ID}, err
		})
}

func scanPeer(rows *sql.Rows) (Peer, error) {
	var p Peer
	var units string
	err := rows.Scan(&p.ID, &p.Version, &p.State, &p.Name, &p.LogKey, &units)
	if err == nil {
		err = json.Unmarshal([]byte(units), &p.Units)
	}
	return p, err
}
