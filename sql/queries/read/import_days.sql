-- Title: Which days have samples already, and whose
-- Parameters: relation text; user_id text; days date[]
-- Grain: one row per day that has samples; archived: all of them are an archive's
SELECT
    told.day,
    told.samples,
    told.archived
FROM told_days(:'relation'::text, :'user_id'::text, :'days'::date[]) AS told;
