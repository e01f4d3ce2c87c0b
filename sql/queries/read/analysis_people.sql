-- Title: Everybody with data, and the day that their last analysis speaks of
-- Parameters: none
-- Grain: one row per person with any daily metric
SELECT
    account.user_id,
    account.time_zone,
    account.utc_offset_minutes,
    (
        SELECT max(pattern.as_of)
        FROM pattern
        WHERE pattern.user_id = account.user_id
    ) AS analysed_on
FROM account
WHERE EXISTS (SELECT FROM metric_daily WHERE metric_daily.user_id = account.user_id)
ORDER BY account.user_id;
