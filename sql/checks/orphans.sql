-- Title: Rows of people who are gone
-- Returns: rows that should not exist
SELECT rows_of.user_id, count(*) AS days
FROM metric_daily AS rows_of
LEFT JOIN account ON rows_of.user_id = account.user_id
WHERE account.user_id IS NULL
GROUP BY rows_of.user_id;
