-- Title: Note what callers asked for since the last time: applications' reads, and a line of the audit log for each call of a tool
-- Parameters: key_ids uuid[]; things text[]; times bigint[]; last_at timestamptz[]; actors, actions, user_ids text[]; details jsonb[]; happened_at timestamptz[]
-- Grain: one row per application and thing. Keys that are no application's are passed over.
WITH called AS (
    INSERT INTO audit_log (actor, action, user_id, details, happened_at)
    SELECT
        c.actor,
        c.action,
        c.user_id,
        c.details,
        c.happened_at
    FROM unnest(
        :'actors'::text[],
        :'actions'::text[],
        :'user_ids'::text[],
        :'details'::jsonb[],
        :'happened_at'::timestamptz[]
    ) AS c (actor, action, user_id, details, happened_at)
)

INSERT INTO app_read AS old (key_id, what, times, last_at)
SELECT
    r.key_id,
    r.what,
    r.times,
    r.last_at
FROM unnest(:'key_ids'::uuid[], :'things'::text[], :'times'::bigint[], :'last_at'::timestamptz[]) AS r (key_id, what, times, last_at)
INNER JOIN app_grant ON r.key_id = app_grant.key_id
ORDER BY r.key_id, r.what
ON CONFLICT (key_id, what) DO UPDATE SET times = old.times + excluded.times, last_at = greatest(old.last_at, excluded.last_at);
