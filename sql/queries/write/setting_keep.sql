-- Title: Make settings, with a line in the audit log that tells their names
-- Parameters: names text[]; values_sealed bytea[]; now timestamptz; actor text
-- Grain: one row
WITH kept AS (
    INSERT INTO setting (name, value_sealed, changed_at, changed_by)
    SELECT
        given.name,
        given.value_sealed,
        :'now'::timestamptz AS changed_at,
        :'actor'::text AS changed_by
    FROM unnest(:'names'::text[], :'values_sealed'::bytea[]) AS given (name, value_sealed)
    ON CONFLICT (name) DO UPDATE SET
        value_sealed = excluded.value_sealed,
        changed_at = excluded.changed_at,
        changed_by = excluded.changed_by
    RETURNING setting.name
)

INSERT INTO audit_log (actor, action, details)
SELECT
    :'actor'::text AS actor,
    'setting.change' AS action,
    jsonb_build_object('names', array_agg(kept.name ORDER BY kept.name)) AS details
FROM kept;
