-- +goose Up
-- Programmes of public money and the projects in them: projections of the streams
-- programme/ and project/.
create table programmes (
  id          text   primary key,
  funder_kind text   not null check (funder_kind in ('department', 'unit')),
  funder      text   not null,
  region      text   not null,
  plan        text   not null, -- code of the packs' list programme_plans
  title       text   not null,
  state       text   not null check (state in ('preparing', 'open', 'closed')),
  opens       text   not null, -- first and last day for applications; empty: no guide yet
  closes      text   not null,
  updated_at  bigint not null,
  version     bigint not null
);
create index programmes_updated on programmes (updated_at, id);
create index programmes_funder on programmes (funder, updated_at, id);

create table projects (
  id          text   primary key,
  programme   text   not null,
  funder_kind text   not null check (funder_kind in ('department', 'unit')),
  funder      text   not null,
  unit        text   not null, -- that applies
  leader      text   not null,
  activity    text   not null, -- empty: none is linked
  title       text   not null,
  state       text   not null check (state in ('draft', 'applied', 'admitted', 'executing', 'finishing', 'accepted', 'evaluated', 'refused', 'withdrawn', 'terminated')),
  stage       text   not null, -- before whose gate it stands; empty: none
  open        bigint not null, -- conditions that the gate lacks
  referred    bigint not null, -- referrals of inspections that the funder has not answered
  amount      bigint not null, -- yuan
  updated_at  bigint not null,
  version     bigint not null
);
create index projects_updated on projects (updated_at, id);
create index projects_programme on projects (programme, state, updated_at, id);
create index projects_funder on projects (funder, state, updated_at, id);
create index projects_unit on projects (unit, updated_at, id);
create index projects_leader on projects (leader, updated_at, id);
create index projects_referred on projects (updated_at, id) where referred > 0;
create index projects_activity on projects (activity) where activity <> '';

-- Who applies: the leader, the members, the unit.
create table project_people (
  project text not null,
  who     text not null,
  primary key (project, who)
);
create index project_people_who on project_people (who, project);

-- What the gate of a project lacks, and who can lift it.
create table project_open (
  project text   not null,
  code    text   not null, -- of the condition
  stage   text   not null,
  lifts   text   not null,
  since   bigint not null,
  primary key (project, code)
);
create index project_open_code on project_open (code, since, project);

create table project_payments (
  project text   not null,
  n       bigint not null,
  amount  bigint not null, -- yuan
  falls   text   not null check (falls in ('approval', 'acceptance')), -- after what it falls due
  state   text   not null check (state in ('planned', 'due', 'held', 'paid')),
  since   bigint not null,
  primary key (project, n)
);
create index project_payments_since on project_payments (since, project, n);
create index project_payments_state on project_payments (state, since, project, n);


