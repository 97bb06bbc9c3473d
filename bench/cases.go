package bench

import (
	"context"
	"fmt"

	"lunheng/internal/activity"
	"lunheng/internal/journal"
	"lunheng/internal/review"
)

// perAct is how many cases the generator journals in one transaction.
const perAct = 250

// mould is one case that went the whole road; the others are cast from it.
type mould struct {
	city         *City
	silent       journal.Journal // without reactions: their events are in the mould
	activityPart []journal.Event
	reviewPart   []journal.Event
}

// newMould walks one road and keeps its events.
func (c *City) newMould(ctx context.Context, original string) (*mould, error) {
	m := &mould{city: c, silent: *c.Journal}
	m.silent.Reactions = nil
	road := c.Road(original)
	for !road.Done() {
		if _, err := road.Next(ctx); err != nil {
			return nil, fmt.Errorf("walk the road: %w", err)
		}
	}
	if err := c.certify(ctx, road.Case); err != nil {
		return nil, err
	}
	r := c.Read(ctx)
	var err error
	if m.activityPart, err = c.Journal.Stream(r, activity.Stream(road.Activity)); err != nil {
		return nil, err
	}
	m.reviewPart, err = c.Journal.Stream(r, review.Stream(road.Case))
	return m, err
}

// certify issues and sends the letter of a decision.
func (c *City) certify(ctx context.Context, kase string) error {
	_, err := c.Review.IssueLetter(ctx, c.As("secretary"), c.Now(), review.IssueLetter{Review: kase})
	if err != nil {
		return fmt.Errorf("issue letter: %w", err)
	}
	if _, err = c.Review.SendLetter(ctx, c.As("secretary"), c.Now(), review.SendLetter{Review: kase}); err != nil {
		return fmt.Errorf("send letter: %w", err)
	}
	return nil
}

// fill makes cases, and seals as it goes, as a busy server would.
func (m *mould) fill(ctx context.Context, cases int, seal func() error) error {
	for done := 0; done < cases; done += perAct {
		act := journal.Act{Actor: m.city.People["lin"], Now: m.city.Now()}
		_, err := m.silent.Do(ctx, act, func(tx *journal.Tx) error {
			for i := done; i < min(done+perAct, cases); i++ {
				if err := m.cast(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil && done%(8*perAct) == 0 {
			err = seal()
		}
		if err != nil {
			return fmt.Errorf("make case %d: %w", done, err)
		}
	}
	return seal()
}

// How far the cases have come.
const (
	drafted = iota
	submitted
	accepted
	certified
)

// stage is how far case i has come. In a committee of long standing most files
// are closed: of 50, two are drafts, one waits for the secretary, two are
// accepted, and 45 are decided, with the letter sent.
func stage(i int) int {
	switch i % 50 {
	case 10, 35:
		return drafted
	case 20:
		return submitted
	case 5, 40:
		return accepted
	}
	return certified
}

// cast makes case i.
func (m *mould) cast(tx *journal.Tx, i int) error {
	act, err := tx.NewID()
	if err != nil {
		return err
	}
	kase, err := tx.NewID()
	if err != nil {
		return err
	}
	stage := stage(i)
	part, version := m.activity(act, kase, title(i), stage)
	if err := appendNew(tx, activity.Stream(act), part); err != nil || stage == drafted {
		return err
	}
	return appendNew(tx, review.Stream(kase), m.review(act, title(i), i, version, stage))
}

func appendNew(tx *journal.Tx, stream string, news []journal.New) error {
	if _, err := tx.Load(stream); err != nil {
		return err
	}
	return tx.Append(stream, news...)
}

// activity gives the events of an application, and the version submitted.
func (m *mould) activity(id, kase, title string, stage int) (out []journal.New, version int64) {
	for _, e := range m.activityPart {
		switch b := e.Body.(type) {
		case activity.Drafted:
			b.Fields = activity.Values{activity.TitleField: activity.Text(title)}
			e.Body = b
		case activity.Assessed:
			b.Profile.Title = title
			e.Body = b
		case activity.Submitted:
			b.Title = title
			e.Body, version = b, int64(len(out)+1)
		case activity.TakenUp:
			e.Body = activity.TakenUp{Review: kase}
		case activity.Approved:
			e.Body = activity.Approved{Review: kase}
		default:
			continue
		}
		if _, ok := e.Body.(activity.Submitted); ok && stage == drafted {
			break
		}
		if _, ok := e.Body.(activity.TakenUp); ok && stage < accepted {
			break
		}
		if _, ok := e.Body.(activity.Approved); ok && stage < certified {
			break
		}
		out = append(out, journal.New{Body: e.Body, Ground: e.Ground})
	}
	return out, version
}

// review gives the events of a case.
func (m *mould) review(act, title string, i int, version int64, stage int) (out []journal.New) {
	for _, e := range m.reviewPart {
		switch b := e.Body.(type) {
		case review.Opened:
			b.Activity, b.Title, b.Application = act, title, version
			e.Body = b
		case review.Accepted:
			if stage < accepted {
				return out
			}
			b.Seq += i + 1
			b.Number = fmt.Sprintf("%d-%06d", b.Year, b.Seq)
			e.Body = b
		case review.Scheduled:
			if stage < certified {
				return out
			}
		case review.Approved:
			b.Application = version
			e.Body = b
		case review.LetterIssued:
			b.Title, b.Number = title, fmt.Sprintf("%s-%06d", b.Number, i)
			b.Code = fmt.Sprintf("%s%06d", b.Code, i)
			e.Body = b
		case review.TakenUp, review.LetterSent:
		default:
			continue
		}
		out = append(out, journal.New{Body: e.Body, Ground: e.Ground})
	}
	return out
}

var (
	whom = []string{"青少年", "老年人", "孕产妇", "糖尿病患者", "术后患者", "小学生", "医务人员", "驾驶员", "早产儿", "慢阻肺患者", "社区居民"}
	what = []string{"睡眠", "近视", "跌倒", "血压", "焦虑", "营养", "听力", "步态", "疼痛", "用药", "记忆", "口腔", "感染"}
	how  = []string{"随机对照研究", "队列研究", "问卷调查", "影像分析", "机器学习预测", "基因关联研究", "质性访谈"}
)

// title names case i; a word of two characters stands in about one of
// thirteen.
func title(i int) string {
	return fmt.Sprintf("%s%s的%s（%d）", whom[i%len(whom)], what[i%len(what)], how[i%len(how)], i)
}
