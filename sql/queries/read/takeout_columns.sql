-- Title: Columns of a relation, as an export tells them
-- Parameters: relation text
-- Grain: one row per column, in the order of the relation
SELECT
    told.name,
    told.type
FROM takeout_columns(:'relation'::text) AS told;
