-- Title: Store breathing samples
-- Parameters: user_id text; first, last timestamp (span of local_time); one array per column, NaN for NULL
-- Grain: one row, the number of rows that were new or had changed. A night is replaced as a whole,
-- an unchanged row is not rewritten, and what came empty keeps what is there. The caller holds the
-- person's account row, so no other writer comes between reading and inserting.
WITH sent AS MATERIALIZED (
    SELECT
        raw.local_time,
        raw.date,
        nullif(raw.breaths_per_minute, 'NaN')::real AS breaths_per_minute
    FROM unnest(
        :'local_time'::timestamp[],
        :'date'::date[],
        :'breaths_per_minute'::double precision[]
    ) AS raw (local_time, date, breaths_per_minute)
),

kept AS MATERIALIZED (
    SELECT there.local_time, there.date, there.breaths_per_minute
    FROM breathing_sample AS there
    WHERE
        there.user_id = :'user_id'::text
        AND there.local_time >= :'first'::timestamp - interval '2 days'
        AND there.local_time <= :'last'::timestamp + interval '2 days'
),

gone AS (
    DELETE FROM breathing_sample AS old
    USING kept
    WHERE
        old.user_id = :'user_id'::text
        AND old.local_time >= :'first'::timestamp - interval '2 days'
        AND old.local_time <= :'last'::timestamp + interval '2 days'
        AND old.local_time = kept.local_time
        AND kept.date IN (SELECT sent.date FROM sent)
        AND NOT EXISTS (SELECT FROM sent WHERE sent.local_time = kept.local_time)
),

changed AS (
    UPDATE breathing_sample AS old SET
        date = sent.date,
        breaths_per_minute = sent.breaths_per_minute
    FROM sent
    INNER JOIN kept ON sent.local_time = kept.local_time
    WHERE
        old.user_id = :'user_id'::text
        AND old.local_time >= :'first'::timestamp
        AND old.local_time <= :'last'::timestamp
        AND old.local_time = kept.local_time
        AND (kept.date, kept.breaths_per_minute) IS DISTINCT FROM (sent.date, sent.breaths_per_minute)
    RETURNING 1
),

added AS (
    INSERT INTO breathing_sample (user_id, local_time, date, breaths_per_minute)
    SELECT
        :'user_id'::text,
        sent.local_time,
        sent.date,
        sent.breaths_per_minute
    FROM sent
    WHERE NOT EXISTS (SELECT FROM kept WHERE sent.local_time = kept.local_time)
    RETURNING 1
)

SELECT (SELECT count(*) FROM added) + (SELECT count(*) FROM changed) AS written;
