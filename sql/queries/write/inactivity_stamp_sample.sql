-- Title: Store inactivity stamp samples
-- Parameters: user_id text; first, last timestamp (span of local_time); one array per column, NaN for NULL
-- Grain: one row, the number of rows that were new or had changed. A day is replaced as a whole,
-- an unchanged row is not rewritten, and what came empty keeps what is there. The caller holds the
-- person's account row, so no other writer comes between reading and inserting.
WITH sent AS MATERIALIZED (
    SELECT
        raw.local_time
    FROM unnest(
        :'local_time'::timestamp[]
    ) AS raw (local_time)
),

kept AS MATERIALIZED (
    SELECT there.local_time
    FROM inactivity_stamp_sample AS there
    WHERE
        there.user_id = :'user_id'::text
        AND there.local_time >= :'first'::timestamp - interval '2 days'
        AND there.local_time <= :'last'::timestamp + interval '2 days'
),

gone AS (
    DELETE FROM inactivity_stamp_sample AS old
    USING kept
    WHERE
        old.user_id = :'user_id'::text
        AND old.local_time >= :'first'::timestamp - interval '2 days'
        AND old.local_time <= :'last'::timestamp + interval '2 days'
        AND old.local_time = kept.local_time
        AND kept.local_time::date IN (SELECT sent.local_time::date FROM sent)
        AND NOT EXISTS (SELECT FROM sent WHERE sent.local_time = kept.local_time)
),

added AS (
    INSERT INTO inactivity_stamp_sample (user_id, local_time)
    SELECT
        :'user_id'::text,
        sent.local_time
    FROM sent
    WHERE NOT EXISTS (SELECT FROM kept WHERE sent.local_time = kept.local_time)
    RETURNING 1
)

SELECT (SELECT count(*) FROM added) AS written;
