package bench

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"runtime/metrics"
	"time"

	"lunheng/internal/assess"
	"lunheng/internal/rehearse"
	"lunheng/internal/store"
)

// Draft is the pack that a rehearsal tries.
//
//go:embed draft
var Draft embed.FS

// Rehearsal says what to measure: trying a draft on many recorded activities.
type Rehearsal struct {
	DB         *store.DB // empty
	Activities int
	Options    rehearse.Options
	Now        func() time.Time
	Format     string
	Out        io.Writer
}

// Rehearse fills a database with recorded activities, tries the draft on them, and
// writes how many a second were judged, and the memory that it took.
func Rehearse(ctx context.Context, o Rehearsal) error {
	if err := Record(ctx, o.DB, o.Activities, 1); err != nil {
		return err
	}
	runtime.GC()
	var peak uint64
	before := heap()
	start := o.Now()
	res, err := rehearse.Run(ctx, o.DB.Read(ctx), o.Options, func(int64, int64) { peak = max(peak, heap()) })
	if err != nil {
		return err
	}
	took := o.Now().Sub(start)
	if res.Judged+res.Unjudged != int64(o.Activities) || res.Changed == 0 {
		return fmt.Errorf("rehearse: judged %d of %d, %d changed", res.Judged, o.Activities, res.Changed)
	}
	if o.Format == "json" {
		return json.NewEncoder(o.Out).Encode(map[string]any{"what": "rehearse", "activities": o.Activities, "seconds": took.Seconds(),
			"per_second": float64(o.Activities) / took.Seconds(), "heap_before": before, "heap_peak": peak, "changed": res.Changed})
	}
	_, err = fmt.Fprintf(o.Out, "rehearse: %d activities in %.1f s, %.0f a second, %d change; heap %d MB before, %d MB at most\n",
		o.Activities, took.Seconds(), float64(o.Activities)/took.Seconds(), res.Changed, before>>20, peak>>20)
	return err
}

// heap is what live and dead objects take at present, in bytes.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// recordBatch is how many activities one transaction writes.
const recordBatch = 10_000

// Record writes recorded activities as the projections would have, without their
// journal: what a rehearsal reads. Equal seeds give equal rows.
func Record(ctx context.Context, db *store.DB, n int, seed uint64) error {
	for from := 0; from < n; from += recordBatch {
		err := db.Update(ctx, func(tx *store.Tx) error {
			for i := from; i < min(from+recordBatch, n); i++ {
				if err := recordOne(tx, i, rand.New(rand.NewPCG(seed, uint64(i)))); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("record activities: %w", err)
		}
	}
	return nil
}

func recordOne(tx *store.Tx, i int, c *rand.Rand) error {
	p := recorded(c)
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	id := fmt.Sprintf("01900000-0000-7000-8000-%012d", i)
	state := pick(c, "approved", "approved", "approved", "under_review", "rejected")
	err = tx.Exec(`insert into activities (id, title, leader, unit, committee, state, region, fields, scope, review_needed, procedure,
		recheck, review, origin, submissions, created_at, updated_at, submitted_at, decided_at, version)
		values ($1, $2, 'lin', $3, 'c', $4, $5, '[]', '[]', 'required', 'meeting', '[]', $1, '', 1, $6, $6, $6, 0, 5)`,
		id, fmt.Sprintf("第 %d 项研究", i), fmt.Sprintf("unit-%d", c.IntN(800)), state, p.Unit.Region, int64(i))
	return errors.Join(err, tx.Exec(`insert into activity_profiles (activity, draft, profile, on_day) values ($1, '', $2, $3)`,
		id, string(raw), fmt.Sprintf("%d-06-01", 2020+c.IntN(7))))
}

func pick[T any](c *rand.Rand, of ...T) T { return of[c.IntN(len(of))] }

// some draws few of many, mostly none.
func some(c *rand.Rand, of ...string) []string {
	if c.IntN(3) > 0 {
		return nil
	}
	return []string{pick(c, of...)}
}

// recorded draws answers of a self-assessment.
func recorded(c *rand.Rand) assess.Activity {
	yes := func(of int) bool { return c.IntN(of) == 0 }
	a := assess.Activity{
		Unit: assess.Unit{Kind: pick(c, "university", "research_institute", "enterprise"), Region: pick(c, "990101", "990102", "440305", "110108", "210102", "310104"),
			Committee: pick(c, "own", "own", "none", "not_competent")},
		Fields:    []string{pick(c, "life_science", "medicine", "artificial_intelligence", "agriculture", "other")},
		Sensitive: yes(2), Animals: pick(c, "none", "none", "laboratory"), Risk: pick(c, "minimal", "above_minimal"),
		IndirectRisks: some(c, "life_health", "ecology", "public_order"), Step: pick(c, "initial", "initial", "minor_change", "follow_up"),
		StateApproval: pick(c, "none", "none", "approval"), CommitmentSigned: yes(2), Emergency: yes(50),
	}
	a.Humans = assess.Humans{Participants: pick(c, "none", "observation", "survey", "test", "intervention"),
		Biospecimens: pick(c, "none", "none", "existing", "new"), Data: pick(c, "none", "anonymised", "identifiable"), HarmPossible: yes(4),
		SensitivePersonalInformation: yes(3), CommercialInterest: yes(10), Vulnerable: some(c, "minors", "pregnant", "elderly")}
	if yes(20) {
		a.Listed = some(c, "stem_cell_animal_gestation", "invasive_bci_clinical", "opinion_mobilisation_algorithm")
	}
	if yes(8) {
		a.Partners = []assess.Partner{{Country: pick(c, "US", "DE", "HK"), Role: "participant", Review: pick(c, "pending", "passed")}}
	}
	if yes(2) {
		a.Funding = []assess.Funding{{Source: pick(c, "national_plan", "municipal_plan", "enterprise")}}
	}
	a.AI = assess.AI{Lifecycle: pick(c, "none", "none", "research"), HighImpact: yes(10)}
	return a
}
