-- +goose Up
-- What can be found by words: one row for each thing, its text cut into
-- tokens (see SearchTokens). A projection like any other; the index of the
-- engine follows it by itself.
create table search_docs (
  kind text not null,
  id text not null,
  tokens text not null,
-- postgres:  places tsvector generated always as (to_tsvector('simple', tokens)) stored,
  primary key (kind, id)
);
-- postgres: create index search_docs_places on search_docs using gin (places) with (fastupdate = off);

-- SQLite: the full-text index knows things by number; search_rows says which.
-- sqlite: create table search_rows (doc integer primary key, kind text not null, id text not null, unique (kind, id));
-- sqlite: create virtual table search_fts using fts5 (tokens, content = '', contentless_delete = 1, tokenize = 'unicode61');
-- +goose StatementBegin
-- sqlite: create trigger search_docs_insert after insert on search_docs begin
-- sqlite:   insert into search_rows (kind, id) values (new.kind, new.id);
-- sqlite:   insert into search_fts (rowid, tokens) select doc, new.tokens from search_rows where kind = new.kind and id = new.id;
-- sqlite: end;
-- postgres: select 1;
-- +goose StatementEnd
-- +goose StatementBegin
-- sqlite: create trigger search_docs_update after update on search_docs begin
-- sqlite:   delete from search_fts where rowid = (select doc from search_rows where kind = old.kind and id = old.id);
-- sqlite:   insert into search_fts (rowid, tokens) select doc, new.tokens from search_rows where kind = old.kind and id = old.id;
-- sqlite:   update search_rows set kind = new.kind, id = new.id where kind = old.kind and id = old.id;
-- sqlite: end;
-- postgres: select 1;
-- +goose StatementEnd
-- +goose StatementBegin
-- sqlite: create trigger search_docs_delete after delete on search_docs begin
-- sqlite:   delete from search_fts where rowid = (select doc from search_rows where kind = old.kind and id = old.id);
-- sqlite:   delete from search_rows where kind = old.kind and id = old.id;
-- sqlite: end;
-- postgres: select 1;
-- +goose StatementEnd
