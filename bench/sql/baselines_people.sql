-- Title: People to measure with
-- Parameters: people integer
INSERT INTO account (user_id)
SELECT 'person-' || number
FROM generate_series(1, %(people)s::integer) AS number;
