-- +goose Up
-- From when what is left of a limit is counted, and how much is left: what a
-- date is counted from again when the holidays of its year are announced.
alter table clocks add column base bigint not null default 0;
alter table clocks add column rest bigint not null default 0;
update clocks set base = started, rest = amount;
create index clocks_provisional on clocks (id) where provisional;
