-- Title: The webhook that Ursa made at Polar
-- Parameters: now timestamptz
-- Grain: one row, or none; with the notices of the last day
SELECT
    polar_webhook.webhook_id,
    polar_webhook.url,
    polar_webhook.events,
    polar_webhook.active,
    polar_webhook.created_at,
    polar_webhook.checked_at,
    polar_webhook.reactivated_at,
    polar_webhook.error,
    (
        SELECT count(*)::integer
        FROM polar_notice
        WHERE polar_notice.arrived_at > :'now'::timestamptz - interval '1 day'
    ) AS notices_in_a_day,
    (SELECT max(polar_notice.arrived_at) FROM polar_notice) AS last_notice_at
FROM polar_webhook;
