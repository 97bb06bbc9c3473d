package complaint

import (
	"database/sql"
	"errors"
	"fmt"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Channel is what a receipt opens. Dates are days, and receivers have no names.
type Channel struct {
	Body    string       `json:"body"`
	State   flow.State   `json:"state"`
	Day     calendar.Day `json:"day"`
	Locked  string       `json:"locked"` // the reporter's key, encrypted with the receipt
	Keys    []string     `json:"keys"`   // that letters are encrypted to; one's own comes last
	Letters []Said       `json:"letters"`
	Steps   []Step       `json:"steps"`
	Until   calendar.Day `json:"until,omitempty"` // the last day on which this is kept; empty: no end is set yet
	Proof   string       `json:"proof,omitempty"` // the event that proves the filing, once it is journalled
}

// Said is a letter in a channel.
type Said struct {
	Seq    int          `json:"seq"`
	Ours   bool         `json:"ours"` // from those who receive reports
	Day    calendar.Day `json:"day"`
	Digest string       `json:"digest"`
	Sealed string       `json:"sealed"`
}

// Step is something that has happened, in plain words.
type Step struct {
	Day  calendar.Day `json:"day"`
	Text lang.Text    `json:"text"`
}

// Channel opens the channel of a receipt, given its lookup value.
func (s *Service) Channel(r store.Reader, lookup string) (Channel, error) {
	var out Channel
	id, err := s.find(r, lookup)
	if err != nil {
		return out, err
	}
	var state, day, region string
	err = r.Row(`select f.body, f.state, f.day, f.region, b.locked from complaint_files f join complaint_boxes b on b.id = f.id where f.id = $1`, id).
		Scan(&out.Body, &state, &day, &region, &out.Locked)
	if errors.Is(err, sql.ErrNoRows) {
		return out, gone()
	}
	if err != nil {
		return out, fmt.Errorf("open channel: %w", err)
	}
	out.State, out.Day = flow.State(state), calendar.Day(day)
	if out.Keys, err = s.readers(r, id, out.Body); err != nil {
		return out, err
	}
	said, err := posts(r, id, true)
	if err != nil {
		return out, err
	}
	for _, p := range said {
		out.Letters = append(out.Letters, Said{p.Seq, p.Author != "", p.Day, p.Digest, p.Sealed})
	}
	events, err := s.J.Stream(r, Stream(id))
	if err != nil {
		return out, err
	}
	st, err := Fold(events)
	out.Until, out.Proof = st.Until, st.Proof
	out.Steps = steps(events, s.Book.On(out.Day, region))
	return out, err
}

// Prove gives the receipt of the log for the filing: that a letter with this digest
// was filed on this day, and nothing about who did.
func (s *Service) Prove(r store.Reader, lookup, logKey string) (journal.Receipt, error) {
	id, err := s.find(r, lookup)
	if err != nil {
		return journal.Receipt{}, err
	}
	st, err := s.Look(r, id)
	if err != nil {
		return journal.Receipt{}, err
	}
	if st.Proof == "" {
		return journal.Receipt{}, errs.New(errs.Refused, "complaint.unproven", lang.T("为了不留下提交的时刻，次日才记入日志；明天起可以下载证明。", "So that no hour is kept, it is journalled on the next day; the proof is there from tomorrow."))
	}
	return s.J.Receipt(r, logKey, st.Proof)
}

// steps tells a history to the reporter: who did something stays out of it.
func steps(events []journal.Event, set *rules.Set) []Step {
	out := []Step{}
	for _, e := range events {
		if text := say(e, set); !text.IsZero() {
			out = append(out, Step{calendar.Of(e.At), text})
		}
	}
	return out
}

// say tells one event in plain words; letters speak for themselves.
func say(e journal.Event, set *rules.Set) lang.Text {
	switch b := e.Body.(type) {
	case Filed:
		return lang.T("您于 %s 提交的内容已记入公开日志，可以证明。", "What you filed on %s stands in the public log and can be proved.").With(string(b.Day))
	case TakenUp:
		return lang.T("受理人已经开始处理。", "Those who receive reports have begun to work on it.")
	case HandedOver:
		return lang.T("已移交另一个单位或者部门处理，理由：%s", "It was handed over to another unit or department, because: %s").With(b.Reason)
	case Referred:
		return lang.T("已移交 %s，理由：%s", "It was referred to %s, because: %s").With(b.To, b.Reason)
	case Closed:
		return lang.T("已办结：%s。%s", "It is closed: %s. %s").With(word(set, "report_closings", b.Code), b.Reason)
	case Reopened:
		return lang.T("重新开始处理，理由：%s", "It is open again, because: %s").With(b.Reason)
	case Told:
		return b.say(set)
	case IdentityAsked:
		return lang.T("受理人请求打开您的身份，由身份保管人决定。", "Those who receive reports ask to know who you are; the custodian decides.")
	case IdentityOpened:
		return lang.T("身份保管人同意向提出请求的受理人打开您的身份，理由：%s", "The custodian has opened your identity to the one who asked, because: %s").With(b.Reason)
	case IdentityRefused:
		return lang.T("身份保管人没有同意打开您的身份。", "The custodian has not opened your identity.")
	}
	return lang.Text{}
}

func (t Told) say(set *rules.Set) lang.Text {
	text := t.Status.Text()
	for _, g := range t.Grounds {
		text = lang.T("%s%s。", "%s %s.").With(text, word(set, "report_acceptance", g))
	}
	return text
}

// word is a code of the packs in words; the code itself where they do not know it.
func word(set *rules.Set, list, code string) lang.Text {
	if item, ok := set.Item(list, code); ok {
		return item.Text
	}
	return lang.Same(code)
}
