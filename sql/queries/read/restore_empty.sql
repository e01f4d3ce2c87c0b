-- Title: Whether the database holds anything, so that nothing is restored over it
-- Parameters: none
-- Grain: one row
SELECT count(*) AS relations
FROM pg_class AS class
WHERE class.relnamespace = 'public'::regnamespace AND class.relkind IN ('r', 'v', 'p', 'm');
