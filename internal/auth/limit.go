package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// limitWindow is how long failed logins count, and how long anything is kept
// about them.
const limitWindow = 15 * time.Minute

// How many failures a window takes. One login from one address may fail a few
// times; one login from everywhere, or one address with all logins, more
// often, so that neither a stranger can lock somebody out easily nor a unit
// behind one address locks itself out.
const (
	maxPair    = 10
	maxLogins  = 100
	maxAddress = 200
)

// limiter counts failed logins under keyed hashes that change with the
// window: the table tells neither logins nor addresses, and the rows of two
// windows cannot be joined.
type limiter struct{ key []byte }

// ticket is one count that a login passes.
type ticket struct {
	key   string
	limit int
	until time.Time // end of the window
	own   bool      // of this login from this address: a success settles it
}

// tickets are the counts for one attempt, the widest first. An empty address
// stands for somebody who is logged in already.
func (l limiter) tickets(now time.Time, login, address string) []ticket {
	until := now.Truncate(limitWindow).Add(limitWindow)
	count := func(kind, value string, limit int) ticket {
		h := hmac.New(sha256.New, l.key)
		fmt.Fprintf(h, "%s\n%d\n%s", kind, until.Unix(), value)
		return ticket{hex.EncodeToString(h.Sum(nil)[:16]), limit, until, kind == "pair"}
	}
	from := Network(address)
	out := []ticket{count("login", login, maxLogins), count("pair", login+"\n"+from, maxPair)}
	if address != "" {
		out = slices.Insert(out, 0, count("address", from, maxAddress))
	}
	return out
}

// Network is what counts as one address: an IPv4 address, or the network of
// an IPv6 address, which one person has whole.
func Network(address string) string {
	addr, err := netip.ParseAddr(address)
	if err != nil {
		ap, err := netip.ParseAddrPort(address)
		if err != nil {
			return address
		}
		addr = ap.Addr()
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		if p, err := addr.Prefix(64); err == nil {
			return p.String()
		}
	}
	return addr.String()
}

// enter counts an attempt before it is made, so that many at once cannot slip
// through, and refuses when there were too many. A refused attempt is not
// counted anywhere: one address that tries ever new logins leaves no more rows
// than its limit.
func (a *Accounts) enter(ctx context.Context, tickets []ticket, now time.Time) error {
	err := a.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Exec(`delete from login_limits where until < $1`, store.Micros(now)); err != nil {
			return err
		}
		for _, t := range tickets {
			var tries int
			err := tx.Row(`insert into login_limits (key, tries, until) values ($1, 1, $2)
				on conflict (key) do update set tries = login_limits.tries + 1 returning tries`,
				t.key, store.Micros(t.until)).Scan(&tries)
			if err != nil {
				return err
			}
			if tries > t.limit {
				return tooMany(t, now)
			}
		}
		return nil
	})
	if err != nil && errs.CodeOf(err) != errs.TooMany {
		return fmt.Errorf("count login: %w", err)
	}
	return err
}

func tooMany(t ticket, now time.Time) error {
	minutes := int(t.until.Sub(now)/time.Minute) + 1
	return errs.New(errs.TooMany, "account.too_many", lang.T(
		"尝试次数过多，请%d分钟后再试。", "Too many attempts; try again in %d minutes."), minutes)
}

// leave takes a successful attempt out of the counts again.
func (a *Accounts) leave(ctx context.Context, tickets []ticket) error {
	err := a.db.Update(ctx, func(tx *store.Tx) error {
		for _, t := range tickets {
			query := `update login_limits set tries = tries - 1 where key = $1 and tries > 0`
			if t.own {
				query = `delete from login_limits where key = $1`
			}
			if err := tx.Exec(query, t.key); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("count login: %w", err)
	}
	return nil
}
