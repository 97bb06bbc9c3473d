package registry

import (
	"lunheng/internal/calendar"
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
}

// CommitteeData is what is written down about a committee.
type CommitteeData struct {
	Name   lang.Text `json:"name"`             // Chinese needed; English falls back to it
	Fields []string  `json:"fields,omitempty"` // codes of the packs' list "fields" that it is competent for
	Serves []string  `json:"serves,omitempty"` // other units that entrust their reviews to it (art. 13)
}

// Charter is the committee's rules for itself (章程, art. 6).
type Charter struct {
	Title string       `json:"title"`
	File  string       `json:"file,omitempty"` // hash of the stored file
	Day   calendar.Day `json:"day"`            // adopted on
}

func (d CommitteeData) tidy() CommitteeData {
	d.Name, d.Fields, d.Serves = tidyName(d.Name), tidyCodes(d.Fields), tidyCodes(d.Serves)
	return d
}

func (d CommitteeData) check(wrong *errs.List, f Facts) {
	checkName(wrong, d.Name)
	checkCodes(wrong, "fields", "fields", d.Fields, f.Rules)
	for _, unit := range d.Serves {
		checkActive(wrong, "serves", "unit", unit, f)
	}
}
