-- Title: How far back a feed was asked and answered, and what is still owed

ALTER TABLE sync_feed
ADD COLUMN days_asked integer,
ADD COLUMN days_answered integer,
ADD COLUMN first_day date,
ADD COLUMN last_day date,
ADD COLUMN notes text[] NOT NULL DEFAULT '{}';

CREATE TABLE sync_owed (
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    feed text NOT NULL,
    item text NOT NULL,
    first_day date,
    last_day date,
    tries integer NOT NULL,
    error text,
    owed_since timestamptz NOT NULL,
    asked_at timestamptz NOT NULL,
    given_up_at timestamptz,
    PRIMARY KEY (user_id, feed, item)
);
COMMENT ON TABLE sync_owed IS 'One row per thing that did not come when it was asked for; the next syncs ask again.';
COMMENT ON COLUMN sync_owed.user_id IS 'The person.';
COMMENT ON COLUMN sync_owed.feed IS 'The feed, by its name.';
COMMENT ON COLUMN sync_owed.item IS 'Polar''s id of an exercise without its details, or the days as first/last.';
COMMENT ON COLUMN sync_owed.first_day IS 'First of the days; NULL for an exercise.';
COMMENT ON COLUMN sync_owed.last_day IS 'Last of the days; NULL for an exercise.';
COMMENT ON COLUMN sync_owed.tries IS 'How often it was asked for in vain.';
COMMENT ON COLUMN sync_owed.error IS 'Why it did not come the last time, in words.';
COMMENT ON COLUMN sync_owed.owed_since IS 'When it was first asked for in vain.';
COMMENT ON COLUMN sync_owed.asked_at IS 'When it was last asked for.';
COMMENT ON COLUMN sync_owed.given_up_at IS 'Since when it is not asked for any more: Polar does not have it, or 30 tries were in vain.';
