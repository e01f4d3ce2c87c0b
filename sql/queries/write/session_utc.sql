-- Title: Answers are in UTC wherever the server stands
-- Parameters: none
-- Grain: none
SET TIME ZONE 'UTC';
