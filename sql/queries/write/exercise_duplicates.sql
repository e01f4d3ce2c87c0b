-- Title: Mark exercises that repeat another one
-- Parameters: user_id text; start_at timestamptz[] (of the exercises that were stored)
-- Grain: one row per exercise whose mark changed; of one session (same device, each start within 2 s of the one before) the
-- first one stored is the exercise, whatever the order in which they came
WITH span AS MATERIALIZED (
    SELECT
        min(sent.start_at) - interval '1 minute' AS first,
        max(sent.start_at) + interval '1 minute' AS last
    FROM unnest(:'start_at'::timestamptz[]) AS sent (start_at)
),

sent AS MATERIALIZED (
    SELECT exercise.exercise_id
    FROM exercise
    WHERE
        exercise.user_id = :'user_id'::text
        AND exercise.start_at >= (SELECT span.first FROM span)
        AND exercise.start_at <= (SELECT span.last FROM span)
),

-- Also what repeated one of them where it stood before: an edited start leaves its former neighbours on their own.
near AS (
    SELECT
        exercise.exercise_id,
        exercise.start_at,
        coalesce(exercise.device_id, exercise.device) AS device
    FROM exercise
    WHERE
        exercise.user_id = :'user_id'::text
        AND (
            exercise.exercise_id IN (SELECT each.exercise_id FROM sent AS each)
            OR exercise.duplicate_of IN (SELECT each.exercise_id FROM sent AS each)
        )
),

-- Without a device nothing can be told: such a record stands alone.
stepped AS (
    SELECT
        near.exercise_id,
        near.start_at,
        near.device,
        near.start_at <= lag(near.start_at) OVER (
            PARTITION BY near.device
            ORDER BY near.start_at, near.exercise_id
        ) + interval '2 seconds' AND near.device IS NOT NULL AS goes_on
    FROM near
),

sessions AS (
    SELECT
        stepped.exercise_id,
        stepped.device,
        count(*) FILTER (WHERE stepped.goes_on IS NOT TRUE) OVER (
            PARTITION BY stepped.device
            ORDER BY stepped.start_at, stepped.exercise_id
        ) AS session
    FROM stepped
),

found AS (
    SELECT
        sessions.exercise_id,
        nullif(
            min(sessions.exercise_id) OVER (PARTITION BY sessions.device, sessions.session),
            sessions.exercise_id
        ) AS duplicate_of
    FROM sessions
)

UPDATE exercise SET duplicate_of = found.duplicate_of
FROM found
WHERE
    exercise.exercise_id = found.exercise_id
    AND exercise.duplicate_of IS DISTINCT FROM found.duplicate_of;
