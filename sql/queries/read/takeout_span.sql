-- Title: First and last day of a person's samples
-- Parameters: user_id text; relation text
-- Grain: one row
SELECT
    told.first,
    told.last
FROM takeout_span(:'relation'::text, :'user_id'::text) AS told;
