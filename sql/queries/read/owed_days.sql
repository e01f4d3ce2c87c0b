-- Title: Days that did not come and are to be asked for again
-- Parameters: user_id text; now timestamptz
-- Grain: one row per feed and stretch of days; after three tries in vain the pauses grow to a day
SELECT
    owed.feed,
    owed.first_day,
    owed.last_day,
    owed.tries
FROM sync_owed AS owed
WHERE
    owed.user_id = :'user_id'::text
    AND owed.first_day IS NOT NULL
    AND owed.given_up_at IS NULL
    AND owed.asked_at <= :'now'::timestamptz - make_interval(hours => least(greatest(owed.tries - 3, 0), 24))
ORDER BY owed.feed, owed.last_day DESC;
