-- +goose Up
-- By what people and units in the ledger of sanctions can be told from others: keyed
-- hashes of names and of numbers of documents. Like names, not derived from the journal.
create table vault_identities (
  token  text not null,
  holder text not null, -- a person, or a unit
  kind   text not null, -- 'name', or the code of a document
  primary key (token, holder)
);
create index vault_identities_holder on vault_identities (holder, kind);

-- A unit named from outside the register may be one of it after all.
create index units_name_zh on units (name_zh);
create index units_name_en on units (name_en);

-- Decisions about breaches, and the measures in them: projections of the streams sanction/.
create table sanctions (
  id         text    primary key,
  department text    not null, -- that decided
  number     text    not null,
  day        text    not null, -- of the decision
  state      text    not null check (state in ('drafted', 'in_force', 'no_finding', 'annulled', 'discarded')),
  asked      bigint  not null, -- requests for correction that wait for an answer
  updated_at bigint  not null,
  version    bigint  not null
);
create index sanctions_updated on sanctions (updated_at, id);
create index sanctions_number on sanctions (department, number);
create index sanctions_department on sanctions (department, state, updated_at, id);

create table sanction_subjects (
  id       text not null, -- of the subject in the decision
  sanction text not null,
  kind     text not null check (kind in ('person', 'unit')),
  who      text not null, -- by which identities are found: a person, a unit, or somebody outside the register
  unit     text not null, -- the unit itself, or where the person works; may be empty
  primary key (id)
);
create index sanction_subjects_sanction on sanction_subjects (sanction, id);
create index sanction_subjects_who on sanction_subjects (who, sanction);
create index sanction_subjects_unit on sanction_subjects (unit, sanction);

create table sanction_measures (
  id        text    primary key,
  sanction  text    not null,
  who       text    not null,
  code      text    not null, -- of the packs' list measures
  from_day  text    not null,
  until_day text    not null, -- the last day; empty: without an end
  binding   boolean not null  -- the decision is in force, and this measure neither lifted nor fulfilled
);
create index sanction_measures_sanction on sanction_measures (sanction, id);
create index sanction_measures_who on sanction_measures (who, binding, until_day);

-- Lists of earlier decisions: projections of the streams sanctionlist/.
create table sanction_lists (
  id         text   primary key,
  department text   not null,
  state      text   not null check (state in ('checking', 'checked', 'entering', 'entered', 'discarded', 'failed')),
  started    bigint not null,
  total      bigint not null, -- rows
  fresh      bigint not null, -- enter, or did
  known      bigint not null, -- stood in the ledger already
  refused    bigint not null, -- stay out
  version    bigint not null
);
create index sanction_lists_department on sanction_lists (department, started, id);

-- Questions whether somebody is barred, and what was found: projections of the streams veto/.
create table vetoes (
  id         text   primary key,
  body_kind  text   not null check (body_kind in ('department', 'unit')),
  body       text   not null, -- that asks
  purpose    text   not null, -- code of the packs' list veto_purposes
  state      text   not null check (state in ('asked', 'answered', 'failed')),
  asked_at   bigint not null,
  total      bigint not null, -- rows
  done       bigint not null,
  clear      bigint not null,
  vetoed     bigint not null,
  conditional bigint not null,
  unsure     bigint not null,
  version    bigint not null
);
create index vetoes_body on vetoes (body, asked_at, id);

create table veto_hits (
  veto     text   not null,
  row      bigint not null,
  measure  text   not null,
  outcome  text   not null check (outcome in ('vetoed', 'conditional', 'ask')),
  asked_at bigint not null,
  primary key (veto, row, measure)
);
create index veto_hits_measure on veto_hits (measure, asked_at, veto, row);
