// Package complaint holds what pages about reports of wrongs need besides forms and
// records: words that only a browser can open, and what it encrypts before a form
// is sent.
package complaint

import "lunheng/internal/lang"

// Letters are the letters of a report, to be opened with a passphrase.
type Letters struct {
	Locked   []string // the reader's own keys, each locked with a passphrase
	Identity string   // opened to the reader by the custodian, encrypted to them; may be empty
	Items    []Letter
	Hint     string // of the demo alone: the passphrase
}

// Letter is one, of which the page knows only where its ciphertext lies.
type Letter struct {
	Seq    int
	Src    string
	Digest string
	Day    string
	Who    lang.Text
	Ours   bool
}

// Tool is what stands above a form that the browser completes.
type Tool struct {
	Kind     string   // reply, key, agree or handover: what the script makes
	Keys     string   // public keys that it encrypts to, divided by spaces
	Locked   []string // keys of the person that it may need
	Identity string   // for a custodian: what is opened
	Letters  []Letter // for a handover
	Targets  []Target
	Letter   bool // it asks for words
	Unlock   bool // it asks for a passphrase
	Twice    bool // it asks for a new passphrase
	Hint     string
}

// Target is a body to which a report can go.
type Target struct {
	Body string
	Keys string
}
