-- Title: What came from Polar and could not be read, as it came
-- A later version may read it, long after Polar has forgotten it.
CREATE TABLE unread_row (
    user_id text NOT NULL,
    feed text NOT NULL,
    digest bytea NOT NULL,
    sent jsonb NOT NULL,
    problem text NOT NULL,
    run_id uuid,
    first_seen_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, feed, digest)
);
COMMENT ON TABLE unread_row IS 'One row per row or part of a row that Polar sent and Ursa could not read; kept for HISTORY_DAYS after it was last seen.';
COMMENT ON COLUMN unread_row.user_id IS 'The person.';
COMMENT ON COLUMN unread_row.feed IS 'Feed that it came with.';
COMMENT ON COLUMN unread_row.digest IS 'SHA-256 of what was sent: the same is kept once.';
COMMENT ON COLUMN unread_row.sent IS 'As it was sent.';
COMMENT ON COLUMN unread_row.problem IS 'Why it could not be read.';
COMMENT ON COLUMN unread_row.run_id IS 'The sync run that saw it first.';
COMMENT ON COLUMN unread_row.first_seen_at IS 'When it came for the first time.';
COMMENT ON COLUMN unread_row.seen_at IS 'When it came last, to a day.';
CREATE INDEX unread_row_seen_at ON unread_row (seen_at);
