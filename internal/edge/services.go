package edge

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/complaint"
	"lunheng/internal/conduct"
	"lunheng/internal/consent"
	"lunheng/internal/coordination"
	"lunheng/internal/document/blob"
	"lunheng/internal/filing"
	"lunheng/internal/gate"
	"lunheng/internal/inspection"
	"lunheng/internal/interests"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/learning"
	"lunheng/internal/mandate"
	"lunheng/internal/oversight"
	"lunheng/internal/programme"
	"lunheng/internal/quality"
	"lunheng/internal/recheck"
	"lunheng/internal/registry"
	"lunheng/internal/rehearse"
	"lunheng/internal/review"
	"lunheng/internal/risk"
	"lunheng/internal/rulebook"
	"lunheng/internal/rules"
	"lunheng/internal/sanction"
	"lunheng/internal/sites"
	"lunheng/internal/store"
	"lunheng/internal/vault"
	"lunheng/internal/veto"
	"lunheng/internal/violation"
)

// Services are the parts of the program that pages, the API and the portal
// call.
type Services struct {
	Journal    *journal.Journal
	Book       *rules.Shelf // the rules that count now
	Rulebook   *rulebook.Service
	Rehearsal  *rehearse.Service
	Calendar   *clocks.Calendars
	Vault      *vault.Vault
	Accounts   *auth.Accounts
	Registry   *registry.Service
	Activity   *activity.Service
	Review     *review.Service
	Recheck    *recheck.Service
	Consent    *consent.Service
	Mandate    *mandate.Service
	Gate       *gate.Service
	Sites      *sites.Service
	Filing     *filing.Service
	Conduct    *conduct.Service
	Interests  *interests.Service
	Quality    *quality.Service
	Learning   *learning.Service
	Sanction   *sanction.Service
	Veto       *veto.Service
	Oversight  *oversight.Service
	Risk       *risk.Service
	Complaint  *complaint.Service
	Violation  *violation.Service
	Programme  *programme.Service
	Inspection *inspection.Service
	Blobs      blob.Store
	Proxies    Proxies // whose word about addresses is believed
	LogKey     string  // public key of the log, as a C2SP verifier key
	PublicURL  string
	Demo       []DemoAccount // of the demo alone; nil otherwise
	Release    string
	Now        func() time.Time
	Log        *slog.Logger
	Strangers  *Strangers // how often people nobody knows do something

	Coordination *coordination.Service
}

// DemoAccount is an account of the demo city that anyone may use.
type DemoAccount struct {
	Role     string
	Person   string
	Name     string
	Login    string
	Password string
}

// DB is the database behind the journal.
func (s Services) DB() *store.DB { return s.Journal.DB }

// Read is a reader of committed data.
func (s Services) Read(ctx context.Context) store.Reader { return s.Journal.DB.Read(ctx) }

// Profile is a person who is logged in, as pages greet them.
type Profile struct {
	auth.Profile
	Name    lang.Text
	Offices []registry.Office
}

// Holds reports whether the person holds an office with one of the roles.
func (p *Profile) Holds(roles ...string) bool {
	for _, o := range p.Offices {
		for _, r := range roles {
			if string(o.Role) == r {
				return true
			}
		}
	}
	return false
}

// Who finds out who sent a request: nil and an anonymous principal when
// nobody is logged in.
func (s Services) Who(ctx context.Context, now time.Time) (*Profile, auth.Principal, error) {
	p, acc, err := s.Accounts.Current(ctx, now)
	if err != nil || p.IsAnonymous() {
		return nil, p, err
	}
	r := s.Read(ctx)
	me := &Profile{Profile: acc}
	names, err := s.Vault.Names(r, p.Person)
	if err != nil {
		return nil, p, fmt.Errorf("greet: %w", err)
	}
	me.Name = names[p.Person]
	all, err := registry.OfficesOf(r, p.Person)
	if err != nil {
		return nil, p, fmt.Errorf("greet: %w", err)
	}
	for _, o := range all {
		if o.Active && o.On(p.Day) {
			me.Offices = append(me.Offices, o)
		}
	}
	return me, p, nil
}
