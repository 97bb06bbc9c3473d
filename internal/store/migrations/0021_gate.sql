-- +goose Up
-- Start gates. Projections of the streams gate/; the id is the activity's.
create table gates (
-- sqlite:  id text primary key,
-- postgres:  id text collate "C" primary key,
  state       text   not null check (state in ('preparing', 'started')),
  started_day text   not null, -- empty: the work has not begun
  updated_at  bigint not null,
  version     bigint not null
);

-- Evidence for the conditions of gates.
create table gate_papers (
-- sqlite:  gate text not null,
-- postgres:  gate text collate "C" not null,
  n         bigint not null, -- counts within the gate
  code      text   not null, -- of the condition
  place     text   not null, -- country or region; empty: none
  standing  text   not null check (standing in ('waiting', 'accepted', 'returned', 'withdrawn', 'replaced')),
  until_day text   not null, -- the last day; empty: no end
  primary key (gate, n)
);
create index gate_papers_asked on gate_papers (gate, n) where standing in ('waiting', 'returned', 'withdrawn') or standing = 'accepted' and until_day <> '';
