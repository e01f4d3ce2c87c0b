-- Title: Keep the family of an API key until the transaction ends, so that none joins it while it is ended
-- Parameters: key_id uuid
-- Grain: one row per key of the family, in the order of their ids, in which every writer locks keys
WITH head AS (
    SELECT coalesce(one.root_id, one.key_id) AS key_id
    FROM api_key AS one
    WHERE one.key_id = :'key_id'::uuid
)

SELECT
    api_key.key_id,
    api_key.revoked_at
FROM api_key
INNER JOIN head ON api_key.key_id = head.key_id OR api_key.root_id = head.key_id
ORDER BY api_key.key_id ASC
FOR NO KEY UPDATE OF api_key;
