-- +goose Up
-- Registrations and filings with platforms outside: projections of the streams filing/.
create table filings (
-- sqlite:  id text primary key,
-- postgres:  id text collate "C" primary key,
  code         text    not null,
  about        text    not null check (about in ('committee', 'activity', 'report')),
  committee    text    not null,
  unit         text    not null, -- that owes it
  region       text    not null,
  activity     text    not null, -- empty: not about one
  report       text    not null, -- kind of the yearly report
  year         bigint  not null,
  title        text    not null,
  state        text    not null check (state in ('due', 'prepared', 'submitted', 'returned', 'registered', 'lapsed', 'withdrawn')),
  round        bigint  not null,
  number       text    not null, -- of the last receipt
  receipt_day  text    not null,
  confirmed    boolean not null,
  opened_at    bigint  not null,
  updated_at   bigint  not null,
  version      bigint  not null
);
create unique index filings_once on filings (code, committee, activity, year);
create index filings_updated on filings (updated_at, id);
create index filings_committee on filings (committee, updated_at, id);
create index filings_unit on filings (unit, updated_at, id);
create index filings_activity on filings (activity) where activity <> '';

-- Yearly reports: projections of the streams report/.
create table reports (
-- sqlite:  id text primary key,
-- postgres:  id text collate "C" primary key,
  committee  text   not null,
  unit       text   not null,
  report     text   not null check (report in ('committee', 'listed')),
  year       bigint not null,
  state      text   not null check (state in ('drafted', 'signed')),
  updated_at bigint not null,
  version    bigint not null
);
create unique index reports_once on reports (committee, report, year);

-- What a yearly report counts.
create index rechecks_committee on rechecks (committee, applied_at);
