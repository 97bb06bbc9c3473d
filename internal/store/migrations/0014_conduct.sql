-- +goose Up
-- Reviews of approved work: of changes, of progress, of what happened. Cases from
-- before have no kind: they are initial reviews.
alter table reviews add column kind text not null default '';
alter table reviews add column about text not null default '';
create index reviews_about on reviews (about) where about <> '';
create index reviews_kind on reviews (kind, updated_at, id) where kind <> '';
