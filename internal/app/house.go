package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/complaint"
	"lunheng/internal/conduct"
	"lunheng/internal/consent"
	"lunheng/internal/coordination"
	"lunheng/internal/document/blob"
	"lunheng/internal/edge"
	"lunheng/internal/filing"
	"lunheng/internal/gate"
	"lunheng/internal/inspection"
	"lunheng/internal/interests"
	"lunheng/internal/jobs"
	"lunheng/internal/journal"
	"lunheng/internal/learning"
	"lunheng/internal/mandate"
	"lunheng/internal/oversight"
	"lunheng/internal/programme"
	"lunheng/internal/quality"
	"lunheng/internal/recheck"
	"lunheng/internal/registry"
	"lunheng/internal/rehearse"
	"lunheng/internal/review"
	"lunheng/internal/risk"
	"lunheng/internal/rulebook"
	"lunheng/internal/rules"
	"lunheng/internal/sanction"
	"lunheng/internal/screen/opinion"
	"lunheng/internal/sites"
	"lunheng/internal/store"
	"lunheng/internal/vault"
	"lunheng/internal/veto"
	"lunheng/internal/violation"
	"lunheng/packs"
)

// House is the whole program, opened on its data: what the server, the
// commands and the tests work with.
type House struct {
	edge.Services
	Sealer *journal.Sealer
	Key    journal.Key
	jobs   *jobs.Worker
	holder string // names this process in leases

	bodyTimeout time.Duration // see [patience]
	keptKeys    int           // days
	close       []func() error
}

// OpenHouse opens the data and wires the parts together. Clock tells the time
// of every act. A broken pack, a lost key or a schema of another version is an
// error that says what to do.
func OpenHouse(ctx context.Context, c Config, clock Clock, log *slog.Logger) (*House, error) {
	return openHouse(ctx, c, clock, log, false)
}

// openHouse opens a house. The data of a scratch one need not survive a power
// cut, which makes writing cheaper.
func openHouse(ctx context.Context, c Config, clock Clock, log *slog.Logger, scratch bool) (_ *House, err error) {
	h := &House{}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Close())
		}
	}()
	h.Now, h.Log, h.PublicURL, h.Release = clock.Now, log, c.URL(), Version
	h.Strangers = edge.NewStrangers()
	h.keptKeys = max(cmp.Or(c.RequestKeyDays, 30), 1)
	h.bodyTimeout = cmp.Or(c.BodyTimeout, defaultBody)
	if h.Proxies, err = edge.ParseProxies(c.TrustedProxies); err != nil {
		return nil, err
	}
	book, err := loadPacks(c.Packs)
	if err != nil {
		return nil, err
	}
	h.Book = rules.Shelve(book)
	db, err := openStore(ctx, c.Storage, scratch)
	if err != nil {
		return nil, err
	}
	h.close = append(h.close, db.Close)
	if err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	if err := h.openFiles(ctx, c); err != nil {
		return nil, err
	}
	return h, h.wire(ctx, c, db)
}

// openData opens the database that the settings name.
func openData(ctx context.Context, s Storage) (*store.DB, error) { return openStore(ctx, s, false) }

func openStore(ctx context.Context, s Storage, scratch bool) (*store.DB, error) {
	if s.Database != "" {
		return store.Open(ctx, store.Options{URL: s.Database})
	}
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return nil, fmt.Errorf("open data folder: %w", err)
	}
	return store.Open(ctx, store.Options{Path: s.DatabasePath(), Relaxed: scratch})
}

// openFiles opens the store of files: a folder, or S3.
func (h *House) openFiles(ctx context.Context, c Config) (err error) {
	if c.S3.Endpoint != "" {
		h.Blobs, err = blob.OpenS3(ctx, blob.S3Config{Endpoint: c.S3.Endpoint, Bucket: c.S3.Bucket,
			AccessKey: c.S3.Key, SecretKey: c.S3.Secret, Plain: c.S3.Insecure})
		return err
	}
	folder, err := blob.OpenFolder(filepath.Join(c.Data, "files"))
	if err != nil {
		return err
	}
	h.Blobs, h.close = folder, append(h.close, folder.Close)
	return nil
}

// wire makes the journal and the services on it.
func (h *House) wire(ctx context.Context, c Config, db *store.DB) (err error) {
	if h.Vault, err = vault.Open(ctx, db, vault.Options{Path: c.MasterKeyPath()}); err != nil {
		return err
	}
	types, err := eventTypes()
	if err != nil {
		return err
	}
	h.Journal = journal.Open(db, types, Projections(), nil)
	if err := h.openCalendar(ctx); err != nil {
		return err
	}
	h.Rulebook = &rulebook.Service{J: h.Journal, Shelf: h.Book, Base: basePacks(c.Packs)}
	if err := h.Rulebook.Refresh(ctx); err != nil {
		return err
	}
	h.Rehearsal = &rehearse.Service{J: h.Journal, Rulebook: h.Rulebook, Shelf: h.Book, Cal: h.Calendar.Holder, Now: h.Now}
	h.Registry = &registry.Service{J: h.Journal, Book: h.Book, Vault: h.Vault, Blobs: h.Blobs, Limits: blob.Limits{MaxBytes: c.MaxUpload, Types: blob.Documents()}}
	h.Activity = &activity.Service{J: h.Journal, Book: h.Book, Blobs: h.Blobs, Limits: blob.Limits{MaxBytes: c.MaxUpload, Types: blob.Documents()}, Quota: c.DraftQuota,
		Machine: opinion.New(opinion.Options{URL: c.Opinion.URL, Model: cmp.Or(c.Opinion.Model, "default"), Key: c.Opinion.Key, Timeout: cmp.Or(c.Opinion.Timeout, 30*time.Second)})}
	h.Review = &review.Service{J: h.Journal, Book: h.Book, Cal: h.Calendar.Holder, Activities: h.Activity,
		Vault: h.Vault, Blobs: h.Blobs, Limits: h.Registry.Limits, Public: h.PublicURL}
	h.Recheck = &recheck.Service{J: h.Journal, Book: h.Book, Reviews: h.Review, Acts: h.Activity}
	h.Consent = &consent.Service{J: h.Journal, Book: h.Book, Acts: h.Activity, Reviews: h.Review, Blobs: h.Blobs, Public: h.PublicURL}
	h.Mandate = &mandate.Service{J: h.Journal, Book: h.Book, Vault: h.Vault}
	h.Activity.Mandates = h.Mandate
	h.Gate = &gate.Service{J: h.Journal, Book: h.Book, Blobs: h.Blobs, Limits: h.Registry.Limits}
	h.Sites = &sites.Service{J: h.Journal, Book: h.Book, Reviews: h.Review, Acts: h.Activity, Registry: h.Registry, Blobs: h.Blobs,
		LogKey: func() string { return h.LogKey }}
	h.Filing = &filing.Service{J: h.Journal, Book: h.Book, Registry: h.Registry, Reviews: h.Review, Acts: h.Activity, Vault: h.Vault, Blobs: h.Blobs, Limits: h.Registry.Limits}
	h.Mandate.Standing = h.goodStanding
	h.Sites.Standing = h.Filing.Bars
	h.Conduct = &conduct.Service{J: h.Journal, Book: h.Book, Reviews: h.Review, Acts: h.Activity}
	h.Consent.Exceeding = h.Conduct.Exceeding
	h.Learning = &learning.Service{J: h.Journal, Book: h.Book, Reviews: h.Review, Vault: h.Vault, Blobs: h.Blobs, Limits: h.Registry.Limits}
	h.Interests = &interests.Service{J: h.Journal, Book: h.Book, Reviews: h.Review, Vault: h.Vault}
	h.Review.Interests = h.Interests.Touching
	h.Quality = &quality.Service{J: h.Journal, Book: h.Book, Reviews: h.Review}
	h.Sanction = &sanction.Service{J: h.Journal, Book: h.Book, Reviews: h.Review, Vault: h.Vault}
	h.Veto = &veto.Service{J: h.Journal, Book: h.Book, Vault: h.Vault}
	h.Risk = &risk.Service{J: h.Journal, Book: h.Book, Reviews: h.Review, Vault: h.Vault}
	h.Complaint = &complaint.Service{J: h.Journal, Book: h.Book, Reviews: h.Review, Vault: h.Vault}
	h.Coordination = &coordination.Service{J: h.Journal, Book: h.Book, Vault: h.Vault, Blobs: h.Blobs, Limits: h.Registry.Limits}
	h.Violation = &violation.Service{J: h.Journal, Book: h.Book, Reviews: h.Review, Vault: h.Vault, Sanction: h.Sanction, Conduct: h.Conduct, Blobs: h.Blobs, Limits: h.Registry.Limits}
	h.Violation.Tell = h.tellReporter
	h.Programme = &programme.Service{J: h.Journal, Book: h.Book, Gate: h.Gate, Reviews: h.Review, Veto: h.Veto, Vault: h.Vault}
	h.Inspection = &inspection.Service{J: h.Journal, Book: h.Book, Reviews: h.Review, Vault: h.Vault, Blobs: h.Blobs, Limits: h.Registry.Limits}
	h.Filing.Inspected, h.Sites.Findings, h.Programme.Findings = inspection.Severe, h.openFindings, inspection.Against
	h.Inspection.Scores = riskScores
	h.Oversight = &oversight.Service{J: h.Journal, Filings: h.Filing}
	h.Activity.Also = h.alsoRequired
	h.Review.Untrained = h.Learning.Untrained
	h.Journal.Reactions = h.reactions(c)
	limits, err := h.Vault.Derive("login limits")
	if err != nil {
		return err
	}
	h.Accounts, err = auth.NewAccounts(auth.Options{J: h.Journal, Key: limits, Log: h.Log, Cost: c.PasswordCost,
		Secure: len(h.PublicURL) > 8 && h.PublicURL[:8] == "https://"})
	if err != nil {
		return err
	}
	if h.Key, err = journal.LoadOrCreateKey(db.Read(ctx), c.LogKeyPath(), c.LogOrigin()); err != nil {
		return err
	}
	h.LogKey = h.Key.Public()
	if err := h.nameKey(ctx); err != nil {
		return err
	}
	holder, err := holderName()
	if err != nil {
		return err
	}
	h.holder = holder
	h.jobs = h.worker(c)
	h.Sealer = journal.NewSealer(h.Journal, h.Key, holder)
	h.Sealer.OnError = func(err error) { h.Log.Error("seal", "error", err) }
	return nil
}

// openCalendar takes the holidays that the program carries, and those that were
// announced since.
func (h *House) openCalendar(ctx context.Context) error {
	base, err := calendar.Load(packs.CalendarCN())
	if err != nil {
		return fmt.Errorf("load calendar: %w", err)
	}
	h.Calendar = clocks.OpenCalendars(h.Journal, base)
	return h.Calendar.Refresh(ctx)
}

// goodStanding tells those who entrust a committee whether it is registered and in
// order, in the words of the packs.
func (h *House) goodStanding(r store.Reader, committee string, day calendar.Day) (string, error) {
	st, err := h.Filing.Standing(r, committee, day)
	if err != nil || st.Good {
		return "in_order", err
	}
	return "lacking", nil
}

// openFindings names, for whoever is to rely on the decision about an activity, the
// grades of what inspections found in its records and nobody has mended yet.
func (h *House) openFindings(r store.Reader, activity string) ([]string, error) {
	found, err := inspection.Against(r, activity)
	var out []string
	for _, severity := range slices.Sorted(maps.Keys(found)) {
		out = append(out, "inspection_"+severity)
	}
	return out, err
}

// alsoRequired is what an application must hold besides, as the domains above it
// know.
func (h *House) alsoRequired(r store.Reader, app activity.State, day calendar.Day) ([]activity.Requirement, error) {
	consents, err := h.Consent.Requirements(r, app, day)
	if err != nil {
		return nil, err
	}
	training, err := h.Learning.Requirements(r, app, day)
	return append(consents, training...), err
}

// closeAccounts ends what an erased person could log in with.
func (h *House) closeAccounts() journal.Reaction {
	return journal.Reaction{
		On: registry.PersonErased{}.EventType(), Reason: "nobody logs in as a person whose data were destroyed",
		Do: func(tx *journal.Tx, e journal.Event) error { return h.Accounts.Close(tx, e.Subject()) },
	}
}

// seal seals what is committed.
func (h *House) seal(ctx context.Context, now time.Time) error {
	_, err := h.Sealer.SealNow(ctx, now)
	return err
}

// Close ends the use of the data.
func (h *House) Close() error {
	var all error
	for i := len(h.close) - 1; i >= 0; i-- {
		all = errors.Join(all, h.close[i]())
	}
	h.close = nil
	return all
}

// holderName names this process in leases.
func holderName() (string, error) {
	b := make([]byte, 8)
	if _, err := rand.Read(b); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d-%s", os.Getpid(), hex.EncodeToString(b)), nil
}

// Background runs sealing, clocks and jobs until ctx ends.
func (h *House) Background(ctx context.Context) {
	go h.Sealer.Run(ctx, h.Now)
	go h.every(ctx, time.Minute, "watch clocks", func() error {
		_, err := h.Calendar.Recompute(ctx, h.Now())
		_, late := clocks.Watch(ctx, h.Journal, h.Now())
		return errors.Join(err, late)
	})
	go h.every(ctx, 5*time.Second, "take in announced holidays", func() error { return h.Calendar.Refresh(ctx) })
	go h.every(ctx, 5*time.Second, "take in published rules", func() error { return h.Rulebook.Refresh(ctx) })
	go h.every(ctx, time.Hour, "open members' yearly reports", func() error { return h.Coordination.OpenYears(ctx, h.Now()) })
	go h.every(ctx, time.Hour, "open the year's filings", func() error { return h.Filing.OpenYears(ctx, h.Now()) })
	go h.every(ctx, time.Hour, "journal reports and destroy those whose time is over", func() error { return h.SettleReports(ctx) })
	go h.every(ctx, time.Second, "watch for risks", func() error {
		_, err := h.Risk.Watch(ctx, h.Now())
		return err
	})
	go h.every(ctx, time.Hour, "look at committees", func() error { _, err := h.Oversight.Look(ctx, h.Now()); return err })
	go h.every(ctx, 5*time.Second, "run jobs", func() error { return h.runJobs(ctx, h.jobs) })
	go h.every(ctx, 10*time.Minute, "sweep sessions", func() error { return h.Accounts.Sweep(ctx, h.Now()) })
	go h.every(ctx, 24*time.Hour, "sweep jobs, request keys and files", func() error {
		err := h.jobs.Sweep(ctx, h.Now().Add(-keptJobs))
		_, keyErr := h.Journal.SweepRequests(ctx, h.Now().AddDate(0, 0, -h.keptKeys))
		err = errors.Join(err, keyErr)
		if tidy, ok := h.Blobs.(blob.Tidy); ok {
			_, sweepErr := activity.Sweep(ctx, h.DB(), tidy, h.Now(), fileGrace)
			err = errors.Join(err, sweepErr)
		}
		return errors.Join(err, h.Scrub(ctx))
	})
}

// SettleReports journals the reports of earlier days, destroys those whose time is
// over, and removes what both left behind outside the tables.
func (h *House) SettleReports(ctx context.Context) error {
	entered, err := h.Complaint.Journalise(ctx, h.Now())
	gone, lateErr := h.Complaint.Expire(ctx, h.Now())
	if err = errors.Join(err, lateErr); err != nil || entered+gone == 0 {
		return err
	}
	if err := h.DB().Scrub(ctx, complaint.Tables()...); !errors.Is(err, store.ErrBusy) { // the daily scrub comes again
		return err
	}
	return nil
}

// fileGrace is how long a stored file may wait for the event that names it.
const fileGrace = 24 * time.Hour

func (h *House) every(ctx context.Context, d time.Duration, what string, do func() error) {
	tick := time.NewTicker(d)
	defer tick.Stop()
	for {
		if err := do(); err != nil && ctx.Err() == nil {
			h.Log.Error(what, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
