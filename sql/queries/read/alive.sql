-- Title: Whether the database answers
-- Parameters: none
-- Grain: one row
SELECT 1 AS alive;
