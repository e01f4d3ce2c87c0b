-- Title: Store heart rate samples
-- Parameters: user_id text; first, last timestamp (span of local_time); one array per column, NaN for NULL
-- Grain: one row, the number of rows that were new or had changed. A day is replaced as a whole,
-- an unchanged row is not rewritten, and what came empty keeps what is there. The caller holds the
-- person's account row, so no other writer comes between reading and inserting.
WITH sent AS MATERIALIZED (
    SELECT
        raw.local_time,
        nullif(raw.bpm, 'NaN')::smallint AS bpm,
        nullif(raw.minute_weight, 'NaN')::real AS minute_weight
    FROM unnest(
        :'local_time'::timestamp[],
        :'bpm'::double precision[],
        :'minute_weight'::double precision[]
    ) AS raw (local_time, bpm, minute_weight)
),

kept AS MATERIALIZED (
    SELECT there.local_time, there.bpm, there.minute_weight
    FROM heart_rate_sample AS there
    WHERE
        there.user_id = :'user_id'::text
        AND there.local_time >= :'first'::timestamp - interval '2 days'
        AND there.local_time <= :'last'::timestamp + interval '2 days'
),

gone AS (
    DELETE FROM heart_rate_sample AS old
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
    UPDATE heart_rate_sample AS old SET
        bpm = sent.bpm,
        minute_weight = sent.minute_weight
    FROM sent
    INNER JOIN kept ON sent.local_time = kept.local_time
    WHERE
        old.user_id = :'user_id'::text
        AND old.local_time >= :'first'::timestamp
        AND old.local_time <= :'last'::timestamp
        AND old.local_time = kept.local_time
        AND (kept.bpm, kept.minute_weight) IS DISTINCT FROM (sent.bpm, sent.minute_weight)
    RETURNING 1
),

added AS (
    INSERT INTO heart_rate_sample (user_id, local_time, bpm, minute_weight)
    SELECT
        :'user_id'::text,
        sent.local_time,
        sent.bpm,
        sent.minute_weight
    FROM sent
    WHERE NOT EXISTS (SELECT FROM kept WHERE sent.local_time = kept.local_time)
    RETURNING 1
)

SELECT (SELECT count(*) FROM added) + (SELECT count(*) FROM changed) AS written;
