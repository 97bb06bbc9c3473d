package complaint

import (
	"context"
	"maps"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/complaint/sealed"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/registry"
	"lunheng/internal/store"
)

// Name gives somebody a duty in receiving reports for a unit or department.
type Name struct {
	Intake  string `json:"intake"` // the body
	Person  string `json:"person"`
	Duty    string `json:"duty"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Leave ends somebody's duty.
type Leave struct {
	Intake  string `json:"intake"`
	Person  string `json:"person"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// SetKey gives one's own key pair, made in one's browser.
type SetKey struct {
	Intake  string `json:"intake"`
	Public  string `json:"public"`
	Locked  string `json:"locked"` // the private half, encrypted with a passphrase
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Name decides on a duty. Who reads the words never keeps the identity.
func (s Intake) Name(cmd Name, kind string, known bool) ([]journal.New, error) {
	switch {
	case cmd.Duty != Receiver && cmd.Duty != Custodian:
		return nil, errs.Mistake("duty", "complaint.duty", "请选择职责：受理举报，或者保管身份。", "Choose a duty: to receive reports, or to keep identities.")
	case !known:
		return nil, errs.Mistake("person", "complaint.person", "请从登记中选择人员。", "Choose the person from the register.")
	}
	if i := s.index(cmd.Person); i >= 0 {
		if s.People[i].Duty != cmd.Duty {
			return nil, errs.Refuse("complaint.duties", "同一个人不能既受理举报又保管身份：先结束原来的职责。", "Nobody both receives reports and keeps identities: end the other duty first.")
		}
		return nil, errs.Refuse("complaint.same", "此人已经担任这一职责。", "They have this duty already.")
	}
	return []journal.New{journal.Because(Named{BodyKind: kind, Person: cmd.Person, Duty: cmd.Duty})}, nil
}

// Leave decides to end a duty.
func (s Intake) Leave(cmd Leave) ([]journal.New, error) {
	if s.index(cmd.Person) < 0 {
		return nil, errs.Refuse("complaint.nobody", "此人没有这样的职责。", "They have no such duty.")
	}
	return []journal.New{journal.Because(Left{cmd.Person})}, nil
}

// SetKey decides on somebody's own key. A new one serves from now on; what was sent
// before stays encrypted to the old one.
func (s Intake) SetKey(cmd SetKey, actor string) ([]journal.New, error) {
	if s.index(actor) < 0 {
		return nil, errs.Refuse("complaint.nobody", "您没有这样的职责。", "You have no such duty.")
	}
	if !sealed.Valid(cmd.Public) {
		return nil, errs.Mistake("public", "complaint.key", "公钥不是 age 的 X25519 公钥。", "This is no X25519 public key of age.")
	}
	if err := sealed.Check(cmd.Locked, sealed.Shape{Passphrase: true}); err != nil || len(cmd.Locked) > maxLocked {
		return nil, unsealed("locked", err)
	}
	if slices.ContainsFunc(s.People, func(p Person) bool { return p.Key == cmd.Public }) {
		return nil, errs.Refuse("complaint.key_used", "这把钥匙已经在用，请生成新的。", "This key is in use; make a new one.")
	}
	return []journal.New{journal.Because(Keyed{Person: actor, Key: cmd.Public})}, nil
}

// onIntake runs a verb on a body's intake.
func (s *Service) onIntake(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(tx *journal.Tx, st Intake, kind string) ([]journal.New, error)) (journal.Outcome, error) {
	var kind string
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[Intake]{
		Stream: IntakeStream, Fold: FoldIntake,
		May: func(r store.Reader, _ Intake) (err error) {
			if kind, _, err = bodyOf(r, q.ID); err != nil {
				return err
			}
			return auth.Allow(r, p, q.Verb, kind, q.ID)
		},
		For:    func(Intake) string { return q.ID },
		Decide: func(tx *journal.Tx, st Intake) ([]journal.New, error) { return decide(tx, st, kind) },
	})
}

// Name gives somebody a duty.
func (s *Service) Name(ctx context.Context, p auth.Principal, now time.Time, cmd Name) (journal.Outcome, error) {
	return s.onIntake(ctx, p, now, auth.Ask(auth.ComplaintOffice, cmd.Intake, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st Intake, kind string) ([]journal.New, error) {
			var known int
			if err := tx.Row(`select count(*) from persons where id = $1`, cmd.Person).Scan(&known); err != nil {
				return nil, err
			}
			return st.Name(cmd, kind, known > 0)
		})
}

// Leave ends somebody's duty.
func (s *Service) Leave(ctx context.Context, p auth.Principal, now time.Time, cmd Leave) (journal.Outcome, error) {
	return s.onIntake(ctx, p, now, auth.Ask(auth.ComplaintOffice, cmd.Intake, cmd.Version, cmd.Key, cmd),
		func(_ *journal.Tx, st Intake, _ string) ([]journal.New, error) { return st.Leave(cmd) })
}

// SetKey takes somebody's own key. The locked half lies beside the journal, so that
// it can be destroyed.
func (s *Service) SetKey(ctx context.Context, p auth.Principal, now time.Time, cmd SetKey) (journal.Outcome, error) {
	return s.onIntake(ctx, p, now, auth.Ask(auth.ComplaintKey, cmd.Intake, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st Intake, _ string) ([]journal.New, error) {
			news, err := st.SetKey(cmd, p.Person)
			if err != nil {
				return nil, err
			}
			return news, tx.Exec(`insert into complaint_keys (public, person, locked) values ($1, $2, $3) on conflict (public) do nothing`, cmd.Public, p.Person, cmd.Locked)
		})
}

// intake is who receives reports for a body; the zero Intake where nobody ever did.
func (s *Service) intake(r store.Reader, body string) (Intake, error) {
	return journal.Look(s.J, r, IntakeStream(body), FoldIntake)
}

// Intake shows who receives reports for a body. That is public.
func (s *Service) Intake(r store.Reader, body string) (Intake, error) {
	kind, _, err := bodyOf(r, body)
	if err != nil {
		return Intake{}, err
	}
	st, err := s.intake(r, body)
	st.Body, st.BodyKind = body, kind
	return st, err
}

// IntakeEvents returns the history of an intake for those who arrange it.
func (s *Service) IntakeEvents(r store.Reader, p auth.Principal, body string) ([]journal.Event, error) {
	kind, _, err := bodyOf(r, body)
	if err != nil {
		return nil, err
	}
	if err := auth.Allow(r, p, auth.ComplaintOffice, kind, body); err != nil {
		return nil, err
	}
	return s.J.Stream(r, IntakeStream(body))
}

// Reactions end the duties of somebody who was erased and destroy their keys.
func (s *Service) Reactions() []journal.Reaction {
	return []journal.Reaction{{On: registry.PersonErased{}.EventType(), Reason: "nobody receives reports as a person whose data were destroyed", Do: func(tx *journal.Tx, e journal.Event) error {
		duties, err := Duties(tx, auth.Principal{Person: e.Subject()})
		if err != nil {
			return err
		}
		for _, body := range slices.Sorted(maps.Keys(duties)) {
			if _, err := tx.Load(IntakeStream(body)); err != nil {
				return err
			}
			if err := tx.Append(IntakeStream(body), journal.Because(Left{e.Subject()})); err != nil {
				return err
			}
		}
		return tx.Destroy(func() error { return tx.Exec(`delete from complaint_keys where person = $1`, e.Subject()) })
	}}}
}
