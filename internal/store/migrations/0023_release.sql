-- +goose Up
-- Checks before sensitive results are published: a projection of the streams release/.
create table releases (
  id         text   primary key,
  activity   text   not null,
  title      text   not null,
  who        text   not null check (who in ('committee', 'unit')),
  state      text   not null check (state in ('asked', 'change', 'allowed', 'refused')),
  updated_at bigint not null
);
create index releases_activity on releases (activity, updated_at, id);
create index releases_updated on releases (updated_at, id);
