package sites_test

import (
	"testing"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/sites"
	"lunheng/internal/sites/parcel"
)

var (
	first   = parcel.Version{No: 1, Hash: "aaaaaaaaaaaaaaaa"}
	amended = parcel.Version{No: 1, Amended: 1, Hash: "bbbbbbbbbbbbbbbb"}
)

// sound is a package of which every check holds.
func sound() sites.Dossier {
	return sites.Dossier{Package: "p", Newest: "p", Has: first, Now: first, Read: first, Status: parcel.Status{State: parcel.InForce, Package: "p"},
		StatusOn: "2026-11-20", Keep: 30, Today: "2026-11-21", Covered: lang.T("联盟", "Alliance")}
}

// Each thing on which recognition rests fails alone, under its own code.
func TestRecognitionIsRefusedByCode(t *testing.T) {
	var rules []sites.Rule
	for _, code := range []string{sites.CheckVersion, sites.CheckInForce, sites.CheckStanding, sites.CheckFindings, sites.CheckAgreement, sites.CheckInput} {
		rules = append(rules, sites.Rule{Code: code})
	}
	if got := sites.Failing(sound().Checks(rules)); len(got) > 0 {
		t.Fatalf("a sound package fails %+v", got)
	}
	standing := func(state string) func(*sites.Dossier) {
		return func(d *sites.Dossier) { d.Status.State = state }
	}
	for name, c := range map[string]struct {
		spoil func(*sites.Dossier)
		code  string
	}{
		"the lead has amended it":          {func(d *sites.Dossier) { d.Now = amended }, sites.CheckVersion},
		"the site has read another":        {func(d *sites.Dossier) { d.Read = amended }, sites.CheckVersion},
		"suspended":                        {standing(parcel.Suspended), sites.CheckInForce},
		"terminated":                       {standing(parcel.Terminated), sites.CheckInForce},
		"superseded":                       {standing(parcel.Superseded), sites.CheckInForce},
		"a newer package is there":         {func(d *sites.Dossier) { d.Newest = "q" }, sites.CheckInForce},
		"the word about it is old":         {func(d *sites.Dossier) { d.Today = calendar.Day("2026-12-21") }, sites.CheckInForce},
		"the committee has fallen short":   {func(d *sites.Dossier) { d.Status.Lacks = []string{"law"} }, sites.CheckStanding},
		"an inspection found something":    {func(d *sites.Dossier) { d.Status.Findings = []string{"serious_finding"} }, sites.CheckFindings},
		"nobody agreed to recognise":       {func(d *sites.Dossier) { d.Covered = lang.Text{} }, sites.CheckAgreement},
		"the packs ask what nobody checks": {func(*sites.Dossier) { rules = append(rules, sites.Rule{Code: "moon"}) }, "moon"},
	} {
		d, all := sound(), rules
		c.spoil(&d)
		failing := sites.Failing(d.Checks(rules))
		if len(failing) != 1 || failing[0].Code != c.code || failing[0].Detail.IsZero() {
			t.Errorf("%s: %+v; want %s alone", name, failing, c.code)
		}
		rules = all
	}
	d := sound()
	d.Read = parcel.Version{}
	if failing := sites.Failing(d.Checks(rules)); len(failing) != 1 || failing[0].Code != sites.CheckInput {
		t.Errorf("a site that has read nothing: %+v", failing)
	}
}

// A newer word about a decision halts a site, or lets it go on; being superseded does
// neither, since what was recognised was sound.
func TestStandingHaltsASite(t *testing.T) {
	for _, c := range []struct {
		from  sites.State
		state string
		want  string
	}{
		{sites.State{State: sites.StateRecognised}, parcel.Suspended, "site.halted"},
		{sites.State{State: sites.StateRecognised}, parcel.Terminated, "site.halted"},
		{sites.State{State: sites.StateRecognised}, parcel.Superseded, ""},
		{sites.State{State: sites.StateRecognised}, parcel.InForce, ""},
		{sites.State{State: sites.StateHalted, Stopped: true}, parcel.InForce, "site.resumed"},
		{sites.State{State: sites.StateHalted, Stopped: true}, parcel.Superseded, "site.resumed"},
		{sites.State{State: sites.StateHalted, Stopped: true}, parcel.Terminated, ""},
		{sites.State{State: sites.StateSent, Before: true}, parcel.Suspended, "site.halted"},
		{sites.State{State: sites.StateReviewing, Before: true, Stopped: true}, parcel.InForce, "site.resumed"},
		{sites.State{State: sites.StateSent}, parcel.Suspended, ""},
		{sites.State{State: sites.StateRecognised, Package: "other"}, parcel.Suspended, ""},
	} {
		got := ""
		for _, n := range c.from.Standing(parcel.Status{State: c.state}) {
			got += n.Body.EventType()
		}
		if got != c.want {
			t.Errorf("%s, and the decision is %s: %q; want %q", c.from.State, c.state, got, c.want)
		}
	}
}

// A file whose newest word is that the decision stopped, ended or was superseded begins
// nothing in a house that has never seen it.
func TestOnlyWhatIsInForceComesIn(t *testing.T) {
	for _, state := range []string{parcel.Suspended, parcel.Terminated, parcel.Superseded, "moon"} {
		news, err := sites.State{}.Receive(parcel.Parcel{Package: "p", Status: parcel.Status{State: state}}, "file", sites.Facts{})
		if !errs.Has(err, "sites.import.not_in_force") {
			t.Errorf("%s: %v %v", state, news, err)
		}
	}
	news, err := sites.State{}.Receive(parcel.Parcel{Package: "p", Status: parcel.Status{State: parcel.InForce}}, "file", sites.Facts{})
	if err != nil || len(news) != 1 {
		t.Errorf("in force: %v %v", news, err)
	}
}
