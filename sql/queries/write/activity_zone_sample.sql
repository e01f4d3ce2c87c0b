-- Title: Store activity zone samples
-- Parameters: user_id text; first, last timestamp (span of local_time); one array per column
-- Grain: one row per person and local_time; a day is replaced as a whole,
-- an unchanged row is not rewritten, and what came empty keeps what is there
WITH sent AS (
    SELECT *
    FROM unnest(
        :'local_time'::timestamp[],
        :'zone'::text[]
    ) AS sent (local_time, zone)
),

gone AS (
    DELETE FROM activity_zone_sample AS kept
    WHERE
        kept.user_id = :'user_id'::text
        AND kept.local_time >= :'first'::timestamp - interval '2 days'
        AND kept.local_time <= :'last'::timestamp + interval '2 days'
        AND kept.local_time::date IN (SELECT sent.local_time::date FROM sent)
        AND NOT EXISTS (SELECT FROM sent WHERE sent.local_time = kept.local_time)
)

INSERT INTO activity_zone_sample (user_id, local_time, zone)
SELECT
    :'user_id'::text,
    sent.local_time,
    sent.zone
FROM sent
ON CONFLICT (user_id, local_time) DO UPDATE SET
    zone = excluded.zone
WHERE (activity_zone_sample.zone) IS DISTINCT FROM (excluded.zone);
