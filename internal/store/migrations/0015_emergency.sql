-- +goose Up
-- Emergencies under way are few and are looked at all the time.
create index reviews_emergency on reviews (submitted_at, id) where procedure = 'emergency' and state not in ('approved', 'rejected', 'withdrawn');

-- +goose Down
drop index reviews_emergency;
