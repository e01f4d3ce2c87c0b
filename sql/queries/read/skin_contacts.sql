-- Title: Moments at which a sensor met or left the skin
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person, device and change, the newest first.
-- Polar sends absolute time alone: the wearer's clock is that of the nearest night, else the newest known.
WITH clocked AS (
    SELECT
        contact.user_id,
        contact.device_id,
        contact.changed_at,
        contact.skin_contact,
        (contact.changed_at AT TIME ZONE 'UTC') + make_interval(mins => coalesce((
            SELECT sleep.utc_offset_minutes
            FROM sleep
            WHERE
                sleep.user_id = contact.user_id
                AND sleep.date BETWEEN contact.changed_at::date - 7 AND contact.changed_at::date + 7
                AND sleep.utc_offset_minutes IS NOT NULL
            ORDER BY abs(extract(EPOCH FROM sleep.sleep_end_at - contact.changed_at))
            LIMIT 1
        ), account.utc_offset_minutes, 0)) AS changed_local
    FROM skin_contact_change AS contact
    INNER JOIN account ON contact.user_id = account.user_id
    WHERE
        contact.user_id = any(:'user_ids'::text[])
        AND contact.changed_at >= (:'first'::date::timestamp AT TIME ZONE 'UTC') - interval '1 day'
        AND contact.changed_at < (:'last'::date::timestamp AT TIME ZONE 'UTC') + interval '2 days'
)

SELECT
    clocked.user_id,
    clocked.device_id,
    clocked.changed_at,
    clocked.skin_contact,
    clocked.changed_local
FROM clocked
WHERE clocked.changed_local::date BETWEEN :'first'::date AND :'last'::date
ORDER BY clocked.changed_at DESC, clocked.device_id;
