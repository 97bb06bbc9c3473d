package review

import (
	"strconv"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// IssueLetter makes the decision letter. With a reason it corrects the one
// that stands; both are kept.
type IssueLetter struct {
	Review  string `json:"review"`
	Reason  string `json:"reason"` // of the correction; empty for the first letter of a decision
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Certificate is what a letter certifies apart from the case itself.
type Certificate struct {
	Code            string // random
	Unit, Committee lang.Text
	Says            lang.Text // the outcome in words
	PDF             string
}

// stage says which decision a letter is about: a confirmed approval after
// changes is a new statement, not a correction.
func (c Case) stage() int {
	n := 2 * len(c.Decisions)
	if !c.ConfirmedAt.IsZero() {
		n++
	}
	return n
}

// letteredStage is the stage that the last letter states.
func (c Case) letteredStage() int {
	if len(c.Letters) == 0 {
		return 0
	}
	return c.Letters[len(c.Letters)-1].stage
}

// NextLetter is the statement that a letter issued now would make, without its
// certificate, or the refusal. Once changes are confirmed it states the outcome
// that approves without stipulations.
func (c Case) NextLetter(cmd IssueLetter, f Facts) (LetterIssued, error) {
	if err := c.allows("review.letter_issued"); err != nil {
		return LetterIssued{}, err
	}
	d := c.Decision()
	if d == nil {
		return LetterIssued{}, errs.Refuse("review.letter.undecided", "尚未作出决定。", "Nothing has been decided yet.")
	}
	out := LetterIssued{Kind: c.Kind, Number: c.Number, Revision: len(c.Letters) + 1, Title: c.Title, Outcome: d.Outcome,
		Decided: calendar.Of(c.DecidedAt), Reason: strings.TrimSpace(cmd.Reason)}
	if !c.ConfirmedAt.IsZero() {
		out.Decided = calendar.Of(c.ConfirmedAt)
		for _, o := range f.Outcomes {
			if o.Approves && !o.Stipulations {
				out.Outcome = o.Code
			}
		}
	}
	for _, s := range d.Stipulations {
		out.Conditions = append(out.Conditions, s.Text)
	}
	switch again := c.letteredStage() == c.stage(); {
	case again && out.Reason == "":
		return LetterIssued{}, errs.Mistake("reason", "review.letter.reason",
			"此决定已有决定书。更正须写明理由；仅需补寄的，请再次发送。",
			"This decision has its letter. A correction needs a reason; to deliver it again, send it again.")
	case again:
		out.Replaces = len(c.Letters)
	default:
		out.Reason = ""
	}
	return out, nil
}

// Label is the number as it stands on the paper: revisions after the first
// carry theirs behind it.
func (l LetterIssued) Label() string { return label(l.Number, l.Revision) }

func label(number string, revision int) string {
	if revision <= 1 {
		return number
	}
	return number + "-" + strconv.Itoa(revision)
}

// IssueLetter decides to issue the letter with its certificate.
func (c Case) IssueLetter(cmd IssueLetter, cert Certificate, f Facts) ([]journal.New, error) {
	out, err := c.NextLetter(cmd, f)
	if err != nil {
		return nil, err
	}
	out.Code, out.Unit, out.Committee, out.Says, out.PDF = cert.Code, cert.Unit, cert.Committee, cert.Says, cert.PDF
	return []journal.New{journal.Because(out, f.Grounds...)}, nil
}

// SendLetter records a sending, the first or a further one.
type SendLetter struct {
	Review   string `json:"review"`
	Revision int    `json:"revision"` // 0: the one that stands
	To       string `json:"to"`       // person; empty: the applicant
	How      string `json:"how"`      // mail, message, paper
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

// SendLetter decides to note a sending. A corrected letter is not sent any more.
func (c Case) SendLetter(cmd SendLetter, f Facts) ([]journal.New, error) {
	if err := c.allows("review.letter_sent"); err != nil {
		return nil, err
	}
	if len(c.Letters) == 0 {
		return nil, errs.Refuse("review.send.none", "还没有决定书。", "There is no letter yet.")
	}
	if cmd.Revision == 0 {
		cmd.Revision = len(c.Letters)
	}
	if cmd.Revision < 1 || cmd.Revision > len(c.Letters) {
		return nil, errs.New(errs.NotFound, "review.send.missing", lang.T("没有第 %d 版决定书。", "There is no revision %d."), cmd.Revision)
	}
	if by := c.Letters[cmd.Revision-1].Superseded; by > 0 {
		return nil, errs.Refuse("review.send.superseded", "第 %d 版已被第 %d 版取代。", "Revision %d was replaced by revision %d.", cmd.Revision, by)
	}
	if cmd.To == "" {
		cmd.To = c.Applicant
	}
	if cmd.How == "" {
		cmd.How = "message"
	}
	return []journal.New{journal.Because(LetterSent{Revision: cmd.Revision, To: cmd.To, How: cmd.How}, f.Grounds...)}, nil
}
