-- +goose Up
-- Who receives reports for a body, and who keeps identities: projection of the streams intake/.
create table complaint_duties (
  body      text not null,
  body_kind text not null check (body_kind in ('unit', 'department')),
  person    text not null,
  duty      text not null check (duty in ('receiver', 'custodian')),
  public    text not null, -- age public key; empty: none yet
  primary key (body, person)
);
create index complaint_duties_person on complaint_duties (person, duty, body);

-- The private halves, each encrypted with a passphrase that no server has seen. Not derived.
create table complaint_keys (
  public text primary key,
  person text not null,
  locked text not null
);
create index complaint_keys_person on complaint_keys (person);

-- Reports: projection of the streams complaint/.
create table complaints (
  id        text    primary key, -- random: it tells no time
  body_kind text    not null,
  body      text    not null, -- that has it now
  custody   text    not null, -- whose custodian keeps the identity
  region    text    not null,
  day       text    not null,
  identity  boolean not null,
  state     text    not null check (state in ('received', 'open', 'referred', 'closed', 'destroyed')),
  held      boolean not null,
  running   boolean not null, -- an inquiry into it has begun and not ended
  asked     boolean not null, -- a wish to open the identity waits for the custodian
  until_day text    not null, -- the last day on which contents are kept; empty: not ended
  version   bigint  not null
);
create index complaints_body on complaints (body, day, id);
create index complaints_custody on complaints (custody, day, id);
create index complaints_day on complaints (day, id);
create index complaints_until on complaints (state, until_day);

-- What reporters hand in. Not derived, and destroyed at the end of its time. No column
-- holds a time but the day, and rows lie in the order of random ids.
create table complaint_boxes (
  id        text    primary key,
  body_kind text    not null,
  body      text    not null, -- to which it was filed
  region    text    not null,
  day       text    not null,
  lookup    text    not null unique, -- keyed hash of what the receipt gives
  public    text    not null, -- the reporter's own key
  locked    text    not null, -- its private half, encrypted with the receipt
  identity  text    not null, -- encrypted to the custodians; empty: none was left
  resting   boolean not null  -- not journalled yet
-- sqlite:  ) without rowid;
-- postgres:  );
create index complaint_boxes_resting on complaint_boxes (resting, day, id);

create table complaint_letters (
  complaint text    not null,
  seq       bigint  not null,
  author    text    not null, -- a person; empty: the reporter
  day       text    not null,
  digest    text    not null,
  sealed    text    not null,
  resting   boolean not null,
  primary key (complaint, seq),
  unique (complaint, digest)
-- sqlite:  ) without rowid;
-- postgres:  );
create index complaint_letters_resting on complaint_letters (resting, day, complaint);

-- Who may not read a report, since it is about them. In no journal: it would say so.
create table complaint_barred (
  complaint text not null,
  person    text not null,
  primary key (complaint, person)
);

-- Identities that a custodian has opened, each encrypted to the one who asked.
create table complaint_opened (
  complaint text not null,
  person    text not null,
  sealed    text not null,
  primary key (complaint, person)
);

-- Every report that there is, journalled or not.
create view complaint_files as
  select id, body_kind, body, custody, region, day, identity, state, held, running, asked, until_day, version from complaints
  union all
  select id, body_kind, body, body, region, day, identity <> '', 'resting', false, false, false, '', 0 from complaint_boxes where resting;
