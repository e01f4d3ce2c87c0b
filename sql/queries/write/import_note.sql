-- Title: Note rows that an import makes or enriches, as they are before
-- Parameters: user_id text; run_id uuid; relation text; key jsonb[]; brought jsonb[]; there boolean[] (whether the row is there)
-- Grain: one row per row that will be new or changed
INSERT INTO import_change (user_id, run_id, relation, key, earlier, brought)
SELECT
    :'user_id'::text,
    :'run_id'::uuid,
    :'relation'::text,
    raw.key,
    CASE WHEN raw.there THEN kept_row(:'relation'::text, :'user_id'::text, raw.key) END,
    raw.brought
FROM unnest(:'key'::jsonb[], :'brought'::jsonb[], :'there'::boolean[]) AS raw (key, brought, there);
