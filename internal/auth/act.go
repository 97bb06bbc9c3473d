package auth

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"lunheng/internal/journal"
)

// Act is the envelope of a verb: who acts, when, and under which request key. The
// fingerprint tells requests apart that come under one key.
func Act(p Principal, now time.Time, key string, cmd any) journal.Act {
	a := journal.Act{Actor: p.Person, Now: now, Key: key}
	if key == "" {
		return a
	}
	raw, err := json.Marshal(cmd)
	if err != nil { // commands are plain structs; no fingerprint then matches
		raw = []byte(err.Error())
	}
	sum := sha256.Sum256(fmt.Appendf(raw, "%T", cmd))
	a.Fingerprint = hex.EncodeToString(sum[:])
	return a
}
