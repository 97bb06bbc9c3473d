-- +goose Up
-- Personal data: encrypted, with a key for each person. Not derived from the
-- journal, hence not rebuilt. An erased person keeps a row without a key, so
-- that nothing can be written about that person again.
create table vault_keys (
  person  text   primary key,
-- sqlite:  wrapped blob not null, -- the person's key under the master key
-- postgres:  wrapped bytea not null, -- the person's key under the master key
  erased  bigint not null  -- when; 0: not erased
);
create table vault_records (
  person     text   not null references vault_keys (person),
  part       text   not null, -- 'about' is the record that names the person
-- sqlite:  ciphertext blob not null,
-- postgres:  ciphertext bytea not null,
  updated    bigint not null,
  primary key (person, part)
);
-- Keyed hashes of pieces of names, for searching.
create table vault_tokens (
-- sqlite:  token  blob not null,
-- postgres:  token  bytea not null,
  person text not null,
  primary key (token, person)
);
create index vault_tokens_person on vault_tokens (person);
-- Other secrets of the house under the master key.
create table vault_secrets (
  name       text primary key,
-- sqlite:  ciphertext blob not null
-- postgres:  ciphertext bytea not null
);

-- Who may log in. Who an account belongs to and what it may do is told by the
-- person's offices. Security-relevant acts on accounts are journalled.
create table accounts (
  person      text    primary key,
  login       text    not null unique, -- in normal form
  password    text    not null,        -- argon2id PHC string; '': no login by password
  disabled    boolean not null,
  must_change boolean not null,
  lang        text    not null check (lang in ('', 'zh', 'en')),
  theme       text    not null check (theme in ('', 'light', 'dark')),
  epoch       bigint  not null, -- sessions of an earlier epoch are over
  created     bigint  not null
);
create table sessions (
  token   text    primary key, -- hash of what is in the cookie
  person  text    not null,    -- '': nobody yet
  data    text    not null,
  expires bigint  not null,
  ended   boolean not null
);
create index sessions_person on sessions (person);
create index sessions_expires on sessions (expires);
create table api_tokens (
  id      text   primary key,
  person  text   not null,
  hash    text   not null unique, -- SHA-256 of the token
  label   text   not null,
  scopes  text   not null,
  made    bigint not null,
  expires bigint not null,
  used    bigint not null, -- 0: never; written at most every few minutes
  revoked bigint not null  -- 0: valid
);
create index api_tokens_person on api_tokens (person, id);
-- Failed logins of the last minutes. key is a keyed hash that changes with the
-- window, so that neither logins nor addresses can be read or joined.
create table login_limits (
  key    text   primary key,
  tries  bigint not null,
  until  bigint not null
);
create index login_limits_until on login_limits (until);
-- One-time tokens for making the first administrator.
create table setup_tokens (
  hash text   primary key,
  made bigint not null
);
