-- Title: Feeds have a cadence each, and the timetable keeps within Polar's windows

CREATE TABLE feed_state (
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    feed text NOT NULL,
    asked_at timestamptz NOT NULL,
    brought_at timestamptz,
    last_day date,
    whole boolean NOT NULL DEFAULT FALSE,
    reached_for_at timestamptz,
    PRIMARY KEY (user_id, feed)
);
COMMENT ON TABLE feed_state IS 'One row per person and feed: when it was asked for, and how far back. The timetable is made of it.';
COMMENT ON COLUMN feed_state.user_id IS 'The person.';
COMMENT ON COLUMN feed_state.feed IS 'The feed, by its name.';
COMMENT ON COLUMN feed_state.asked_at IS 'When Polar was last asked for it, whatever came.';
COMMENT ON COLUMN feed_state.brought_at IS 'When Polar last answered; NULL: never.';
COMMENT ON COLUMN feed_state.last_day IS 'Last day of which there were data.';
COMMENT ON COLUMN feed_state.whole IS 'Whether it was once asked for as far back as Polar shows.';
COMMENT ON COLUMN feed_state.reached_for_at IS 'When that was last tried; NULL: never.';

-- What earlier runs have brought counts: nobody is asked for everything again.
INSERT INTO feed_state (user_id, feed, asked_at, brought_at, last_day, whole)
SELECT
    sync_run.user_id,
    sync_feed.feed,
    max(sync_feed.ended_at),
    max(sync_feed.ended_at) FILTER (WHERE sync_feed.state IN ('success', 'partial')),
    max(sync_feed.last_day),
    bool_or(sync_run.days >= 365 AND sync_feed.state IN ('success', 'partial'))
FROM sync_feed
INNER JOIN sync_run ON sync_feed.run_id = sync_run.run_id
WHERE sync_feed.state <> 'skipped'
GROUP BY sync_run.user_id, sync_feed.feed;

ALTER TABLE credential
ADD COLUMN due_at timestamptz,
ADD COLUMN noticed_at timestamptz;
COMMENT ON COLUMN credential.due_at IS 'When the timetable syncs the person next; NULL: at once.';
COMMENT ON COLUMN credential.noticed_at IS 'When a webhook last told of the person; NULL: never.';

ALTER TABLE sync_run
ADD COLUMN feeds text[],
ADD COLUMN feed_days integer[],
ADD COLUMN planned_requests integer NOT NULL DEFAULT 0,
ADD COLUMN attempts integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN sync_run.feeds IS 'Feeds that are asked for; NULL: all.';
COMMENT ON COLUMN sync_run.feed_days IS 'How many days back each of them is asked for; NULL: all of them as far as days says.';
COMMENT ON COLUMN sync_run.planned_requests IS 'Requests to Polar that the run is expected to make; 0: nobody planned it.';
COMMENT ON COLUMN sync_run.attempts IS 'How many workers have begun it: one that was cut off is taken up again.';

CREATE TABLE timetable (
    one boolean PRIMARY KEY DEFAULT TRUE CHECK (one),
    people integer NOT NULL,
    pace double precision NOT NULL,
    interval_minutes double precision NOT NULL,
    requests_a_day double precision NOT NULL,
    allowed_a_day integer NOT NULL,
    planned_at timestamptz NOT NULL
);
COMMENT ON TABLE timetable IS 'One row: what the timetable promises at present, and what that takes of Polar''s budget.';
COMMENT ON COLUMN timetable.one IS 'There is one.';
COMMENT ON COLUMN timetable.people IS 'Connected people.';
COMMENT ON COLUMN timetable.pace IS 'How many times longer than SYNC_INTERVAL_MINUTES the interval is, so that the budget lasts; 1: it is as set.';
COMMENT ON COLUMN timetable.interval_minutes IS 'Minutes of one interval; cadences of feeds are counted in it.';
COMMENT ON COLUMN timetable.requests_a_day IS 'Requests to Polar that everybody''s cadences take in a day at that pace.';
COMMENT ON COLUMN timetable.allowed_a_day IS 'Requests that Polar allows the application in a day.';
COMMENT ON COLUMN timetable.planned_at IS 'When it was worked out.';
