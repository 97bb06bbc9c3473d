-- +goose Up
-- Standing interests of members: projections of the streams interests/. What is said in words lies in the vault.
create table interest_people (
-- sqlite:  person text primary key,
-- postgres:  person text collate "C" primary key,
  state     text   not null check (state in ('asked', 'confirmed', 'changed', 'released')),
  confirmed text   not null, -- the last day; empty: never
  due       bigint not null, -- by when it is to be confirmed; 0: no limit
  version   bigint not null
);

create table interests (
-- sqlite:  id text primary key,
-- postgres:  id text collate "C" primary key,
  person    text not null,
  kind      text not null,
  party     text not null check (party in ('unit', 'person', 'company')),
  unit      text not null, -- empty: not with a unit
  about     text not null, -- a person; empty: not with one
  from_day  text not null,
  until_day text not null  -- the last day; empty: open
);
create index interests_unit on interests (unit) where unit <> '';
create index interests_person on interests (person, id);
