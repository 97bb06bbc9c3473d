package api_test

import (
	"net/http"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/auth"
	"lunheng/internal/rehearse"
	"lunheng/internal/rulebook"
	"lunheng/internal/rules"
)

// cityFiles is a small pack: so many days to decide.
func cityFiles(days string) rulebook.Files {
	return rulebook.Files{{Name: "pack.yaml", Text: `id: city
version: "1"
title: {zh: 明川市规则, en: Rules of Mingchuan}
region: "4403"
extends: [cn]
sources:
  - {id: CITY, title: {zh: 办法, en: Measures}, in_force: 2026-01-01}
params:
  - {name: decision_days, value: ` + days + `, unit: days, source: CITY, article: "7", confidence: V, title: {zh: 期限, en: Time}}
`}}
}

// A program brings a draft in, is told its mistakes, and publishes it: from its day
// on it is in force.
func TestPacksThroughTheAPI(t *testing.T) {
	each(t, func(t *testing.T, w *apptest.World) {
		admin, lin := as(w, "admin", auth.Read, auth.Admin), as(w, "lin")
		admin.refused("/pack-versions", map[string]any{"files": cityFiles("many")}, http.StatusUnprocessableEntity, "rulebook.mistake")
		lin.want(lin.call("POST", "/pack-versions", map[string]any{"files": cityFiles("20")}), http.StatusForbidden, "a draft by somebody in no office")
		made := admin.want(admin.call("POST", "/pack-versions", map[string]any{"files": cityFiles("20")}), http.StatusCreated, "a draft").done()
		path := "/pack-versions/" + made.ID
		lin.get(path, http.StatusNotFound)
		if p := read[rulebook.Pack](admin.get(path, http.StatusOK)); p.Ref() != "city@1" || len(p.Files) != 1 {
			t.Errorf("the draft is %+v", p)
		}
		admin.refused(path+"/publish", map[string]any{"from": "2020-01-01"}, http.StatusConflict, "rulebook.past")
		admin.get(path+"/rehearsal", http.StatusNotFound)
		once := []string{"Idempotency-Key", "trial"}
		trial := read[rehearse.Rehearsal](admin.want(admin.call("POST", path+"/rehearse", nil, once...), http.StatusOK, "a rehearsal"))
		if again := read[rehearse.Rehearsal](admin.want(admin.call("POST", path+"/rehearse", nil, once...), http.StatusOK, "again")); again.ID != trial.ID {
			t.Errorf("two rehearsals: %s, %s", trial.ID, again.ID)
		}
		admin.get(path+"/rehearsal", http.StatusOK)
		admin.do(path+"/publish", map[string]any{"from": "2030-01-01"})
		for on, want := range map[string]int{"2029-12-31": 0, "2030-01-01": 1} {
			found := 0
			for _, p := range read[struct{ Items []rules.PackInfo }](lin.get("/packs?region=440305&on="+on, http.StatusOK)).Items {
				if p.Ref() == "city@1" {
					found++
				}
			}
			if found != want {
				t.Errorf("on %s it is in force %d times, want %d", on, found, want)
			}
		}
		admin.do(path+"/withdraw", map[string]any{"reason": "for another look"})
	})
}
