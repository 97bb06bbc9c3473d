-- +goose Up
-- How often a meeting was moved or called off, as calendars count.
alter table meetings add column sequence bigint not null default 0;

-- Private addresses of calendars. Not a projection: who made and revoked one is journalled, the secret is not.
create table calendar_feeds (
-- sqlite:  id text primary key,
-- postgres:  id text collate "C" primary key,
  person    text    not null,
  committee text    not null, -- empty: all on which the person sits
  places    boolean not null, -- place and address of the video meeting are in it
  hash      text    not null unique, -- SHA-256 of the secret
  made      bigint  not null,
  revoked   bigint  not null -- 0: valid
);
create index calendar_feeds_person on calendar_feeds (person, id);
