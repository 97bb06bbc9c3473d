package activity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/jobs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/screen/opinion"
)

// OpinionKind is the kind of job that asks the model.
const OpinionKind = "activity.opinion"

// Opinion is a second opinion by a machine on what the text speaks of.
type Opinion struct {
	Asked    int64                `json:"asked"` // version of the request
	By       string               `json:"by"`    // who asked for it
	At       time.Time            `json:"at,omitzero"`
	Model    string               `json:"model"`
	TextHash string               `json:"text_hash"`
	Given    bool                 `json:"given"`
	Facts    []opinion.Suggestion `json:"facts,omitempty"`
}

// AskOpinion asks the model, if there is one, for a second opinion.
type AskOpinion struct {
	Activity string `json:"activity"`
	Key      string `json:"key,omitempty"`
}

// opinionJob is what the job is made from; the text is read when it runs.
type opinionJob struct {
	Activity string `json:"activity"`
	Asked    int64  `json:"asked"`
	Prompt   string `json:"prompt"`
	Text     string `json:"text"`
}

// opinionText is what a model is sent: the title and the summary of the plan.
func (s State) opinionText() string {
	return opinion.Text(s.Title(), s.Fields["plan_summary"].String())
}

func hashText(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// AskOpinion decides on asking. The same text is not sent twice.
func (s State) AskOpinion(name, prompt string) ([]journal.New, error) {
	if err := s.editable(); err != nil {
		return nil, err
	}
	if name == "" {
		return nil, errs.New(errs.Refused, "activity.opinion.none", lang.T("没有配置模型。", "No model is configured."))
	}
	text := s.opinionText()
	if text == "" {
		return nil, errs.New(errs.Invalid, "activity.opinion.text", lang.T("还没有标题和摘要可读。", "There is no title and no summary to read yet."))
	}
	hash := hashText(text)
	if asked, _ := s.OpinionStands(name); asked {
		return nil, nil
	}
	return []journal.New{journal.Because(OpinionAsked{Model: name, Prompt: prompt, PromptHash: hashText(prompt), TextHash: hash})}, nil
}

// OpinionStands reports whether the named model was asked about the present text,
// and whether it has answered.
func (s State) OpinionStands(name string) (asked, given bool) {
	o := s.Opinion
	asked = o != nil && o.Model == name && o.TextHash == hashText(s.opinionText())
	return asked, asked && o.Given
}

// AskOpinion notes the request and, in the same transaction, the job that sends it.
func (s *Service) AskOpinion(ctx context.Context, p auth.Principal, now time.Time, cmd AskOpinion) (journal.Outcome, error) {
	name := ""
	if s.Machine != nil {
		name = s.Machine.Name()
	}
	return s.do(ctx, p, now, auth.Ask(auth.ActivityEdit, cmd.Activity, 0, cmd.Key, cmd), func(tx *journal.Tx, st State) ([]journal.New, error) {
		prompt := opinion.Prompt(s.Book.On(calendar.Of(now), st.Region))
		news, err := st.AskOpinion(name, prompt)
		if err != nil || len(news) == 0 {
			return nil, err
		}
		job := opinionJob{Activity: st.ID, Asked: st.Version + 1, Prompt: prompt, Text: st.opinionText()}
		return news, jobs.Enqueue(tx.Tx, fmt.Sprintf("opinion %s %d", st.ID, job.Asked), OpinionKind, job, now)
	})
}

// GiveOpinion asks the model and keeps what it says: the handler of [OpinionKind].
// When the application has been handed in meanwhile, nothing is kept.
func (s *Service) GiveOpinion(ctx context.Context, now time.Time, j jobs.Job) error {
	var job opinionJob
	if err := json.Unmarshal(j.Payload, &job); err != nil {
		return fmt.Errorf("read job %s: %w", j.ID, err)
	}
	if s.Machine == nil {
		return nil // it is not configured any more
	}
	var codes []string
	for _, f := range s.Book.On(calendar.Of(now), "").List("screen_facts") {
		codes = append(codes, f.Code)
	}
	facts, err := s.Machine.Ask(ctx, job.Prompt, job.Text, codes)
	if err != nil {
		return err
	}
	_, err = s.J.Do(ctx, journal.Act{Actor: journal.System, Now: now}, func(tx *journal.Tx) error {
		st, err := load(tx, job.Activity)
		if err != nil {
			return err
		}
		if st.editable() != nil || st.Opinion == nil || st.Opinion.Asked != job.Asked || st.Opinion.Given {
			return nil
		}
		return tx.Append(Stream(job.Activity), journal.Because(OpinionGiven{Asked: job.Asked, Model: s.Machine.Name(), Facts: facts}))
	})
	return err
}

// applyOpinion takes in what a machine was asked and said.
func (s *State) applyOpinion(e journal.Event) {
	switch b := e.Body.(type) {
	case OpinionAsked:
		s.Opinion = &Opinion{Asked: e.Version, By: e.Actor, At: e.At, Model: b.Model, TextHash: b.TextHash}
	case OpinionGiven:
		if s.Opinion != nil && s.Opinion.Asked == b.Asked {
			o := *s.Opinion
			o.Given, o.Facts = true, b.Facts
			s.Opinion = &o
		}
	}
}
