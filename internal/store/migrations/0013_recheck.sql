-- +goose Up
-- Expert re-review of listed activities: a case may wait for the unit, for the
-- experts and for the final decision. SQLite cannot change a check, so there the
-- two tables are made anew.
-- sqlite: create table reviews_new (
-- sqlite:  id text primary key,
-- sqlite:   activity     text   not null,
-- sqlite:   committee    text   not null,
-- sqlite:   unit         text   not null,
-- sqlite:   applicant    text   not null,
-- sqlite:   state        text   not null check (state in ('submitted', 'returned', 'accepted', 'with_reviewers', 'scheduled', 'in_meeting', 'changes_due',
-- sqlite:                                                 'changes_answered', 'revision_due', 'recheck_due', 'rechecking', 'opinion_in',
-- sqlite:                                                 'approved', 'rejected', 'withdrawn')),
-- sqlite:   title        text   not null,
-- sqlite:   number       text   not null,
-- sqlite:   year         bigint not null,
-- sqlite:   seq          bigint not null,
-- sqlite:   procedure    text   not null,
-- sqlite:   application  bigint not null,
-- sqlite:   meeting      text   not null,
-- sqlite:   reported     text   not null,
-- sqlite:   outcome      text   not null,
-- sqlite:   reasons      text   not null,
-- sqlite:   checker      text   not null,
-- sqlite:   submitted_at bigint not null,
-- sqlite:   accepted_at  bigint not null,
-- sqlite:   decided_at   bigint not null,
-- sqlite:   updated_at   bigint not null,
-- sqlite:   version      bigint not null
-- sqlite: );
-- sqlite: insert into reviews_new select * from reviews;
-- sqlite: drop table reviews;
-- sqlite: alter table reviews_new rename to reviews;
-- sqlite: create unique index reviews_number on reviews (committee, year, seq) where seq > 0;
-- sqlite: create index reviews_updated on reviews (updated_at, id);
-- sqlite: create index reviews_board on reviews (committee, state, updated_at, id);
-- sqlite: create index reviews_unit on reviews (unit, updated_at, id);
-- sqlite: create index reviews_activity on reviews (activity);
-- sqlite: create index reviews_applicant on reviews (applicant, updated_at, id);
-- sqlite: create index reviews_unreported on reviews (committee, decided_at, id) where reported = '' and procedure in ('simplified', 'emergency') and decided_at > 0;
-- sqlite: create index reviews_reported on reviews (reported, decided_at, id) where reported <> '';
-- sqlite: create index reviews_decided on reviews (committee, decided_at, id) where decided_at > 0;
-- sqlite: create index reviews_committee on reviews (committee, updated_at, id);
-- sqlite: create table review_tasks_new (
-- sqlite:  id text primary key,
-- sqlite:   review  text   not null,
-- sqlite:   meeting text   not null,
-- sqlite:   kind    text   not null check (kind in ('check', 'schedule', 'complete', 'revise', 'answer', 'stipulations', 'check_changes',
-- sqlite:                                           'issue_letter', 'send_letter', 'interest', 'minutes', 'approve_minutes',
-- sqlite:                                           'reviewers', 'opinion', 'agree', 'apply_recheck', 'final_decision')),
-- sqlite:   ref     text   not null,
-- sqlite:   person  text   not null,
-- sqlite:   role    text   not null,
-- sqlite:   body    text   not null,
-- sqlite:   since   bigint not null
-- sqlite: );
-- sqlite: insert into review_tasks_new select * from review_tasks;
-- sqlite: drop table review_tasks;
-- sqlite: alter table review_tasks_new rename to review_tasks;
-- sqlite: create index review_tasks_person on review_tasks (person, since, id);
-- sqlite: create index review_tasks_body on review_tasks (body, role, since, id);
-- sqlite: create index review_tasks_review on review_tasks (review, kind);
-- sqlite: create index review_tasks_meeting on review_tasks (meeting, kind);
-- postgres: alter table reviews drop constraint reviews_state_check;
-- postgres: alter table reviews add constraint reviews_state_check check (state in ('submitted', 'returned', 'accepted', 'with_reviewers', 'scheduled', 'in_meeting', 'changes_due', 'changes_answered', 'revision_due', 'recheck_due', 'rechecking', 'opinion_in', 'approved', 'rejected', 'withdrawn'));
-- postgres: alter table review_tasks drop constraint review_tasks_kind_check;
-- postgres: alter table review_tasks add constraint review_tasks_kind_check check (kind in ('check', 'schedule', 'complete', 'revise', 'answer', 'stipulations', 'check_changes', 'issue_letter', 'send_letter', 'interest', 'minutes', 'approve_minutes', 'reviewers', 'opinion', 'agree', 'apply_recheck', 'final_decision'));

-- Re-reviews: projections of the streams recheck/. Times are 0 while there is none.
create table rechecks (
  id text primary key,
  review       text   not null,
  activity     text   not null,
  committee    text   not null,
  unit         text   not null,
  applicant    text   not null,
  department   text   not null,
  title        text   not null,
  number       text   not null, -- of the case
  state        text   not null check (state in ('applied', 'returned', 'accepted', 'announced', 'sitting', 'answered', 'withdrawn')),
  result       text   not null check (result in ('', 'agree', 'disagree')),
  applied_at   bigint not null,
  updated_at   bigint not null,
  version      bigint not null
);
create index rechecks_department on rechecks (department, updated_at, id);
create index rechecks_unit on rechecks (unit, updated_at, id);
create index rechecks_applicant on rechecks (applicant, updated_at, id);
create index rechecks_review on rechecks (review);
create index rechecks_activity on rechecks (activity);

-- Who sits, or sat, on a panel.
create table recheck_experts (
  recheck  text    not null,
  ref      text    not null, -- pseudonym within this re-review
  person   text    not null,
  state    text    not null check (state in ('sitting', 'left')),
  answered boolean not null,
  since    bigint  not null,
  primary key (recheck, ref)
);
create index recheck_experts_person on recheck_experts (person, state, recheck);

-- The pools of the departments: projections of the streams pool/.
create table pool_experts (
  id         text   primary key, -- id of the event that entered the expert
  department text   not null,
  person     text   not null,
  fields     text   not null, -- JSON list of codes
  expertise  text   not null, -- JSON list of codes
  region     text   not null,
  from_day   text   not null,
  until_day  text   not null  -- the last day; empty: open
);
create index pool_experts_department on pool_experts (department, id);
create index pool_experts_person on pool_experts (person);
