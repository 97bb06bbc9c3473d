package demo

import (
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/complaint"
	"lunheng/internal/complaint/sealed"
	"lunheng/internal/store"
)

// receipts of the demo's reports that visitors may open; the page of the channel
// names the first two.
const (
	openReceipt   = "1000200030004000"
	closedReceipt = "1000200030004001"
	otherReceipts = "100020003000500"
)

// reported lets the main unit and its department receive reports, and lets some come
// in. The keys of all of them are locked with the demo's password.
func (m *sim) reported() {
	u := m.units[mainUnit]
	d := m.departments[u.Department]
	m.planAside(m.ago(62), "say who receives reports", m.channel, func(at time.Time) error {
		for _, one := range [receivers]struct {
			body, duty string
			by, who    *person
		}{{u.id, complaint.Receiver, u.officer, u.committee.secretary}, {u.id, complaint.Receiver, u.officer, u.committee.members[2].person}, {u.id, complaint.Custodian, u.officer, u.committee.chair()},
			{d.id, complaint.Receiver, d.supervisor, d.supervisor}} {
			if err := m.duty(one.body, one.duty, one.by, one.who, at); err != nil {
				return err
			}
		}
		return nil
	})
	closed := m.wrong(60, closedReceipt, "实验动物的使用记录有三页是事后补写的。\nThree pages of the animal records were written afterwards.", "")
	open := m.wrong(25, openReceipt, "问卷里收集了身份证号，同意书上没有写。\nThe questionnaire asks for identity numbers; the consent form does not say so.", "虚构举报人，电话 000-0000-0000\nAn invented reporter, telephone 000-0000-0000")
	referred := m.wrong(15, otherReceipts+"1", "外单位人员冒用本单位名义招募受试者。\nOutsiders recruit participants in our name.", "")
	m.wrong(8, otherReceipts+"2", "会议记录与当天的讨论不符。\nThe minutes do not match what was said.", "")
	m.wrong(0, otherReceipts+"3", "样本出境没有办理手续。\nSamples went abroad without the papers.", "")
	m.handle(closed, 4, func(at time.Time, on complaint.On) error {
		return m.closed(on, at)
	})
	m.handle(open, 4, func(at time.Time, on complaint.On) error {
		if err := done(m.Complaint.TakeUp(m.ctx, u.committee.secretary.as(at), at, on)); err != nil {
			return err
		}
		return m.write(u.committee.secretary, on.Complaint, "收到。是哪一个项目的问卷？\nThank you. Which project's questionnaire is it?", at)
	})
	m.handle(open, 12, func(at time.Time, on complaint.On) error {
		return done(m.Complaint.AskIdentity(m.ctx, u.committee.secretary.as(at), at, complaint.Reasoned{Complaint: on.Complaint, Reason: "须请举报人当面辨认问卷。\nThe reporter has to point the questionnaire out."}))
	})
	m.handle(referred, 4, func(at time.Time, on complaint.On) error {
		p := u.committee.secretary.as(at)
		if err := done(m.Complaint.Refer(m.ctx, p, at, complaint.Refer{Complaint: on.Complaint, To: "明川市公安局 Mingchuan police", Reason: "涉嫌违法，不属于伦理审查的范围。\nIt may be a crime, outside the scope of ethics review."})); err != nil {
			return err
		}
		return done(m.Complaint.Hold(m.ctx, p, at, complaint.Reasoned{Complaint: on.Complaint, Reason: "可能作为证据。\nIt may serve as evidence."}))
	})
	m.plan(m.ago(3), "journal reports", m.channel, func(at time.Time) error {
		_, err := m.Complaint.Journalise(m.ctx, at)
		return err
	})
}

// duty gives somebody a duty and a key.
func (m *sim) duty(body, duty string, by, who *person, at time.Time) error {
	if err := done(m.Complaint.Name(m.ctx, by.as(at), at, complaint.Name{Intake: body, Person: who.id, Duty: duty})); err != nil {
		return err
	}
	p := <-m.pairs
	if p.err != nil {
		return p.err
	}
	return done(m.Complaint.SetKey(m.ctx, who.as(at), at, complaint.SetKey{Intake: body, Public: p.Public, Locked: p.Locked}))
}

// receivers is how many people have a duty and a key.
const receivers = 4

type pair struct {
	sealed.Pair
	err error
}

// makePairs makes the keys of the receivers while the city is founded: to lock one
// takes a quarter of a second, and is meant to.
func makePairs() <-chan pair {
	out := make(chan pair, receivers)
	go func() {
		for range receivers {
			p, err := sealed.NewPair(Password)
			out <- pair{p, err}
		}
	}()
	return out
}

// report is one that comes in.
type report struct {
	came   time.Time
	digest string // of its first letter, by which its receivers' list is searched
}

// wrong plans that a report comes in, to the main unit.
func (m *sim) wrong(ago int, receipt, words, identity string) *report {
	in := &report{came: m.ago(ago)}
	m.planAside(in.came, "report a wrong", m.channel, func(at time.Time) error {
		intake, err := m.Complaint.Intake(m.Journal.DB.Read(m.ctx), m.units[mainUnit].id)
		if err != nil {
			return err
		}
		f, _, err := complaint.Compose(intake, receipt, words, identity)
		if err != nil {
			return err
		}
		in.digest = f.Digest
		_, err = m.Complaint.File(m.ctx, at, f)
		return err
	})
	return in
}

// handle plans that a receiver does something with a report, some days after it came in.
func (m *sim) handle(in *report, days int, do func(at time.Time, on complaint.On) error) {
	m.plan(m.later(in.came, days), "handle a report", m.channel, func(at time.Time) error {
		if _, err := m.Complaint.Journalise(m.ctx, at); err != nil {
			return err
		}
		id, err := m.find(in, at)
		if err != nil {
			return err
		}
		return do(at, complaint.On{Complaint: id})
	})
}

// find finds a report among those that the secretary receives.
func (m *sim) find(in *report, at time.Time) (string, error) {
	r, p := m.Journal.DB.Read(m.ctx), m.units[mainUnit].committee.secretary.as(at)
	page, err := complaint.List(r, p, complaint.Filter{}, store.Paging{})
	if err != nil {
		return "", err
	}
	for _, row := range page.Items {
		if first, err := m.Complaint.Post(r, p, row.ID, 1); err == nil && first.Digest == in.digest {
			return row.ID, nil
		}
	}
	return "", auth.Allow(r, p, auth.ComplaintView, auth.Complaint, "")
}

func (m *sim) write(who *person, id, words string, at time.Time) error {
	v, err := m.Complaint.See(m.Journal.DB.Read(m.ctx), who.as(at), id)
	if err != nil {
		return err
	}
	l, err := complaint.ComposeLetter(words, v.Keys...)
	if err != nil {
		return err
	}
	return done(m.Complaint.Reply(m.ctx, who.as(at), at, complaint.Reply{Complaint: id, Letter: l}))
}

func (m *sim) closed(on complaint.On, at time.Time) error {
	who := m.units[mainUnit].committee.secretary
	if err := done(m.Complaint.TakeUp(m.ctx, who.as(at), at, on)); err != nil {
		return err
	}
	if err := m.write(who, on.Complaint, "已核对原始记录，感谢您指出。\nWe have checked the original records; thank you.", at); err != nil {
		return err
	}
	return done(m.Complaint.Close(m.ctx, who.as(at), at, complaint.Close{Complaint: on.Complaint, Code: "settled", Reason: "记录已更正并注明，已提醒课题组。\nThe records were corrected and marked, and the team was reminded."}))
}
