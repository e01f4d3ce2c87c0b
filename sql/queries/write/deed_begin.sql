-- Title: Begin a deed under a name, unless it has been begun
-- Parameters: actor text; deed_name text; user_id text (or null); request_sha256 bytea; begun_at timestamptz; forgotten timestamptz; given_up timestamptz; most integer
-- Grain: one row where it begins; none where it was begun before, or its actor has named as many as they may
-- A name is free again when its day is over, and when who did the deed ended in the middle.
INSERT INTO deed_answer AS old (actor, deed_name, user_id, request_sha256, begun_at)
SELECT
    :'actor'::text AS actor,
    :'deed_name'::text AS deed_name,
    (SELECT account.user_id FROM account WHERE account.user_id = :'user_id'::text) AS user_id,
    :'request_sha256'::bytea AS request_sha256,
    :'begun_at'::timestamptz AS begun_at
WHERE (
    SELECT count(*)
    FROM (
        SELECT FROM deed_answer AS other
        WHERE other.actor = :'actor'::text
        ORDER BY other.deed_name
        LIMIT :'most'::integer
    ) AS deed_named
) < :'most'::integer
ON CONFLICT (actor, deed_name) DO UPDATE SET
    user_id = excluded.user_id,
    request_sha256 = excluded.request_sha256,
    begun_at = excluded.begun_at,
    done_at = NULL,
    answer_sealed = NULL
WHERE
    old.begun_at <= :'forgotten'::timestamptz
    OR (old.done_at IS NULL AND old.begun_at <= :'given_up'::timestamptz);
