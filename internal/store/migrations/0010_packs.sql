-- +goose Up
-- What the self-assessment of an activity answered, to judge it again by other
-- rules. A projection like the others; an existing database gets its rows with
-- lunheng rebuild.
create table activity_profiles (
  activity text primary key,
  draft    text not null, -- JSON of what the team has answered since it was last handed in; empty: nothing
  profile  text not null, -- JSON of what was last handed in, without title, summary and names; empty: nothing yet
  on_day   text not null  -- by whose rules it was judged when it was handed in
);

-- Versions of rule packs that were brought in here. A projection of pack/.
create table packs (
  id text primary key,
  pack         text   not null, -- id within the rules, such as cn-110000
  version      text   not null,
  title_zh     text   not null,
  title_en     text   not null,
  region       text   not null, -- beginning of GB/T 2260 codes; empty: everywhere
  department   text   not null, -- whose pack it is; empty: the house's
  state        text   not null check (state in ('draft', 'published', 'withdrawn', 'discarded')),
  hash         text   not null, -- of its files
  from_day     text   not null, -- first day in force; empty until published
  author       text   not null,
  created_at   bigint not null,
  updated_at   bigint not null,
  published_at bigint not null,
  stream_version bigint not null
);
create index packs_pack on packs (pack, from_day);
create index packs_state on packs (state, updated_at, id);

-- Drafts tried on past activities. Not a projection: it can be done again.
create table rehearsals (
  id       text   primary key,
  pack     text   not null, -- packs.id
  hash     text   not null, -- of the files that were tried
  by_whom  text   not null,
  state    text   not null check (state in ('waiting', 'running', 'done', 'failed')),
  done     bigint not null,
  total    bigint not null,
  begun_at bigint not null,
  ended_at bigint not null,
  result   text   not null  -- JSON; ids and counts, no titles
);
create index rehearsals_pack on rehearsals (pack, begun_at, id);
