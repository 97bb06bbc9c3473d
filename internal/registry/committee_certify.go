package registry

import (
	"context"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// ClockCertification runs until a certificate ends.
const ClockCertification = "certification"

// Certificate says that an assessor found the committee fit (Opinions IV (2)).
type Certificate struct {
	Number   string       `json:"number"`
	Scope    string       `json:"scope"`    // what it covers
	Assessor string       `json:"assessor"` // the body that assessed
	From     calendar.Day `json:"from"`
	Until    calendar.Day `json:"until"`
	File     *blob.Kept   `json:"file,omitempty"`
	Ended    calendar.Day `json:"ended,omitempty"` // taken back or given up
	Reason   string       `json:"reason,omitempty"`
}

// On reports whether the certificate is valid on a day.
func (c Certificate) On(day calendar.Day) bool {
	return c.From <= day && day <= c.Until && (c.Ended == "" || day < c.Ended)
}

// Certify enters a certificate of the committee.
type Certify struct {
	Committee string       `json:"committee"`
	Number    string       `json:"number"`
	Scope     string       `json:"scope"`
	Assessor  string       `json:"assessor"`
	From      calendar.Day `json:"from"`
	Until     calendar.Day `json:"until"`
	File      *blob.Upload `json:"file,omitempty"`
	Version   int64        `json:"version,omitempty"`
	Key       string       `json:"key,omitempty"`
	kept      *blob.Kept
}

// Certify decides about a certificate.
func (c Committee) Certify(cmd Certify, f Facts) ([]journal.New, error) {
	x := Certificate{Number: tidy(cmd.Number), Scope: tidy(cmd.Scope), Assessor: tidy(cmd.Assessor), From: cmd.From, Until: cmd.Until, File: cmd.kept}
	var wrong errs.List
	for _, part := range [][2]string{{"number", x.Number}, {"scope", x.Scope}, {"assessor", x.Assessor}} {
		if part[1] == "" {
			wrong.Add(errMissing(part[0]))
		}
		checkLength(&wrong, part[0], part[1], maxReason)
	}
	checkDay(&wrong, "from", x.From, true)
	checkDay(&wrong, "until", x.Until, true)
	if x.Until != "" && x.Until < x.From {
		wrong.Add(errs.New(errs.Invalid, "registry.tenure.backwards", lang.T("结束日期早于开始日期。", "The last day is before the first.")).At("until"))
	}
	if x.Until != "" && x.Until < f.Today {
		wrong.Add(errs.New(errs.Invalid, "registry.certificate.over", lang.T("这份证书已经过期。", "This certificate has run out already.")).At("until"))
	}
	body := Certified{Certificate: x}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	body.Moves = []flow.ClockMove{endOfDay(ClockCertification, x.Until, "certificate_warn_days", c.Unit, f.Rules)}
	return decideOn(&CommitteeTable, c.State, body, nil)
}

// endOfDay is a clock that ends with a day and warns some days before.
func endOfDay(name string, day calendar.Day, warn string, holder string, set *rules.Set) flow.ClockMove {
	m := flow.ClockMove{Clock: name, Op: flow.ClockStart, Due: day.End(), Warn: day.Start(), Who: flow.RoleUnit, Holder: holder, Unit: calendar.Days}
	if p, ok := set.Param(warn); ok {
		g := p.Ground()
		m.Warn, m.Amount, m.Ground = day.AddDays(-p.Int()).Start(), p.Int(), &g
	}
	return m
}

// EndCertificate says that the certificate in force holds no more.
type EndCertificate struct {
	Committee string       `json:"committee"`
	Day       calendar.Day `json:"day"` // the first without it
	Reason    string       `json:"reason"`
	Version   int64        `json:"version,omitempty"`
	Key       string       `json:"key,omitempty"`
}

// EndCertificate decides about the end of the certificate in force.
func (c Committee) EndCertificate(cmd EndCertificate, f Facts) ([]journal.New, error) {
	var wrong errs.List
	checkReason(&wrong, cmd.Reason)
	checkDay(&wrong, "day", cmd.Day, true)
	last := c.Certificate()
	if err := legal(&CommitteeTable, c.State, CertificateEnded{}.EventType()); err != nil {
		return nil, err
	}
	if last == nil || !last.On(f.Today) {
		return nil, errs.New(errs.Refused, "registry.certificate.none", lang.T("没有有效的认证可以终止。", "There is no certificate in force."))
	}
	return decideOn(&CommitteeTable, c.State, CertificateEnded{Day: cmd.Day, Reason: tidy(cmd.Reason),
		Clocks: flow.Clocks{Moves: []flow.ClockMove{{Clock: ClockCertification, Op: flow.ClockCancel}}}}, wrong.Err())
}

// endCertificate cancels the clock of a certificate in force.
func (c Committee) endCertificate() []flow.ClockMove {
	if last := c.Certificate(); last == nil || last.Ended != "" {
		return nil
	}
	return []flow.ClockMove{{Clock: ClockCertification, Op: flow.ClockCancel}}
}

// Certificate is the last one, or nil.
func (c Committee) Certificate() *Certificate {
	if len(c.Certificates) == 0 {
		return nil
	}
	return &c.Certificates[len(c.Certificates)-1]
}

// Certify is done by the unit's officers or an administrator.
func (s *Service) Certify(ctx context.Context, p auth.Principal, now time.Time, cmd Certify) (_ journal.Outcome, err error) {
	if cmd.kept, err = s.keep(ctx, p, cmd.Committee, cmd.File); err != nil {
		return journal.Outcome{}, err
	}
	return s.onCommittee(ctx, p, now, committeeAct{cmd.Committee, cmd.Version, cmd.Key, cmd},
		func(c Committee, f Facts) ([]journal.New, error) { return c.Certify(cmd, f) })
}

// EndCertificate is done by the unit's officers or an administrator.
func (s *Service) EndCertificate(ctx context.Context, p auth.Principal, now time.Time, cmd EndCertificate) (journal.Outcome, error) {
	return s.onCommittee(ctx, p, now, committeeAct{cmd.Committee, cmd.Version, cmd.Key, cmd},
		func(c Committee, f Facts) ([]journal.New, error) { return c.EndCertificate(cmd, f) })
}
