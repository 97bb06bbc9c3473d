-- +goose Up
-- A department may answer for its whole region, not only for the units that belong to it.
-- Reach is what the codes of all places in its region begin with.
alter table departments add column whole boolean not null default false;
alter table departments add column reach text not null default '';
update departments set reach = case when region in ('', '000000') then '' when region like '%0000' then substr(region, 1, 2)
  when region like '%00' then substr(region, 1, 4) else region end;

-- Departments that the rules of its day name for an activity: |code|code|.
alter table activities add column routes text not null default '';

-- How a committee was found to stand when it was last looked at and had changed. Projection of the streams standing/.
create table standings (
  committee  text   primary key,
  state      text   not null check (state in ('good', 'lacking')),
  findings   text   not null, -- JSON list of codes of the packs' list committee_standing
  updated_at bigint not null,
  version    bigint not null
);

-- What supervisors count. A place is where a record belongs: who answers for it, and its fields. A mark says that a
-- record counts in a measure. The other tables count marks. Projections of all streams.
create table oversight_places (
  id         text primary key, -- hash of the rest
  department text not null,
  region     text not null, -- empty: for its department alone
  routes     text not null, -- |code|code|
  fields     text not null  -- JSON list of codes
);
create table oversight_marks (
-- sqlite:  measure text not null,
-- postgres:  measure text collate "C" not null,
-- sqlite:  id text not null,
-- postgres:  id text collate "C" not null,
  part      text   not null,
  place     text   not null,
  unit      text   not null,
  committee text   not null,
-- sqlite:  day text not null,
-- postgres:  day text collate "C" not null,
  value     bigint not null,
  primary key (measure, id)
);
create index oversight_marks_id on oversight_marks (id);
create index oversight_marks_part on oversight_marks (measure, part, day, id);
create index oversight_marks_day on oversight_marks (measure, day, id);
create index oversight_marks_place on oversight_marks (measure, part, place, day, id);
create index oversight_marks_unit on oversight_marks (unit, measure, day, id) where unit <> '';
create index oversight_marks_committee on oversight_marks (committee, measure, day, id) where committee <> '';

create table oversight_now (
  measure text   not null,
  part    text   not null,
  place   text   not null,
  n       bigint not null,
  total   bigint not null, -- of the values
  primary key (measure, part, place)
);
create table oversight_months (
  measure text   not null,
  month   text   not null,
  part    text   not null,
  place   text   not null,
  n       bigint not null,
  total   bigint not null,
  primary key (measure, month, part, place)
);
create table oversight_units (
  unit    text   not null,
  measure text   not null,
  part    text   not null,
  place   text   not null,
  n       bigint not null,
  primary key (unit, measure, part, place)
);
create index oversight_units_measure on oversight_units (measure, unit);

-- Asked about each activity that a committee approved.
create index filings_lapsed_of on filings (committee) where about = 'committee' and state = 'lapsed';
