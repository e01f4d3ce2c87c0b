-- Title: What a person deleted
-- Parameters: user_id text
-- Grain: one row per tombstone: the relation, and the value of its key as text
SELECT
    tombstone.relation,
    named.value
FROM tombstone
CROSS JOIN LATERAL jsonb_each_text(tombstone.key) AS named
WHERE tombstone.user_id = :'user_id'::text;
