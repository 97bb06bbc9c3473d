-- +goose Up
-- Every duty is a clock. A projection of the moves that events carry.
create table clocks (
  id          text    primary key, -- stream#name
  stream      text    not null,
  name        text    not null,
  state       text    not null check (state in ('running', 'paused', 'over', 'met', 'met_late', 'cancelled')),
  started     bigint  not null,
  due         bigint  not null,
  warn        bigint  not null,
  warned      boolean not null,
  ended       bigint  not null, -- 0: not ended
  amount      bigint  not null,
  unit        text    not null,
  provisional boolean not null,
  who         text    not null,
  holder      text    not null,
  rule        text    not null,
  source      text    not null,
  article     text    not null
);
create index clocks_stream on clocks (stream);
create index clocks_holder on clocks (holder, state, due);
create index clocks_warn on clocks (warn) where state = 'running' and not warned;
create index clocks_due on clocks (due) where state = 'running';
create index clocks_over on clocks (due, id) where state = 'over';

-- Work that follows from a transaction and is done after it.
create table jobs (
  id       text   primary key,
  kind     text   not null,
  payload  text   not null,
  run_at   bigint not null,
  tries    bigint not null,
  leased   bigint not null, -- until when a worker holds it; 0: free
  holder   text   not null,
  error    text   not null,
  done_at  bigint not null  -- 0: open; a given-up job keeps its error
);
create index jobs_ready on jobs (run_at) where done_at = 0;
create index jobs_done on jobs (done_at) where done_at > 0;
create index jobs_failed on jobs (run_at, id) where error <> '';
