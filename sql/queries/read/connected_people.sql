-- Title: How many people are connected to Polar, and of how many no data came in time
-- Parameters: late_before timestamptz, before which a last sync is late
-- Grain: one row
SELECT
    count(*) AS connected,
    count(*) FILTER (WHERE credential.refused_at IS NOT NULL) AS refused,
    count(*) FILTER (
        WHERE
            credential.refused_at IS NULL AND credential.connected_at < :'late_before'::timestamptz
            AND coalesce(account.synced_at < :'late_before'::timestamptz, TRUE)
    ) AS late
FROM credential
INNER JOIN account ON credential.user_id = account.user_id;
