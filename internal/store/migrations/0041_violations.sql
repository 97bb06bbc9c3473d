-- +goose Up
-- Cases of breaches: projections of the streams case/.
create table cases (
  id          text    primary key,
  title       text    not null,
  state       text    not null check (state in ('received', 'checking', 'investigating', 'hearing', 'decided', 'cleared', 'annulled', 'rejected', 'dropped')),
  body_kind   text    not null check (body_kind in ('unit', 'department')), -- who handles it
  body        text    not null,
  superior    text    not null, -- the department above; may be empty
  unit        text    not null, -- of those concerned; may be empty
  region      text    not null,
  activity    text    not null,
  source      text    not null, -- code of the packs' list case_sources
  record      text    not null, -- the report or inspection of this house that it came from; may be empty
  major       boolean not null,
  noticed     boolean not null, -- the parties were told
  waiting     bigint  not null, -- requests after the decision that wait for somebody
  paused      boolean not null, -- payments stop while the inquiry runs
  opened_at   bigint  not null,
  decided_at  bigint  not null, -- 0: not yet
  updated_at  bigint  not null,
  version     bigint  not null
);
create index cases_updated on cases (updated_at, id);
create index cases_body on cases (body, state, updated_at, id);
create index cases_unit on cases (unit, updated_at, id);
create index cases_superior on cases (superior, updated_at, id);
create index cases_activity on cases (activity, state);
create index cases_record on cases (record, updated_at, id);

create table case_people (
  kase   text not null,
  person text not null,
  role   text not null check (role in ('accused', 'reporter', 'team', 'peer')),
  primary key (kase, person, role)
);
create index case_people_person on case_people (person, role, kase);

create table case_units (
  kase text not null,
  unit text not null,
  primary key (kase, unit)
);
create index case_units_unit on case_units (unit, kase);

-- Cases made public, without names.
create table typical_cases (
  kase         text   primary key,
  title        text   not null,
  text         text   not null,
  violation    text   not null,
  severity     text   not null,
  region       text   not null,
  published_at bigint not null
);
create index typical_cases_published on typical_cases (published_at, kase);
