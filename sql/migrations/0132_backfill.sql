-- Title: As far back as Polar goes

CREATE TABLE backfill (
    user_id text PRIMARY KEY REFERENCES account (user_id) ON DELETE CASCADE,
    until date NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'done', 'stopped')),
    asked_by text NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    error text
);
COMMENT ON TABLE backfill IS 'One row per person whose past is, or was, asked for down to a day.';
COMMENT ON COLUMN backfill.user_id IS 'The person.';
COMMENT ON COLUMN backfill.until IS 'The oldest day that is asked for.';
COMMENT ON COLUMN backfill.state IS 'running: as the budget allows; done: every feed reached its end; stopped: somebody ended it.';
COMMENT ON COLUMN backfill.asked_by IS 'Who asked for it, as in the audit log.';
COMMENT ON COLUMN backfill.started_at IS 'When it was asked for.';
COMMENT ON COLUMN backfill.ended_at IS 'When it was over.';
COMMENT ON COLUMN backfill.error IS 'What went wrong at the last slice, in words; NULL: nothing.';

CREATE TABLE backfill_feed (
    user_id text NOT NULL REFERENCES backfill (user_id) ON DELETE CASCADE,
    feed text NOT NULL,
    goal date NOT NULL,
    reached date NOT NULL,
    rows_received integer NOT NULL DEFAULT 0,
    tries integer NOT NULL DEFAULT 0,
    done boolean NOT NULL DEFAULT FALSE,
    note text,
    PRIMARY KEY (user_id, feed)
);
COMMENT ON TABLE backfill_feed IS 'One row per feed of a backfill: how far it got.';
COMMENT ON COLUMN backfill_feed.user_id IS 'The person.';
COMMENT ON COLUMN backfill_feed.feed IS 'The feed, by its name.';
COMMENT ON COLUMN backfill_feed.goal IS 'The oldest day that it is asked for: the day asked for, or as far as Polar shows.';
COMMENT ON COLUMN backfill_feed.reached IS 'All days from this one on are done.';
COMMENT ON COLUMN backfill_feed.rows_received IS 'Rows that Polar sent.';
COMMENT ON COLUMN backfill_feed.tries IS 'How often the days before were asked for in vain.';
COMMENT ON COLUMN backfill_feed.done IS 'Whether there is nothing more to ask for.';
COMMENT ON COLUMN backfill_feed.note IS 'Why it ended early, or what went wrong last, in words.';
