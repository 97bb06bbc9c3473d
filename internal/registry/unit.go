package registry

import (
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// Unit is an institution that is responsible for the ethics of its own work
// (责任主体, Review Measures art. 4): a university, institute, hospital or
// enterprise.
type Unit struct {
	ID      string     `json:"id"`
	State   flow.State `json:"state"`
	Version int64      `json:"version"`
	UnitData
	Officers Tenures `json:"officers,omitempty"`
	Papers   Papers  `json:"rules,omitempty"` // that it has written down, every version in the order of adoption
}

// UnitData is what is written down about a unit.
type UnitData struct {
	Name          lang.Text `json:"name"`                 // Chinese needed; English falls back to it
	Kind          string    `json:"kind"`                 // code of the packs' list "kind"
	USCC          string    `json:"uscc,omitempty"`       // see [WarnUSCC]
	Region        string    `json:"region"`               // GB/T 2260
	Department    string    `json:"department,omitempty"` // id of the department it belongs to
	Fields        []string  `json:"fields,omitempty"`     // codes of the packs' list "fields"
	HospitalGrade int       `json:"hospital_grade,omitzero"`
}

// hospital is the code of the only kind of unit that has a hospital grade.
const hospital = "medical_institution"

// maxGrade is the highest grade of hospitals (三级).
const maxGrade = 3

func (d UnitData) tidy() UnitData {
	d.Name, d.USCC = tidyName(d.Name), NormalUSCC(d.USCC)
	d.Kind, d.Region, d.Department = tidy(d.Kind), tidy(d.Region), tidy(d.Department)
	d.Fields = tidyCodes(d.Fields)
	return d
}

// check tells everything that is wrong with the data. A credit code that fails
// its check is not wrong: see [WarnUSCC].
func (d UnitData) check(f Facts) error {
	var wrong errs.List
	checkName(&wrong, d.Name)
	checkCode(&wrong, "kind", "kind", d.Kind, f.Rules)
	checkRegion(&wrong, d.Region)
	checkCodes(&wrong, "fields", "fields", d.Fields, f.Rules)
	if d.Department != "" {
		checkActive(&wrong, "department", "department", d.Department, f)
	}
	if g := d.HospitalGrade; g < 0 || g > maxGrade || g > 0 && d.Kind != hospital {
		wrong.Add(errs.New(errs.Invalid, "registry.unit.grade", lang.T(
			"医院等级为 1 至 3，且仅适用于医疗卫生机构；没有等级请填 0。",
			"A hospital grade is 1 to 3, for medical institutions alone; without a grade, give 0.")).At("hospital_grade"))
	}
	if f.Namesake != "" {
		wrong.Add(errs.New(errs.Refused, "registry.unit.exists", lang.T(
			"已有名为“%s”的单位。请使用已有单位，或写明全称以示区别。",
			"There is a unit named %q already. Use that one, or write the full name that tells them apart."), d.Name.ZH).At("name.zh"))
	}
	return wrong.Err()
}
