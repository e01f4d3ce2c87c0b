-- Title: Store hrv samples
-- Parameters: user_id text; first, last timestamp (span of local_time); one array per column
-- Grain: one row per person and local_time; a night is replaced as a whole,
-- an unchanged row is not rewritten, and what came empty keeps what is there
WITH sent AS (
    SELECT *
    FROM unnest(
        :'date'::date[],
        :'local_time'::timestamp[],
        :'rmssd_ms'::real[]
    ) AS sent (date, local_time, rmssd_ms)
),

gone AS (
    DELETE FROM hrv_sample AS kept
    WHERE
        kept.user_id = :'user_id'::text
        AND kept.local_time >= :'first'::timestamp - interval '2 days'
        AND kept.local_time <= :'last'::timestamp + interval '2 days'
        AND kept.date IN (SELECT sent.date FROM sent)
        AND NOT EXISTS (SELECT FROM sent WHERE sent.local_time = kept.local_time)
)

INSERT INTO hrv_sample (user_id, date, local_time, rmssd_ms)
SELECT
    :'user_id'::text,
    sent.date,
    sent.local_time,
    sent.rmssd_ms
FROM sent
ON CONFLICT (user_id, local_time) DO UPDATE SET
    date = excluded.date,
    rmssd_ms = excluded.rmssd_ms
WHERE (hrv_sample.date, hrv_sample.rmssd_ms) IS DISTINCT FROM (excluded.date, excluded.rmssd_ms);
