-- Title: The exercises before and after others
-- Parameters: exercise_ids bigint[]
-- Grain: one row per exercise asked for that is known; NULL where it is the person's first or last one
SELECT
    asked.exercise_id,
    earlier.exercise_id AS earlier_id,
    later.exercise_id AS later_id
FROM exercise AS asked
-- One step in either direction; a CTE can not look sideways.
LEFT JOIN LATERAL ( -- noqa: ST05
    SELECT near.exercise_id
    FROM exercise AS near
    WHERE
        near.user_id = asked.user_id
        AND near.duplicate_of IS NULL
        AND (near.start_local, near.exercise_id) < (asked.start_local, asked.exercise_id)
    ORDER BY near.start_local DESC, near.exercise_id DESC
    LIMIT 1
) AS earlier ON TRUE
LEFT JOIN LATERAL ( -- noqa: ST05
    SELECT near.exercise_id
    FROM exercise AS near
    WHERE
        near.user_id = asked.user_id
        AND near.duplicate_of IS NULL
        AND (near.start_local, near.exercise_id) > (asked.start_local, asked.exercise_id)
    ORDER BY near.start_local ASC, near.exercise_id ASC
    LIMIT 1
) AS later ON TRUE
WHERE asked.exercise_id = any(:'exercise_ids'::bigint[]);
