-- Title: One connected person, as far as the timetable must know them
-- Parameters: user_id text; now timestamptz
-- Grain: one row, or none when they are not connected
SELECT
    account.user_id,
    account.time_zone,
    account.utc_offset_minutes,
    waking.wakes_at,
    credential.noticed_at,
    credential.due_at
FROM credential
INNER JOIN account ON credential.user_id = account.user_id
LEFT JOIN LATERAL (
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY sleep.sleep_end_local::time) AS wakes_at
    FROM sleep
    WHERE
        sleep.user_id = credential.user_id
        AND sleep.date > (:'now'::timestamptz - interval '15 days')::date
        AND sleep.date <= (:'now'::timestamptz + interval '1 day')::date
) AS waking ON TRUE
WHERE credential.user_id = :'user_id'::text AND credential.refused_at IS NULL;
