-- +goose Up
-- The rules that units have written down, as they are in force: a projection of the
-- streams unit/.
create table unit_rules (
  unit  text   not null,
  code  text   not null, -- of the packs' list unit_rules
  no    bigint not null, -- the version
  title text   not null,
  day   text   not null, -- in force from
  primary key (unit, code)
);
