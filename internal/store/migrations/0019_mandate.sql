-- +goose Up
-- Mandates: which committee reviews for whom, in writing. They take the place of
-- the list of units that a committee's own unit used to write down.
drop table committee_units;

-- What kind of committee it is, and how many people do nothing else.
alter table committees add column kind text not null default 'own';
alter table committees add column staff bigint not null default 0;

-- Projections of the streams mandate/.
create table mandates (
-- sqlite:  id text primary key,
-- postgres:  id text collate "C" primary key,
  unit       text    not null, -- that entrusts; empty: a person does, who belongs to none
  person     text    not null, -- that entrusts; empty: a unit does
  committee  text    not null, -- entrusted
  state      text    not null check (state in ('drafted', 'offered', 'in_force', 'declined', 'ended', 'discarded')),
  ground     text    not null, -- code of the packs' list mandate_grounds
  standing   boolean not null, -- false: for a single activity
  subject    text    not null, -- of the single activity
  leader     text    not null, -- whose single activity it is
  activity   text    not null, -- the single activity, once it is known
  fields     text    not null, -- JSON list of codes
  follow_up  boolean not null,
  from_day   text    not null,
  until_day  text    not null, -- the last day
  updated_at bigint  not null,
  version    bigint  not null
);
create index mandates_updated on mandates (updated_at, id);
create index mandates_unit on mandates (unit, state, committee);
create index mandates_person on mandates (person, state);
create index mandates_committee on mandates (committee, state, updated_at, id);
