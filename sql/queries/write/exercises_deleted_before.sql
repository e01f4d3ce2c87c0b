-- Title: Other names of sessions that their person deleted
-- Parameters: user_id text; polar_exercise_id text[]; start_at timestamptz[]; start_local timestamp[]; duration_s double precision[];
-- device_id text[]; device text[] (of exercises that are about to be stored, all of one length)
-- Grain: one row per exercise that is not stored, and that began within 2 s of a deleted one on the same device: it is buried, too.
-- Where one of the two tells no device, sessions of about the same length are the same one, as imports meet them.
INSERT INTO tombstone (user_id, relation, key, deleted_at, run_id)
SELECT
    tombstone.user_id,
    tombstone.relation,
    jsonb_build_object('polar_exercise_id', sent.polar_exercise_id) AS key,
    tombstone.deleted_at,
    tombstone.run_id
FROM tombstone
CROSS JOIN LATERAL jsonb_to_record(tombstone.session) AS deleted (
    start_at timestamptz, start_local timestamp, duration_s double precision, device_id text, device text
)
INNER JOIN unnest(
    :'polar_exercise_id'::text[],
    :'start_at'::timestamptz[],
    :'start_local'::timestamp[],
    :'duration_s'::double precision[],
    :'device_id'::text[],
    :'device'::text[]
) AS sent (polar_exercise_id, start_at, start_local, duration_s, device_id, device)
    ON
        (
            deleted.start_local BETWEEN sent.start_local - interval '2 seconds' AND sent.start_local + interval '2 seconds'
            OR deleted.start_at BETWEEN sent.start_at - interval '2 seconds' AND sent.start_at + interval '2 seconds'
        )
        AND coalesce(
            deleted.device_id = sent.device_id,
            deleted.device = sent.device,
            abs(deleted.duration_s - sent.duration_s) <= 120
        )
WHERE
    tombstone.user_id = :'user_id'::text
    AND tombstone.relation = 'exercise'
    AND tombstone.session IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM exercise
        WHERE exercise.user_id = tombstone.user_id AND exercise.polar_exercise_id = sent.polar_exercise_id
    )
ON CONFLICT (user_id, relation, key) DO NOTHING;
