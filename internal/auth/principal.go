package auth

import (
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/journal"
)

// Scope limits what an API token may do.
type Scope string

// The scopes. A verb needs exactly one of them; see [ScopeOf].
const (
	Read  Scope = "read"  // look, list, fetch files
	Write Scope = "write" // act on cases
	Admin Scope = "admin" // registry, accounts, settings
)

// Scopes lists all scopes in the order in which they are offered.
func Scopes() []Scope { return []Scope{Read, Write, Admin} }

// Principal is who asks: a person on a day. The day decides which offices are
// held.
type Principal struct {
	Person string // empty: anonymous
	Day    calendar.Day
	Scopes []Scope // nil: everything the person may do (a session); else an API token's
}

// Session is the principal of somebody who logged in.
func Session(person string, now time.Time) Principal {
	return Principal{Person: person, Day: calendar.Of(now)}
}

// Operator is the principal of who runs a command on the machine itself, and
// of what the program does by itself. The table grants it what imports and
// the setting up need, and no contents of cases.
func Operator(now time.Time) Principal { return Session(journal.System, now) }

// IsAnonymous reports whether nobody is logged in.
func (p Principal) IsAnonymous() bool { return p.Person == "" }

// May reports whether the principal's scopes cover s.
func (p Principal) May(s Scope) bool { return p.Scopes == nil || slices.Contains(p.Scopes, s) }

// Args puts the arguments of a [Filter] in front of a query's own, which
// start at $3.
func (p Principal) Args(rest ...any) []any {
	return append([]any{p.Person, string(p.Day)}, rest...)
}
