-- +goose Up
-- The registry: who there is and who holds which office. All projections of
-- the streams department/, unit/, person/, committee/ and system/. Names are
-- found through search_docs.
-- Days are YYYY-MM-DD in Beijing time; sort is a key that orders names as
-- Chinese readers expect; version is the stream's.
create table departments (
  id         text   primary key,
  code       text   not null, -- as packs name it; may be empty
  name_zh    text   not null,
  name_en    text   not null,
  sort text not null,
  region text not null,
  state      text   not null check (state in ('active', 'closed')),
  created_at bigint not null,
  updated_at bigint not null,
  version    bigint not null
);
create unique index departments_code on departments (code) where code <> '' and state = 'active';
create index departments_sort on departments (state, sort, id);

create table units (
  id         text   primary key,
  name_zh    text   not null,
  name_en    text   not null,
  key_zh     text   not null, -- names as they are compared: see registry.NameKey
  key_en     text   not null,
  sort text not null,
  kind       text   not null,
  uscc       text   not null,
  region text not null,
  department text   not null,
  fields     text   not null, -- JSON list of codes
  grade      bigint not null,
  state      text   not null check (state in ('active', 'closed')),
  created_at bigint not null,
  updated_at bigint not null,
  version    bigint not null
);
create unique index units_key_zh on units (key_zh) where state = 'active';
create index units_key_en on units (key_en);
create index units_uscc on units (uscc);
create index units_sort on units (state, sort, id);
create index units_region on units (region);
create index units_department on units (department, state);

create table persons (
  id         text   primary key, -- the name is in the vault
  unit       text   not null,
  kind       text   not null,
  state      text   not null check (state in ('active', 'erased')),
  created_at bigint not null,
  updated_at bigint not null,
  version    bigint not null
);
create index persons_unit on persons (unit, state, id);

create table committees (
  id         text   primary key,
  unit       text   not null,
  name_zh    text   not null,
  name_en    text   not null,
  sort text not null,
  region text not null,
  fields     text   not null, -- JSON list of codes it is competent for
  state      text   not null check (state in ('active', 'dissolved')),
  created_at bigint not null,
  updated_at bigint not null,
  version    bigint not null
);
create index committees_unit on committees (unit, state);
create index committees_sort on committees (state, sort, id);
create index committees_region on committees (region);

-- Which units a committee reviews for: its own, and those that entrust it.
create table committee_units (
  committee text not null,
  unit      text not null,
  primary key (committee, unit)
);
create index committee_units_unit on committee_units (unit);

-- Periods in which somebody sat on a committee in one role.
create table committee_members (
  id         text    primary key, -- id of the event that began the period
  committee  text    not null,
  person     text    not null,
  role       text    not null check (role in ('chair', 'vice_chair', 'secretary', 'member', 'adviser')),
  expertise  text    not null, -- JSON list of codes
  sex        text    not null check (sex in ('female', 'male', 'unknown')),
  external   boolean not null,
  local      boolean not null,
  from_day   text    not null,
  until_day  text    not null -- its last day; empty: open
);
create index committee_members_committee on committee_members (committee, person);
create index committee_members_person on committee_members (person);

-- Every role that a person holds, wherever it stems from: what the table of
-- authorisations looks at. In force on a day: active, begun, not ended.
create table offices (
  id        text    primary key, -- id of the event that began it
  person    text    not null,
  role      text    not null check (role in ('administrator', 'supervisor', 'unit_officer',
                                             'chair', 'vice_chair', 'secretary', 'member', 'adviser')),
  body_kind text    not null check (body_kind in ('system', 'department', 'unit', 'committee')),
  body      text    not null,
  from_day  text    not null,
  until_day text    not null, -- its last day; empty: open
  active    boolean not null  -- false: the body is closed or dissolved
);
create index offices_person on offices (person, body_kind, body);
create index offices_body on offices (body_kind, body, role);
