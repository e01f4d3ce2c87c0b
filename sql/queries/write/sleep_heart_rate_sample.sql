-- Title: Store sleep heart rate samples
-- Parameters: user_id text; first, last timestamp (span of local_time); one array per column
-- Grain: one row per person and local_time; a night is replaced as a whole,
-- an unchanged row is not rewritten, and what came empty keeps what is there
WITH sent AS (
    SELECT *
    FROM unnest(
        :'date'::date[],
        :'local_time'::timestamp[],
        :'bpm'::smallint[]
    ) AS sent (date, local_time, bpm)
),

gone AS (
    DELETE FROM sleep_heart_rate_sample AS kept
    WHERE
        kept.user_id = :'user_id'::text
        AND kept.local_time >= :'first'::timestamp - interval '2 days'
        AND kept.local_time <= :'last'::timestamp + interval '2 days'
        AND kept.date IN (SELECT sent.date FROM sent)
        AND NOT EXISTS (SELECT FROM sent WHERE sent.local_time = kept.local_time)
)

INSERT INTO sleep_heart_rate_sample (user_id, date, local_time, bpm)
SELECT
    :'user_id'::text,
    sent.date,
    sent.local_time,
    sent.bpm
FROM sent
ON CONFLICT (user_id, local_time) DO UPDATE SET
    date = excluded.date,
    bpm = excluded.bpm
WHERE (sleep_heart_rate_sample.date, sleep_heart_rate_sample.bpm) IS DISTINCT FROM (excluded.date, excluded.bpm);
