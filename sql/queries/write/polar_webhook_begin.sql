-- Title: A webhook is going to be made at Polar
-- Parameters: url text; now timestamptz
-- Grain: one row; from now on a ping that nobody can verify is answered
INSERT INTO polar_webhook (url, created_at)
VALUES (:'url'::text, :'now'::timestamptz)
ON CONFLICT (one) DO UPDATE SET
    webhook_id = NULL,
    url = excluded.url,
    events = '{}',
    secret_encrypted = NULL,
    active = NULL,
    created_at = excluded.created_at,
    checked_at = NULL,
    reactivated_at = NULL,
    error = NULL;
