-- +goose Up
-- Cases and meetings: projections of the streams review/ and meeting/. Times
-- are 0 while there is none.
create table reviews (
  id text primary key,
  activity     text   not null,
  committee    text   not null,
  unit         text   not null,
  applicant    text   not null,
  state        text   not null check (state in ('submitted', 'returned', 'accepted', 'with_reviewers', 'scheduled', 'in_meeting', 'changes_due',
                                                'changes_answered', 'revision_due', 'recheck_due', 'rechecking', 'opinion_in',
                                                'approved', 'rejected', 'withdrawn')),
  title        text   not null,
  number       text   not null, -- empty: not accepted yet
  year         bigint not null, -- of the number
  seq          bigint not null,
  procedure    text   not null,
  application  bigint not null, -- version of the activity under review
  meeting      text   not null, -- whose agenda it is on
  reported     text   not null, -- the meeting that was told of a decision without one
  outcome      text   not null, -- of the last decision
  reasons      text   not null, -- of it
  checker      text   not null, -- who checks the changes; empty: the chair
  submitted_at bigint not null,
  accepted_at  bigint not null,
  decided_at   bigint not null,
  updated_at   bigint not null,
  version      bigint not null
);
create unique index reviews_number on reviews (committee, year, seq) where seq > 0;
create index reviews_updated on reviews (updated_at, id);
create index reviews_board on reviews (committee, state, updated_at, id);
create index reviews_unit on reviews (unit, updated_at, id);
create index reviews_activity on reviews (activity);
create index reviews_applicant on reviews (applicant, updated_at, id);
create index reviews_unreported on reviews (committee, decided_at, id) where reported = '' and procedure in ('simplified', 'emergency') and decided_at > 0;
create index reviews_reported on reviews (reported, decided_at, id) where reported <> '';
create index reviews_decided on reviews (committee, decided_at, id) where decided_at > 0;

-- Who reviews a case without a meeting, and who has given an opinion.
create table review_reviewers (
  review   text   not null,
  person   text   not null,
  since    bigint not null,
  given_at bigint not null, -- 0: not yet
  primary key (review, person)
);
create index review_reviewers_person on review_reviewers (person, given_at, review);

-- Who must neither see nor act on a case.
create table review_exclusions (
  review   text    not null,
  person   text    not null,
  since    bigint  not null,
  declared boolean not null,
  primary key (review, person)
);
create index review_exclusions_person on review_exclusions (person, review);

create table meetings (
  id text primary key,
  committee  text   not null,
  state      text   not null check (state in ('planned', 'called', 'open', 'closed', 'minutes_drafted', 'minutes_approved', 'cancelled')),
  starts_at  bigint not null,
  mode       text   not null check (mode in ('in_person', 'video', 'mixed')),
  place      text   not null,
  link       text   not null,
  presiding  text   not null,
  items      bigint not null,
  updated_at bigint not null,
  version    bigint not null
);
create index meetings_committee on meetings (committee, starts_at, id);
create index meetings_start on meetings (starts_at, id);

create table meeting_items (
  meeting  text   not null,
  review   text   not null,
  position bigint not null,
  state    text   not null check (state in ('planned', 'open', 'decided', 'deferred', 'withdrawn')),
  title    text   not null,
  number   text   not null,
  outcome  text   not null,
  primary key (meeting, review)
);
create index meeting_items_review on meeting_items (review);

-- Who was in the room, as it is now or was at the end.
create table meeting_attendance (
  meeting text    not null,
  person  text    not null,
  present boolean not null,
  arrived bigint  not null, -- the first time
  since   bigint  not null, -- the last time
  spent   bigint  not null, -- µs in the room, up to when they last left it
  primary key (meeting, person)
);
create index meeting_attendance_person on meeting_attendance (person, meeting);

-- Every revision of every letter, for the public check.
create table letters (
  review     text   not null,
  revision   bigint not null,
  number     text   not null,
  code       text   not null,
  outcome    text   not null,
  title      text   not null,
  committee  text   not null,
  pdf        text   not null, -- hash of the file
  event      text   not null, -- id of the event that issued it
  superseded bigint not null, -- revision that replaced it; 0: none
  issued_at  bigint not null,
  sent_at    bigint not null, -- the last time; 0: not yet
  primary key (review, revision)
);
create unique index letters_code on letters (code);
create index letters_committee on letters (committee, issued_at);
create index letters_number on letters (number);
create index letters_pdf on letters (pdf);

-- What waits for somebody: for a person, or for a role in a committee.
create table review_tasks (
  id text primary key,
  review  text   not null, -- empty: about a meeting alone
  meeting text   not null,
  kind    text   not null check (kind in ('check', 'schedule', 'complete', 'revise', 'answer', 'stipulations', 'check_changes',
                                          'issue_letter', 'send_letter', 'interest', 'minutes', 'approve_minutes',
                                          'reviewers', 'opinion', 'agree', 'apply_recheck', 'final_decision')),
  ref     text   not null, -- question, revision …
  person  text   not null, -- empty: the role
  role    text   not null,
  body    text   not null, -- committee of the role
  since   bigint not null
);
create index review_tasks_person on review_tasks (person, since, id);
create index review_tasks_body on review_tasks (body, role, since, id);
create index review_tasks_review on review_tasks (review, kind);
create index review_tasks_meeting on review_tasks (meeting, kind);

-- Ballots of secret votes under way: under random keys, without a word of who
-- put them there, and gone once counted. Not a projection.
create table ballots (
  key     text   primary key,
  meeting text   not null,
  review  text   not null,
  round   bigint not null,
  choice  text   not null
-- sqlite: ) without rowid;
-- postgres: );
create index ballots_round on ballots (meeting, review, round);
