package consent

import (
	"testing"
	"time"

	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"

	"pgregory.net/rapid"
)

func TestTableIsSound(t *testing.T) {
	if err := Table.Check(); err != nil {
		t.Fatal(err)
	}
}

// What is no code of a participant is refused: names, numbers of identity,
// telephones, addresses of mail.
func TestParticipantsAreCodes(t *testing.T) {
	for _, code := range []string{"N-001", "A01.2", "S7", "2026-14-009"} {
		if e := Code(code); e != nil {
			t.Errorf("%s: %v", code, e)
		}
	}
	for _, code := range []string{"", "张三", "Zhang San", "zhangsan", "110101199003070011", "11010119900307001X", "110101900307001", "13812345678", "+8613812345678", "E12345678", "a1@b.cn", "ID110101199003070011"} {
		if Code(code) == nil {
			t.Errorf("%s passed for a code", code)
		}
	}
}

func testFacts() Facts {
	item := func(code string, attrs map[string]any) rules.Item {
		return rules.Item{Code: code, Text: lang.Same(code), Attrs: attrs}
	}
	return Facts{Today: "2026-11-20", Documents: []string{"participant", "guardian", "assent"}, Beside: map[string]string{"assent": "guardian"}, Editable: true,
		Headings:  []Heading{{item("purpose", nil), true}, {item("benefits_risks", nil), true}, {item("samples", nil), false}},
		Prefilled: map[string]lang.Text{"purpose": lang.Same("why")},
		Ways:      []rules.Item{item("written", nil), item("oral", nil)},
		Triggers: []rules.Item{item("content", map[string]any{"who": "all", "headings": []any{"purpose"}}), item("risk", map[string]any{"who": "all", "headings": []any{"benefits_risks"}}),
			item("capacity", map[string]any{"who": "one"})},
		Papers: []Paper{{Field: "consent_form", Hash: "h"}}}
}

// desk folds what it decides, as the journal would.
type desk struct {
	t      *rapid.T
	events []journal.Event
}

func (h *desk) state() State {
	st, err := Fold(h.events)
	if err != nil {
		h.t.Fatal(err)
	}
	return st
}

func (h *desk) add(news []journal.New, err error) error {
	for _, n := range news {
		h.events = append(h.events, journal.Event{Stream: Stream("a"), Version: int64(len(h.events) + 1), Type: n.Body.EventType(), Body: n.Body,
			At: time.Date(2026, 11, 20, 0, 0, len(h.events), 0, time.UTC)})
	}
	return err
}

// Random histories: nobody ever agrees to a version that is not in force; who
// is to be asked again is so until they agree again or withdraw; counts add up.
func TestRandomConsentHistories(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := &desk{t: rt}
		f := testFacts()
		_ = h.add(State{}.Start(f))
		for i := range rapid.IntRange(5, 60).Draw(rt, "acts") {
			s := h.state()
			code := rapid.SampledFrom([]string{"N1", "N2", "N3", "张三", "13812345678"}).Draw(rt, "code")
			switch rapid.IntRange(0, 8).Draw(rt, "act") {
			case 0, 1:
				heading := rapid.SampledFrom([]string{"purpose", "benefits_risks", "samples", "nonsense"}).Draw(rt, "heading")
				_ = h.add(s.Save(Save{Sections: map[string]lang.Text{heading: lang.Same(string(rune('a' + i%26)))}}, f))
			case 2:
				_ = h.add(s.Cut(CutVersion{Triggers: rapid.SampledFrom([][]string{nil, {"risk"}, {"capacity"}}).Draw(rt, "triggers"),
					Reason: rapid.SampledFrom([]string{"", "a slip of the pen"}).Draw(rt, "reason")}, f))
			case 3:
				_ = h.add(s.PutTo("r", 1))
			case 4, 5:
				if Table.Allows(s.State, "consent.approved") {
					v := s.Versions[s.Put.N-1]
					_ = h.add([]journal.New{journal.Because(Approved{N: v.N, Review: "r", Reconsent: len(v.Triggers) > 0})}, nil)
				}
			case 6:
				_ = h.add(s.Record(Record{Codes: []string{code}, Document: rapid.SampledFrom([]string{"participant", "guardian", "assent"}).Draw(rt, "document"),
					Way: "written", Young: rapid.Bool().Draw(rt, "young"), N: rapid.IntRange(0, 3).Draw(rt, "n"), Day: "2026-11-19"}, f))
			case 7:
				_ = h.add(s.Withdraw(OnPerson{Code: code, Day: "2026-11-20"}, f))
			case 8:
				_ = h.add(s.Grow(OnPerson{Code: code, Day: "2026-11-20", Assent: rapid.Bool().Draw(rt, "assent")}, f))
			}
			h.check()
		}
	})
}

// check derives from the bare events what must hold.
func (h *desk) check() {
	force, cut := 0, map[int]Cut{}
	agreed, owes := map[string]bool{}, map[string]bool{}
	guarded, asked := map[string]int{}, map[string]int{} // version agreed to by the guardian, and in person beside
	for _, e := range h.events {
		switch b := e.Body.(type) {
		case Cut:
			cut[b.N] = b
			if b.N != len(cut) || b.Sections["purpose"].IsZero() || b.Sections["benefits_risks"].IsZero() {
				h.t.Fatalf("fixed with headings missing, or out of order: %+v", b)
			}
		case Approved:
			force = b.N
			for code := range agreed {
				if b.Reconsent {
					owes[code] = true
				}
			}
		case Given:
			for _, code := range b.Codes {
				if b.Beside != "" {
					if guarded[code] != b.N || b.N != force || !agreed[code] || owes[code] {
						h.t.Fatalf("%s was asked for version %d before the guardian", code, b.N)
					}
					asked[code] = b.N
					continue
				}
				if delete(guarded, code); b.Document == "guardian" {
					guarded[code] = b.N
				}
				if b.N != force || Code(code) != nil {
					h.t.Fatalf("%s agreed to version %d while %d was in force", code, b.N, force)
				}
				agreed[code] = true
				delete(owes, code)
			}
		case Withdrawn:
			if !agreed[b.Code] {
				h.t.Fatalf("%s withdrew what was never given", b.Code)
			}
			delete(agreed, b.Code)
			delete(owes, b.Code)
		case CapacityRisen:
			if b.Assent {
				if guarded[b.Code] == 0 {
					h.t.Fatalf("%s is to be asked beside nobody", b.Code)
				}
				continue
			}
			owes[b.Code] = true
		}
	}
	for code, p := range h.state().People {
		if p.Unasked() && (guarded[code] == 0 || asked[code] == guarded[code] || !agreed[code]) {
			h.t.Fatalf("%s lacks an assent: %+v", code, p)
		}
	}
	if st := h.state(); st.Owed != len(owes) || st.InForce != force {
		h.t.Fatalf("%d owe and version %d is in force, not %d and %d", len(owes), force, st.Owed, st.InForce)
	}
}

// A later version that touches what the pack watches needs the trigger, or a
// reason; the version in force is what everything is compared with.
func TestReconsentIsDecidedByThePack(t *testing.T) {
	f := testFacts()
	old := map[string]lang.Text{"purpose": lang.Same("why"), "benefits_risks": lang.Same("none")}
	s := State{Version: 5, State: StateRevising, InForce: 1, Versions: []Version{{Cut: Cut{N: 1, Sections: old}}},
		Sections: map[string]lang.Text{"purpose": lang.Same("why"), "benefits_risks": lang.Same("pain")}}
	if hints := s.Suggested(f); len(hints) != 1 || hints[0].Code != "risk" {
		t.Fatalf("the changed risks point to %v", hints)
	}
	if _, err := s.Cut(CutVersion{}, f); err == nil {
		t.Error("a riskier version was fixed without a word")
	}
	if _, err := s.Cut(CutVersion{Reason: "only a clearer word"}, f); err != nil {
		t.Error(err)
	}
	news, err := s.Cut(CutVersion{Triggers: []string{"risk"}}, f)
	if err != nil || len(news[0].Body.(Cut).Triggers) != 1 {
		t.Errorf("%v, %v", news, err)
	}
	if _, err := s.Cut(CutVersion{Triggers: []string{"capacity"}}, f); err == nil {
		t.Error("what concerns one person was taken for all")
	}
}

// The form is made from the application: lines without an answer are left out.
func TestTheFormIsMadeFromTheApplication(t *testing.T) {
	head := Heading{Item: rules.Item{Code: "purpose", Attrs: map[string]any{"body": lang.T("名称：{title}\n{purpose}", "Name: {title}\n{purpose}")}}}
	got := prefill([]Heading{head}, map[string]lang.Text{"title": lang.Same("Sleep")})["purpose"]
	if want := lang.T("名称：Sleep", "Name: Sleep"); got != want {
		t.Errorf("got %v", got)
	}
}

// Each layer by itself: the guardian first, then whoever is old enough to be asked;
// when they come to decide alone, nobody is asked beside them.
func TestAssentStandsBesideTheGuardian(t *testing.T) {
	f := testFacts()
	s := State{Version: 5, State: StateInForce, InForce: 1, Documents: f.Documents, People: map[string]Person{
		"N1": {N: 1, Document: "guardian", Asks: true}, "N2": {N: 1, Document: "guardian"}, "N3": {N: 1, Document: "participant"}}}
	record := func(document, code string, young bool) error {
		_, err := s.Record(Record{Codes: []string{code}, Document: document, Way: "written", Young: young, Day: f.Today}, f)
		return err
	}
	for name, err := range map[string]error{"asked beside nobody": record("assent", "N4", false), "an adult asked beside nobody": record("assent", "N3", false),
		"an adult who is too young": record("participant", "N4", true)} {
		if err == nil {
			t.Error(name)
		}
	}
	for name, err := range map[string]error{"asked": record("assent", "N1", false), "asked early": record("assent", "N2", false), "too young": record("guardian", "N4", true)} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for code, fine := range map[string]bool{"N1": false, "N2": true, "N3": false} {
		if _, err := s.Grow(OnPerson{Code: code, Day: f.Today, Assent: true}, f); (err == nil) != fine {
			t.Errorf("%s grew old enough to be asked: %v", code, err)
		}
	}
}
