package registry

import (
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/vault"
)

// Person is somebody in the register. Name and contacts are in the vault; the
// journal knows the id alone.
type Person struct {
	ID      string     `json:"id"`
	State   flow.State `json:"state"`
	Version int64      `json:"version"`
	PersonData
}

// PersonData is what the journal holds about a person.
type PersonData struct {
	Unit string     `json:"unit,omitempty"` // where the person belongs; empty: to no unit of the register
	Kind PersonKind `json:"kind"`
}

// PersonKind says in which capacity somebody is in the register.
type PersonKind string

// The kinds of people.
const (
	Staff    PersonKind = "staff"    // works at the unit
	Expert   PersonKind = "expert"   // is called in from elsewhere
	Official PersonKind = "official" // works at a department
	Citizen  PersonKind = "citizen"  // a member of the public
)

// PersonKinds lists the kinds in the order of a chooser.
func PersonKinds() []PersonKind { return []PersonKind{Staff, Expert, Official, Citizen} }

// Text is the kind in words; zero for an unknown kind.
func (k PersonKind) Text() lang.Text {
	switch k {
	case Staff:
		return lang.T("单位人员", "Staff of a unit")
	case Expert:
		return lang.T("外聘专家", "Outside expert")
	case Official:
		return lang.T("主管部门人员", "Official")
	case Citizen:
		return lang.T("社会公众", "Member of the public")
	}
	return lang.Text{}
}

func (d PersonData) check(wrong *errs.List, f Facts) {
	if d.Kind.Text().IsZero() {
		wrong.Add(errUnknownCode("kind", string(d.Kind)))
	}
	if d.Unit != "" {
		checkActive(wrong, "unit", "unit", d.Unit, f)
	}
	if d.Unit == "" && d.Kind == Staff {
		wrong.Add(errMissing("unit"))
	}
}

// maxPersonText bounds each text about a person, in characters.
const maxPersonText = 200

// checkRecord tells what is wrong with a private record. A name may have one
// character.
func checkRecord(wrong *errs.List, rec vault.Record) {
	if rec.Name == "" {
		wrong.Add(errMissing("record.name"))
	}
	for _, f := range []struct{ field, text string }{{"name", rec.Name}, {"name_en", rec.NameEN},
		{"email", rec.Email}, {"phone", rec.Phone}, {"title", rec.Title}, {"note", rec.Note}} {
		checkLength(wrong, "record."+f.field, f.text, maxPersonText)
	}
	if at := strings.IndexByte(rec.Email, '@'); rec.Email != "" && (at <= 0 || at == len(rec.Email)-1) {
		wrong.Add(errs.New(errs.Invalid, "registry.email", lang.T(
			"电子邮箱应为“名称@域名”的形式。", "An e-mail address has the form name@domain.")).At("record.email"))
	}
}

func tidyRecord(r vault.Record) vault.Record {
	for _, text := range []*string{&r.Name, &r.NameEN, &r.Email, &r.Phone, &r.Title, &r.Note} {
		*text = tidy(*text)
	}
	return r
}
