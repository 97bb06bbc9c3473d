package auth_test

import (
	"testing"

	"lunheng/internal/store"
)

// rows makes the objects.
func rows(t *testing.T, db *store.DB) {
	insert(t, db, "departments", columns{"id": "d1", "code": "x1", "state": "active"})
	insert(t, db, "departments", columns{"id": "d5", "state": "active", "whole": true, "region": "440300", "reach": "4403"})
	insert(t, db, "departments", columns{"id": "d6", "code": "sz.health", "state": "active", "region": "440300", "reach": "4403"})
	insert(t, db, "departments", columns{"id": "d9", "code": "x9", "state": "active"})
	for _, n := range []string{"1", "9"} {
		insert(t, db, "units", columns{"id": "u" + n, "department": "d" + n, "region": map[string]string{"1": "440305", "9": "210102"}[n], "state": "active", "key_zh": n})
		insert(t, db, "packs", columns{"id": "p" + n, "department": "d" + n, "state": "draft"})
		insert(t, db, "committees", columns{"id": "c" + n, "unit": "u" + n, "state": "active"})
		insert(t, db, "meetings", columns{"id": "m" + n, "committee": "c" + n, "state": "planned", "mode": "video"})
	}
	insert(t, db, "units", columns{"id": "u2", "department": "d9", "region": "440304", "state": "active", "key_zh": "2"})
	for id, m := range map[string]columns{"n0": {"unit": "u2", "committee": "c1", "state": "drafted"}, "n1": {"unit": "u2", "committee": "c1", "state": "in_force"},
		"n4": {"person": "free", "committee": "c1", "state": "offered"}, "n9": {"unit": "u9", "committee": "c9", "state": "in_force"}} {
		m["id"] = id
		insert(t, db, "mandates", m)
	}
	units := map[string]string{"a0": "u1", "a1": "u1", "a2": "u1", "a3": "u2", "a4": "", "a9": "u9"}
	for id, leader := range map[string]string{"a0": "leader", "a1": "leader", "a2": "judge", "a3": "guest", "a4": "free", "a9": "stranger"} {
		committee := "c1"
		if id == "a9" {
			committee = "c9"
		}
		state := "submitted"
		if id == "a0" {
			state = "draft"
		}
		insert(t, db, "activities", columns{"id": id, "leader": leader, "unit": units[id], "committee": committee, "state": state,
			"routes": map[string]string{"a3": "|sz.sti|sz.health|", "a9": "|sz.healthy|"}[id]})
		if state == "submitted" {
			insert(t, db, "reviews", columns{"id": "r" + id[1:], "activity": id, "applicant": leader, "unit": units[id], "committee": committee,
				"state": "submitted", "meeting": map[string]string{"a1": "m1"}[id]})
		}
	}
	for person, unit := range map[string]string{"leader": "u1", "stranger": "u9", "free": "", "member": "u9"} {
		insert(t, db, "persons", columns{"id": person, "unit": unit, "state": "active"})
		if unit == "" || person == "member" {
			continue
		}
		insert(t, db, "accounts", columns{"person": person, "login": person})
	}
	insertInspections(t, db)
	insert(t, db, "sites", columns{"id": "s1", "activity": "a1", "leader": "leader", "lead_unit": "u1", "lead_committee": "c1", "unit": "u9", "committee": "c9", "state": "invited"})
	insert(t, db, "activity_people", columns{"activity": "a0", "person": "team"})
	insert(t, db, "activity_people", columns{"activity": "a1", "person": "team"})
	insert(t, db, "activity_people", columns{"activity": "a1", "person": "mate"})
	for _, n := range []string{"1", "9"} {
		insert(t, db, "filings", columns{"id": "f" + n, "committee": "c" + n, "unit": "u" + n, "activity": "a" + n, "about": "activity", "state": "due"})
		insert(t, db, "rechecks", columns{"id": "k" + n, "review": "r" + n, "activity": "a" + n, "committee": "c" + n, "unit": "u" + n,
			"department": "d" + n, "applicant": map[string]string{"1": "leader", "9": "stranger"}[n], "state": "sitting"})
	}
	for person, state := range map[string]string{"expert": "sitting", "former_expert": "left"} {
		insert(t, db, "recheck_experts", columns{"recheck": "k1", "ref": person, "person": person, "state": state})
	}
	for person, state := range map[string]string{"scorer": "scoring", "former_scorer": "scored"} {
		insert(t, db, "quality_cases", columns{"quality": person, "review": "r2", "scorer": person, "state": state})
	}
	for id, m := range map[string]columns{"b0": {"department": "d1", "state": "drafted"}, "b1": {"department": "d1", "state": "in_force"}, "b9": {"department": "d9", "state": "in_force"}} {
		m["id"] = id
		insert(t, db, "sanctions", m)
		if id == "b9" {
			insert(t, db, "sanction_subjects", columns{"id": id + "p", "sanction": id, "kind": "person", "who": "leader", "unit": "u1"})
			continue
		}
		insert(t, db, "sanction_subjects", columns{"id": id + "p", "sanction": id, "kind": "person", "who": "barred", "unit": "u9"})
		insert(t, db, "sanction_subjects", columns{"id": id + "u", "sanction": id, "kind": "unit", "who": "u9", "unit": "u9"})
	}
	for id, m := range map[string]columns{"x0": {"body_kind": "unit", "body": "u1", "superior": "d1", "unit": "u1", "state": "received"},
		"x1": {"body_kind": "department", "body": "d9", "superior": "d1", "unit": "u2", "state": "hearing", "noticed": true},
		"x9": {"body_kind": "unit", "body": "u9", "unit": "u9", "state": "decided", "noticed": true}} {
		m["id"] = id
		insert(t, db, "cases", m)
	}
	for _, x := range [][3]string{{"x0", "barred", "accused"}, {"x0", "inquirer", "team"}, {"x0", "case_peer", "peer"}, {"x0", "informer", "reporter"}, {"x1", "barred", "accused"}, {"x1", "supervisor", "peer"},
		{"x9", "leader", "accused"}, {"x9", "officer", "reporter"}, {"x9", "leader", "team"}} {
		insert(t, db, "case_people", columns{"kase": x[0], "person": x[1], "role": x[2]})
	}
	insert(t, db, "case_units", columns{"kase": "x1", "unit": "u2"})
	for id, m := range map[string]columns{"v1": {"body_kind": "department", "body": "d1"}, "v2": {"body_kind": "unit", "body": "u1"}, "v9": {"body_kind": "department", "body": "d9"}} {
		m["id"], m["state"] = id, "answered"
		insert(t, db, "vetoes", m)
	}
	for id, m := range map[string]columns{"g1": {"subject_kind": "activity", "subject": "a1", "unit": "u1", "for_unit": "u1", "for_committee": "c1"},
		"g2": {"subject_kind": "committee", "subject": "c1", "unit": "u1", "for_unit": "u1"}, "g9": {"subject_kind": "unit", "subject": "u9", "unit": "u9"}} {
		m["id"], m["state"] = id, "standing"
		insert(t, db, "risk_signals", m)
	}
	for id, m := range map[string]columns{"h1": {"unit": "u1", "owner": "free"}, "h9": {"unit": "u9", "owner": "nobody_else"}} {
		m["id"], m["state"] = id, "open"
		insert(t, db, "risks", m)
	}
	for id, m := range map[string]columns{"l1": {"kind": "retraction", "origin": "1"}, "l2": {"kind": "horizon"}} {
		m["id"], m["state"] = id, "noted"
		insert(t, db, "leads", m)
	}
	insert(t, db, "lead_units", columns{"lead": "l1", "n": 1, "unit": "u1", "state": "matched"})
	insert(t, db, "lead_units", columns{"lead": "l2", "n": 1, "unit": "u1", "state": "ask"})
	for _, n := range []string{"1", "9"} {
		insert(t, db, "lead_imports", columns{"id": "i" + n, "kind": "retraction", "body": "d" + n, "state": "done"})
	}
	for id, m := range map[string]columns{"e0": {"body_kind": "department", "body": "d1", "state": "drafted"}, "e1": {"body_kind": "department", "body": "d1", "state": "issued"},
		"e2": {"body_kind": "unit", "body": "u9", "state": "issued"}} {
		m["id"] = id
		insert(t, db, "warnings", m)
	}
	for _, a := range []columns{{"warning": "e0", "n": 1, "kind": "unit", "body": "u9"}, {"warning": "e1", "n": 1, "kind": "committee", "body": "c1"}, {"warning": "e1", "n": 2, "kind": "unit", "body": "u1"},
		{"warning": "e2", "n": 1, "kind": "committee", "body": "c9"}} {
		a["state"] = "waiting"
		insert(t, db, "warning_addressees", a)
	}
	for id, m := range map[string]columns{"z0": {"body_kind": "department", "body": "d1", "state": "approved", "open": true}, "z1": {"body_kind": "department", "body": "d1", "state": "published"},
		"z2": {"body_kind": "unit", "body": "u9", "state": "published"}} {
		m["id"] = id
		insert(t, db, "bulletins", m)
	}
	insert(t, db, "bulletin_addressees", columns{"bulletin": "z1", "kind": "unit", "body": "u9"})
	for id, m := range map[string]columns{"w1": {"office": "d1"}, "w8": {"office": "d9"}, "w9": {"office": "d9", "superior": "w1"}} {
		m["id"], m["state"] = id, "standing"
		insert(t, db, "mechanisms", m)
	}
	insert(t, db, "mechanism_members", columns{"mechanism": "w1", "code": "x9", "from_day": "2020-01-01"})
	insert(t, db, "mechanism_members", columns{"mechanism": "w8", "code": "x1", "from_day": "2020-01-01", "until_day": string(today.AddDays(-1))})
	for _, n := range []string{"1", "9"} {
		insert(t, db, "advices", columns{"id": "q" + n, "mechanism": "w" + n, "state": "sitting"})
	}
	insert(t, db, "advice_experts", columns{"advice": "q1", "person": "expert"})
	for id, m := range map[string]columns{"y1": {"mechanism": "w1", "member": "x9", "state": "drafted"}, "y2": {"mechanism": "w1", "member": "x9", "state": "submitted", "year": 2026},
		"y9": {"mechanism": "w9", "member": "x1", "state": "submitted"}} {
		m["id"] = id
		insert(t, db, "yearlies", m)
	}
	for id, m := range map[string]columns{"g0": {"funder_kind": "department", "funder": "d1", "state": "preparing"}, "g1": {"funder_kind": "department", "funder": "d1", "state": "open"},
		"g9": {"funder_kind": "unit", "funder": "u9", "state": "closed"}} {
		m["id"] = id
		insert(t, db, "programmes", m)
	}
	for id, m := range map[string]columns{"j0": {"funder_kind": "department", "funder": "d1", "unit": "u9", "leader": "guest", "state": "draft"},
		"j1": {"funder_kind": "department", "funder": "d1", "unit": "u1", "leader": "leader", "state": "executing"},
		"j9": {"funder_kind": "unit", "funder": "u9", "unit": "u1", "leader": "leader", "state": "applied"}} {
		m["id"] = id
		insert(t, db, "projects", m)
		insert(t, db, "project_people", columns{"project": id, "who": m["leader"]})
	}
	insert(t, db, "project_people", columns{"project": "j1", "who": "mate"})
	insert(t, db, "review_exclusions", columns{"review": "r1", "person": "excluded"})
	complaintRows(t, db)
}
