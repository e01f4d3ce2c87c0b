-- Title: The right password came
-- Parameters: names text[]
-- Grain: one row per name that gave wrong ones before
DELETE FROM wrong_password WHERE wrong_password.name = any(:'names'::text[]);
