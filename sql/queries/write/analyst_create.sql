-- Title: Make the role of an analyst, and note it
-- Parameters: role_name text; verifier text (NULL: a group); people text[] (NULL: everybody); classes text[] (NULL: all); groups text[]; lab boolean; actor text
-- Grain: one row per guard of the role
WITH made AS MATERIALIZED (
    SELECT guards.guard, guards.value, guards.forced
    FROM
        analyst_create(
            :'role_name'::text, :'verifier'::text, :'people'::text[], :'classes'::text[], :'groups'::text[], :'lab'::boolean
        ) AS guards
),

noted AS (
    INSERT INTO audit_log (actor, action, user_id, details)
    SELECT
        :'actor'::text AS actor,
        'analyst.create' AS action,
        person.user_id,
        jsonb_build_object('role', :'role_name'::text, 'classes', :'classes'::text[]) AS details
    FROM unnest(coalesce(:'people'::text[], ARRAY[NULL::text])) AS person (user_id)
    WHERE EXISTS (SELECT FROM made)
)

SELECT made.guard, made.value, made.forced
FROM made;
