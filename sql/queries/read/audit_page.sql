-- Title: A page of the audit log
-- Parameters: only text (NULL: about everybody); action text (NULL: all; else those that begin so); after, before bigint (NULL: no limit); backward boolean: the last ones; size integer
-- Grain: one row per deed, the newest first
WITH forward AS (
    SELECT row_of.audit_id
    FROM audit_log AS row_of
    WHERE
        :'backward'::boolean IS FALSE
        AND (:'only'::text IS NULL OR row_of.user_id = :'only'::text)
        AND (:'action'::text IS NULL OR starts_with(row_of.action, :'action'::text))
        AND (:'after'::bigint IS NULL OR row_of.audit_id < :'after'::bigint)
        AND (:'before'::bigint IS NULL OR row_of.audit_id > :'before'::bigint)
    ORDER BY row_of.audit_id DESC
    LIMIT :'size'::integer
),

backward AS (
    SELECT row_of.audit_id
    FROM audit_log AS row_of
    WHERE
        :'backward'::boolean
        AND (:'only'::text IS NULL OR row_of.user_id = :'only'::text)
        AND (:'action'::text IS NULL OR starts_with(row_of.action, :'action'::text))
        AND (:'after'::bigint IS NULL OR row_of.audit_id < :'after'::bigint)
        AND (:'before'::bigint IS NULL OR row_of.audit_id > :'before'::bigint)
    ORDER BY row_of.audit_id ASC
    LIMIT :'size'::integer
)

SELECT
    audit_log.audit_id,
    audit_log.happened_at,
    audit_log.actor,
    audit_log.action,
    audit_log.user_id,
    audit_log.details
FROM audit_log
WHERE
    audit_log.audit_id IN (
        SELECT forward.audit_id FROM forward
        UNION ALL
        SELECT backward.audit_id FROM backward
    )
ORDER BY audit_log.audit_id DESC;
