-- Title: A page of people
-- Parameters: only text (NULL: everybody); search text (NULL: everybody; else part of a name or number); after, before text (NULL: no limit); backward boolean: the last ones; size integer
-- Grain: one row per person, in the order of their names
WITH forward AS (
    SELECT row_of.user_id
    FROM account AS row_of
    WHERE
        :'backward'::boolean IS FALSE
        AND (:'only'::text IS NULL OR row_of.user_id = :'only'::text)
        AND (:'search'::text IS NULL OR strpos(lower(concat_ws(' ', row_of.user_id, row_of.display_name, row_of.polar_user_id)), lower(:'search'::text)) > 0)
        AND (:'after'::text IS NULL OR row_of.user_id > :'after'::text)
        AND (:'before'::text IS NULL OR row_of.user_id < :'before'::text)
    ORDER BY row_of.user_id ASC
    LIMIT :'size'::integer
),

backward AS (
    SELECT row_of.user_id
    FROM account AS row_of
    WHERE
        :'backward'::boolean
        AND (:'only'::text IS NULL OR row_of.user_id = :'only'::text)
        AND (:'search'::text IS NULL OR strpos(lower(concat_ws(' ', row_of.user_id, row_of.display_name, row_of.polar_user_id)), lower(:'search'::text)) > 0)
        AND (:'after'::text IS NULL OR row_of.user_id > :'after'::text)
        AND (:'before'::text IS NULL OR row_of.user_id < :'before'::text)
    ORDER BY row_of.user_id DESC
    LIMIT :'size'::integer
)

SELECT
    account.user_id,
    account.polar_user_id,
    account.display_name,
    account.time_zone,
    account.utc_offset_minutes,
    account.units,
    account.language,
    account.hour_cycle,
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
