// Package assess reads activity profiles and says what the rules in force ask of
// an activity: whether it is reviewed, how, by whom, by when, and why.
//
// It is the one code path of the command line, the self-assessment pages and the
// API. It holds no law: the vocabulary of a profile is the decision point
// "assessment" of the packs, and so are all answers.
//
//	profiles, err := assess.Read(book, "profile.yaml", file) // every mistake at once, with its line
//	result, err := assess.Judge(book, profiles[0], day)
//	result.JSON(lang.ZH); result.Text(set, lang.ZH)
package assess

// point is the decision point that this package asks.
const point = "assessment"
