package sites

import (
	"context"
	"slices"
	"strings"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/journal/proof"
	"lunheng/internal/registry"
)

// check refuses an installation that cannot be told apart, or whose key is none.
func (cmd KnowPeer) check(own string) (Known, error) {
	k := Known{Name: strings.TrimSpace(cmd.Name), LogKey: strings.TrimSpace(cmd.LogKey), Units: filled(cmd.Units)}
	var wrong errs.List
	if k.Name == "" {
		wrong.Add(errs.Mistake("name", "sites.peer.name", "请填写名称。", "Give it a name."))
	}
	if _, err := proof.ParseKey(k.LogKey); err != nil {
		wrong.Add(errs.Mistake("log_key", "sites.peer.key", "这不是日志公钥（形如 名称+编号+密钥）。", "This is no verifier key of a log, of the form name+hash+key."))
	}
	if k.LogKey == own {
		wrong.Add(errs.Mistake("log_key", "sites.peer.own", "这是本系统自己的公钥。", "This is the key of this house itself."))
	}
	if len(k.Units) == 0 {
		wrong.Add(errs.Mistake("units", "sites.peer.units", "请填写它可以代表的单位代码。", "Say for which units it may speak."))
	}
	return k, wrong.Err()
}

// SetAlliance founds an agreement or alliance, or changes one.
type SetAlliance struct {
	Alliance string `json:"alliance"` // empty: a new one
	Terms
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// SetAlliance writes down who recognises whose decisions, for what, and how long.
func (s *Service) SetAlliance(ctx context.Context, p auth.Principal, now time.Time, cmd SetAlliance) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, p, auth.AllianceEdit, auth.System, registry.House); err != nil {
			return err
		}
		terms, err := cmd.check(s.fields(now))
		if err != nil {
			return err
		}
		if cmd.Alliance != "" {
			return s.changeAlliance(tx, cmd, AllianceChanged{terms})
		}
		id, err := tx.NewID()
		if err != nil {
			return err
		}
		tx.Begin(AllianceStream(id))
		tx.Result = id
		return tx.Append(AllianceStream(id), journal.Because(AllianceFounded{terms}))
	})
}

func (s *Service) changeAlliance(tx *journal.Tx, cmd SetAlliance, body journal.Body) error {
	stream := AllianceStream(cmd.Alliance)
	a, err := journal.Load(tx, stream, FoldAlliance)
	if err != nil {
		return err
	}
	if err := tx.Expect(stream, cmd.Version); err != nil {
		return err
	}
	if !AllianceTable.Allows(a.State, body.EventType()) {
		return errs.Refuse("sites.alliance.over", "没有这个协议，或者已经终止。", "There is no such agreement, or it has ended.")
	}
	tx.Result = cmd.Alliance
	return tx.Append(stream, journal.Because(body))
}

// EndAlliance ends an agreement; what was recognised under it stays.
func (s *Service) EndAlliance(ctx context.Context, p auth.Principal, now time.Time, cmd EndAlliance) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, p, auth.AllianceEdit, auth.System, registry.House); err != nil {
			return err
		}
		if strings.TrimSpace(cmd.Reason) == "" {
			return errs.Mistake("reason", "sites.alliance.reason", "请写明理由。", "Say why.")
		}
		return s.changeAlliance(tx, SetAlliance{Alliance: cmd.Alliance, Version: cmd.Version}, AllianceEnds{strings.TrimSpace(cmd.Reason)})
	})
}

// EndAlliance names the agreement to end.
type EndAlliance struct {
	Alliance string `json:"alliance"`
	Reason   string `json:"reason"`
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

func (s *Service) fields(now time.Time) []string {
	_, set := s.facts("", now, "")
	return codes(set, "fields")
}

func (cmd SetAlliance) check(fields []string) (Terms, error) {
	t := cmd.Terms
	t.Name.ZH, t.Name.EN = strings.TrimSpace(t.Name.ZH), strings.TrimSpace(t.Name.EN)
	if t.Name.EN == "" {
		t.Name.EN = t.Name.ZH
	}
	t.Members = filled(t.Members)
	slices.Sort(t.Members)
	t.Members = slices.Compact(t.Members)
	var wrong errs.List
	if t.Name.ZH == "" {
		wrong.Add(errs.Mistake("name", "sites.alliance.name", "请填写名称。", "Give it a name."))
	}
	if len(t.Members) < 2 {
		wrong.Add(errs.Mistake("members", "sites.alliance.members", "协议至少有两个单位。", "An agreement has two units at least."))
	}
	if t.From == "" || t.Until != "" && t.Until < t.From {
		wrong.Add(errs.Mistake("from", "sites.alliance.term", "请填写起止日期。", "Give the first and the last day."))
	}
	for _, f := range t.Fields {
		if !slices.Contains(fields, f) {
			wrong.Add(errs.Mistake("fields", "sites.alliance.field", "不认识的领域：%s", "No such field: %s", f))
		}
	}
	return t, wrong.Err()
}
