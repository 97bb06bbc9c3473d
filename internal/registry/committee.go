package registry

import (
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// Committee is an ethics (review) committee (科技伦理（审查）委员会). Nothing of
// its composition is demanded when it is founded or changed: a committee that
// falls below the standard exists, shows what it lacks, and cannot decide.
type Committee struct {
	ID      string     `json:"id"`
	State   flow.State `json:"state"`
	Version int64      `json:"version"`
	Unit    string     `json:"unit"`   // that founded it
	Region  string     `json:"region"` // of that unit, at the founding
	CommitteeData
	Members []Member `json:"members,omitempty"` // all periods, past and coming ones too, in the order of appointment
	Charter Charter  `json:"charter,omitzero"`  // the latest
	Papers  Papers   `json:"papers,omitempty"`  // working rules, every version in the order of adoption
	Means   []Means  `json:"means,omitempty"`   // of each year

	Certificates []Certificate `json:"certificates,omitempty"` // the last one at the end
	TermsEnd     calendar.Day  `json:"terms_end,omitempty"`    // until when the clock of the terms runs
}

// CommitteeData is what is written down about a committee.
type CommitteeData struct {
	Name   lang.Text `json:"name"`             // Chinese needed; English falls back to it
	Fields []string  `json:"fields,omitempty"` // codes of the packs' list "fields" that it is competent for
	Kind   string    `json:"kind,omitempty"`   // code of the packs' list "committee_kinds"; empty: a unit's own
	Staff  int       `json:"staff,omitempty"`  // people who do nothing else
}

// Charter is the committee's rules for itself (章程, art. 6).
type Charter struct {
	Title string       `json:"title"`
	File  string       `json:"file,omitempty"` // hash of the stored file
	Kept  *blob.Kept   `json:"kept,omitempty"` // the stored file
	Day   calendar.Day `json:"day"`            // adopted on
}

func (d CommitteeData) tidy() CommitteeData {
	d.Name, d.Fields, d.Kind = tidyName(d.Name), tidyCodes(d.Fields), tidy(d.Kind)
	return d
}

func (d CommitteeData) check(wrong *errs.List, f Facts) {
	checkName(wrong, d.Name)
	checkCodes(wrong, "fields", "fields", d.Fields, f.Rules)
	checkCode(wrong, "kind", "committee_kinds", d.KindOr(), f.Rules)
	if d.Staff < 0 || d.Staff > maxStaff {
		wrong.Add(errs.New(errs.Invalid, "registry.committee.staff", lang.T("专职人员人数应为 0 至 %d。", "The number of full-time staff is 0 to %d."), maxStaff).At("staff"))
	}
}

// maxStaff bounds a number that people type.
const maxStaff = 9999

// OwnKind is the code of a unit's own committee; others are centres.
const OwnKind = "own"

// KindOr is the kind of the committee, which is a unit's own unless said otherwise.
func (d CommitteeData) KindOr() string {
	if d.Kind == "" {
		return OwnKind
	}
	return d.Kind
}
