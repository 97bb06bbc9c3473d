package journal

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Key is the key pair of a log. Who holds it can sign checkpoints in its name.
type Key struct {
	signer   note.Signer
	verifier note.Verifier
	public   string
}

// Public is the verifier key ("origin+hash+key") to give to everybody.
func (k Key) Public() string { return k.public }

// Origin is the name of the log.
func (k Key) Origin() string { return k.signer.Name() }

// Signer signs notes with the key.
func (k Key) Signer() note.Signer { return k.signer }

// ParseKey reads a private key in the form "PRIVATE+KEY+origin+hash+key", as it
// stands in a key file or in a store of secrets.
func ParseKey(text string) (Key, error) {
	text = strings.TrimSpace(text)
	signer, err := note.NewSigner(text)
	if err != nil {
		return Key{}, fmt.Errorf("read log key: %w", err)
	}
	parts := strings.SplitN(text, "+", 5) // base64 has this sign, too
	raw, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(raw) != 1+ed25519.SeedSize {
		return Key{}, errors.New("read log key: not an Ed25519 key")
	}
	private := ed25519.NewKeyFromSeed(raw[1:])
	public, err := note.NewEd25519VerifierKey(signer.Name(), private.Public().(ed25519.PublicKey))
	if err != nil {
		return Key{}, fmt.Errorf("read log key: %w", err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return Key{}, fmt.Errorf("read log key: %w", err)
	}
	return Key{signer: signer, verifier: verifier, public: public}, nil
}

// LoadKey reads a key file. A file that everybody may read is refused.
func LoadKey(path string) (Key, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Key{}, fmt.Errorf("read log key: %w", err)
	}
	if info.Mode().Perm()&0o007 != 0 {
		return Key{}, fmt.Errorf("read log key: %s is open to every user of this machine; run chmod 600 %[1]s", path)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return Key{}, fmt.Errorf("read log key: %w", err)
	}
	return ParseKey(string(raw))
}

// CreateKey makes the key of a new log called origin, such as the host name of
// the house, and keeps it in a file for the owner alone. It never replaces a
// file.
func CreateKey(path, origin string) (Key, error) {
	secret, _, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return Key{}, fmt.Errorf("create log key: %w", err)
	}
	key, err := ParseKey(secret)
	if err != nil {
		return Key{}, fmt.Errorf("create log key for %q: %w", origin, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return Key{}, fmt.Errorf("create log key: %w", err)
	}
	if err := keep(path, secret+"\n"); err != nil {
		return Key{}, fmt.Errorf("create log key: %w", err)
	}
	return key, nil
}

// keep writes a new file for the owner alone: whole or not at all.
func keep(path, text string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".key")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Link(f.Name(), path)
}

// LoadOrCreateKey reads the key of the log in this database. It makes a new one,
// for a log called origin, only while nothing has been signed: a new key under
// an old log would quietly begin a second history. A key that did not sign the
// last checkpoint is refused as well.
func LoadOrCreateKey(r store.Reader, path, origin string) (Key, error) {
	last, err := lastCheckpoint(r)
	if err != nil {
		return Key{}, err
	}
	key, err := LoadKey(path)
	if errors.Is(err, fs.ErrNotExist) {
		if last != "" {
			return Key{}, errs.New(errs.Refused, "journal.key_lost", lang.T(
				"找不到日志密钥 %s，而日志已有签名的检查点。请从备份恢复该文件；不会自动生成新密钥，否则将出现第二条历史。",
				"The log key %s is missing, but the log has signed checkpoints. Restore the file from a backup; no new key is made by itself, because that would begin a second history."), path)
		}
		return CreateKey(path, origin)
	}
	if err != nil {
		return Key{}, err
	}
	if last != "" {
		if _, _, err := key.open(last); err != nil {
			return Key{}, errs.New(errs.Refused, "journal.key_other", lang.T(
				"日志密钥 %s 不是签署最后一个检查点的密钥。请恢复原来的密钥，或运行 lunheng verify 查明原因。",
				"The log key %s is not the one that signed the last checkpoint. Restore the right key, or run lunheng verify to see what is wrong."), path).Because(err)
		}
	}
	return key, nil
}

// sealedTime is how a checkpoint writes the time of its signature.
const sealedTime = "2006-01-02T15:04:05.000000Z"

// checkpoint signs a tree head in the form of C2SP tlog-checkpoint. Its one
// extension line says when it was sealed and which size the checkpoint before
// it had, so that neither can be changed nor a checkpoint left out.
func (k Key) checkpoint(size int64, root tlog.Hash, at time.Time, before int64) (string, error) {
	text := fmt.Sprintf("%s\n%d\n%s\nsealed %s after %d\n", k.Origin(), size,
		base64.StdEncoding.EncodeToString(root[:]), at.UTC().Format(sealedTime), before)
	signed, err := note.Sign(&note.Note{Text: text}, k.signer)
	if err != nil {
		return "", fmt.Errorf("sign checkpoint: %w", err)
	}
	return string(signed), nil
}

// open checks the signature of a checkpoint; none is that of the empty tree.
func (k Key) open(signed string) (int64, tlog.Hash, error) {
	if signed == "" {
		return 0, edge{}.root(), nil
	}
	n, err := note.Open([]byte(signed), note.VerifierList(k.verifier))
	if err != nil {
		return 0, tlog.Hash{}, fmt.Errorf("open checkpoint: %w", err)
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 3 || lines[0] != k.Origin() {
		return 0, tlog.Hash{}, fmt.Errorf("open checkpoint: it is not one of %s", k.Origin())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return 0, tlog.Hash{}, fmt.Errorf("open checkpoint: %w", err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return 0, tlog.Hash{}, fmt.Errorf("open checkpoint: %w", err)
	}
	return size, root, nil
}
