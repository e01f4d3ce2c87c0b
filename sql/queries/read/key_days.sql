-- Title: Requests of API keys by day
-- Parameters: key_ids uuid[]; since date
-- Grain: one row per key and day with requests, the oldest first
SELECT
    api_key_day.key_id,
    api_key_day.day,
    api_key_day.requests
FROM api_key_day
WHERE api_key_day.key_id = any(:'key_ids'::uuid[]) AND api_key_day.day >= :'since'::date
ORDER BY api_key_day.key_id, api_key_day.day;
