package veto

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// ProofFormat names the form of an answer by row.
const ProofFormat = "lunheng-veto-answer/1"

// Proof is the answer by row as a file. The receipt of [Answered] names its SHA-256,
// and so whoever has both can check them offline; with the list that was asked about,
// [Proof.Covers] tells whether the answer is for that list. It names nobody: rows are
// told by their numbers.
type Proof struct {
	Format   string       `json:"format"`
	Question string       `json:"question"`
	BodyKind string       `json:"body_kind"`
	Body     string       `json:"body"`
	Name     lang.Text    `json:"name"`
	Purpose  string       `json:"purpose"`
	Day      calendar.Day `json:"day"`
	Rows     int          `json:"rows"`
	List     string       `json:"list"` // HMAC-SHA256 of the rows under the key
	Key      string       `json:"key"`
	Totals
	Answers []Answer `json:"answers"` // the rows that are not clear; all others are
}

// proof is the file of an answered question. Its bytes are the same whenever it is
// made.
func (s *Service) proof(st State) ([]byte, error) {
	key, err := s.key(st.ID)
	if err != nil {
		return nil, err
	}
	raw, err := json.MarshalIndent(Proof{Format: ProofFormat, Question: st.ID, BodyKind: st.BodyKind, Body: st.Body, Name: st.Name, Purpose: st.Purpose, Day: st.Day, Rows: st.Rows,
		List: st.Digest, Key: hex.EncodeToString(key), Totals: st.Totals, Answers: slices.Concat([]Answer{}, st.Answers)}, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write answer %s: %w", st.ID, err)
	}
	return append(raw, '\n'), nil
}

// answered is the event that ends a question after its last part.
func (s *Service) answered(st State, last PartAnswered, day calendar.Day) (Answered, error) {
	st.Day, st.Totals, st.Answers = day, st.Totals.plus(last.Totals), slices.Concat(st.Answers, last.Answers)
	file, err := s.proof(st)
	sum := sha256.Sum256(file)
	return Answered{BodyKind: st.BodyKind, Body: st.Body, Name: st.Name, Purpose: st.Purpose, Day: day, Rows: st.Rows, List: st.Digest, File: hex.EncodeToString(sum[:]), Totals: st.Totals}, err
}

// Prove gives the answer by row as a file, once there is one.
func (s *Service) Prove(st State) ([]byte, error) {
	if st.State != StateAnswered {
		return nil, errs.Refuse("veto.unanswered", "还没有答复。", "It is not answered yet.")
	}
	return s.proof(st)
}

// ReadProof reads an answer by row.
func ReadProof(raw []byte) (Proof, error) {
	var p Proof
	if err := json.Unmarshal(raw, &p); err != nil || p.Format != ProofFormat {
		return p, errs.New(errs.Invalid, "veto.proof", lang.T("文件不是否决核查的逐行答复（%s）。", "The file is no answer by row of a veto check (%s)."), ProofFormat)
	}
	return p, nil
}

// Covers refuses when the answer is not for this list.
func (p Proof) Covers(list []byte) error {
	rows, err := ReadRows(list)
	if err != nil {
		return err
	}
	key, err := hex.DecodeString(p.Key)
	if err != nil {
		return fmt.Errorf("read the key of the answer: %w", err)
	}
	raw, err := json.Marshal(rows)
	if err != nil {
		return fmt.Errorf("read %d rows: %w", len(rows), err)
	}
	if !hmac.Equal([]byte(digest(key, raw)), []byte(p.List)) {
		return errs.Refuse("veto.other_list", "这份答复不是对这份名单的：名单有 %d 行，答复有 %d 行，或者内容不同。", "This answer is for another list: the list has %d rows and the answer %d, or what stands in them differs.", len(rows), p.Rows)
	}
	return nil
}

// key is the key of one question; that of none tells requests apart.
func (s *Service) key(id string) ([]byte, error) {
	house, err := s.Vault.Derive("veto questions")
	if err != nil {
		return nil, err
	}
	h := hmac.New(sha256.New, house)
	h.Write([]byte(id))
	return h.Sum(nil), nil
}

// digest commits to rows without telling them.
func digest(key, raw []byte) string {
	h := hmac.New(sha256.New, key)
	h.Write(raw)
	return hex.EncodeToString(h.Sum(nil))
}
