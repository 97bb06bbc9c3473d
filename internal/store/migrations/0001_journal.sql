-- +goose Up
-- The journal: what happened. Nothing here is ever changed or removed.
-- body is the envelope, byte for byte as it is hashed; the other columns
-- repeat fields of it for access, and the verifier compares them.
create table events (
-- sqlite:  seq integer primary key,
-- postgres:  seq bigint generated always as identity primary key,
  id      text   not null unique,
  stream  text   not null,
  version bigint not null check (version > 0),
  type    text   not null,
  at      bigint not null,
  body    text   not null,
-- sqlite:  salt blob not null check (length(salt) = 16),
-- postgres:  salt bytea not null check (length(salt) = 16),
  unique (stream, version)
);

-- The head of each stream. Moving it is what makes an append exclusive.
create table streams (
  stream  text   primary key,
  version bigint not null
);

-- Requests already answered, so that a repetition has no second effect.
create table idempotency (
  actor       text   not null,
  key         text   not null,
  fingerprint text   not null,
  result      text   not null,
  at          bigint not null,
  primary key (actor, key)
);
create index idempotency_at on idempotency (at);

-- The Merkle log: committed events get a leaf each, in order. A trigger notes
-- each new event as unsealed, so that none can be forgotten.
create table unsealed (
-- sqlite:  seq integer primary key
-- postgres:  seq bigint primary key
);
create table leaves (
-- sqlite:  leaf integer primary key,
-- postgres:  leaf bigint primary key,
  seq  bigint not null unique references events (seq)
);
create table log_hashes (
-- sqlite:  idx integer primary key,
-- postgres:  idx bigint primary key,
-- sqlite:  hash blob not null check (length(hash) = 32)
-- postgres:  hash bytea not null check (length(hash) = 32)
);
create table checkpoints (
-- sqlite:  size integer primary key,
-- postgres:  size bigint primary key,
  at   bigint not null,
  note text   not null
);

-- One process at a time may do certain work (sealing, clocks).
create table leases (
  name   text   primary key,
  holder text   not null,
  until  bigint not null
);

-- +goose StatementBegin
-- sqlite: create trigger events_unsealed after insert on events begin insert into unsealed (seq) values (new.seq); end;
-- postgres: create function note_unsealed() returns trigger language plpgsql as $$ begin insert into unsealed (seq) values (new.seq); return null; end $$;
-- +goose StatementEnd
-- postgres: create trigger events_unsealed after insert on events for each row execute function note_unsealed();

-- The database refuses, too.
-- +goose StatementBegin
-- sqlite: create trigger events_no_update before update on events begin select raise(abort, 'events are append-only'); end;
-- postgres: create function refuse_change() returns trigger language plpgsql as $$ begin raise exception '% is append-only', tg_table_name; end $$;
-- +goose StatementEnd
-- +goose StatementBegin
-- sqlite: create trigger events_no_delete before delete on events begin select raise(abort, 'events are append-only'); end;
-- postgres: create trigger events_append_only before update or delete on events for each row execute function refuse_change();
-- +goose StatementEnd
-- +goose StatementBegin
-- sqlite: create trigger leaves_no_update before update on leaves begin select raise(abort, 'leaves are append-only'); end;
-- postgres: create trigger leaves_append_only before update or delete on leaves for each row execute function refuse_change();
-- +goose StatementEnd
-- +goose StatementBegin
-- sqlite: create trigger leaves_no_delete before delete on leaves begin select raise(abort, 'leaves are append-only'); end;
-- postgres: create trigger events_no_truncate before truncate on events for each statement execute function refuse_change();
-- +goose StatementEnd
-- +goose StatementBegin
-- sqlite: create trigger log_hashes_no_update before update on log_hashes begin select raise(abort, 'log_hashes is append-only'); end;
-- postgres: create trigger log_hashes_append_only before update or delete on log_hashes for each row execute function refuse_change();
-- +goose StatementEnd
-- +goose StatementBegin
-- sqlite: create trigger log_hashes_no_delete before delete on log_hashes begin select raise(abort, 'log_hashes is append-only'); end;
-- postgres: create trigger checkpoints_append_only before update or delete on checkpoints for each row execute function refuse_change();
-- +goose StatementEnd
-- +goose StatementBegin
-- sqlite: create trigger checkpoints_no_update before update on checkpoints begin select raise(abort, 'checkpoints are append-only'); end;
-- postgres: create trigger leaves_no_truncate before truncate on leaves for each statement execute function refuse_change();
-- +goose StatementEnd
-- +goose StatementBegin
-- sqlite: create trigger checkpoints_no_delete before delete on checkpoints begin select raise(abort, 'checkpoints are append-only'); end;
-- postgres: create trigger log_hashes_no_truncate before truncate on log_hashes for each statement execute function refuse_change();
-- +goose StatementEnd
