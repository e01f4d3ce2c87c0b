-- Title: There is no webhook at Polar any more
-- Parameters: actor text
-- Grain: one row or none, and the line in the audit log; who was told of is asked for as often as everybody again
WITH gone AS (
    DELETE FROM polar_webhook
    RETURNING polar_webhook.url
),

polled AS (
    UPDATE credential SET
        noticed_at = NULL,
        due_at = NULL
    WHERE credential.noticed_at IS NOT NULL AND EXISTS (SELECT FROM gone)
)

INSERT INTO audit_log (actor, action, details)
SELECT
    :'actor'::text,
    'webhook.delete',
    jsonb_build_object('url', gone.url)
FROM gone;
