package auth

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"lunheng/internal/store"
)

// textCodec stores sessions as JSON, readable in the database.
type textCodec struct{}

type sessionText struct {
	Deadline int64             `json:"deadline"` // unix µs
	Values   map[string]string `json:"values"`
}

// Encode implements scs.Codec.
func (textCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	s := sessionText{Deadline: store.Micros(deadline), Values: map[string]string{}}
	for k, v := range values {
		text, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("encode session: %s is no text", k)
		}
		s.Values[k] = text
	}
	return json.Marshal(s)
}

// Decode implements scs.Codec.
func (textCodec) Decode(raw []byte) (time.Time, map[string]any, error) {
	var s sessionText
	if err := json.Unmarshal(raw, &s); err != nil {
		return time.Time{}, nil, fmt.Errorf("decode session: %w", err)
	}
	values := make(map[string]any, len(s.Values))
	for k, v := range s.Values {
		values[k] = v
	}
	return store.Time(s.Deadline), values, nil
}

// sessionStore keeps sessions in the database. Tokens arrive hashed.
//
// An ended session stays as a mark until it would have expired, so that a
// request that was under way when it ended cannot bring it back.
type sessionStore struct {
	db       *store.DB
	lifetime time.Duration
}

// FindCtx implements scs.CtxStore.
func (s *sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var data string
	err := s.db.Read(ctx).Row(`select data from sessions where token = $1 and not ended`, token).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("find session: %w", err)
	}
	return []byte(data), true, nil
}

// CommitCtx implements scs.CtxStore.
func (s *sessionStore) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	_, values, err := textCodec{}.Decode(b)
	if err != nil {
		return err
	}
	person, _ := values[keyPerson].(string)
	if born, ok := values[keyBorn].(string); ok {
		us, _ := strconv.ParseInt(born, 10, 64)
		expiry = store.Time(us).Add(s.lifetime)
	}
	err = s.db.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		return tx.Exec(`insert into sessions (token, person, data, expires, ended) values ($1, $2, $3, $4, false)
			on conflict (token) do update set person = excluded.person, data = excluded.data, expires = excluded.expires
			where not sessions.ended`, token, person, string(b), store.Micros(expiry))
	})
	if err != nil {
		return fmt.Errorf("store session: %w", err)
	}
	return nil
}

// DeleteCtx implements scs.CtxStore.
func (s *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	err := s.db.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		return tx.Exec(`update sessions set ended = true, person = '', data = '' where token = $1`, token)
	})
	if err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// Find implements scs.Store; scs calls FindCtx.
func (s *sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit implements scs.Store; scs calls CommitCtx.
func (s *sessionStore) Commit(token string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expiry)
}

// Delete implements scs.Store; scs calls DeleteCtx.
func (s *sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
