-- +goose Up
-- How many cases there are of each kind that lists count: counting rows one by
-- one takes too long for a page. A projection like the others.
create table review_counts (
  committee text    not null,
  unit      text    not null,
  state     text    not null,
  on_agenda boolean not null,
  n         bigint  not null check (n >= 0),
  primary key (committee, unit, state, on_agenda)
);
insert into review_counts (committee, unit, state, on_agenda, n)
  select committee, unit, state, meeting <> '', count(*) from reviews group by committee, unit, state, meeting <> '';

-- The list of one committee, in its order.
create index reviews_committee on reviews (committee, updated_at, id);

-- The open duties of one holder, the most urgent first.
create index clocks_held on clocks (holder, due, id) where state in ('running', 'paused', 'over');
