-- Title: Queue the runs that were planned
-- Parameters: orders jsonb: one object per run with user_id, feeds, feed_days, planned; origin text; now timestamptz;
-- due_at timestamptz, when the person is due again should the run come to nothing
-- Grain: one row per run, in the order of the orders; none for who is disconnected, deleted, or has a run under way
WITH planned AS (
    SELECT
        sent.position,
        sent.made ->> 'user_id' AS user_id,
        (
            SELECT array_agg(each.feed ORDER BY each.place)
            FROM jsonb_array_elements_text(sent.made -> 'feeds') WITH ORDINALITY AS each (feed, place)
        ) AS feeds,
        (
            SELECT array_agg(each.days::integer ORDER BY each.place)
            FROM jsonb_array_elements_text(sent.made -> 'feed_days') WITH ORDINALITY AS each (days, place)
        ) AS feed_days,
        (sent.made ->> 'planned')::integer AS planned_requests
    FROM jsonb_array_elements(:'orders'::jsonb) WITH ORDINALITY AS sent (made, position)
),

free AS (
    SELECT
        planned.position,
        planned.user_id,
        planned.feeds,
        planned.feed_days,
        planned.planned_requests
    FROM planned
    INNER JOIN account ON planned.user_id = account.user_id
    INNER JOIN credential ON planned.user_id = credential.user_id AND credential.refused_at IS NULL
    FOR KEY SHARE OF account SKIP LOCKED -- Who is being deleted at this moment holds up nobody.
),

leased AS (
    UPDATE credential SET due_at = :'due_at'::timestamptz
    FROM free
    WHERE credential.user_id = free.user_id AND :'due_at'::timestamptz IS NOT NULL
)

INSERT INTO sync_run (user_id, origin, days, feeds, feed_days, planned_requests, queued_at)
SELECT
    free.user_id,
    :'origin'::text,
    (SELECT max(each.days) FROM unnest(free.feed_days) AS each (days)),
    free.feeds,
    free.feed_days,
    free.planned_requests,
    :'now'::timestamptz
FROM free
ORDER BY free.position
ON CONFLICT (user_id) WHERE state IN ('queued', 'running') DO NOTHING
RETURNING sync_run.run_id;
