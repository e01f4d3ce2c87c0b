-- Title: Nights and exercises of a person, for a document each
-- Parameters: user_id text
-- Grain: one row per night (number NULL) and per exercise
SELECT
    night.date,
    NULL::bigint AS number
FROM (
    SELECT sleep.date
    FROM sleep
    WHERE sleep.user_id = :'user_id'::text
    UNION
    SELECT nightly_recharge.date
    FROM nightly_recharge
    WHERE nightly_recharge.user_id = :'user_id'::text
) AS night
UNION ALL
SELECT
    exercise.start_local::date AS date,
    exercise.exercise_id AS number
FROM exercise
WHERE exercise.user_id = :'user_id'::text
ORDER BY date, number;
