-- Title: Store breathing samples
-- Parameters: user_id text; first, last timestamp (span of local_time); one array per column
-- Grain: one row per person and local_time; a night is replaced as a whole,
-- an unchanged row is not rewritten, and what came empty keeps what is there
WITH sent AS (
    SELECT *
    FROM unnest(
        :'date'::date[],
        :'local_time'::timestamp[],
        :'breaths_per_minute'::real[]
    ) AS sent (date, local_time, breaths_per_minute)
),

gone AS (
    DELETE FROM breathing_sample AS kept
    WHERE
        kept.user_id = :'user_id'::text
        AND kept.local_time >= :'first'::timestamp - interval '2 days'
        AND kept.local_time <= :'last'::timestamp + interval '2 days'
        AND kept.date IN (SELECT sent.date FROM sent)
        AND NOT EXISTS (SELECT FROM sent WHERE sent.local_time = kept.local_time)
)

INSERT INTO breathing_sample (user_id, date, local_time, breaths_per_minute)
SELECT
    :'user_id'::text,
    sent.date,
    sent.local_time,
    sent.breaths_per_minute
FROM sent
ON CONFLICT (user_id, local_time) DO UPDATE SET
    date = excluded.date,
    breaths_per_minute = excluded.breaths_per_minute
WHERE (breathing_sample.date, breathing_sample.breaths_per_minute) IS DISTINCT FROM (excluded.date, excluded.breaths_per_minute);
