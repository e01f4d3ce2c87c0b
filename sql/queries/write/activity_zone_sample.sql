-- Title: Store activity zone samples
-- Parameters: user_id text; first, last timestamp (span of local_time); one array per column, NaN for NULL
-- Grain: one row, the number of rows that were new or had changed. A day is replaced as a whole,
-- an unchanged row is not rewritten, and what came empty keeps what is there. The caller holds the
-- person's account row, so no other writer comes between reading and inserting.
WITH sent AS MATERIALIZED (
    SELECT
        raw.local_time,
        raw.zone
    FROM unnest(
        :'local_time'::timestamp[],
        :'zone'::text[]
    ) AS raw (local_time, zone)
),

kept AS MATERIALIZED (
    SELECT there.local_time, there.zone
    FROM activity_zone_sample AS there
    WHERE
        there.user_id = :'user_id'::text
        AND there.local_time >= :'first'::timestamp - interval '2 days'
        AND there.local_time <= :'last'::timestamp + interval '2 days'
),

gone AS (
    DELETE FROM activity_zone_sample AS old
    USING kept
    WHERE
        old.user_id = :'user_id'::text
        AND old.local_time >= :'first'::timestamp - interval '2 days'
        AND old.local_time <= :'last'::timestamp + interval '2 days'
        AND old.local_time = kept.local_time
        AND kept.local_time::date IN (SELECT sent.local_time::date FROM sent)
        AND NOT EXISTS (SELECT FROM sent WHERE sent.local_time = kept.local_time)
),

changed AS (
    UPDATE activity_zone_sample AS old SET
        zone = sent.zone
    FROM sent
    INNER JOIN kept ON sent.local_time = kept.local_time
    WHERE
        old.user_id = :'user_id'::text
        AND old.local_time >= :'first'::timestamp
        AND old.local_time <= :'last'::timestamp
        AND old.local_time = kept.local_time
        AND (kept.zone) IS DISTINCT FROM (sent.zone)
    RETURNING 1
),

added AS (
    INSERT INTO activity_zone_sample (user_id, local_time, zone)
    SELECT
        :'user_id'::text,
        sent.local_time,
        sent.zone
    FROM sent
    WHERE NOT EXISTS (SELECT FROM kept WHERE sent.local_time = kept.local_time)
    RETURNING 1
)

SELECT (SELECT count(*) FROM added) + (SELECT count(*) FROM changed) AS written;
