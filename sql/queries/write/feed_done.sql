-- Title: What one feed of a run did
-- Parameters: run_id uuid; one value per column; whole boolean, whether Polar was asked for all that it shows; reached boolean, whether that was tried
-- Grain: one row per run and feed, or none when the run was deleted with its person
WITH run AS (
    SELECT
        sync_run.run_id,
        sync_run.user_id,
        sync_run.origin
    FROM sync_run
    INNER JOIN account ON sync_run.user_id = account.user_id
    WHERE sync_run.run_id = :'run_id'::uuid
    FOR KEY SHARE OF account -- First, as who deletes a person does.
),

-- Days between this sync and the one before, of which a list shows nothing any more, are the next backfill's.
missed AS (
    UPDATE backfill_feed SET
        reached = greatest(backfill_feed.reached, :'ended_at'::timestamptz::date - :'days_asked'::integer + 1),
        done = FALSE
    FROM run
    INNER JOIN feed_state AS before ON run.user_id = before.user_id AND before.feed = :'feed'::text
    WHERE
        backfill_feed.user_id = run.user_id
        AND backfill_feed.feed = :'feed'::text
        AND run.origin <> 'backfill'
        AND :'state'::text NOT IN ('failed', 'skipped')
        AND before.brought_at < :'ended_at'::timestamptz - interval '1 day' * :'days_asked'::integer
),

standing AS (
    INSERT INTO feed_state (user_id, feed, asked_at, brought_at, last_day, whole, reached_for_at)
    SELECT
        run.user_id,
        :'feed'::text,
        :'ended_at'::timestamptz,
        CASE WHEN :'state'::text <> 'failed' THEN :'ended_at'::timestamptz END,
        :'last_day'::date,
        :'whole'::boolean AND :'state'::text <> 'failed',
        CASE WHEN :'reached'::boolean THEN :'ended_at'::timestamptz END
    FROM run
    WHERE :'state'::text <> 'skipped' AND run.origin <> 'backfill' -- Which is of the past alone.
    ON CONFLICT (user_id, feed) DO UPDATE SET
        asked_at = excluded.asked_at,
        brought_at = coalesce(excluded.brought_at, feed_state.brought_at),
        last_day = greatest(excluded.last_day, feed_state.last_day),
        whole = feed_state.whole OR excluded.whole,
        reached_for_at = coalesce(excluded.reached_for_at, feed_state.reached_for_at)
)

INSERT INTO sync_feed (
    run_id, feed, state, rows_received, rows_written, rows_rejected, days_asked, days_answered, first_day, last_day,
    error_code, error, problems, notes, ended_at
)
SELECT
    run.run_id,
    :'feed'::text,
    :'state'::text,
    :'rows_received'::integer,
    :'rows_written'::integer,
    :'rows_rejected'::integer,
    :'days_asked'::integer,
    :'days_answered'::integer,
    :'first_day'::date,
    :'last_day'::date,
    :'error_code'::text,
    :'error'::text,
    :'problems'::text[],
    :'notes'::text[],
    :'ended_at'::timestamptz
FROM run
ON CONFLICT (run_id, feed) DO UPDATE SET
    state = excluded.state,
    rows_received = excluded.rows_received,
    rows_written = excluded.rows_written,
    rows_rejected = excluded.rows_rejected,
    days_asked = excluded.days_asked,
    days_answered = excluded.days_answered,
    first_day = excluded.first_day,
    last_day = excluded.last_day,
    error_code = excluded.error_code,
    error = excluded.error,
    problems = excluded.problems,
    notes = excluded.notes,
    ended_at = excluded.ended_at;
