-- Title: A webhook is going to be made at Polar
-- Parameters: url text; before timestamptz or NULL, when the one that was known was made; cut_off boolean, whether its making
-- came to no end; now timestamptz
-- Grain: one row, from which on a ping that nobody can verify is answered, or none where somebody else is making one
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
    error = NULL
WHERE
    polar_webhook.created_at = :'before'::timestamptz
    AND (polar_webhook.webhook_id IS NOT NULL OR :'cut_off'::boolean);
