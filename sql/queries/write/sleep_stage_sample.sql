-- Title: Store sleep stage samples
-- Parameters: user_id text; first, last timestamp (span of local_time); one array per column
-- Grain: one row per person and local_time; a night is replaced as a whole,
-- an unchanged row is not rewritten, and what came empty keeps what is there
WITH sent AS (
    SELECT *
    FROM unnest(
        :'date'::date[],
        :'local_time'::timestamp[],
        :'stage'::text[]
    ) AS sent (date, local_time, stage)
),

gone AS (
    DELETE FROM sleep_stage_sample AS kept
    WHERE
        kept.user_id = :'user_id'::text
        AND kept.local_time >= :'first'::timestamp - interval '2 days'
        AND kept.local_time <= :'last'::timestamp + interval '2 days'
        AND kept.date IN (SELECT sent.date FROM sent)
        AND NOT EXISTS (SELECT FROM sent WHERE sent.local_time = kept.local_time)
)

INSERT INTO sleep_stage_sample (user_id, date, local_time, stage)
SELECT
    :'user_id'::text,
    sent.date,
    sent.local_time,
    sent.stage
FROM sent
ON CONFLICT (user_id, local_time) DO UPDATE SET
    date = excluded.date,
    stage = excluded.stage
WHERE (sleep_stage_sample.date, sleep_stage_sample.stage) IS DISTINCT FROM (excluded.date, excluded.stage);
