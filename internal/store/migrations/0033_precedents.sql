-- +goose Up
-- How cases were decided, by what they are alike in: projections of the streams review/. A likeness is kind, list entries, scope and
-- fields as text. Nothing here tells who or what a case was about.
create table precedents (
-- sqlite:  review text primary key,
-- postgres:  review text collate "C" primary key,
  committee    text   not null,
  likeness     text   not null, -- kind, list entries, scope and fields
  sort         text   not null, -- kind, list entries and scope
  outcome      text   not null,
  stipulations bigint not null,
  days         bigint not null, -- from acceptance to the decision, begun ones counted
  decided_at   bigint not null
);
create index precedents_like on precedents (likeness, decided_at, review);
create index precedents_committee on precedents (committee, likeness, decided_at, review);

-- How often each sort of case came out how, so that asking does not count cases.
create table precedent_counts (
-- sqlite:  sort text not null,
-- postgres:  sort text collate "C" not null,
-- sqlite:  committee text not null,
-- postgres:  committee text collate "C" not null,
-- sqlite:  outcome text not null,
-- postgres:  outcome text collate "C" not null,
  n         bigint not null,
  days      bigint not null, -- of all of them together
  primary key (sort, committee, outcome)
);
create index precedent_counts_committee on precedent_counts (committee, sort, outcome);
