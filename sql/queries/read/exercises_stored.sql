-- Title: Exercises, and whether their zones, samples and route are to be asked for again
-- Parameters: user_id text; now timestamptz
-- Grain: one row per exercise, and per one that its person deleted; after three tries in vain the pauses grow to a day
SELECT
    exercise.polar_exercise_id,
    exercise.start_local,
    exercise.duration_s,
    exercise.uploaded_at,
    (
        (NOT exercise.has_details OR owed.item IS NOT NULL)
        AND owed.given_up_at IS NULL
        AND coalesce(
            owed.asked_at <= :'now'::timestamptz - make_interval(hours => least(greatest(owed.tries - 3, 0), 24)),
            TRUE
        )
    ) AS wanted,
    coalesce(owed.tries, 0) AS tries,
    FALSE AS deleted
FROM exercise
LEFT JOIN sync_owed AS owed
    ON exercise.user_id = owed.user_id
    AND owed.feed = 'exercises'
    AND exercise.polar_exercise_id = owed.item
WHERE exercise.user_id = :'user_id'::text
UNION ALL
SELECT
    tombstone.key ->> 'polar_exercise_id' AS polar_exercise_id,
    NULL AS start_local,
    NULL AS duration_s,
    NULL AS uploaded_at,
    FALSE AS wanted,
    0 AS tries,
    TRUE AS deleted
FROM tombstone
WHERE tombstone.user_id = :'user_id'::text AND tombstone.relation = 'exercise'
ORDER BY start_local DESC, polar_exercise_id;
