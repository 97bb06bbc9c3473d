package apptest

import (
	"context"

	"lunheng/internal/auth"
	"lunheng/internal/coordination"
	"lunheng/internal/lang"
	"lunheng/internal/recheck"
	"lunheng/internal/registry"
	"lunheng/internal/vault"
)

// FoundMechanism founds Shenzhen's mechanism with the members of its pack: desk is its
// office, health and education are members, province is the office of its superior,
// outsider a department that is in nothing. The university belongs to health; sage1
// to sage4 are in the office's pool of experts. It returns the mechanism.
func (w *World) FoundMechanism() string {
	ctx, op := context.Background(), auth.Operator(w.Now())
	departments := map[string]string{}
	for _, d := range []struct{ who, name, en, code, region string }{
		{"desk", "协调机制办公室", "Office of the mechanism", "sz.coordination", "440300"}, {"health", "市卫生健康委员会", "Health commission", "sz.health", "440300"},
		{"education", "市教育局", "Education bureau", "sz.education", "440300"}, {"province", "省科学技术厅", "Province's S&T department", "gd.sti", "440000"},
		{"outsider", "市水务局", "Water bureau", "sz.water", "440300"}} {
		departments[d.who] = w.Done(w.Registry.FoundDepartment(ctx, op, w.Now(), registry.FoundDepartment{DepartmentData: registry.DepartmentData{
			Name: lang.T(d.name, d.en), Code: d.code, Region: d.region}})).Result
		w.settlePerson(d.who, "", vault.Record{Name: "主任" + d.name, NameEN: "Head of " + d.en, Email: d.who + "@mingchuan.invalid"})
		w.appoint(registry.InDepartment, departments[d.who], d.who)
	}
	u, err := w.Registry.Unit(w.Read(ctx), w.Unit)
	if err != nil {
		w.T.Fatal(err)
	}
	u.Department = departments["health"]
	w.Done(w.Registry.ChangeUnit(ctx, op, w.Now(), registry.ChangeUnit{Unit: w.Unit, UnitData: u.UnitData}))
	for i, name := range []string{"sage1", "sage2", "sage3", "sage4"} {
		w.settlePerson(name, "", vault.Record{Name: "顾问" + string("甲乙丙丁"[3*i:3*i+3]), NameEN: "Sage " + string("ABCD"[i]), Email: name + "@mingchuan.invalid"})
		w.Done(w.Recheck.AddExpert(ctx, w.As("desk"), w.Now(), recheck.AddExpert{Department: departments["desk"], Entry: recheck.Entry{Person: w.Person(name), Fields: []string{"medicine"}, Expertise: []string{"medicine"}, Region: "440300"}}))
	}
	above := w.Done(w.Coordination.Found(ctx, w.As("province"), w.Now(), coordination.Found{Department: departments["province"], Name: "广东省科技伦理工作协调机制"})).Result
	return w.Done(w.Coordination.Found(ctx, w.As("desk"), w.Now(), coordination.Found{Department: departments["desk"], Preset: "city", Superior: above})).Result
}
