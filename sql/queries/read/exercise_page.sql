-- Title: A page of each person's exercises
-- Parameters: user_ids text[]; after, before timestamp; after_tie, before_tie bigint (NULL: no limit); backward boolean: the last ones; size integer; first, last date (NULL: no limit); duplicates boolean; sports, words text[] (NULL: all)
-- Grain: one row per person and exercise, newest first; of a session that came twice the first record, or all with `duplicates`
SELECT
    exercise.user_id,
    exercise.polar_exercise_id,
    exercise.start_at,
    exercise.start_local,
    exercise.utc_offset_minutes,
    exercise.duration_s,
    exercise.uploaded_at,
    exercise.sport,
    exercise.detailed_sport,
    exercise.device,
    exercise.device_id,
    exercise.distance_m,
    exercise.calories,
    exercise.heart_rate_avg,
    exercise.heart_rate_max,
    exercise.training_load,
    exercise.cardio_load,
    exercise.cardio_load_interpretation,
    exercise.muscle_load,
    exercise.muscle_load_interpretation,
    exercise.perceived_load,
    exercise.perceived_load_interpretation,
    exercise.user_rpe,
    exercise.running_index,
    exercise.fat_percent,
    exercise.carbohydrate_percent,
    exercise.protein_percent,
    exercise.has_route,
    exercise.has_details,
    exercise.name,
    exercise.note,
    exercise.feeling,
    exercise.ascent_m,
    exercise.descent_m,
    exercise.recovery_time_s,
    exercise.training_benefit,
    exercise.start_trigger,
    exercise.exercise_id,
    exercise.duplicate_of
FROM unnest(:'user_ids'::text[]) AS asked (user_id)
-- So many of each person; a CTE can not look sideways.
CROSS JOIN LATERAL ( -- noqa: ST05
    (
        SELECT row_of.exercise_id
        FROM exercise AS row_of
        WHERE
            NOT :'backward'::boolean
            AND row_of.user_id = asked.user_id
            AND (:'duplicates'::boolean OR row_of.duplicate_of IS NULL)
            AND (coalesce(:'sports'::text[], :'words'::text[]) IS NULL OR is_wanted(row_of, :'sports'::text[], :'words'::text[]))
            AND (:'after'::timestamp IS NULL OR (row_of.start_local, row_of.exercise_id) < (:'after'::timestamp, :'after_tie'::bigint))
            AND (:'before'::timestamp IS NULL OR (row_of.start_local, row_of.exercise_id) > (:'before'::timestamp, :'before_tie'::bigint))
            AND (:'first'::date IS NULL OR row_of.start_local >= :'first'::date)
            AND (:'last'::date IS NULL OR row_of.start_local < :'last'::date + interval '1 day')
        ORDER BY row_of.start_local DESC, row_of.exercise_id DESC
        LIMIT :'size'::integer
    )
    UNION ALL
    (
        SELECT row_of.exercise_id
        FROM exercise AS row_of
        WHERE
            :'backward'::boolean
            AND row_of.user_id = asked.user_id
            AND (:'duplicates'::boolean OR row_of.duplicate_of IS NULL)
            AND (coalesce(:'sports'::text[], :'words'::text[]) IS NULL OR is_wanted(row_of, :'sports'::text[], :'words'::text[]))
            AND (:'after'::timestamp IS NULL OR (row_of.start_local, row_of.exercise_id) < (:'after'::timestamp, :'after_tie'::bigint))
            AND (:'before'::timestamp IS NULL OR (row_of.start_local, row_of.exercise_id) > (:'before'::timestamp, :'before_tie'::bigint))
            AND (:'first'::date IS NULL OR row_of.start_local >= :'first'::date)
            AND (:'last'::date IS NULL OR row_of.start_local < :'last'::date + interval '1 day')
        ORDER BY row_of.start_local ASC, row_of.exercise_id ASC
        LIMIT :'size'::integer
    )
) AS chosen
INNER JOIN exercise ON asked.user_id = exercise.user_id AND chosen.exercise_id = exercise.exercise_id
ORDER BY exercise.start_local DESC, exercise.exercise_id DESC;
