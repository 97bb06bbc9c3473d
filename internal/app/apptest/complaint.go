package apptest

import (
	"context"
	"time"

	"lunheng/internal/complaint"
	"lunheng/internal/complaint/sealed"
	"lunheng/internal/store"
)

// Passphrase locks the keys of those who receive reports in the world.
const Passphrase = "明川-keys-of-the-office"

// Intake is who receives reports for a body, with everybody's key pair by short name.
type Intake struct {
	Body  string
	Pairs map[string]sealed.Pair
}

// Receive lets some people receive reports for a body, named by who answers for it,
// and one of them keep identities; empty: nobody.
func (w *World) Receive(by, body, custodian string, receivers ...string) Intake {
	w.T.Helper()
	in := Intake{body, map[string]sealed.Pair{}}
	duty := func(name, duty string) {
		ctx := context.Background()
		w.Done(w.Complaint.Name(ctx, w.As(by), w.tick(), complaint.Name{Intake: body, Person: w.Person(name), Duty: duty}))
		p, err := sealed.NewPair(Passphrase)
		w.check(err)
		w.Done(w.Complaint.SetKey(ctx, w.As(name), w.tick(), complaint.SetKey{Intake: body, Public: p.Public, Locked: p.Locked}))
		in.Pairs[name] = p
	}
	for _, name := range receivers {
		duty(name, complaint.Receiver)
	}
	if custodian != "" {
		duty(custodian, complaint.Custodian)
	}
	return in
}

// Reporter is what a reporter's browser knows.
type Reporter struct {
	ID      string // of the report; the reporter does not know it
	Receipt string
	Lookup  string
	Own     sealed.Pair
}

// Reporting makes a report as a browser does: words for all who receive there but those
// barred, an identity for the custodians where there is one.
func (w *World) Reporting(body, words, identity string, barred ...string) (complaint.Filing, Reporter) {
	w.T.Helper()
	receipt, err := sealed.NewReceipt()
	w.check(err)
	var out []string
	for _, name := range barred {
		out = append(out, w.Person(name))
	}
	in, err := w.Complaint.Intake(w.Read(context.Background()), body)
	w.check(err)
	f, own, err := complaint.Compose(in, receipt, words, identity, out...)
	w.check(err)
	return f, Reporter{Receipt: receipt, Lookup: f.Lookup, Own: own}
}

// Letter seals words to keys.
func (w *World) Letter(words string, keys ...string) complaint.Letter {
	w.T.Helper()
	l, err := complaint.ComposeLetter(words, keys...)
	w.check(err)
	return l
}

// Report hands a report in.
func (w *World) Report(body, words, identity string, barred ...string) Reporter {
	w.T.Helper()
	f, who := w.Reporting(body, words, identity, barred...)
	_, err := w.Complaint.File(context.Background(), w.tick(), f)
	w.check(err)
	w.check(w.Read(context.Background()).Row(`select complaint from complaint_letters where digest = $1`, f.Digest).Scan(&who.ID))
	return who
}

// Overnight lets a day pass and what is done at its end happen.
func (w *World) Overnight() {
	w.T.Helper()
	w.Advance(24 * time.Hour)
	w.check(w.SettleReports(context.Background()))
}

// Opened is a letter of a report as somebody with a key reads it.
func (w *World) Opened(r store.Reader, id string, seq int, p sealed.Pair) string {
	w.T.Helper()
	var text string
	w.check(r.Row(`select sealed from complaint_letters where complaint = $1 and seq = $2`, id, seq).Scan(&text))
	raw, err := sealed.Open(text, p.Secret())
	w.check(err)
	l, err := sealed.Unpack(raw)
	w.check(err)
	return l.Text
}
