-- +goose Up
-- Checks of closed reviews: projections of the streams quality/. Times are 0 while there is none.
create table quality_checks (
-- sqlite:  id text primary key,
-- postgres:  id text collate "C" primary key,
  committee    text   not null,
  state        text   not null check (state in ('announced', 'scoring', 'closed', 'cancelled')),
  held_by      text   not null check (held_by in ('committee', 'department')),
  from_day     text   not null,
  until_day    text   not null,
  population   bigint not null,
  size         bigint not null,
  scored       bigint not null, -- how many cases
  score        bigint not null, -- percent, once closed
  result       text   not null,
  announced_at bigint not null,
  closed_at    bigint not null,
  version      bigint not null
);
create index quality_checks_committee on quality_checks (committee, id);

create table quality_cases (
  quality   text   not null,
  review    text   not null,
  committee text   not null,
  scorer    text   not null, -- empty: nobody may so far
  state     text   not null check (state in ('scoring', 'scored', 'cancelled')),
  score     bigint not null, -- percent
  result    text   not null,
  scored_at bigint not null,
  primary key (quality, review)
);
create index quality_cases_scorer on quality_cases (scorer, state, review);
create index quality_cases_review on quality_cases (review);
create index quality_cases_committee on quality_cases (committee, scored_at);

-- Who has seen a result.
create table quality_seen (
  quality text   not null,
  person  text   not null,
  at      bigint not null,
  primary key (quality, person)
);
