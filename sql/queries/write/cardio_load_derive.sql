-- Title: Daily loads, strain and tolerance, made of the loads of sessions where nobody told them
-- Parameters: user_id text; run_id uuid; last date: the last day that the archive tells of
-- Grain: one row per day that had none, marked as derived: strain is the mean of 7 days, tolerance of 28, as soon as there are
-- so many since the first session with a load
WITH span AS (
    SELECT
        min(exercise.start_local)::date AS first,
        greatest(max(exercise.start_local)::date, :'last'::date) AS last
    FROM exercise
    WHERE exercise.user_id = :'user_id'::text AND exercise.duplicate_of IS NULL AND exercise.cardio_load IS NOT NULL
),

loads AS (
    SELECT
        each.day::date AS date,
        coalesce(sum(exercise.cardio_load), 0) AS load
    FROM span
    CROSS JOIN generate_series(span.first, span.last, interval '1 day') AS each (day)
    LEFT JOIN exercise
        ON
            exercise.user_id = :'user_id'::text
            AND exercise.duplicate_of IS NULL
            AND exercise.start_local >= each.day AND exercise.start_local < each.day + interval '1 day'
    GROUP BY each.day
),

means AS (
    SELECT
        loads.date,
        loads.load,
        avg(loads.load) OVER week AS week,
        avg(loads.load) OVER month AS month,
        row_number() OVER (ORDER BY loads.date) AS days
    FROM loads
    WINDOW
        week AS (ORDER BY loads.date ROWS 6 PRECEDING),
        month AS (ORDER BY loads.date ROWS 27 PRECEDING)
)

INSERT INTO cardio_load (user_id, date, cardio_load, strain, tolerance, cardio_load_ratio, source, run_id)
SELECT
    :'user_id'::text,
    means.date,
    means.load,
    CASE WHEN means.days >= 7 THEN means.week END,
    CASE WHEN means.days >= 28 THEN means.month END,
    CASE WHEN means.days >= 28 AND means.month > 0 THEN means.week / means.month END,
    'derived',
    :'run_id'::uuid
FROM means
ON CONFLICT DO NOTHING
RETURNING
    cardio_load.date,
    cardio_load.cardio_load,
    cardio_load.strain,
    cardio_load.tolerance,
    cardio_load.cardio_load_ratio;
