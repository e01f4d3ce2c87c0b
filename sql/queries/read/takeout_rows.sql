-- Title: A person's rows of a relation, as an export tells them
-- Parameters: user_id text; relation text; first, last date, both included, or NULL
-- Grain: one row per row, as an object
SELECT told.whole
FROM takeout_rows(:'relation'::text, :'user_id'::text, :'first'::date, :'last'::date) AS told (whole);
