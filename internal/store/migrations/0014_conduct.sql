-- +goose Up
-- Reviews of approved work: of changes, of progress, of what happened. Cases from
-- before have no kind: they are initial reviews.
alter table reviews add column kind text not null default '';
alter table reviews add column about text not null default '';
create index reviews_about on reviews (about) where about <> '';
create index reviews_kind on reviews (kind, updated_at, id) where kind <> '';

-- Approved activities, and what is reported on them: projections of the streams
-- conduct/. Times are 0 while there is none.
create table conducts (
  id        text primary key, -- of the activity
  review    text    not null, -- the case that approved it
  committee text    not null,
  unit      text    not null,
  leader    text    not null,
  title     text    not null,
  state     text    not null check (state in ('running', 'suspended', 'lapsed', 'closed', 'terminated')),
  months    bigint  not null, -- between follow-ups
  due       bigint  not null, -- of the next one
  overdue   boolean not null,
  closer    boolean not null, -- approved in an emergency
  anew      text    not null, -- report whose change has to come as an amendment
  begun_at  bigint  not null,
  updated_at bigint not null,
  version   bigint  not null
);
create unique index conducts_review on conducts (review);
create index conducts_due on conducts (due, id);
create index conducts_committee on conducts (committee, due, id);
create index conducts_leader on conducts (leader, due, id);

create table conduct_reports (
  id          text primary key,
  activity    text   not null,
  kind        text   not null,
  review      text   not null,
  state       text   not null check (state in ('open', 'decided', 'withdrawn')),
  outcome     text   not null,
  by_person   text   not null,
  reported_at bigint not null,
  decided_at  bigint not null
);
create index conduct_reports_activity on conduct_reports (activity, state, reported_at, id);
