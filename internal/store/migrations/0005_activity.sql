-- +goose Up
-- Activities: projections of the streams activity/. Codes stand in JSON lists;
-- times are 0 while there is none.
create table activities (
  id text primary key,
  title         text   not null, -- empty: not named yet
  leader        text   not null,
  unit          text   not null, -- empty: not chosen yet
  committee     text   not null, -- empty: never submitted
  state         text   not null check (state in ('draft', 'submitted', 'under_review', 'correcting',
                                                 'approved', 'exempt', 'rejected', 'withdrawn', 'discarded')),
  region text not null,
  fields        text   not null,
  scope         text   not null,
  review_needed text   not null, -- what the rules say: required, exempt, not_required; empty: not assessed
  procedure     text   not null,
  recheck       text   not null, -- listed items that experts re-review
  review        text   not null, -- the case; empty: none yet
  origin        text   not null, -- where it was imported from
  submissions   bigint not null,
  created_at    bigint not null,
  updated_at    bigint not null,
  submitted_at  bigint not null, -- the first time
  decided_at    bigint not null,
  version       bigint not null
);
create index activities_updated on activities (updated_at, id);
create index activities_state on activities (state, updated_at, id);
create index activities_unit on activities (unit, updated_at, id);
create index activities_committee on activities (committee, updated_at, id);
create index activities_region on activities (region);
create unique index activities_origin on activities (origin) where origin <> '';

-- Who takes part; the leader is one of them.
create table activity_people (
  activity text not null,
  person   text not null,
  role     text not null,
  primary key (activity, person)
);
create index activity_people_person on activity_people (person, activity);

-- Every file that an activity ever named; not present: replaced or taken out.
create table activity_files (
  activity text    not null,
  id       text    not null,
  field    text    not null,
  material text    not null,
  name     text    not null,
  hash     text    not null,
  size     bigint  not null,
  type     text    not null,
  added_by text    not null,
  added_at bigint  not null,
  version  bigint  not null,
  present  boolean not null,
  primary key (activity, id)
);
create index activity_files_hash on activity_files (hash);

-- Uploads that acts are about to name, so that the sweeping of files that
-- nothing names and the naming of one do not cross. Not a projection.
create table uploads (
  hash  text   primary key,
  at    bigint not null, -- when an act last named it
  swept bigint not null  -- when it was last removed
);
