package coordination

import (
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Types lists the events of this package.
func Types() []journal.Type {
	return []journal.Type{
		journal.TypeOf[Founded](), journal.TypeOf[Renamed](), journal.TypeOf[Joined](), journal.TypeOf[Left](), journal.TypeOf[PlanAdopted](), journal.TypeOf[Informed](), journal.TypeOf[Dissolved](),
		journal.TypeOf[SessionPlanned](), journal.TypeOf[SessionMoved](), journal.TypeOf[PointPut](), journal.TypeOf[PointDropped](), journal.TypeOf[SessionCalled](), journal.TypeOf[SessionHeld](),
		journal.TypeOf[PointDecided](), journal.TypeOf[SessionMinuted](), journal.TypeOf[SessionCancelled](),
		journal.TypeOf[TaskSet](), journal.TypeOf[Progressed](), journal.TypeOf[TaskDone](), journal.TypeOf[TaskAccepted](), journal.TypeOf[TaskReturned](), journal.TypeOf[TaskExtended](),
		journal.TypeOf[Budgeted](), journal.TypeOf[TaskPublished](), journal.TypeOf[TaskCancelled](),
		journal.TypeOf[Consulted](), journal.TypeOf[Replied](), journal.TypeOf[SummedUp](), journal.TypeOf[ConsultationCancelled](),
		journal.TypeOf[AdviceAsked](), journal.TypeOf[ExpertsNamed](), journal.TypeOf[InterestDeclared](), journal.TypeOf[AdviceGiven](), journal.TypeOf[AdviceConcluded](), journal.TypeOf[AdviceUsed](),
		journal.TypeOf[AdviceCancelled](),
		journal.TypeOf[YearlyOpened](), journal.TypeOf[YearlyCompiled](), journal.TypeOf[YearlyWritten](), journal.TypeOf[YearlySigned](), journal.TypeOf[YearlyReopened](), journal.TypeOf[YearlySubmitted](),
		journal.TypeOf[YearlyReturned](), journal.TypeOf[YearlyTaken](), journal.TypeOf[YearlyWaived](),
		journal.TypeOf[UpwardCompiled](), journal.TypeOf[UpwardWritten](), journal.TypeOf[UpwardSent](), journal.TypeOf[UpwardReturned](), journal.TypeOf[UpwardTaken](),
	}
}

// Tables are the procedures of this package.
func Tables() []*flow.Table {
	return []*flow.Table{&MechanismTable, &SessionTable, &TaskTable, &ConsultationTable, &AdviceTable, &YearlyTable, &UpwardTable}
}

// tableOf is where the things of a kind lie.
var tableOf = map[string]string{MechanismKind: "mechanisms", SessionKind: "mechanism_sessions", TaskKind: "mechanism_tasks", ConsultationKind: "consultations",
	AdviceKind: "advices", YearlyKind: "yearlies", UpwardKind: "upwards"}

// Projection keeps the tables of this package.
func Projection() journal.Projection {
	one := func(kind string) journal.Table {
		return journal.Table{Name: tableOf[kind], Key: []string{"id"}, Stream: "'" + kind + "/' || id"}
	}
	part := func(name, kind string, key ...string) journal.Table {
		return journal.Table{Name: name, Key: key, Stream: "'" + kind + "/' || " + kind}
	}
	return journal.Projection{
		Name: "coordination", Kinds: []string{MechanismKind, SessionKind, TaskKind, ConsultationKind, AdviceKind, YearlyKind, UpwardKind},
		Tables: []journal.Table{one(MechanismKind), part("mechanism_members", MechanismKind, "mechanism", "code", "from_day"), one(SessionKind), one(TaskKind),
			part("mechanism_task_bodies", TaskKind, "task", "code"), part("mechanism_budgets", TaskKind, "task", "year"),
			one(ConsultationKind), part("consultation_bodies", ConsultationKind, "consultation", "code"),
			one(AdviceKind), part("advice_experts", AdviceKind, "advice", "person"), one(YearlyKind), one(UpwardKind)},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	var err error
	switch e.Kind() {
	case MechanismKind:
		err = projectMechanism(tx, e)
	case SessionKind:
		err = projectSession(tx, e)
	case TaskKind:
		err = projectTask(tx, e)
	case ConsultationKind:
		err = projectConsultation(tx, e)
	case AdviceKind:
		err = projectAdvice(tx, e)
	case YearlyKind:
		err = projectYearly(tx, e)
	case UpwardKind:
		err = projectUpward(tx, e)
	}
	if err != nil {
		return err
	}
	return stand(tx, e)
}

// stand writes the state that an event leads to, and its version.
func stand(tx *store.Tx, e journal.Event) error {
	for _, t := range Tables() {
		if t.Name != e.Kind() {
			continue
		}
		from, id := t.Start, e.Subject()
		if e.Version > 1 {
			var state string
			if err := tx.Row(`select state from `+tableOf[t.Name]+` where id = $1`, id).Scan(&state); err != nil {
				return err
			}
			from = flow.State(state)
		}
		to, err := t.Next(from, e.Type)
		if err != nil {
			return err
		}
		return tx.Exec(`update `+tableOf[t.Name]+` set state = $2, version = $3 where id = $1`, id, string(to), e.Version)
	}
	return nil
}

func projectMechanism(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	switch b := e.Body.(type) {
	case Founded:
		if err := tx.Exec(`insert into mechanisms (id, name_zh, name_en, office, superior, region, state, founded_at, updated_at, version) values ($1, $2, $3, $4, $5, $6, 'standing', $7, $7, 0)`,
			id, b.Name.ZH, b.Name.EN, b.Office, b.Superior, b.Region, at); err != nil {
			return err
		}
		for _, m := range b.Members {
			if err := join(tx, id, m); err != nil {
				return err
			}
		}
	case Renamed:
		if err := tx.Exec(`update mechanisms set name_zh = $2, name_en = $3 where id = $1`, id, b.Name.ZH, b.Name.EN); err != nil {
			return err
		}
	case Joined:
		if err := join(tx, id, b.Member); err != nil {
			return err
		}
	case Left:
		if err := tx.Exec(`update mechanism_members set until_day = $3 where mechanism = $1 and code = $2 and until_day = ''`, id, b.Code, string(b.Until)); err != nil {
			return err
		}
	}
	return tx.Exec(`update mechanisms set updated_at = $2 where id = $1`, id, at)
}

func join(tx *store.Tx, mechanism string, m Member) error {
	return tx.Exec(`insert into mechanism_members (mechanism, code, name_zh, name_en, from_day, until_day) values ($1, $2, $3, $4, $5, $6)
		on conflict (mechanism, code, from_day) do update set until_day = excluded.until_day`, mechanism, m.Code, m.Name.ZH, m.Name.EN, string(m.From), string(m.Until))
}

func projectSession(tx *store.Tx, e journal.Event) error {
	switch b := e.Body.(type) {
	case SessionPlanned:
		return tx.Exec(`insert into mechanism_sessions (id, mechanism, title, starts_at, place, state, version) values ($1, $2, $3, $4, $5, 'planned', 0)`,
			e.Subject(), b.Mechanism, b.Title, store.Micros(b.At), b.Place)
	case SessionMoved:
		return tx.Exec(`update mechanism_sessions set starts_at = $2, place = $3 where id = $1`, e.Subject(), store.Micros(b.At), b.Place)
	}
	return nil
}

func projectTask(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	switch b := e.Body.(type) {
	case TaskSet:
		if err := newTask(tx, id, at, b); err != nil {
			return err
		}
	case TaskDone:
		if err := tx.Exec(`update mechanism_tasks set done_at = $2 where id = $1`, id, at); err != nil {
			return err
		}
	case TaskReturned:
		if err := tx.Exec(`update mechanism_tasks set due = $2, done_at = 0 where id = $1`, id, string(b.Due)); err != nil {
			return err
		}
	case TaskExtended:
		if err := tx.Exec(`update mechanism_tasks set due = $2 where id = $1`, id, string(b.Due)); err != nil {
			return err
		}
	case Budgeted:
		if err := tx.Exec(`insert into mechanism_budgets (task, year, planned, granted, spent) values ($1, $2, $3, $4, $5)
			on conflict (task, year) do update set planned = excluded.planned, granted = excluded.granted, spent = excluded.spent`, id, b.Year, b.Planned, b.Granted, b.Spent); err != nil {
			return err
		}
	case TaskPublished:
		if err := tx.Exec(`update mechanism_tasks set public = $2 where id = $1`, id, b.Public); err != nil {
			return err
		}
	}
	return tx.Exec(`update mechanism_tasks set updated_at = $2 where id = $1`, id, at)
}

func newTask(tx *store.Tx, id string, at int64, b TaskSet) error {
	if err := tx.Exec(`insert into mechanism_tasks (id, mechanism, plan, item, title_zh, title_en, lead, due, state, public, session, set_at, done_at, updated_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', false, $9, $10, 0, $10, 0)`,
		id, b.Mechanism, b.Plan, b.Item, b.Title.ZH, b.Title.EN, b.Lead, string(b.Due), b.Session, at); err != nil {
		return err
	}
	role := "lead"
	for _, code := range append([]string{b.Lead}, b.Joint...) {
		if err := tx.Exec(`insert into mechanism_task_bodies (task, code, role) values ($1, $2, $3) on conflict (task, code) do nothing`, id, code, role); err != nil {
			return err
		}
		role = "joint"
	}
	return nil
}

func projectConsultation(tx *store.Tx, e journal.Event) error {
	switch b := e.Body.(type) {
	case Consulted:
		if err := tx.Exec(`insert into consultations (id, mechanism, title, due, state, asked_at, version) values ($1, $2, $3, $4, 'open', $5, 0)`,
			e.Subject(), b.Mechanism, b.Title, string(b.Due), store.Micros(e.At)); err != nil {
			return err
		}
		for _, code := range b.Asked {
			if err := tx.Exec(`insert into consultation_bodies (consultation, code, stance) values ($1, $2, '')`, e.Subject(), code); err != nil {
				return err
			}
		}
	case Replied:
		return tx.Exec(`update consultation_bodies set stance = $3 where consultation = $1 and code = $2`, e.Subject(), b.By, b.Stance)
	}
	return nil
}

func projectAdvice(tx *store.Tx, e journal.Event) error {
	switch b := e.Body.(type) {
	case AdviceAsked:
		return tx.Exec(`insert into advices (id, mechanism, title, due, state, stance, asked_at, version) values ($1, $2, $3, $4, 'asked', '', $5, 0)`,
			e.Subject(), b.Mechanism, b.Title, string(b.Due), store.Micros(e.At))
	case ExpertsNamed:
		for _, p := range b.Experts {
			if err := tx.Exec(`insert into advice_experts (advice, person, barred, given) values ($1, $2, false, false)`, e.Subject(), p); err != nil {
				return err
			}
		}
	case InterestDeclared:
		return tx.Exec(`update advice_experts set barred = $3 where advice = $1 and person = $2`, e.Subject(), e.Actor, b.Interest)
	case AdviceGiven:
		return tx.Exec(`update advice_experts set given = true where advice = $1 and person = $2`, e.Subject(), e.Actor)
	case AdviceConcluded:
		return tx.Exec(`update advices set stance = $2 where id = $1`, e.Subject(), b.Stance)
	}
	return nil
}

func projectYearly(tx *store.Tx, e journal.Event) error {
	switch b := e.Body.(type) {
	case YearlyOpened:
		return tx.Exec(`insert into yearlies (id, mechanism, member, year, due, state, submitted_at, version) values ($1, $2, $3, $4, $5, 'due', 0, 0)`,
			e.Subject(), b.Mechanism, b.Member, b.Year, string(b.Due))
	case YearlySubmitted:
		return tx.Exec(`update yearlies set submitted_at = $2 where id = $1`, e.Subject(), store.Micros(e.At))
	case YearlyReturned:
		return tx.Exec(`update yearlies set submitted_at = 0, due = $2 where id = $1`, e.Subject(), string(b.Due))
	}
	return nil
}

func projectUpward(tx *store.Tx, e journal.Event) error {
	if b, ok := e.Body.(UpwardCompiled); ok {
		if err := tx.Exec(`insert into upwards (id, mechanism, superior, from_day, until_day, state, updated_at, version) values ($1, $2, $3, $4, $5, 'drafted', $6, 0)
			on conflict (id) do update set from_day = excluded.from_day, until_day = excluded.until_day`,
			e.Subject(), b.Mechanism, b.Superior, string(b.From), string(b.Until), store.Micros(e.At)); err != nil {
			return err
		}
	}
	return tx.Exec(`update upwards set updated_at = $2 where id = $1`, e.Subject(), store.Micros(e.At))
}
