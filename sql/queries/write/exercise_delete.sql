-- Title: Delete an exercise for good, and leave a receipt
-- Parameters: user_id text; exercise_id bigint; actor text
-- Grain: one row, the receipt, or none when there is no such exercise
-- The number stands in each condition: only constants spare compressed chunks from being unpacked whole.
WITH doomed AS MATERIALIZED (
    SELECT exercise.*
    FROM exercise
    WHERE exercise.user_id = :'user_id'::text AND exercise.exercise_id = :'exercise_id'::bigint
),

buried AS (
    INSERT INTO tombstone (user_id, relation, key, session)
    SELECT
        doomed.user_id,
        'exercise' AS relation,
        jsonb_build_object('polar_exercise_id', doomed.polar_exercise_id) AS key,
        jsonb_build_object(
            'start_at', doomed.start_at,
            'start_local', doomed.start_local,
            'duration_s', doomed.duration_s,
            'device_id', doomed.device_id,
            'device', doomed.device
        ) AS session
    FROM doomed
    ON CONFLICT (user_id, relation, key) DO NOTHING
),

earlier AS (
    INSERT INTO history (user_id, relation, key, earlier, reason)
    SELECT
        doomed.user_id,
        'exercise' AS relation,
        jsonb_build_object('polar_exercise_id', doomed.polar_exercise_id) AS key,
        to_jsonb(doomed) - 'user_id' AS earlier,
        'deleted' AS reason
    FROM doomed
),

samples AS (
    DELETE FROM exercise_sample AS old
    WHERE old.user_id = :'user_id'::text AND old.exercise_id = :'exercise_id'::bigint
    RETURNING 1
),

points AS (
    DELETE FROM route_point_sample AS old
    WHERE old.user_id = :'user_id'::text AND old.exercise_id = :'exercise_id'::bigint
    RETURNING 1
),

gone AS (
    DELETE FROM exercise AS old
    WHERE old.user_id = :'user_id'::text AND old.exercise_id = :'exercise_id'::bigint
    RETURNING 1
)

INSERT INTO audit_log (actor, action, user_id, details)
SELECT
    :'actor'::text AS actor,
    'exercise.delete' AS action,
    doomed.user_id,
    jsonb_build_object(
        'polar_exercise_id', doomed.polar_exercise_id,
        'rows', (SELECT count(*) FROM gone) + (SELECT count(*) FROM samples) + (SELECT count(*) FROM points)
    ) AS details
FROM doomed
RETURNING
    audit_log.audit_id AS receipt_id,
    audit_log.user_id,
    audit_log.happened_at AS deleted_at,
    (audit_log.details ->> 'rows')::bigint AS rows;
