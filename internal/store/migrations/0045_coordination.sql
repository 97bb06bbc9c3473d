-- +goose Up
-- Coordination: projections of the streams mechanism/, session/, task/, consultation/,
-- advice/, yearly/ and upward/. A department is named by its code in the packs.
create table mechanisms (
  id         text   primary key,
  name_zh    text   not null,
  name_en    text   not null,
  office     text   not null, -- the department that does its daily work
  superior   text   not null, -- the mechanism to which it reports; may be empty
  region     text   not null,
  state      text   not null check (state in ('standing', 'dissolved')),
  founded_at bigint not null,
  updated_at bigint not null,
  version    bigint not null
);
create index mechanisms_office on mechanisms (office, id);
create index mechanisms_superior on mechanisms (superior, id);
create index mechanisms_region on mechanisms (region, id);

create table mechanism_members (
  mechanism text not null,
  code      text not null,
  name_zh   text not null,
  name_en   text not null,
  from_day  text not null,
  until_day text not null, -- the last day; empty: still in it
  primary key (mechanism, code, from_day)
);
create index mechanism_members_code on mechanism_members (code, mechanism);

create table mechanism_sessions (
  id         text   primary key,
  mechanism  text   not null,
  title      text   not null,
  starts_at  bigint not null,
  place      text   not null,
  state      text   not null check (state in ('planned', 'called', 'held', 'minuted', 'cancelled')),
  version    bigint not null
);
create index mechanism_sessions_mechanism on mechanism_sessions (mechanism, starts_at, id);

create table mechanism_tasks (
  id         text    primary key,
  mechanism  text    not null,
  plan       text    not null, -- source of the plan that names it; may be empty
  item       text    not null, -- its number there
  title_zh   text    not null,
  title_en   text    not null,
  lead       text    not null,
  due        text    not null, -- the last day; empty: it goes on
  state      text    not null check (state in ('open', 'done', 'accepted', 'cancelled')),
  public     boolean not null,
  session    text    not null, -- the meeting whose decision made it; may be empty
  set_at     bigint  not null,
  done_at    bigint  not null, -- 0: not done
  updated_at bigint  not null,
  version    bigint  not null
);
create index mechanism_tasks_mechanism on mechanism_tasks (mechanism, id);
create index mechanism_tasks_due on mechanism_tasks (mechanism, state, due, id);
create index mechanism_tasks_lead on mechanism_tasks (lead, state, due, id);
create index mechanism_tasks_public on mechanism_tasks (public, id);

create table mechanism_task_bodies (
  task text not null,
  code text not null,
  role text not null check (role in ('lead', 'joint')),
  primary key (task, code)
);
create index mechanism_task_bodies_code on mechanism_task_bodies (code, task);

create table mechanism_budgets (
  task    text   not null,
  year    bigint not null,
  planned bigint not null, -- yuan, as the two below
  granted bigint not null,
  spent   bigint not null,
  primary key (task, year)
);

create table consultations (
  id        text   primary key,
  mechanism text   not null,
  title     text   not null,
  due       text   not null,
  state     text   not null check (state in ('open', 'closed', 'cancelled')),
  asked_at  bigint not null,
  version   bigint not null
);
create index consultations_mechanism on consultations (mechanism, asked_at, id);

create table consultation_bodies (
  consultation text not null,
  code         text not null,
  stance       text not null, -- empty: no answer yet
  primary key (consultation, code)
);
create index consultation_bodies_code on consultation_bodies (code, consultation);

create table advices (
  id        text   primary key,
  mechanism text   not null,
  title     text   not null,
  due       text   not null,
  state     text   not null check (state in ('asked', 'sitting', 'concluded', 'cancelled')),
  stance    text   not null, -- of the conclusion; empty: none yet
  asked_at  bigint not null,
  version   bigint not null
);
create index advices_mechanism on advices (mechanism, asked_at, id);

create table advice_experts (
  advice text    not null,
  person text    not null,
  barred boolean not null, -- has an interest
  given  boolean not null,
  primary key (advice, person)
);
create index advice_experts_person on advice_experts (person, advice);

create table yearlies (
  id           text   primary key,
  mechanism    text   not null,
  member       text   not null, -- code
  year         bigint not null, -- in whose January it is owed
  due          text   not null,
  state        text   not null check (state in ('due', 'drafted', 'signed', 'submitted', 'returned', 'taken', 'waived')),
  submitted_at bigint not null, -- 0: not handed in
  version      bigint not null
);
create unique index yearlies_once on yearlies (mechanism, year, member);
create index yearlies_member on yearlies (member, year);

create table upwards (
  id         text   primary key,
  mechanism  text   not null,
  superior   text   not null,
  from_day   text   not null,
  until_day  text   not null,
  state      text   not null check (state in ('drafted', 'sent', 'returned', 'taken')),
  updated_at bigint not null,
  version    bigint not null
);
create index upwards_mechanism on upwards (mechanism, updated_at, id);
create index upwards_superior on upwards (superior, updated_at, id);
