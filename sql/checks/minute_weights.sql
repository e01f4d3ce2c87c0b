-- Title: Minutes of heart rate whose weights do not add up to one
-- Returns: rows that should not exist
SELECT
    heart_rate_sample.user_id,
    date_trunc('minute', heart_rate_sample.local_time) AS minute
FROM heart_rate_sample
WHERE heart_rate_sample.bpm IS NOT NULL
GROUP BY heart_rate_sample.user_id, minute, heart_rate_sample.fold
HAVING abs(sum(heart_rate_sample.minute_weight) - 1) > 0.001;
