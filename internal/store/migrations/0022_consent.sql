-- +goose Up
-- Consent documents: projections of the streams consent/. Participants are codes, never names.
create table consents (
  activity   text   primary key,
  unit       text   not null,
  state      text   not null check (state in ('drafting', 'ready', 'with_committee', 'in_force', 'revising', 'proposed', 'amending', 'refused')),
  versions   bigint not null,
  in_force   bigint not null, -- number of the version; 0: none
  consented  bigint not null,
  withdrawn  bigint not null,
  owed       bigint not null, -- participants to be asked again
  updated_at bigint not null,
  version    bigint not null
);
create index consents_owed on consents (updated_at, activity) where owed > 0;
create index consents_unit on consents (unit, updated_at, activity);

create table consent_people (
  activity     text    not null,
  code         text    not null,
  n            bigint  not null, -- version agreed to last
  document     text    not null,
  way          text    not null,
  day          text    not null,
  withdrawn_on text    not null,
  owes         boolean not null,
  primary key (activity, code)
);
create index consent_people_owes on consent_people (activity, code) where owes;
