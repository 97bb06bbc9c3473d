package auth

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/alexedwards/scs/v2"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Options set up Accounts. Every field but J and Key has a usable zero value.
type Options struct {
	J        *journal.Journal
	Key      []byte        // secret for the hashes of [Accounts.Login]'s limits, the same on every server
	Secure   bool          // cookies over https only
	Idle     time.Duration // a session ends after this long without a request; 0: 2 h
	Lifetime time.Duration // and after this long in any case; 0: 12 h
	Cost     Cost          // of a password hash; zero: DefaultCost
	Log      *slog.Logger  // where failures of the session store go; nil: nowhere
}

// Accounts holds logins, sessions and API tokens. It is safe for concurrent
// use.
type Accounts struct {
	Options
	db       *store.DB
	hasher   *hasher
	limits   limiter
	sessions *scs.SessionManager
}

// NewAccounts makes Accounts on the journal's database.
func NewAccounts(o Options) (*Accounts, error) {
	if len(o.Key) < 16 {
		return nil, errors.New("open accounts: the key for login limits is too short")
	}
	if o.Idle == 0 {
		o.Idle = 2 * time.Hour
	}
	if o.Lifetime == 0 {
		o.Lifetime = 12 * time.Hour
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	h, err := newHasher(o.Cost)
	if err != nil {
		return nil, err
	}
	a := &Accounts{Options: o, db: o.J.DB, hasher: h, limits: limiter{o.Key}}
	a.sessions = a.newManager()
	return a, nil
}

// Profile is an account: the login of a person and what their pages look like.
type Profile struct {
	Person     string
	Login      string
	Disabled   bool
	MustChange bool // the password must be changed at the next login
	Lang       lang.Lang
	Theme      string // "", light or dark
	Created    time.Time
	hash       string
	epoch      int64
}

const accountColumns = `a.person, a.login, a.disabled, a.must_change, a.lang, a.theme, a.created, a.password, a.epoch`

func scanAccount(row interface{ Scan(...any) error }) (Profile, error) {
	var a Profile
	var created int64
	err := row.Scan(&a.Person, &a.Login, &a.Disabled, &a.MustChange, &a.Lang, &a.Theme, &created, &a.hash, &a.epoch)
	a.Created = store.Time(created)
	return a, err
}

// NewAccount is what a new account starts with.
type NewAccount struct {
	Person     string
	Login      string
	Hash       string // from HashPassword; empty: no login by password
	MustChange bool
	Lang       lang.Lang
}

// Make creates an account within an act. The caller has checked that the
// actor may do it: it serves registration, the first administrator and the
// demo. Others use [Accounts.Create].
func (a *Accounts) Make(tx *journal.Tx, n NewAccount) error {
	login, err := NormaliseLogin(n.Login)
	if err != nil {
		return err
	}
	stream := journal.StreamName(AccountTable.Name, n.Person)
	if err := a.step(tx, n.Person, Created{MustChange: n.MustChange}); err != nil {
		return err
	}
	// A taken login is looked for first: after a failed insert PostgreSQL
	// would take no more statements of this act.
	done, err := tx.ExecN(`insert into accounts (person, login, password, disabled, must_change, lang, theme, epoch, created)
		values ($1, $2, $3, false, $4, $5, '', 1, $6) on conflict do nothing`,
		n.Person, login, n.Hash, n.MustChange, string(n.Lang), store.Micros(tx.Now))
	if err != nil {
		return fmt.Errorf("make %s: %w", stream, err)
	}
	if done == 0 {
		return errs.New(errs.Refused, "account.login_taken", lang.T(
			"登录名“%s”已被使用，请换一个。", "The login %q is taken; choose another one."), login).At("login")
	}
	return nil
}

// step journals one event of an account when it is legal now.
func (a *Accounts) step(tx *journal.Tx, person string, body journal.Body) error {
	stream := journal.StreamName(AccountTable.Name, person)
	state, err := journal.Load(tx, stream, stateOf)
	if err != nil {
		return err
	}
	if !AccountTable.Allows(state, body.EventType()) {
		return errs.New(errs.Refused, "account.state", lang.T(
			"账户当前状态为“%s”，不能这样做。", "The account's state is %q; this cannot be done now."), stateText(state))
	}
	return tx.Append(stream, journal.Because(body))
}

func stateText[S ~string](s S) lang.Text {
	for _, i := range AccountTable.States {
		if string(i.State) == string(s) {
			return i.Text
		}
	}
	return lang.T("没有账户", "no account")
}

// Close removes the account, sessions and tokens of a person who is erased.
// Without an account it does nothing.
func (a *Accounts) Close(tx *journal.Tx, person string) error {
	var closed int64
	err := tx.Destroy(func() (err error) {
		if closed, err = tx.ExecN(`delete from accounts where person = $1`, person); err != nil {
			return err
		}
		if err := tx.Exec(`delete from api_tokens where person = $1`, person); err != nil {
			return err
		}
		return tx.Exec(`delete from sessions where person = $1`, person)
	})
	if err != nil {
		return fmt.Errorf("close account of %s: %w", person, err)
	}
	if closed == 0 {
		return nil
	}
	return a.step(tx, person, Closed{})
}

// secret makes a random secret of 256 bits with a prefix that tells people
// and scanners what it is.
func secret(prefix string) (string, error) {
	var b [secretSize]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", fmt.Errorf("make %s: %w", prefix, err)
	}
	return prefix + encodeSecret(b[:]), nil
}
