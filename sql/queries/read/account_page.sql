-- Title: A page of people
-- Parameters: only text (NULL: everybody); after, before text (NULL: no limit); backward boolean: the last ones; size integer
-- Grain: one row per person, in the order of their names
WITH forward AS (
    SELECT account.user_id
    FROM account
    WHERE
        NOT :'backward'::boolean
        AND (:'only'::text IS NULL OR account.user_id = :'only'::text)
        AND (:'after'::text IS NULL OR account.user_id > :'after'::text)
        AND (:'before'::text IS NULL OR account.user_id < :'before'::text)
    ORDER BY account.user_id ASC
    LIMIT :'size'::integer
),

backward AS (
    SELECT account.user_id
    FROM account
    WHERE
        :'backward'::boolean
        AND (:'only'::text IS NULL OR account.user_id = :'only'::text)
        AND (:'after'::text IS NULL OR account.user_id > :'after'::text)
        AND (:'before'::text IS NULL OR account.user_id < :'before'::text)
    ORDER BY account.user_id DESC
    LIMIT :'size'::integer
)

SELECT
    account.user_id,
    account.polar_user_id,
    account.display_name,
    account.time_zone,
    account.utc_offset_minutes,
    account.created_at,
    account.synced_at
FROM account
WHERE
    account.user_id IN (
        SELECT forward.user_id FROM forward
        UNION ALL
        SELECT backward.user_id FROM backward
    )
ORDER BY account.user_id ASC;
