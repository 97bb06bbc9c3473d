package programme

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// HashOf is the hash of a pledge's text: SHA-256 of its clauses as JSON, in both
// languages.
func HashOf(text []Clause) string {
	raw, err := json.Marshal(text)
	if err != nil { // clauses are plain texts
		raw = []byte(err.Error())
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// ToSign is the text that is signed now: the one that a side has signed, otherwise
// that of the packs today.
func (p Project) ToSign(f Facts) PledgeMade {
	if p.Pledge != nil && (p.Pledge.Leader != "" || p.Pledge.Unit != "") {
		return p.Pledge.PledgeMade
	}
	n := 1
	if p.Pledge != nil {
		n = p.Pledge.N
	}
	return PledgeMade{N: n, Text: f.Form, Hash: HashOf(f.Form)}
}

// Sign signs the pledge for a side: the leader, or an officer for the unit.
type Sign struct {
	Project string `json:"project"`
	Side    string `json:"side"`
	Hash    string `json:"hash"` // of the text that was read
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Sign decides to take a signature: of the text that was read, each side by somebody
// of its own.
func (p Project) Sign(cmd Sign, f Facts) ([]journal.New, error) {
	if err := p.in("project.pledge_signed"); err != nil {
		return nil, err
	}
	text := p.ToSign(f)
	var out []journal.New
	if p.Pledge == nil || p.Pledge.Hash != text.Hash {
		if len(text.Text) == 0 {
			return nil, errs.Refuse("project.no_pledge", "规则包没有承诺书的文本。", "The packs have no text of a pledge.")
		}
		out = append(out, journal.Because(text, f.Grounds...))
	}
	signed := p.Pledge
	if signed == nil {
		signed = &Pledge{}
	}
	mine, other := signed.Leader, signed.Unit
	if cmd.Side == SideUnit {
		mine, other = other, mine
	}
	switch {
	case cmd.Side != SideLeader && cmd.Side != SideUnit:
		return nil, errs.Mistake("side", "project.side", "请选择为谁签署。", "Choose for whom you sign.")
	case cmd.Side == SideLeader && f.Actor != p.Leader:
		return nil, errs.Refuse("project.sign.leader", "负责人一方由负责人本人签署。", "For the leader only the leader signs.")
	case cmd.Side == SideUnit && f.Actor == p.Leader || other == f.Actor:
		return nil, errs.Refuse("project.sign.both", "一个人不能为双方签署：单位一方由单位的另一人签署。", "Nobody signs for both sides: somebody else signs for the unit.")
	case mine != "":
		return nil, errs.Refuse("project.signed", "这一方已经签署。", "This side has signed already.")
	case cmd.Hash != text.Hash:
		return nil, errs.New(errs.Conflict, "project.pledge_text", lang.T("承诺书的文本已经变了，请重新阅读后再签。", "The text of the pledge has changed; read it again before you sign.")).At("hash")
	}
	return append(out, journal.Because(PledgeSigned{N: text.N, Side: cmd.Side, Hash: text.Hash}, f.Grounds...)), nil
}

// Note notes something that has to be corrected.
type Note struct {
	Project string `json:"project"`
	Pledge  bool   `json:"pledge,omitempty"` // the pledge was broken
	Text    string `json:"text"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// NoteFinding decides to note a finding, with the time to correct it.
func (p Project) NoteFinding(cmd Note, f Facts) ([]journal.New, error) {
	if err := p.in("project.finding_noted"); err != nil {
		return nil, err
	}
	if cmd.Pledge && !p.Pledge.Signed() {
		return nil, errs.Refuse("project.nothing_pledged", "没有双方签署的承诺书，不能认定违背承诺；请记为一般问题。", "No pledge was signed by both sides, so none can be broken; note it as a finding.").At("pledge")
	}
	var wrong errs.List
	body := FindingNoted{ID: f.NewID, Pledge: cmd.Pledge, Text: words("text", cmd.Text, &wrong)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if f.Clock != nil {
		m := *f.Clock
		m.Clock, m.Op, m.Who, m.Holder = Finding{ID: body.ID}.Clock(), flow.ClockStart, flow.RoleApplicant, p.Leader
		body.Moves = []flow.ClockMove{m}
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// Settle is what is said to a finding.
type Settle struct {
	Project string `json:"project"`
	Finding string `json:"finding"`
	Text    string `json:"text"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// AnswerFinding decides to take what was done about a finding.
func (p Project) AnswerFinding(cmd Settle, f Facts) ([]journal.New, error) {
	if _, err := p.finding(cmd, "project.finding_answered"); err != nil {
		return nil, err
	}
	var wrong errs.List
	body := FindingAnswered{ID: cmd.Finding, Text: words("text", cmd.Text, &wrong)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// CloseFinding decides that a finding is corrected; its people say first how.
func (p Project) CloseFinding(cmd Settle, f Facts) ([]journal.New, error) {
	x, err := p.finding(cmd, "project.finding_closed")
	if err != nil {
		return nil, err
	}
	if x.Answer == "" {
		return nil, errs.Refuse("project.unanswered", "项目方还没有说明如何纠正。", "The project's people have not said yet how it was corrected.")
	}
	var wrong errs.List
	body := FindingClosed{ID: cmd.Finding, Reason: words("text", cmd.Text, &wrong)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if !x.Due.IsZero() {
		body.Moves = []flow.ClockMove{{Clock: x.Clock(), Op: flow.ClockMeet}}
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// finding is an open finding, or the refusal.
func (p Project) finding(cmd Settle, event string) (Finding, error) {
	if err := p.in(event); err != nil {
		return Finding{}, err
	}
	x := p.Finding(cmd.Finding)
	if x == nil {
		return Finding{}, errs.New(errs.NotFound, "project.no_finding", lang.T("没有这个问题。", "There is no such finding."))
	}
	if x.Closed {
		return *x, errs.Refuse("project.finding_closed", "这个问题已经办结。", "This finding is closed already.")
	}
	return *x, nil
}
