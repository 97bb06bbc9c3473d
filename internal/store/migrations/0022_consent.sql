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
  unasked    bigint not null, -- for whom a guardian agreed, and who were not asked yet
  updated_at bigint not null,
  version    bigint not null
);
create index consents_owed on consents (updated_at, activity) where owed > 0 or unasked > 0;
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
  asks         boolean not null, -- a guardian agreed; they are to be asked in person too
  assent       bigint  not null, -- version to which they agreed in person; 0: none
  primary key (activity, code)
);
create index consent_people_owes on consent_people (activity, code) where owes;
create index consent_people_unasked on consent_people (activity, code) where asks and assent < n and withdrawn_on = '';
