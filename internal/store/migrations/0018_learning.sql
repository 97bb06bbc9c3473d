-- +goose Up
-- What people have learnt, and what is asked of them: projections of the streams training/.
create table training_people (
-- sqlite:  person text primary key,
-- postgres:  person text collate "C" primary key,
  state   text   not null check (state in ('kept')),
  version bigint not null
);

create table training_records (
-- sqlite:  id text primary key,
-- postgres:  id text collate "C" primary key,
  person     text   not null,
  kind       text   not null,
  course     text   not null,
  provider   text   not null,
  hours      bigint not null,
  day        text   not null, -- on which it was completed
  state      text   not null check (state in ('entered', 'confirmed', 'refused', 'withdrawn')),
  updated_at bigint not null
);
create index training_records_person on training_records (person, state, day);
create index training_records_entered on training_records (updated_at, id) where state = 'entered';

create table training_duties (
-- sqlite:  id text primary key,
-- postgres:  id text collate "C" primary key,
  person    text   not null,
  kind      text   not null,
  cause     text   not null,
  about     text   not null,
  state     text   not null check (state in ('open', 'done', 'lifted')),
  since_day text   not null,
  due       bigint not null -- 0: without a limit
);
create index training_duties_person on training_duties (person, state, due);
