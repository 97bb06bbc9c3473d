-- +goose Up
-- Yearly plans of inspections, inspectors, visits, findings and orders: projections of the
-- streams yearplan/, inspectors/ and inspection/. Times are 0 while there is none.
create table yearplans (
  id         text   primary key,
  department text   not null,
  region     text   not null,
  year       bigint not null,
  title      text   not null,
  state      text   not null check (state in ('drafted', 'adopted', 'announced', 'running', 'closed', 'discarded')),
  updated_at bigint not null,
  version    bigint not null
);
create index yearplans_department on yearplans (department, year, id);
create index yearplans_updated on yearplans (updated_at, id);

create table inspectors (
  id         text primary key, -- id of the event that began the term
  department text not null,
  person     text not null,
  from_day   text not null,
  until_day  text not null -- its last day; empty: open
);
create index inspectors_department on inspectors (department, person);

create table inspections (
  id         text   primary key,
  plan       text   not null,
  department text   not null, -- that inspects
  unit       text   not null,
  region     text   not null, -- whose rules hold
  unit_region text  not null,
  year       bigint not null,
  how        text   not null check (how in ('risk', 'random')),
  state      text   not null check (state in ('planned', 'notified', 'open', 'reported', 'correcting', 'closed', 'cancelled')),
  day        text   not null, -- of the visit; empty: not set
  findings   bigint not null,
  signed_at  bigint not null, -- of its report; everybody may see it from then on
  updated_at bigint not null,
  version    bigint not null
);
create index inspections_updated on inspections (updated_at, id);
create index inspections_signed on inspections (signed_at, id) where signed_at > 0;
create index inspections_signed_year on inspections (year, signed_at, id) where signed_at > 0;
create index inspections_plan on inspections (plan, id);
create index inspections_unit on inspections (unit, state, updated_at, id);
create index inspections_department on inspections (department, state, updated_at, id);

create table inspection_team (
  inspection text not null,
  person     text not null,
  state      text not null check (state in ('going', 'left')),
  primary key (inspection, person)
);
create index inspection_team_person on inspection_team (person, state, inspection);

-- What was opened to the inspectors.
create table inspection_records (
  inspection text   not null,
  kind       text   not null check (kind in ('review', 'activity', 'meeting', 'committee', 'letter')),
  record     text   not null,
  seen       bigint not null, -- version that was looked at
  activity   text   not null, -- of the record; may be empty
  primary key (inspection, kind, record)
);
create index inspection_records_record on inspection_records (kind, record, inspection);
create index inspection_records_activity on inspection_records (activity, inspection);

create table inspection_findings (
  inspection text   not null,
  n          bigint not null,
  department text   not null,
  unit       text   not null,
  region     text   not null, -- of the unit
  point      text   not null,
  severity   text   not null,
  state      text   not null check (state in ('draft', 'dropped', 'noted', 'open', 'closed')),
  at         bigint not null, -- signed; before, noted
  due        bigint not null, -- of its order; 0: none
  primary key (inspection, n)
);
create index inspection_findings_at on inspection_findings (at, inspection, n);
create index inspection_findings_unit on inspection_findings (unit, state, at, inspection, n);
create index inspection_findings_department on inspection_findings (department, state, at, inspection, n);
create index inspection_findings_region on inspection_findings (region, state, at, inspection, n);

-- The records in which a finding stands.
create table inspection_marks (
  inspection text   not null,
  n          bigint not null,
  kind       text   not null,
  record     text   not null,
  seen       bigint not null,
  committee  text   not null,
  activity   text   not null,
  primary key (inspection, n, kind, record)
);
create index inspection_marks_committee on inspection_marks (committee, inspection, n);
create index inspection_marks_activity on inspection_marks (activity, inspection, n);

create table inspection_orders (
  inspection text   not null,
  n          bigint not null, -- of its finding
  department text   not null,
  unit       text   not null,
  state      text   not null check (state in ('open', 'shown', 'closed')),
  due        bigint not null,
  primary key (inspection, n)
);
create index inspection_orders_unit on inspection_orders (unit, state, due, inspection, n);
create index inspection_orders_department on inspection_orders (department, state, due, inspection, n);

-- What a quality check found poor is one of the signals of risk.
create index quality_cases_result on quality_cases (result, committee) where state = 'scored';
