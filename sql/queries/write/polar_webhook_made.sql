-- Title: A webhook was made at Polar
-- Parameters: webhook_id text; url text; events text[]; secret bytea; actor text; now timestamptz
-- Grain: one row, and the line in the audit log
WITH made AS (
    UPDATE polar_webhook SET
        webhook_id = :'webhook_id'::text,
        url = :'url'::text,
        events = :'events'::text[],
        secret_encrypted = :'secret'::bytea,
        active = TRUE,
        checked_at = :'now'::timestamptz
    RETURNING polar_webhook.url
)

INSERT INTO audit_log (actor, action, details)
SELECT
    :'actor'::text,
    'webhook.create',
    jsonb_build_object('url', made.url)
FROM made;
