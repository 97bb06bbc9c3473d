package activity

import (
	"maps"

	"lunheng/internal/assess"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Draft begins an application.
type Draft struct {
	Unit   string `json:"unit,omitempty"`   // may be chosen later than the answers, but before submitting
	Leader string `json:"leader,omitempty"` // empty: oneself; others only by import
	Fields Values `json:"fields,omitempty"`
	// Profile is the answers of the self-assessment, to apply with them.
	Profile *assess.Activity `json:"profile,omitempty"`
	Origin  string           `json:"origin,omitempty"` // of an import; one draft for each
	Key     string           `json:"key,omitempty"`
}

// draftFacts is what deciding on a draft needs to know.
type draftFacts struct {
	Form   Form
	Unit   UnitFacts
	Judged *Judged // of the answers, when there are any
	Leader string
}

// Draft decides on beginning an application.
func (s State) Draft(cmd Draft, f draftFacts) ([]journal.New, error) {
	fields := maps.Clone(cmd.Fields)
	if fields == nil {
		fields = Values{}
	}
	if _, ok := fields[TitleField]; !ok && cmd.Profile != nil && cmd.Profile.Title != "" {
		fields[TitleField] = Text(cmd.Profile.Title)
	}
	fields, err := f.Form.Fit(fields)
	if err != nil {
		return nil, err
	}
	if cmd.Unit != "" && !f.Unit.Known {
		return nil, unknownUnit()
	}
	news := []journal.New{journal.Because(Drafted{Unit: cmd.Unit, Region: f.Unit.Region, Leader: f.Leader,
		Fields: filled(fields), Origin: cmd.Origin})}
	if f.Judged != nil {
		news = append(news, f.Judged.event())
	}
	return news, nil
}

// filled leaves empty values out.
func filled(in Values) Values {
	maps.DeleteFunc(in, func(_ string, v Value) bool { return v.IsEmpty() })
	if len(in) == 0 {
		return nil
	}
	return in
}

func unknownUnit() *errs.Error {
	return errs.New(errs.Invalid, "activity.unit.unknown", lang.T(
		"没有登记过这个单位。请从列表中选择，或请管理员登记。",
		"This unit is not registered. Choose one of the list, or ask an administrator to register it.")).At("unit")
}

// Copy begins an application with what another one holds: fields, files, team
// and answers. The copying person leads it.
type Copy struct {
	Activity string `json:"activity"`
	Version  int64  `json:"version,omitempty"` // of the original; 0: its last
	Key      string `json:"key,omitempty"`
}

// Copy decides on copying s to a draft led by the given person. The original
// may stem from an older form: what the present one does not know stays behind.
func (s State) Copy(f draftFacts) ([]journal.New, error) {
	fields := Values{}
	for code, v := range s.Fields {
		if fit, err := f.Form.Fit(Values{code: v}); err == nil {
			fields[code] = fit[code]
		}
	}
	news := []journal.New{journal.Because(Drafted{Unit: s.Unit, Region: f.Unit.Region, Leader: f.Leader, Fields: filled(fields),
		CopiedFrom: s.ID, CopiedVersion: s.Version})}
	if f.Judged != nil {
		news = append(news, f.Judged.event())
	}
	for _, m := range s.Team {
		if m.Person == f.Leader {
			continue
		}
		if m.Role == Leader {
			m.Role = CoInvestigator
		}
		news = append(news, journal.Because(PersonAdded(m)))
	}
	for _, file := range s.Files {
		if field, ok := f.Form.Field(file.Field); ok && field.IsFile() {
			news = append(news, journal.Because(FileAttached{File: file}))
		}
	}
	return news, nil
}

// ChooseUnit says which unit carries the activity.
type ChooseUnit struct {
	Activity string `json:"activity"`
	Version  int64  `json:"version"`
	Unit     string `json:"unit"`
	Key      string `json:"key,omitempty"`
}

// ChooseUnit decides on it. A committee that has the file keeps it: the unit
// cannot change once the application was submitted.
func (s State) ChooseUnit(cmd ChooseUnit, unit UnitFacts) ([]journal.New, error) {
	if err := s.editable(); err != nil {
		return nil, err
	}
	if !unit.Known {
		return nil, unknownUnit()
	}
	if cmd.Unit == s.Unit {
		return nil, nil
	}
	if len(s.Submissions) > 0 {
		return nil, errs.New(errs.Refused, "activity.unit.fixed", lang.T(
			"申请提交之后不能更换单位。请复制为新的申请。",
			"The unit can't change once the application was submitted. Copy it into a new application.")).At("unit")
	}
	return []journal.New{journal.Because(UnitChosen{Unit: cmd.Unit, Region: unit.Region})}, nil
}

// Discard throws a draft away that was never submitted.
type Discard struct {
	Activity string `json:"activity"`
	Version  int64  `json:"version"`
	Reason   string `json:"reason,omitempty"`
	Key      string `json:"key,omitempty"`
}

// Discard decides on it.
func (s State) Discard(cmd Discard) ([]journal.New, error) {
	switch s.State {
	case StateDiscarded:
		return nil, nil
	case StateDraft:
	default:
		return nil, errs.New(errs.Refused, "activity.discard.submitted", lang.T(
			"只有从未提交的草稿可以丢弃。已提交的申请请撤回。",
			"Only a draft that was never submitted can be discarded. Withdraw a submitted application instead."))
	}
	reason, e := short(cmd.Reason, "reason")
	if e != nil {
		return nil, e
	}
	return []journal.New{journal.Because(Discarded{Reason: reason})}, nil
}
