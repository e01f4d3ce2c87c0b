-- Title: Store sleep stage samples
-- Parameters: user_id text; first, last timestamp (span of local_time); one array per column, NaN for NULL
-- Grain: one row, the number of rows that were new or had changed. A night is replaced as a whole,
-- an unchanged row is not rewritten, and what came empty keeps what is there. The caller holds the
-- person's account row, so no other writer comes between reading and inserting.
WITH sent AS MATERIALIZED (
    SELECT
        raw.local_time,
        raw.date,
        raw.stage
    FROM unnest(
        :'local_time'::timestamp[],
        :'date'::date[],
        :'stage'::text[]
    ) AS raw (local_time, date, stage)
),

kept AS MATERIALIZED (
    SELECT there.local_time, there.date, there.stage
    FROM sleep_stage_sample AS there
    WHERE
        there.user_id = :'user_id'::text
        AND there.local_time >= :'first'::timestamp - interval '2 days'
        AND there.local_time <= :'last'::timestamp + interval '2 days'
),

gone AS (
    DELETE FROM sleep_stage_sample AS old
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
    UPDATE sleep_stage_sample AS old SET
        date = sent.date,
        stage = sent.stage
    FROM sent
    INNER JOIN kept ON sent.local_time = kept.local_time
    WHERE
        old.user_id = :'user_id'::text
        AND old.local_time >= :'first'::timestamp
        AND old.local_time <= :'last'::timestamp
        AND old.local_time = kept.local_time
        AND (kept.date, kept.stage) IS DISTINCT FROM (sent.date, sent.stage)
    RETURNING 1
),

added AS (
    INSERT INTO sleep_stage_sample (user_id, local_time, date, stage)
    SELECT
        :'user_id'::text,
        sent.local_time,
        sent.date,
        sent.stage
    FROM sent
    WHERE NOT EXISTS (SELECT FROM kept WHERE sent.local_time = kept.local_time)
    RETURNING 1
)

SELECT (SELECT count(*) FROM added) + (SELECT count(*) FROM changed) AS written;
