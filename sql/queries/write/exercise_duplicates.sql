-- Title: Mark exercises that repeat another one
-- Parameters: user_id text; start_at timestamptz[] (of the exercises that were stored)
-- Grain: one row per exercise whose mark changed; of one session (same device, each start within 2 s of the one before) the
-- first one stored is the exercise, whatever the order in which they came
WITH span AS MATERIALIZED (
    SELECT
        min(sent.start_at) AS first,
        max(sent.start_at) AS last
    FROM unnest(:'start_at'::timestamptz[]) AS sent (start_at)
),

-- No clock is further from another one than 14 hours and some.
sent AS MATERIALIZED (
    SELECT exercise.exercise_id
    FROM exercise
    WHERE
        exercise.user_id = :'user_id'::text
        AND exercise.start_at >= (SELECT span.first FROM span) - interval '15 hours'
        AND exercise.start_at <= (SELECT span.last FROM span) + interval '15 hours'
),

-- Also what repeated one of them where it stood before: an edited start leaves its former neighbours on their own. Those that are
-- marked need their own neighbours, too.
near AS MATERIALIZED (
    SELECT
        exercise.exercise_id,
        exercise.start_at,
        exercise.start_local,
        exercise.utc_offset_minutes,
        coalesce(exercise.device_id, exercise.device) AS device,
        exercise.exercise_id IN (SELECT each.exercise_id FROM sent AS each)
        OR exercise.duplicate_of IN (SELECT each.exercise_id FROM sent AS each) AS is_marked
    FROM exercise
    WHERE
        exercise.user_id = :'user_id'::text
        AND (
            exercise.start_at BETWEEN (SELECT span.first FROM span) - interval '30 hours' AND (SELECT span.last FROM span) + interval '30 hours'
            OR exercise.duplicate_of IN (SELECT each.exercise_id FROM sent AS each)
        )
),

-- Where one record does not say its offset, the wearer's clock tells what it repeats.
placed AS (
    SELECT
        near.exercise_id,
        near.device,
        near.is_marked,
        coalesce(known.start_at, near.start_at) AS start_at
    FROM near
    LEFT JOIN LATERAL (
        SELECT other.start_at + (near.start_local - other.start_local) AS start_at
        FROM near AS other
        WHERE
            near.utc_offset_minutes IS NULL
            AND other.utc_offset_minutes IS NOT NULL
            AND other.device = near.device
            AND other.start_local BETWEEN near.start_local - interval '2 seconds' AND near.start_local + interval '2 seconds'
        ORDER BY abs(extract(EPOCH FROM other.start_local - near.start_local)), other.exercise_id
        LIMIT 1
    ) AS known ON TRUE
),

-- Without a device nothing can be told: such a record stands alone.
stepped AS (
    SELECT
        placed.exercise_id,
        placed.start_at,
        placed.device,
        placed.is_marked,
        placed.start_at <= lag(placed.start_at) OVER (
            PARTITION BY placed.device
            ORDER BY placed.start_at, placed.exercise_id
        ) + interval '2 seconds' AND placed.device IS NOT NULL AS goes_on
    FROM placed
),

sessions AS (
    SELECT
        stepped.exercise_id,
        stepped.device,
        stepped.is_marked,
        count(*) FILTER (WHERE stepped.goes_on IS NOT TRUE) OVER (
            PARTITION BY stepped.device
            ORDER BY stepped.start_at, stepped.exercise_id
        ) AS session
    FROM stepped
),

found AS (
    SELECT
        sessions.exercise_id,
        sessions.is_marked,
        nullif(
            min(sessions.exercise_id) OVER (PARTITION BY sessions.device, sessions.session),
            sessions.exercise_id
        ) AS duplicate_of
    FROM sessions
)

UPDATE exercise SET duplicate_of = found.duplicate_of
FROM found
WHERE
    found.is_marked
    AND exercise.exercise_id = found.exercise_id
    AND exercise.duplicate_of IS DISTINCT FROM found.duplicate_of;
