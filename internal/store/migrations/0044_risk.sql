-- +goose Up
-- Measured quantities read only what is overdue.
create index conducts_overdue on conducts (unit, id) where overdue;

-- How long committees deliberated on cases: a projection of the streams review/.
create table risk_deliberations (
  review     text   primary key,
  committee  text   not null,
  taken_at   bigint not null, -- the last time the meeting came to it
  decided_at bigint not null  -- 0: not decided then
);
create index risk_deliberations_committee on risk_deliberations (committee, decided_at, review) where decided_at > 0;

-- Signals: projections of the streams signal/.
create table risk_signals (
  id            text    primary key,
  definition    text    not null, -- code of the packs' list risk_signals
  subject_kind  text    not null check (subject_kind in ('activity', 'committee', 'unit', 'person')),
  subject       text    not null,
  unit          text    not null,
  committee     text    not null, -- may be empty
  region        text    not null,
  fields        text    not null, -- JSON list of codes
  level         text    not null,
  rank          bigint  not null, -- of the level
  score         bigint  not null,
  value         bigint  not null,
  basis         text    not null, -- digest of the records behind it
  state         text    not null check (state in ('standing', 'confirmed', 'dismissed', 'cleared')),
  for_unit      text    not null, -- the unit that is told; may be empty
  for_committee text    not null, -- the committee that is told; may be empty
  proposed      boolean not null, -- grave enough for a warning
  warned        boolean not null, -- a warning rests on it
  raised_at     bigint  not null,
  updated_at    bigint  not null,
  version       bigint  not null
);
create unique index risk_signals_once on risk_signals (subject_kind, subject, definition);
create index risk_signals_score on risk_signals (score, id);
create index risk_signals_state on risk_signals (state, score, id);
create index risk_signals_unit on risk_signals (unit, state, score, id);
create index risk_signals_for_unit on risk_signals (for_unit, score, id);
create index risk_signals_for_committee on risk_signals (for_committee, score, id);
create index risk_signals_definition on risk_signals (definition, state, score, id);
create index risk_signals_proposed on risk_signals (score, id) where proposed and not warned and state in ('standing', 'confirmed');

-- What people said about the signals of a definition.
create table risk_feedback (
  definition text   primary key,
  confirmed  bigint not null,
  dismissed  bigint not null
);

-- Who is to be looked at, and when. Not a projection: a queue, like jobs. The kind
-- rules holds which rules the signals were last judged by.
create table risk_queue (
  kind    text   not null,
  subject text   not null,
  at      bigint not null,
  primary key (kind, subject)
);
create index risk_queue_at on risk_queue (at);

-- Registers of risks: projections of the streams risk/.
create table risks (
  id         text   primary key,
  unit       text   not null,
  kind       text   not null, -- code of the packs' list risk_kinds
  title      text   not null,
  activity   text   not null, -- may be empty
  owner      text   not null, -- a person
  likelihood bigint not null,
  impact     bigint not null,
  grade      text   not null, -- code of the packs' list risk_grades
  score      bigint not null, -- likelihood times impact
  state      text   not null check (state in ('open', 'closed')),
  due        bigint not null, -- of the next assessment
  updated_at bigint not null,
  version    bigint not null
);
create index risks_unit on risks (unit, state, score, id);
create index risks_score on risks (score, id);
create index risks_owner on risks (owner, score, id);
create index risks_activity on risks (activity) where activity <> '';

-- Warnings: projections of the streams warning/.
create table warnings (
  id         text   primary key,
  body_kind  text   not null check (body_kind in ('department', 'unit')),
  body       text   not null, -- that warns
  level      text   not null,
  rank       bigint not null,
  title      text   not null,
  state      text   not null check (state in ('drafted', 'issued', 'closed', 'withdrawn', 'discarded')),
  waiting    bigint not null, -- addressees that have not acknowledged it
  issued_at  bigint not null, -- 0: not yet
  updated_at bigint not null,
  version    bigint not null
);
create index warnings_updated on warnings (updated_at, id);
create index warnings_body on warnings (body, state, updated_at, id);

create table warning_grounds (
  warning text not null,
  kind    text not null check (kind in ('signal', 'lead')),
  id      text not null,
  primary key (warning, kind, id)
);
create index warning_grounds_id on warning_grounds (id, warning);

create table warning_addressees (
  warning text   not null,
  n       bigint not null,
  kind    text   not null check (kind in ('department', 'unit', 'committee')),
  body    text   not null,
  state   text   not null check (state in ('waiting', 'acknowledged')),
  primary key (warning, n)
);
create index warning_addressees_body on warning_addressees (body, warning);

-- What is known from outside: projections of the streams lead/.
create table leads (
  id         text   primary key,
  kind       text   not null check (kind in ('retraction', 'incident', 'horizon')),
  origin     text   not null, -- where it was imported from; empty: written here
  title      text   not null,
  day        text   not null,
  weight     bigint not null,
  state      text   not null check (state in ('noted', 'assessed', 'set_aside')),
  asks       bigint not null, -- institutions for which a person has to say which unit it is
  updated_at bigint not null,
  version    bigint not null
);
create unique index leads_origin on leads (origin) where origin <> '';
create index leads_day on leads (day, id);
create index leads_kind on leads (kind, day, id);
create index leads_asks on leads (day, id) where asks > 0;

create table lead_units (
  lead   text   not null,
  n      bigint not null,
  kind   text   not null,
  unit   text   not null, -- empty: none
  state  text   not null check (state in ('matched', 'ask', 'none')),
  at     bigint not null, -- of the lead
  weight bigint not null, -- 0 where it is set aside
  primary key (lead, n)
);
create index lead_units_unit on lead_units (unit, kind, at, lead) where state = 'matched';

-- Imports: projections of the streams import/.
create table lead_imports (
  id        text   primary key,
  kind      text   not null check (kind in ('retraction', 'incident')),
  body      text   not null, -- department; empty: the operator of the machine
  state     text   not null check (state in ('reading', 'done', 'failed')),
  started   bigint not null,
  total     bigint not null,
  done      bigint not null,
  fresh     bigint not null,
  known     bigint not null,
  refused   bigint not null,
  version   bigint not null
);
create index lead_imports_started on lead_imports (started, id);

-- Bulletins: projections of the streams bulletin/.
create table bulletins (
  id         text    primary key,
  body_kind  text    not null check (body_kind in ('department', 'unit')),
  body       text    not null, -- that publishes
  title      text    not null,
  from_day   text    not null,
  until_day  text    not null,
  state      text    not null check (state in ('compiled', 'approved', 'published', 'discarded')),
  open       boolean not null, -- to everybody
  updated_at bigint  not null,
  version    bigint  not null
);
create index bulletins_updated on bulletins (updated_at, id);
create index bulletins_open on bulletins (updated_at, id) where open and state = 'published';

create table bulletin_addressees (
  bulletin text not null,
  kind     text not null,
  body     text not null,
  primary key (bulletin, kind, body)
);
create index bulletin_addressees_body on bulletin_addressees (body, bulletin);
