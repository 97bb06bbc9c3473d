package auth

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

const (
	feedPrefix = "cal_"
	maxFeeds   = 10 // valid ones a person
)

// Feed is a private address under which a calendar program reads a person's
// meetings. Its secret is shown once, when made.
type Feed struct {
	ID        string    `json:"id"`
	Person    string    `json:"-"`
	Committee string    `json:"committee,omitempty"` // empty: all on which the person sits
	Places    bool      `json:"places"`              // place and address of the video meeting are in it
	Made      time.Time `json:"made"`
	Revoked   time.Time `json:"revoked,omitzero"` // zero: valid
}

// MakeFeed asks for an address of one's meetings.
type MakeFeed struct {
	Committee string `json:"committee"`
	Places    bool   `json:"places"`
}

// FeedMade says that the person made an address for a calendar. Neither the secret
// nor its hash is here.
type FeedMade struct {
	Feed      string `json:"feed"` // id
	Committee string `json:"committee,omitempty"`
	Places    bool   `json:"places,omitempty"`
}

// FeedRevoked says that an address for a calendar works no longer.
type FeedRevoked struct {
	Feed string `json:"feed"` // id
}

// EventType implements journal.Body.
func (FeedMade) EventType() string { return "account.feed_made" }

// EventType implements journal.Body.
func (FeedRevoked) EventType() string { return "account.feed_revoked" }

// MakeFeed makes an address for one's calendar and returns its secret; only the
// hash is stored.
func (a *Accounts) MakeFeed(ctx context.Context, p Principal, now time.Time, cmd MakeFeed) (id, token string, err error) {
	if token, err = secret(feedPrefix); err != nil {
		return "", "", err
	}
	hash, _ := parseSecret(feedPrefix, token)
	_, err = a.J.Do(ctx, journal.Act{Actor: p.Person, Now: now}, func(tx *journal.Tx) error {
		if err := Allow(tx, p, AccountToken, Account, p.Person); err != nil {
			return err
		}
		if err := mayFeed(tx, p, cmd.Committee); err != nil {
			return err
		}
		if id, err = tx.NewID(); err != nil {
			return err
		}
		if err := a.step(tx, p.Person, FeedMade{Feed: id, Committee: cmd.Committee, Places: cmd.Places}); err != nil {
			return err
		}
		return tx.Exec(`insert into calendar_feeds (id, person, committee, places, hash, made, revoked) values ($1, $2, $3, $4, $5, $6, 0)`,
			id, p.Person, cmd.Committee, cmd.Places, hash, store.Micros(now))
	})
	return id, token, err
}

// mayFeed refuses an address for a committee on which the person does not sit, and
// one too many.
func mayFeed(r store.Reader, p Principal, committee string) error {
	var seats, feeds int
	err := r.Row(`select (select count(*) from offices f where `+inOffice+` and f.body_kind = 'committee' and ($3 = '' or f.body = $3)),
		(select count(*) from calendar_feeds c where c.person = $1 and c.revoked = 0)`, p.Person, string(p.Day), committee).Scan(&seats, &feeds)
	switch {
	case err != nil:
		return fmt.Errorf("count calendars of %s: %w", p.Person, err)
	case seats == 0:
		return errs.New(errs.Forbidden, "account.feed.seat", lang.T("只有委员会成员可以订阅会议日历。", "Only those who sit on a committee subscribe to its meetings."))
	case feeds >= maxFeeds:
		return errs.New(errs.Refused, "account.feed.many", lang.T("日历地址已达%d个，请先撤销不用的。", "You have %d calendar addresses; revoke one that is not needed first."), feeds)
	}
	return nil
}

// RevokeFeed ends one's own calendar address at once.
func (a *Accounts) RevokeFeed(ctx context.Context, p Principal, now time.Time, id string) error {
	_, err := a.J.Do(ctx, journal.Act{Actor: p.Person, Now: now}, func(tx *journal.Tx) error {
		if err := Allow(tx, p, AccountToken, Account, p.Person); err != nil {
			return err
		}
		n, err := tx.ExecN(`update calendar_feeds set revoked = $3 where id = $1 and person = $2 and revoked = 0`, id, p.Person, store.Micros(now))
		if err != nil {
			return fmt.Errorf("revoke calendar %s: %w", id, err)
		}
		if n == 0 {
			return notFound()
		}
		return a.step(tx, p.Person, FeedRevoked{Feed: id})
	})
	return err
}

// Feeds lists one's own calendar addresses, the newest first.
func (a *Accounts) Feeds(r store.Reader, p Principal) ([]Feed, error) {
	if err := Allow(r, p, AccountToken, Account, p.Person); err != nil {
		return nil, err
	}
	return store.Collect(r, func(rows *sql.Rows) (Feed, error) {
		f := Feed{Person: p.Person}
		var made, revoked int64
		err := rows.Scan(&f.ID, &f.Committee, &f.Places, &made, &revoked)
		if f.Made = store.Time(made); revoked > 0 {
			f.Revoked = store.Time(revoked)
		}
		return f, err
	}, `select id, committee, places, made, revoked from calendar_feeds where person = $1 order by id desc`, p.Person)
}

// ByFeed returns whose calendar an address shows. Unknown, revoked, and of an account
// that is disabled or gone are one and the same to whoever asks.
func (a *Accounts) ByFeed(r store.Reader, token string) (Feed, error) {
	hash, ok := parseSecret(feedPrefix, token)
	if !ok {
		return Feed{}, notFound()
	}
	var f Feed
	var kept string
	err := r.Row(`select c.id, c.person, c.committee, c.places, c.hash from calendar_feeds c join accounts a on a.person = c.person
		where c.hash = $1 and c.revoked = 0 and not a.disabled`, hash).Scan(&f.ID, &f.Person, &f.Committee, &f.Places, &kept)
	if errors.Is(err, sql.ErrNoRows) || err == nil && subtle.ConstantTimeCompare([]byte(kept), []byte(hash)) != 1 {
		return Feed{}, notFound()
	}
	if err != nil {
		return Feed{}, fmt.Errorf("look up calendar: %w", err)
	}
	return f, nil
}
