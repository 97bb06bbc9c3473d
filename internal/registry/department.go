package registry

import (
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
)

// Department is an authority that supervises units (主管部门).
type Department struct {
	ID      string     `json:"id"`
	State   flow.State `json:"state"`
	Version int64      `json:"version"`
	DepartmentData
	Supervisors Tenures `json:"supervisors,omitempty"`
}

// DepartmentData is what is written down about a department.
type DepartmentData struct {
	Name   lang.Text `json:"name"`           // Chinese needed; English falls back to it
	Code   string    `json:"code,omitempty"` // as rule packs name it; may be empty
	Region string    `json:"region"`         // GB/T 2260, what it is responsible for
	// Whole says that it answers for every unit in its region, whomever the unit belongs to.
	Whole bool `json:"whole,omitempty"`
}

func (d DepartmentData) tidy() DepartmentData {
	d.Name, d.Code, d.Region = tidyName(d.Name), tidy(d.Code), tidy(d.Region)
	return d
}

// reach is what the codes of all places in its region begin with; empty for a place
// that nobody has looked up yet.
func (d DepartmentData) reach() string {
	r, ok := regions.Lookup(d.Region)
	if !ok || d.Region == regions.Unknown {
		return ""
	}
	return r.Prefix()
}

// check tells everything that is wrong with the data.
func (d DepartmentData) check(f Facts) error {
	var wrong errs.List
	checkName(&wrong, d.Name)
	checkRegion(&wrong, d.Region)
	if f.Namesake != "" {
		wrong.Add(errs.New(errs.Refused, "registry.department.code_taken", lang.T(
			"代码“%s”已用于另一部门。", "Another department has the code %q."), d.Code).At("code"))
	}
	return wrong.Err()
}
