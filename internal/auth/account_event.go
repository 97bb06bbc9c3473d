package auth

import (
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// The states of an account.
const (
	AccountActive   flow.State = "active"
	AccountDisabled flow.State = "disabled"
	AccountClosed   flow.State = "closed" // the person was erased
)

// AccountTable is the procedure of an account, stream account/<person>. What
// happens within sessions (login, logout, one's own change of password) is
// not journalled.
var AccountTable = flow.Table{
	Name: "account", Start: "",
	States: []flow.Info{
		{State: AccountActive, Text: lang.T("可登录", "Active"), Who: flow.RoleNobody},
		{State: AccountDisabled, Text: lang.T("已停用", "Disabled"), Who: flow.RoleAdministrator},
		{State: AccountClosed, Text: lang.T("已注销", "Closed"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: []flow.Transition{
		{From: "", Verb: "create", Event: "account.created", To: AccountActive, Role: flow.RoleAdministrator, Law: house},
		{From: AccountActive, Verb: "disable", Event: "account.disabled", To: AccountDisabled, Role: flow.RoleAdministrator, Law: house},
		{From: AccountDisabled, Verb: "enable", Event: "account.enabled", To: AccountActive, Role: flow.RoleAdministrator, Law: house},
		{From: AccountActive, Verb: "reset", Event: "account.password_reset", To: AccountActive, Role: flow.RoleAdministrator, Law: house},
		{From: AccountActive, Verb: "make_token", Event: "account.token_made", To: AccountActive, Role: flow.RoleApplicant, Law: house},
		{From: AccountActive, Verb: "revoke_token", Event: "account.token_revoked", To: AccountActive, Role: flow.RoleApplicant, Law: house},
		{From: AccountActive, Verb: "make_feed", Event: "account.feed_made", To: AccountActive, Role: flow.RoleApplicant, Law: house},
		{From: AccountActive, Verb: "revoke_feed", Event: "account.feed_revoked", To: AccountActive, Role: flow.RoleApplicant, Law: house},
		{From: AccountActive, Verb: "close", Event: "account.closed", To: AccountClosed, Role: flow.RoleAdministrator, Law: house},
		{From: AccountDisabled, Verb: "close", Event: "account.closed", To: AccountClosed, Role: flow.RoleAdministrator, Law: house},
	},
}

const house = "no article: protection of the system"

// Created says that a person got an account.
type Created struct {
	MustChange bool `json:"must_change,omitempty"` // the first password is for one login only
}

// Disabled says that nobody can log in with the account for now.
type Disabled struct{}

// Enabled undoes Disabled.
type Enabled struct{}

// PasswordReset says that an administrator set a password for one login.
type PasswordReset struct{}

// TokenMade says that the person made an API token. Neither the token nor its
// hash is here.
type TokenMade struct {
	Token   string  `json:"token"` // id
	Scopes  []Scope `json:"scopes"`
	Expires int64   `json:"expires"` // unix µs
}

// TokenRevoked says that an API token no longer works.
type TokenRevoked struct {
	Token string `json:"token"` // id
}

// Closed says that the account was removed because the person was erased.
type Closed struct{}

// EventType implements journal.Body.
func (Created) EventType() string { return "account.created" }

// EventType implements journal.Body.
func (Disabled) EventType() string { return "account.disabled" }

// EventType implements journal.Body.
func (Enabled) EventType() string { return "account.enabled" }

// EventType implements journal.Body.
func (PasswordReset) EventType() string { return "account.password_reset" }

// EventType implements journal.Body.
func (TokenMade) EventType() string { return "account.token_made" }

// EventType implements journal.Body.
func (TokenRevoked) EventType() string { return "account.token_revoked" }

// EventType implements journal.Body.
func (Closed) EventType() string { return "account.closed" }

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Created](), journal.TypeOf[Disabled](), journal.TypeOf[Enabled](), journal.TypeOf[PasswordReset](),
		journal.TypeOf[TokenMade](), journal.TypeOf[TokenRevoked](), journal.TypeOf[FeedMade](), journal.TypeOf[FeedRevoked](), journal.TypeOf[Closed](),
	}
}

// stateOf folds the stream of an account.
func stateOf(events []journal.Event) (flow.State, error) {
	s := AccountTable.Start
	for _, e := range events {
		var err error
		if s, err = AccountTable.Next(s, e.Type); err != nil {
			return s, err
		}
	}
	return s, nil
}
