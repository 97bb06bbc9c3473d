-- +goose Up
-- Several units on one activity: projections of the streams site/.
create table sites (
-- sqlite:  id text primary key,
-- postgres:  id text collate "C" primary key,
  activity       text   not null, -- the lead's; empty where the lead is elsewhere
  review         text   not null, -- the lead's case; likewise
  leader         text   not null,
  lead_unit      text   not null,
  lead_committee text   not null,
  lead_zh        text   not null, -- name of the lead unit
  lead_en        text   not null,
  unit           text   not null, -- participant; empty where it is elsewhere
  committee      text   not null,
  party_key      text   not null,
  party_zh       text   not null,
  party_en       text   not null,
  way            text   not null check (way in ('', 'in', 'out')),
  peer           text   not null,
  theirs         text   not null, -- the lead's id, where the lead is elsewhere
  investigator   text   not null, -- who answers for the work at the site
  recognition    text   not null, -- the recognition case
  title          text   not null,
  state          text   not null check (state in ('invited', 'package_due', 'sent', 'refused', 'reviewing', 'agreed', 'disagreed',
                                                  'recognised', 'objected', 'halted', 'withdrawn')),
  updated_at     bigint not null,
  version        bigint not null
);
create index sites_updated on sites (updated_at, id);
create index sites_leader on sites (leader, updated_at, id);
create index sites_activity on sites (activity);
create index sites_review on sites (review);
create index sites_lead on sites (lead_committee, updated_at, id);
create index sites_lead_unit on sites (lead_unit, updated_at, id);
create index sites_committee on sites (committee, updated_at, id);
create index sites_unit on sites (unit, updated_at, id);
create index sites_recognition on sites (recognition);
create index sites_theirs on sites (theirs);

-- Decision packages: of the streams parcel/.
create table parcels (
  review     text   primary key,
  package    text   not null, -- event that issued the newest
  stated     text   not null, -- event of the newest word about the decision
  state      text   not null check (state in ('in_force', 'suspended', 'ended')),
  updated_at bigint not null,
  version    bigint not null
);

-- Agreements and alliances: of the streams alliance/.
create table alliances (
-- sqlite:  id text primary key,
-- postgres:  id text collate "C" primary key,
  name_zh   text   not null,
  name_en   text   not null,
  fields    text   not null, -- JSON list of codes; [] is all
  from_day  text   not null,
  until_day text   not null,
  state     text   not null check (state in ('kept', 'ended')),
  version   bigint not null
);
create table alliance_members (
  alliance text not null,
  member   text not null, -- key of a unit
  primary key (alliance, member)
);
create index alliance_members_member on alliance_members (member);

-- Other installations: of the streams peer/.
create table peers (
-- sqlite:  id text primary key,
-- postgres:  id text collate "C" primary key,
  name    text   not null,
  key     text   not null, -- verifier key of its log
  units   text   not null, -- JSON list of keys of units for which it may speak
  state   text   not null check (state in ('known', 'forgotten')),
  version bigint not null
);
create index peers_key on peers (key);
