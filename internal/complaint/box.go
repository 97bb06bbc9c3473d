package complaint

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/complaint/sealed"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Filing is a report as the reporter's browser hands it in. Everything that tells
// something is encrypted.
type Filing struct {
	Body     string   `json:"body" doc:"单位或部门 / unit or department"`
	Lookup   string   `json:"lookup" doc:"由回执号派生的查找值（scrypt，64 位十六进制）/ lookup value made from the receipt by scrypt, 64 hexadecimal digits"`
	Public   string   `json:"public" doc:"举报人自己的 age 公钥 / the reporter's own age public key"`
	Locked   string   `json:"locked" doc:"用回执号加密的私钥（age）/ its private half, encrypted with the receipt (age)"`
	Digest   string   `json:"digest" doc:"正文的 SHA-256 / SHA-256 of the letter"`
	Sealed   string   `json:"sealed" doc:"加密给全部受理人和自己的正文（age）/ the letter, encrypted to all receivers and oneself (age)"`
	Identity string   `json:"identity,omitempty" doc:"加密给身份保管人的身份（age），可不填 / who it is, encrypted to the custodians (age); may be left out"`
	Barred   []string `json:"barred,omitempty" doc:"举报涉及的受理人或保管人 / receivers or custodians whom it is about"`
	Head     bool     `json:"head,omitempty" doc:"涉及单位负责人 / it is about the head of the unit"`
}

// Letter is one more letter of either side.
type Letter struct {
	Digest string `json:"digest"`
	Sealed string `json:"sealed"`
}

// Note is a letter of the reporter.
type Note struct {
	Lookup string `json:"lookup"`
	Letter
}

// Reply is a letter of a receiver.
type Reply struct {
	Complaint string `json:"complaint"`
	Letter
	Key string `json:"key,omitempty"` // the letter's own digest keeps it from being sent twice
}

// Bounds of what is handed in, in bytes of ciphertext.
const (
	MaxSealed   = 12 << 20 // a letter with its files: some 8 MB before encryption
	maxIdentity = 16 << 10
	maxLocked   = 4 << 10
	maxLetters  = 500 // of one channel
)

// MaxFiles is how many bytes of files a letter may bring.
const MaxFiles = 8 << 20

// Admit decides whether a filing is taken in by those who receive reports.
func (f Filing) Admit(to Intake) error {
	if to.BodyKind == auth.Unit && f.Head {
		return superior()
	}
	receivers, custodians := to.Ready(Receiver, f.Barred...), to.Ready(Custodian, f.Barred...)
	if len(to.Ready(Receiver)) == 0 {
		return errs.Refuse("complaint.closed_office", "这里还没有受理举报的人员，请向其主管部门举报。", "Nobody receives reports here yet; turn to the department above.")
	}
	if len(receivers) == 0 {
		return superior()
	}
	var wrong errs.List
	for _, id := range f.Barred {
		if to.index(id) < 0 {
			wrong.Add(errs.Mistake("barred", "complaint.barred", "只能排除这里的受理人或者保管人。", "Only those who receive reports or keep identities here can be kept out."))
		}
	}
	if !hexadecimal(f.Lookup) {
		wrong.Add(errs.Mistake("lookup", "complaint.lookup", "查找值须为 64 位十六进制。", "The lookup value has 64 hexadecimal digits."))
	}
	if !sealed.Valid(f.Public) {
		wrong.Add(errs.Mistake("public", "complaint.key", "公钥不是 age 的 X25519 公钥。", "This is no X25519 public key of age."))
	}
	if err := sealed.Check(f.Locked, sealed.Shape{Passphrase: true}); err != nil || len(f.Locked) > maxLocked {
		wrong.Add(unsealed("locked", err))
	}
	if f.Identity != "" {
		if len(custodians) == 0 {
			wrong.Add(errs.Refuse("complaint.custody", "这里没有身份保管人，只能匿名举报。", "Nobody keeps identities here; a report can only come without a name.").At("identity"))
		} else if err := sealed.Check(f.Identity, sealed.Shape{Keys: len(custodians)}); err != nil || len(f.Identity) > maxIdentity {
			wrong.Add(unsealed("identity", err))
		}
	}
	for _, err := range (Letter{f.Digest, f.Sealed}).admit(len(receivers) + 1) {
		wrong.Add(err)
	}
	return wrong.Err()
}

// admit checks a letter, which is meant for so many keys.
func (l Letter) admit(keys int) (wrong []*errs.Error) {
	if !hexadecimal(l.Digest) {
		wrong = append(wrong, errs.Mistake("digest", "complaint.digest", "摘要须为 64 位十六进制。", "The digest has 64 hexadecimal digits."))
	}
	if len(l.Sealed) > MaxSealed {
		return append(wrong, errs.New(errs.TooLarge, "complaint.large", lang.T("内容太大：文件合计最多 8 MB。", "This is too large: files may have 8 MB together.")).At("sealed"))
	}
	if err := sealed.Check(l.Sealed, sealed.Shape{Keys: keys}); err != nil {
		wrong = append(wrong, unsealed("sealed", err))
	}
	return wrong
}

// superior leads to the body above.
func superior() error {
	return errs.Refuse("complaint.superior", "举报涉及单位负责人或者这里全部的受理人，不能由本单位受理；请向其主管部门或者上级部门举报（%s）。",
		"It is about the head of the unit, or about all who receive reports here, so the unit cannot take it; turn to the department above (%s).", ch2)
}

func unsealed(field string, because error) *errs.Error {
	return errs.Mistake(field, "complaint.sealed", "不是按要求加密的 age 文件：内容要加密给现在的全部受理人和举报人自己。请重新打开页面再试。",
		"This is not encrypted as it has to be: an age file for all who receive reports now, and for the reporter. Open the page again.").Because(because)
}

func hexadecimal(s string) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == 32
}

// Taken says what was taken in.
type Taken struct {
	Day    calendar.Day `json:"day"`
	Digest string       `json:"digest"`
}

// File takes a report in. It writes no journal, no time and nothing about where it
// came from; a later day's batch journals the digest.
func (s *Service) File(ctx context.Context, now time.Time, f Filing) (Taken, error) {
	out := Taken{calendar.Of(now), f.Digest}
	err := s.J.DB.Update(ctx, func(tx *store.Tx) error {
		kind, region, err := bodyOf(tx, f.Body)
		if err != nil {
			return err
		}
		to, err := s.intake(tx, f.Body)
		if err != nil {
			return err
		}
		to.Body, to.BodyKind = f.Body, kind
		if err := f.Admit(to); err != nil {
			return err
		}
		lookup, err := s.lookup(f.Lookup)
		if err != nil {
			return err
		}
		id := randomID()
		err = tx.Exec(`insert into complaint_boxes (id, body_kind, body, region, day, lookup, public, locked, identity, resting) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, true)`,
			id, kind, f.Body, region, string(out.Day), lookup, f.Public, f.Locked, f.Identity)
		if store.IsUnique(err) {
			return errs.New(errs.Conflict, "complaint.filed", lang.T("这份举报已经提交过了，请用回执号打开。", "This report was handed in already; open it with its receipt."))
		}
		if err != nil {
			return err
		}
		for _, person := range slices.Compact(slices.Sorted(slices.Values(f.Barred))) {
			if err := tx.Exec(`insert into complaint_barred (complaint, person) values ($1, $2)`, id, person); err != nil {
				return err
			}
		}
		return put(tx, id, 1, "", out.Day, Letter{f.Digest, f.Sealed})
	})
	return out, err
}

func put(tx *store.Tx, id string, seq int, author string, day calendar.Day, l Letter) error {
	return tx.Exec(`insert into complaint_letters (complaint, seq, author, day, digest, sealed, resting) values ($1, $2, $3, $4, $5, $6, true)`,
		id, seq, author, string(day), l.Digest, l.Sealed)
}

// lookup is what is stored in place of what a receipt gives: without the key of the
// house, nobody can try receipts on a copy of the database.
func (s *Service) lookup(value string) (string, error) {
	key, err := s.Vault.Derive("complaint receipts")
	if err != nil {
		return "", err
	}
	h := hmac.New(sha256.New, key)
	h.Write([]byte(value))
	return hex.EncodeToString(h.Sum(nil)), nil
}

// randomID is an id that tells nothing, unlike those of other streams.
func randomID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// Write takes a letter of the reporter in.
func (s *Service) Write(ctx context.Context, now time.Time, n Note) (Taken, error) {
	out := Taken{calendar.Of(now), n.Digest}
	return out, s.J.DB.Update(ctx, func(tx *store.Tx) error {
		id, err := s.find(tx, n.Lookup)
		if err != nil {
			return err
		}
		return s.add(tx, id, "", out.Day, n.Letter)
	})
}

// Reply takes a letter of a receiver in. Like the reporter's, it is journalled with
// the day's batch, so that no two times tell who answered whom how fast.
func (s *Service) Reply(ctx context.Context, p auth.Principal, now time.Time, cmd Reply) (journal.Outcome, error) {
	return journal.Outcome{Result: cmd.Complaint}, s.J.DB.Update(ctx, func(tx *store.Tx) error {
		if err := auth.Allow(tx, p, auth.ComplaintAct, auth.Complaint, cmd.Complaint); err != nil {
			return err
		}
		return s.add(tx, cmd.Complaint, p.Person, calendar.Of(now), cmd.Letter)
	})
}

// add puts a letter behind those that are there. The same letter once more is none.
func (s *Service) add(tx *store.Tx, id, author string, day calendar.Day, l Letter) error {
	var body, state string
	if err := tx.Row(`select body, state from complaint_files where id = $1`, id).Scan(&body, &state); err != nil {
		return fmt.Errorf("write to report: %w", err)
	}
	if state == string(StateDestroyed) {
		return gone()
	}
	keys, err := s.readers(tx, id, body)
	if err != nil {
		return err
	}
	var wrong errs.List
	for _, e := range l.admit(len(keys)) {
		wrong.Add(e)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	var last, same int
	if err := tx.Row(`select coalesce(max(seq), 0), coalesce(sum(case when digest = $2 then 1 else 0 end), 0) from complaint_letters where complaint = $1`, id, l.Digest).Scan(&last, &same); err != nil {
		return err
	}
	switch {
	case same > 0:
		return nil
	case last >= maxLetters:
		return errs.New(errs.TooMany, "complaint.letters", lang.T("这条通道已经有 %d 封信，不能再写。", "This channel has %d letters already; no more can be written."), maxLetters)
	}
	return put(tx, id, last+1, author, day, l)
}

// readers are the keys that a letter of a report is meant for: of all who receive
// reports there and are not barred, and the reporter's own, which comes last.
func (s *Service) readers(r store.Reader, id, body string) ([]string, error) {
	out, err := barred(r, id)
	if err != nil {
		return nil, err
	}
	to, err := s.intake(r, body)
	if err != nil {
		return nil, err
	}
	keys := keysOf(to.Ready(Receiver, out...))
	var own string
	if err := r.Row(`select public from complaint_boxes where id = $1`, id).Scan(&own); err != nil {
		return nil, fmt.Errorf("look up key of report: %w", err)
	}
	return append(keys, own), nil
}

// find gives the report of a lookup value. What is wrong and what is gone look alike.
func (s *Service) find(r store.Reader, value string) (string, error) {
	lookup, err := s.lookup(value)
	if err != nil {
		return "", err
	}
	var id string
	err = r.Row(`select id from complaint_boxes where lookup = $1`, lookup).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", gone()
	}
	return id, err
}

func gone() error {
	return errs.New(errs.NotFound, "complaint.receipt", lang.T("没有这个回执号的举报；也可能已过保存期限，内容已经销毁。", "There is no report with this receipt, or its time is over and it was destroyed.")).At("receipt")
}

// barred are those who may not read a report.
func barred(r store.Reader, id string) ([]string, error) {
	return store.Collect(r, func(rows *sql.Rows) (string, error) {
		var person string
		return person, rows.Scan(&person)
	}, `select person from complaint_barred where complaint = $1 order by person`, id)
}

// reseal replaces every letter of a report with one encrypted to other keys.
func reseal(tx *journal.Tx, cmd HandOver, keys int) error {
	var wrong errs.List
	var n int
	if err := tx.Row(`select count(*) from complaint_letters where complaint = $1`, cmd.Complaint).Scan(&n); err != nil {
		return err
	}
	if len(cmd.Letters) != n {
		wrong.Add(errs.Mistake("letters", "complaint.resealed", "须把全部 %d 封信重新加密给接收的单位或者部门。", "All %d letters have to be encrypted anew for those who get the report.", n))
	}
	for i, l := range cmd.Letters {
		if err := sealed.Check(l.Sealed, sealed.Shape{Keys: keys}); err != nil || len(l.Sealed) > MaxSealed {
			wrong.Add(unsealed(fmt.Sprintf("letters.%d", i), err))
			break
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	for _, l := range cmd.Letters {
		n, err := tx.ExecN(`update complaint_letters set sealed = $3 where complaint = $1 and seq = $2`, cmd.Complaint, l.Seq, l.Sealed)
		if err != nil {
			return err
		}
		if n != 1 {
			return errs.Mistake("letters", "complaint.resealed", "没有第 %d 封信。", "There is no letter %d.", l.Seq)
		}
	}
	return nil
}
