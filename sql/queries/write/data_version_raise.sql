-- Title: Say that something is told about a person that was not told before
-- Parameters: user_id text; part text, days or findings
-- Grain: one row; run in the transaction of the change, after it
INSERT INTO data_version (user_id, part, version, changed_at)
SELECT
    :'user_id'::text AS user_id,
    :'part'::text AS part,
    gen_random_uuid() AS version,
    clock_timestamp() AS changed_at
ON CONFLICT (user_id, part) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at;
