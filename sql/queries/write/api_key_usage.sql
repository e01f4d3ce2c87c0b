-- Title: Add what API keys did since the last time, to the keys and to their days
-- Parameters: key_id uuid[], request_count bigint[], last_used_at timestamptz[]
-- Grain: one row per key that is still there. Rows are locked in the order of their ids, so that
-- two processes that write at once wait for each other and do not block each other for ever.
WITH used AS (
    SELECT
        u.key_id,
        u.request_count,
        u.last_used_at
    FROM unnest(
        :'key_id'::uuid[],
        :'request_count'::bigint[],
        :'last_used_at'::timestamptz[]
    ) AS u (key_id, request_count, last_used_at)
),

held AS (
    SELECT
        api_key.key_id,
        used.request_count,
        used.last_used_at
    FROM api_key
    INNER JOIN used ON api_key.key_id = used.key_id
    ORDER BY api_key.key_id
    FOR NO KEY UPDATE OF api_key
),

counted AS (
    INSERT INTO api_key_day AS old (key_id, day, requests)
    SELECT
        held.key_id,
        (held.last_used_at AT TIME ZONE 'UTC')::date,
        held.request_count
    FROM held
    ON CONFLICT (key_id, day) DO UPDATE SET requests = old.requests + excluded.requests
)

UPDATE api_key
SET
    request_count = api_key.request_count + held.request_count,
    last_used_at = greatest(api_key.last_used_at, held.last_used_at)
FROM held
WHERE api_key.key_id = held.key_id;
