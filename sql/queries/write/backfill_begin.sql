-- Title: Ask for a person's past down to a day
-- Parameters: user_id text; until date; actor text; now timestamptz; feed text[]; goal, reached date[]
-- Grain: one row per feed, or none while a backfill of the person runs; what an earlier one reached is not asked for again
WITH begun AS (
    INSERT INTO backfill AS old (user_id, until, state, asked_by, started_at)
    SELECT
        account.user_id,
        :'until'::date,
        'running',
        :'actor'::text,
        :'now'::timestamptz
    FROM account
    WHERE account.user_id = :'user_id'::text
    FOR KEY SHARE
    ON CONFLICT (user_id) DO UPDATE SET
        until = excluded.until,
        state = 'running',
        asked_by = excluded.asked_by,
        started_at = excluded.started_at,
        ended_at = NULL,
        error = NULL
    WHERE old.state <> 'running'
    RETURNING user_id
),

noted AS (
    INSERT INTO audit_log (actor, action, user_id, details)
    SELECT
        :'actor'::text,
        'backfill.start',
        begun.user_id,
        jsonb_build_object('until', :'until'::date)
    FROM begun
)

INSERT INTO backfill_feed AS old (user_id, feed, goal, reached, done)
SELECT
    begun.user_id,
    sent.feed,
    sent.goal,
    sent.reached,
    sent.reached <= sent.goal
FROM begun
CROSS JOIN unnest(:'feed'::text[], :'goal'::date[], :'reached'::date[]) AS sent (feed, goal, reached)
ON CONFLICT (user_id, feed) DO UPDATE SET
    goal = excluded.goal,
    reached = least(old.reached, excluded.reached),
    tries = 0,
    note = NULL,
    done = least(old.reached, excluded.reached) <= excluded.goal
RETURNING feed;
