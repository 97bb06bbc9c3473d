package sites

import (
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/sites/parcel"
	"lunheng/internal/store"
)

// Reactions tell what cases cause here, in the same transaction.
func (s *Service) Reactions() []journal.Reaction {
	out := []journal.Reaction{}
	for event, state := range map[string]string{"conduct.suspended": parcel.Suspended, "conduct.lapsed": parcel.Suspended, "conduct.terminated": parcel.Terminated,
		"conduct.resumed": parcel.InForce, "conduct.reinstated": parcel.InForce, "conduct.followed_up": parcel.InForce} {
		out = append(out, journal.Reaction{On: event, Do: s.onConduct(state), Reason: "what stops the lead's work, or lets it go on, its sites hear at once"})
	}
	slices.SortFunc(out, func(a, b journal.Reaction) int { return strings.Compare(a.On, b.On) })
	return append(out, []journal.Reaction{
		{On: "review.approved", Do: s.onApproved, Reason: "the lead's approval starts its time for the package; a recognition case that ends so agrees"},
		{On: "review.changes_confirmed", Do: s.onApproved, Reason: "so does an approval after changes"},
		{On: "review.rejected", Do: s.onRejected, Reason: "nothing is left to recognise; a recognition case that ends so disagrees"},
		{On: "review.withdrawn", Do: s.onRejected, Reason: "a case that was withdrawn takes its sites along"},
		{On: "review.letter_issued", Do: s.onLetter, Reason: "a corrected letter supersedes the package that holds the old one"},
		{On: "activity.amended", Do: s.onAmended, Reason: "an approved amendment supersedes the package about the version before it"},
		{On: "review.replaced", Do: s.onReplaced, Reason: "so does a new decision on appeal"},
		{On: "review.overtaken", Do: s.onReplaced, Reason: "so does one that overtakes the first"},
	}...)
}

// conductWords say why a decision stands otherwise; sites elsewhere read them as well.
var conductWords = map[string]string{"conduct.suspended": "牵头单位的活动已暂停 / the lead's work is suspended", "conduct.lapsed": "牵头单位的跟踪审查逾期 / the lead's follow-up is overdue",
	"conduct.terminated": "牵头单位的活动已终止 / the lead's work was terminated"}

// onConduct passes on what became of the lead's work: each word about it is one about
// the decision that its sites recognised. A decision that was ended does not come back.
func (s *Service) onConduct(state string) func(tx *journal.Tx, e journal.Event) error {
	return func(tx *journal.Tx, e journal.Event) error {
		kase, err := store.Column[string](tx, `select review from conducts where id = $1`, e.Subject())
		if err != nil || len(kase) == 0 {
			return err
		}
		old, err := s.loadParcel(tx, kase[0])
		if err != nil || old.State == StateNone || old.Status.State == state || old.Status.State == parcel.Terminated || old.Status.State == parcel.Superseded && state == parcel.InForce {
			return err
		}
		now, err := store.Column[string](tx, `select state from conducts where id = $1`, e.Subject())
		if err != nil || state == parcel.InForce && (len(now) == 0 || now[0] != "running") { // followed up, and still suspended
			return err
		}
		c, err := s.Reviews.Look(tx, kase[0])
		if err != nil {
			return err
		}
		return s.state(tx, c, state, conductWords[e.Type])
	}
}

// recognitions are the sites whose recognition case this is: one at most.
func recognitions(tx *journal.Tx, review string) ([]string, error) {
	return store.Column[string](tx, `select id from sites where recognition = $1`, review)
}

// ofCase runs on the site whose recognition case this is, or else on all sites of
// the lead's case.
func (s *Service) ofCase(tx *journal.Tx, review string, own func(State) []journal.New, leads func(State) []journal.New) error {
	ids, err := recognitions(tx, review)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return forEach(tx, review, func(st State) ([]journal.New, error) { return leads(st), nil })
	}
	st, err := load(tx, ids[0])
	if err != nil || st.Case != review {
		return err
	}
	return tx.Append(Stream(st.ID), own(st)...)
}

func (s *Service) onApproved(tx *journal.Tx, e journal.Event) error {
	var f Facts
	ready := false
	return s.ofCase(tx, e.Subject(), State.CommitteeAgreed, func(st State) []journal.New {
		if !ready {
			c, err := s.Reviews.Look(tx, e.Subject())
			if err != nil {
				return nil
			}
			f, ready = s.leadFacts(tx.Actor, tx.Now, c.Region), true
		}
		return st.Decided(f)
	})
}

func (s *Service) onRejected(tx *journal.Tx, e journal.Event) error {
	reasons := ""
	if b, ok := e.Body.(review.Rejected); ok {
		reasons = b.Reasons
	}
	return s.ofCase(tx, e.Subject(), func(st State) []journal.New { return st.CommitteeDisagreed(reasons) }, func(st State) []journal.New {
		news, err := st.Withdraw(e.Type)
		if err != nil {
			return nil
		}
		return news
	})
}

func (s *Service) onLetter(tx *journal.Tx, e journal.Event) error {
	b, ok := e.Body.(review.LetterIssued)
	if !ok || b.Replaces == 0 {
		return nil
	}
	return s.supersede(tx, e.Subject(), fmt.Sprintf("决定书已更正为%s / the letter was corrected: %s", b.Label(), b.Label()))
}

// onAmended: what the sites recognised is an older version from now on.
func (s *Service) onAmended(tx *journal.Tx, e journal.Event) error {
	b, ok := e.Body.(activity.Amended)
	kase, err := store.Column[string](tx, `select review from conducts where id = $1`, e.Subject())
	if err != nil || !ok || len(kase) == 0 {
		return err
	}
	return s.supersede(tx, kase[0], fmt.Sprintf("第 %d 次修正已批准 / amendment %d was approved", b.N, b.N))
}

func (s *Service) onReplaced(tx *journal.Tx, e journal.Event) error {
	return s.supersede(tx, e.Subject(), "申诉后重新作出了决定 / decided anew on appeal")
}

// supersede says so of the package of a case, whatever it was before; one that was
// terminated stays so.
func (s *Service) supersede(tx *journal.Tx, kase, reason string) error {
	old, err := s.loadParcel(tx, kase)
	if err != nil || old.State == StateNone || old.Status.State == parcel.Terminated {
		return err
	}
	c, err := s.Reviews.Look(tx, kase)
	if err != nil {
		return err
	}
	return s.state(tx, c, parcel.Superseded, reason)
}
