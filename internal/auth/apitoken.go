package auth

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

const (
	tokenPrefix = "lunheng_"
	secretSize  = 32
	maxLabel    = 100 // characters
	maxTokens   = 50  // valid ones a person
	maxTokenAge = 366 * 24 * time.Hour
	// usedEvery bounds how often the last use of a token is written.
	usedEvery = 10 * time.Minute
)

func encodeSecret(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// ParseToken checks the form of an API token and returns the hash under which
// it is stored.
func ParseToken(s string) (hash string, ok bool) { return parseSecret(tokenPrefix, s) }

func parseSecret(prefix, s string) (hash string, ok bool) {
	rest, ok := strings.CutPrefix(s, prefix)
	if !ok || len(rest) != base64.RawURLEncoding.EncodedLen(secretSize) {
		return "", false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(rest)
	if err != nil || encodeSecret(raw) != rest { // the decoder skips line feeds
		return "", false
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), true
}

// Token describes an API token. The token itself is shown once, when made.
type Token struct {
	ID      string    `json:"id"`
	Label   string    `json:"label"`
	Scopes  []Scope   `json:"scopes,omitempty"`
	Made    time.Time `json:"made,omitzero"`
	Expires time.Time `json:"expires,omitzero"`
	Used    time.Time `json:"used,omitzero"`    // zero: never; up to ten minutes behind
	Revoked time.Time `json:"revoked,omitzero"` // zero: not revoked
}

// MakeToken asks for an API token.
type MakeToken struct {
	Label  string  `json:"label"` // what it is for, in the person's words
	Scopes []Scope `json:"scopes"`
	Days   int     `json:"days"` // until it expires, 1 to 366
	Key    string  `json:"key,omitempty"`
}

func (m MakeToken) check(p Principal) error {
	var bad errs.List
	if n := len([]rune(m.Label)); n == 0 || n > maxLabel {
		bad.Add(errs.New(errs.Invalid, "account.token.label", lang.T(
			"请写明令牌的用途，最多100字。", "Say what the token is for, in at most 100 characters.")).At("label"))
	}
	if len(m.Scopes) == 0 {
		bad.Add(errs.New(errs.Invalid, "account.token.scopes", lang.T(
			"请至少选择一个权限范围。", "Choose at least one scope.")).At("scopes"))
	}
	for _, s := range m.Scopes {
		if !slices.Contains(Scopes(), s) || !p.May(s) {
			bad.Add(errs.New(errs.Invalid, "account.token.scope", lang.T(
				"不能授予权限范围“%s”。", "The scope %q cannot be given."), string(s)).At("scopes"))
		}
	}
	if m.Days < 1 || m.Days > int(maxTokenAge/(24*time.Hour)) {
		bad.Add(errs.New(errs.Invalid, "account.token.days", lang.T(
			"有效期为1至366天。", "A token is valid for 1 to 366 days.")).At("days"))
	}
	return bad.Err()
}

// MakeToken makes an API token for oneself and returns it; only its hash is
// stored. It can do what the person can do, within its scopes. A key that was
// used before is refused: the token of that time is not known any more.
func (a *Accounts) MakeToken(ctx context.Context, p Principal, now time.Time, cmd MakeToken) (id, token string, err error) {
	if err := cmd.check(p); err != nil {
		return "", "", err
	}
	if token, err = secret(tokenPrefix); err != nil {
		return "", "", err
	}
	hash, _ := ParseToken(token)
	expires := store.Micros(now.AddDate(0, 0, cmd.Days))
	out, err := a.J.Do(ctx, Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		if err := Allow(tx, p, AccountToken, Account, p.Person); err != nil {
			return err
		}
		if id, err = tx.NewID(); err != nil {
			return err
		}
		tx.Result = id
		if err := a.step(tx, p.Person, TokenMade{Token: id, Scopes: cmd.Scopes, Expires: expires}); err != nil {
			return err
		}
		if err := fewTokens(tx, p.Person, now); err != nil {
			return err
		}
		return tx.Exec(`insert into api_tokens (id, person, hash, label, scopes, made, expires, used, revoked)
			values ($1, $2, $3, $4, $5, $6, $7, 0, 0)`,
			id, p.Person, hash, cmd.Label, joinScopes(cmd.Scopes), store.Micros(now), expires)
	})
	if err := toldOnce(out, err); err != nil {
		return "", "", err
	}
	return id, token, nil
}

func fewTokens(r store.Reader, person string, now time.Time) error {
	var n int
	err := r.Row(`select count(*) from api_tokens where person = $1 and revoked = 0 and expires > $2`, person, store.Micros(now)).Scan(&n)
	if err != nil {
		return fmt.Errorf("count tokens of %s: %w", person, err)
	}
	if n >= maxTokens {
		return errs.New(errs.Refused, "account.token.many", lang.T(
			"有效令牌已达%d个，请先撤销不用的。", "You have %d valid tokens; revoke one that is not needed first."), n)
	}
	return nil
}

// RevokeToken ends one's own API token at once.
func (a *Accounts) RevokeToken(ctx context.Context, p Principal, now time.Time, id string) error {
	_, err := a.J.Do(ctx, journal.Act{Actor: p.Person, Now: now}, func(tx *journal.Tx) error {
		if err := Allow(tx, p, AccountToken, Account, p.Person); err != nil {
			return err
		}
		n, err := tx.ExecN(`update api_tokens set revoked = $3 where id = $1 and person = $2 and revoked = 0`,
			id, p.Person, store.Micros(now))
		if err != nil {
			return fmt.Errorf("revoke token %s: %w", id, err)
		}
		if n == 0 {
			return notFound()
		}
		return a.step(tx, p.Person, TokenRevoked{Token: id})
	})
	return err
}

// RevokeTokens ends all API tokens of somebody, at once.
func (a *Accounts) RevokeTokens(ctx context.Context, p Principal, now time.Time, cmd RevokeTokens) (journal.Outcome, error) {
	return a.J.Do(ctx, Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		if err := Allow(tx, p, AccountRevoke, Account, cmd.Person); err != nil {
			return err
		}
		return a.revokeAll(tx, cmd.Person)
	})
}

// revokeAll ends all API tokens of a person within an act. Whoever sets a
// password anew wants nobody else to act with what the old one opened.
func (a *Accounts) revokeAll(tx *journal.Tx, person string) error {
	ids, err := store.Column[string](tx, `select id from api_tokens where person = $1 and revoked = 0 order by id`, person)
	if err != nil {
		return fmt.Errorf("revoke tokens of %s: %w", person, err)
	}
	for _, id := range ids {
		if err := a.step(tx, person, TokenRevoked{Token: id}); err != nil {
			return err
		}
	}
	err = tx.Exec(`update api_tokens set revoked = $2 where person = $1 and revoked = 0`, person, store.Micros(tx.Now))
	if err != nil {
		return fmt.Errorf("revoke tokens of %s: %w", person, err)
	}
	return nil
}

// Tokens lists one's own API tokens, the newest first.
func (a *Accounts) Tokens(r store.Reader, p Principal, pg store.Paging) (store.Page[Token], error) {
	if err := Allow(r, p, AccountToken, Account, p.Person); err != nil {
		return store.Page[Token]{}, err
	}
	w := store.NewWhere()
	w.And("t.person = " + w.Arg(p.Person))
	k := store.Keyset{Columns: []string{"t.id"}, Desc: true}
	return store.QueryPage(r, `select t.id, t.label, t.scopes, t.made, t.expires, t.used, t.revoked from api_tokens t`, w, k, pg, func(rows *sql.Rows) (Token, []any, error) {
		var t Token
		var scopes string
		var times [4]int64
		err := rows.Scan(&t.ID, &t.Label, &scopes, &times[0], &times[1], &times[2], &times[3])
		t.Scopes = splitScopes(scopes)
		for i, dest := range []*time.Time{&t.Made, &t.Expires, &t.Used, &t.Revoked} {
			if times[i] != 0 {
				*dest = store.Time(times[i])
			}
		}
		return t, []any{t.ID}, err
	})
}

// ByToken returns whom an API token speaks for. While the person has a
// password for one login, tokens wait as everything else does.
func (a *Accounts) ByToken(ctx context.Context, token string, now time.Time) (Principal, error) {
	refuse := errs.New(errs.Login, "auth.token", lang.T(
		"令牌无效、已过期或已撤销。", "The token is not valid, has expired or was revoked."))
	hash, ok := ParseToken(token)
	if !ok {
		return Principal{}, refuse
	}
	p := Session("", now)
	var id, scopes string
	var used int64
	var waits bool
	err := a.db.Read(ctx).Row(`select t.id, t.person, t.scopes, t.used, a.must_change from api_tokens t join accounts a on a.person = t.person
		where t.hash = $1 and t.revoked = 0 and t.expires > $2 and not a.disabled`, hash, store.Micros(now)).
		Scan(&id, &p.Person, &scopes, &used, &waits)
	if errors.Is(err, sql.ErrNoRows) {
		return Principal{}, refuse
	}
	if err != nil {
		return Principal{}, fmt.Errorf("look up token: %w", err)
	}
	if waits {
		return Principal{}, errs.New(errs.Login, "auth.token.must_change", lang.T(
			"请先登录网页，更换一次性密码。", "Log in on the pages first and change the one-time password."))
	}
	p.Scopes = splitScopes(scopes)
	if now.Sub(store.Time(used)) < usedEvery {
		return p, nil
	}
	err = a.db.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec(`update api_tokens set used = $2 where id = $1`, id, store.Micros(now))
	})
	return p, err
}

func joinScopes(scopes []Scope) string {
	var out []string
	for _, s := range Scopes() {
		if slices.Contains(scopes, s) {
			out = append(out, string(s))
		}
	}
	return strings.Join(out, " ")
}

// splitScopes never returns nil, which would mean no limits.
func splitScopes(s string) []Scope {
	out := []Scope{}
	for part := range strings.FieldsSeq(s) {
		out = append(out, Scope(part))
	}
	return out
}
