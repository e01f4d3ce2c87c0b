-- Title: Whom Polar's webhook has told of
-- Parameters: now timestamptz; people integer, at most
-- Grain: one row per connected person with a notice that is due and no run under way: all that wait, their events, and
-- the first of their days
SELECT
    polar_notice.user_id,
    array_agg(polar_notice.digest) AS digests,
    array_agg(DISTINCT polar_notice.event) AS events,
    min(polar_notice.first_day) AS first_day
FROM polar_notice
INNER JOIN credential ON polar_notice.user_id = credential.user_id AND credential.refused_at IS NULL
WHERE
    polar_notice.settled_at IS NULL
    AND NOT EXISTS (
        SELECT FROM sync_run
        WHERE sync_run.user_id = polar_notice.user_id AND sync_run.state IN ('queued', 'running')
    )
GROUP BY polar_notice.user_id
HAVING
    min(polar_notice.due_at) <= :'now'::timestamptz
    OR min(polar_notice.due_at) > :'now'::timestamptz + interval '1 day' -- A clock ran ahead.
ORDER BY min(polar_notice.arrived_at)
LIMIT :'people'::integer;
