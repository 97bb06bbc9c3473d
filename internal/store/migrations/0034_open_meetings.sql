-- +goose Up
-- Lists of meetings that are not over begin with these few.
create index meetings_open on meetings (starts_at, id) where state in ('planned', 'called', 'open');
