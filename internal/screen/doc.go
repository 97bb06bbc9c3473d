// Package screen finds in what people write the facts that a careless
// self-assessment leaves out: people, specimens, animals, pathogens, the list of
// seven. It shows the words that led to a fact, and asks; it never decides.
//
// It knows no word itself. Packs hold three lists:
//
//   - screen_facts: what can be found, the question to ask, and (as show_when on the
//     assessment's variables) when the answers given do not cover it;
//   - screen_topics: words under a name, such as plants, that say what a text is
//     about, and traps, words that only hide shorter ones inside them: 猕猴桃 hides 猕猴;
//   - screens: patterns. One names a fact, words (or topics whose words count), topics
//     or facts of which it needs one (near the word, or anywhere), and those that
//     silence it.
//
// The rule for words: inside a word that hides others, shorter words do not count.
// Case, full width and traditional characters make no difference. A word that
// begins or ends with a letter of the alphabet stands alone (cat is not in
// education) unless it ends in a star; ^ and $ ask for an edge of a keyword;
// {a,b} stands for either.
//
//	s, err := screen.New(book.On(day, region))  // all mistakes at once, as errs.List
//	for _, f := range s.Text("HCV/GBV-B嵌合病毒感染狨猴早期…") {
//		f.Fact, f.Words                          // primates [狨猴]
//	}
//
// A long text is read passage by passage, each in the light of the title, so that a
// word on page nine does not silence one on page two. A [Screener] never changes.
package screen
