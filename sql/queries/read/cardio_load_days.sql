-- Title: Days of cardio load
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and day, the newest first
SELECT
    cardio_load.user_id,
    cardio_load.date,
    cardio_load.cardio_load,
    cardio_load.strain,
    cardio_load.tolerance,
    cardio_load.cardio_load_ratio,
    cardio_load.cardio_load_status,
    cardio_load.level_very_low,
    cardio_load.level_low,
    cardio_load.level_medium,
    cardio_load.level_high,
    cardio_load.level_very_high
FROM cardio_load
WHERE cardio_load.user_id = any(:'user_ids'::text[]) AND cardio_load.date BETWEEN :'first'::date AND :'last'::date
ORDER BY cardio_load.date DESC;
