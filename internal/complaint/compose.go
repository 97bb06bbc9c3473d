package complaint

import "lunheng/internal/complaint/sealed"

// Compose makes a filing as the page does in a browser: for programs, the demo and
// tests. The barred are people of the intake whom the report is about.
func Compose(to Intake, receipt, words, identity string, barred ...string) (Filing, sealed.Pair, error) {
	lookup, err := sealed.Lookup(receipt)
	if err != nil {
		return Filing{}, sealed.Pair{}, err
	}
	own, err := sealed.NewPair(receipt)
	if err != nil {
		return Filing{}, own, err
	}
	f := Filing{Body: to.Body, Lookup: lookup, Public: own.Public, Locked: own.Locked, Barred: barred}
	l, err := ComposeLetter(words, append(keysOf(to.Ready(Receiver, barred...)), own.Public)...)
	if err != nil {
		return f, own, err
	}
	f.Digest, f.Sealed = l.Digest, l.Sealed
	if identity != "" {
		f.Identity, err = sealed.Seal([]byte(identity), keysOf(to.Ready(Custodian, barred...))...)
	}
	return f, own, err
}

// ComposeLetter encrypts words to keys.
func ComposeLetter(words string, keys ...string) (Letter, error) {
	raw, digest, err := sealed.Pack(sealed.Letter{Text: words})
	if err != nil {
		return Letter{}, err
	}
	text, err := sealed.Seal(raw, keys...)
	return Letter{Digest: digest, Sealed: text}, err
}

func keysOf(people []Person) []string {
	var out []string
	for _, p := range people {
		out = append(out, p.Key)
	}
	return out
}
