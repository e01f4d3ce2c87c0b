-- Title: A page of the earlier versions of each person's rows in one relation
-- Parameters: user_ids text[]; relation text; after, before bigint (history_id; NULL: no limit); backward boolean: the last ones; size integer
-- Grain: one row per person and version, newest first; what Polar sent beyond the columns is left out
SELECT
    history.user_id,
    history.history_id,
    history.relation,
    history.key,
    history.earlier - 'extra' AS what,
    history.reason,
    history.replaced_at,
    history.run_id
FROM unnest(:'user_ids'::text[]) AS asked (user_id)
-- So many of each person; a CTE can not look sideways.
CROSS JOIN LATERAL ( -- noqa: ST05
    (
        SELECT row_of.history_id
        FROM history AS row_of
        WHERE
            NOT :'backward'::boolean
            AND row_of.user_id = asked.user_id
            AND row_of.relation = :'relation'::text
            AND (:'after'::bigint IS NULL OR row_of.history_id < :'after'::bigint)
            AND (:'before'::bigint IS NULL OR row_of.history_id > :'before'::bigint)
        ORDER BY row_of.history_id DESC
        LIMIT :'size'::integer
    )
    UNION ALL
    (
        SELECT row_of.history_id
        FROM history AS row_of
        WHERE
            :'backward'::boolean
            AND row_of.user_id = asked.user_id
            AND row_of.relation = :'relation'::text
            AND (:'after'::bigint IS NULL OR row_of.history_id < :'after'::bigint)
            AND (:'before'::bigint IS NULL OR row_of.history_id > :'before'::bigint)
        ORDER BY row_of.history_id ASC
        LIMIT :'size'::integer
    )
) AS chosen
INNER JOIN history ON asked.user_id = history.user_id AND chosen.history_id = history.history_id
ORDER BY history.history_id DESC;
