package sites

import (
	"slices"
	"strings"

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
		if err != nil || old.State == StateNone || old.Status.State == state || old.Status.State == parcel.Terminated || old.Status.State == parcel.Superseded {
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
	c, err := s.Reviews.Look(tx, e.Subject())
	if err != nil {
		return err
	}
	return s.state(tx, c, parcel.Superseded, b.Label())
}
