package sites

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/journal/proof"
	"lunheng/internal/registry"
	"lunheng/internal/sites/parcel"
	"lunheng/internal/store"
)

// Import takes a package from another installation in, for one committee of
// this house.
type Import struct {
	Committee string `json:"committee"`
	File      []byte `json:"file"`
	Key       string `json:"key,omitempty"`
}

// Import checks the file offline against the logs that this house trusts, and
// takes it in. The result is the id of the site.
func (s *Service) Import(ctx context.Context, p auth.Principal, now time.Time, cmd Import) (journal.Outcome, error) {
	r := s.J.DB.Read(ctx)
	if err := auth.Allow(r, p, auth.SiteImport, auth.Committee, cmd.Committee); err != nil {
		return journal.Outcome{}, err
	}
	pkg, peer, err := s.open(r, cmd.File)
	if err != nil {
		return journal.Outcome{}, err
	}
	kept, err := s.Blobs.Put(ctx, bytes.NewReader(cmd.File))
	if err != nil {
		return journal.Outcome{}, fmt.Errorf("keep package: %w", err)
	}
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		f, err := s.aboutImport(tx, p, now, cmd.Committee, pkg, peer)
		if err != nil {
			return err
		}
		st, err := s.imported(tx, f.Site)
		if err != nil {
			return err
		}
		id := st.ID
		if id == "" {
			if id, err = tx.NewID(); err != nil {
				return err
			}
			tx.Begin(Stream(id))
		} else if st.Committee != cmd.Committee {
			return errs.Refuse("sites.import.committee", "这个决定包由本系统的另一个委员会办理。", "Another committee of this house has this package.")
		}
		tx.For, tx.Result = cmd.Committee, id
		news, err := st.Receive(pkg, kept.Hash, f)
		if err != nil {
			return err
		}
		return tx.Append(Stream(id), news...)
	})
}

// open reads a file under the keys of the installations that are known, and says
// which of them made it.
func (s *Service) open(r store.Reader, file []byte) (parcel.Parcel, Peer, error) {
	peers, trusted, err := trustedKeys(r)
	if err != nil {
		return parcel.Parcel{}, Peer{}, err
	}
	pkg, err := parcel.Read(file, trusted)
	if err != nil {
		return pkg, Peer{}, err
	}
	peer, err := whose(peers, pkg.Key, pkg.Content.Lead.Key)
	return pkg, peer, err
}

func trustedKeys(r store.Reader) ([]Peer, []string, error) {
	all, err := Peers(r)
	if err != nil {
		return nil, nil, err
	}
	peers := slices.DeleteFunc(all, func(p Peer) bool { return p.State != PeerKnown })
	var trusted []string
	for _, p := range peers {
		trusted = append(trusted, p.LogKey)
	}
	if len(trusted) == 0 {
		return nil, nil, errs.Refuse("sites.import.nobody", "本系统还没有登记受信任的其他系统。请管理员登记对方的日志公钥。", "This house trusts no other installation yet: an administrator has to enter the other one's log key.").At("file")
	}
	return peers, trusted, nil
}

// whose finds the installation behind a key; it must be known to speak for the unit.
func whose(peers []Peer, key, unit string) (Peer, error) {
	for _, p := range peers {
		if p.LogKey != key {
			continue
		}
		if !slices.Contains(p.Units, unit) {
			return p, errs.Refuse("sites.import.unit", "签名有效，但“%s”没有被登记为可以代表单位 %s。", "The signature is good, but “%s” is not known to speak for the unit %s.", p.Name, unit).At("file")
		}
		return p, nil
	}
	return Peer{}, errs.Refuse("sites.import.key", "文件由未登记的系统签名。", "The file is signed by an installation that is not known here.").At("file")
}

// aboutImport finds the committee's unit among those whom the lead invited.
func (s *Service) aboutImport(r store.Reader, p auth.Principal, now time.Time, committee string, pkg parcel.Parcel, peer Peer) (Facts, error) {
	f := Facts{Actor: p.Person, Today: calendar.Of(now)}
	com, err := s.Registry.Committee(r, committee)
	if err != nil {
		return f, err
	}
	u, err := s.Registry.Unit(r, com.Unit)
	if err != nil {
		return f, err
	}
	theirs := pkg.Content.Site(keys(u)...)
	if theirs == "" {
		return f, errs.Refuse("sites.import.not_invited", "这个决定包没有邀请本单位（%s）。", "This package does not invite this unit (%s).", keys(u)[0]).At("file")
	}
	f.Site = Site{Unit: u.ID, Committee: committee, Party: parcel.Party{Key: keys(u)[0], Unit: u.Name, Committee: com.Name}, Lead: pkg.Content.Lead,
		Way: WayIn, Peer: peer.ID, Theirs: theirs, Title: pkg.Content.Title, Region: u.Region}
	return f, nil
}

// imported is the site that an earlier file of the same decision has begun.
func (s *Service) imported(tx *journal.Tx, site Site) (State, error) {
	var id string
	err := tx.Row(`select id from sites where theirs = $1 and peer = $2 and way = 'in'`, site.Theirs, site.Peer).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return State{}, nil
	}
	if err != nil {
		return State{}, err
	}
	return load(tx, id)
}

// ImportAnswer takes in what a site in another installation answers.
type ImportAnswer struct {
	Site string `json:"site"`
	File []byte `json:"file"`
	Key  string `json:"key,omitempty"`
}

// ImportAnswer checks the answer offline and takes it in.
func (s *Service) ImportAnswer(ctx context.Context, p auth.Principal, now time.Time, cmd ImportAnswer) (journal.Outcome, error) {
	r := s.J.DB.Read(ctx)
	if err := auth.Allow(r, p, auth.SiteWithdraw, auth.Site, cmd.Site); err != nil {
		return journal.Outcome{}, err
	}
	peers, trusted, err := trustedKeys(r)
	if err != nil {
		return journal.Outcome{}, err
	}
	answer, proven, key, err := parcel.ReadAnswer(cmd.File, trusted)
	if err != nil {
		return journal.Outcome{}, err
	}
	peer, err := whose(peers, key, answer.Party.Key)
	if err != nil {
		return journal.Outcome{}, err
	}
	if answer.Site != cmd.Site {
		return journal.Outcome{}, errs.Refuse("sites.answer.site", "这个答复属于另一个参与单位。", "This answer belongs to another site.").At("file")
	}
	kept, err := s.Blobs.Put(ctx, bytes.NewReader(cmd.File))
	if err != nil {
		return journal.Outcome{}, fmt.Errorf("keep answer: %w", err)
	}
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		return s.takeAnswer(tx, cmd.Site, peer, answer, proven, kept.Hash)
	})
}

func (s *Service) takeAnswer(tx *journal.Tx, id string, peer Peer, a parcel.Answer, proven proof.Statement, file string) error {
	st, err := load(tx, id)
	if err != nil {
		return err
	}
	if st.Peer != peer.ID || st.Party.Key != a.Party.Key {
		return errs.Refuse("sites.answer.whose", "答复不是由该参与单位所在的系统签名的。", "The answer is not signed by the installation of this site.").At("file")
	}
	news, err := st.TakeAnswer(a, proven.Type, proven.Version, file)
	if err != nil {
		return err
	}
	tx.For, tx.Result = st.LeadCom, id
	return tx.Append(Stream(id), news...)
}

// KnowPeer enters another installation, or its new key or units.
type KnowPeer struct {
	Peer string `json:"peer"` // empty: a new one
	Known
	Key string `json:"key,omitempty"`
}

// KnowPeer trusts the log of another installation. Who it is and that the key is
// its own, the administrator has found out on another way.
func (s *Service) KnowPeer(ctx context.Context, p auth.Principal, now time.Time, cmd KnowPeer) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, p, auth.PeerEdit, auth.System, registry.House); err != nil {
			return err
		}
		known, err := cmd.check(s.LogKey())
		if err != nil {
			return err
		}
		id := cmd.Peer
		if id == "" {
			if id, err = tx.NewID(); err != nil {
				return err
			}
			tx.Begin(PeerStream(id))
		} else if _, err = tx.Load(PeerStream(id)); err != nil {
			return err
		}
		tx.Result = id
		return tx.Append(PeerStream(id), journal.Because(known))
	})
}

// ForgetPeer ends the trust in an installation.
type ForgetPeer struct {
	Peer   string `json:"peer"`
	Reason string `json:"reason"`
	Key    string `json:"key,omitempty"`
}

// ForgetPeer does so; what was taken in under its key stays as it is.
func (s *Service) ForgetPeer(ctx context.Context, p auth.Principal, now time.Time, cmd ForgetPeer) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, p, auth.PeerEdit, auth.System, registry.House); err != nil {
			return err
		}
		if _, err := tx.Load(PeerStream(cmd.Peer)); err != nil {
			return err
		}
		if _, err := s.peer(tx, cmd.Peer); err != nil {
			return err
		}
		if strings.TrimSpace(cmd.Reason) == "" {
			return errs.Mistake("reason", "sites.peer.reason", "请写明理由。", "Say why.")
		}
		tx.Result = cmd.Peer
		return tx.Append(PeerStream(cmd.Peer), journal.Because(Forgotten{cmd.Reason}))
	})
}
