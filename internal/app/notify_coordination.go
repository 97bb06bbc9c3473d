package app

import (
	"slices"

	"lunheng/internal/complaint"
	"lunheng/internal/coordination"
	"lunheng/internal/journal"
	"lunheng/internal/registry"
)

// departments are the people who act for departments, by the codes that the packs give
// them.
func departments(tx *journal.Tx, codes ...string) ([]string, error) {
	ids, err := registry.DepartmentsByCode(tx, codes...)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, id := range ids {
		people, err := officersOf(tx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, people...)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// doers are those of the department that leads a task and of those that take part.
func doers(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	t, err := taskOf(tx, e)
	if err != nil {
		return nil, err
	}
	return departments(tx, append([]string{t.Lead}, t.Joint...)...)
}

// desk are those of the office of the mechanism that set a task.
func desk(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	t, err := taskOf(tx, e)
	if err != nil {
		return nil, err
	}
	events, err := tx.Look(journal.StreamName(coordination.MechanismKind, t.Mechanism))
	if err != nil {
		return nil, err
	}
	m, err := coordination.FoldMechanism(events)
	if err != nil {
		return nil, err
	}
	return officersOf(tx, m.Office)
}

func taskOf(tx *journal.Tx, e journal.Event) (coordination.Task, error) {
	events, err := tx.Look(e.Stream)
	if err != nil {
		return coordination.Task{}, err
	}
	return coordination.FoldTask(events)
}

// calledTo are those of the members that were called to a meeting of a mechanism.
func calledTo(_ *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	events, err := tx.Look(e.Stream)
	if err != nil {
		return nil, err
	}
	st, err := coordination.FoldSession(events)
	if err != nil {
		return nil, err
	}
	return departments(tx, st.Called...)
}

// receivers are those who receive reports for the body that has one, and whom it is
// not about.
func receivers(h *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	return h.Complaint.Readers(tx, e.Subject())
}

// receiversAgain are they, where it is the reporter who wrote.
func receiversAgain(h *House, tx *journal.Tx, e journal.Event) ([]string, error) {
	if b, ok := e.Body.(complaint.Written); !ok || b.By != "" {
		return nil, nil
	}
	return receivers(h, tx, e)
}
