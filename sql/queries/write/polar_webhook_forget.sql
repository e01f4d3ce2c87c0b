-- Title: There is no webhook at Polar any more
-- Parameters: actor text
-- Grain: one row or none, and the line in the audit log
WITH gone AS (
    DELETE FROM polar_webhook
    RETURNING polar_webhook.url
)

INSERT INTO audit_log (actor, action, details)
SELECT
    :'actor'::text,
    'webhook.delete',
    jsonb_build_object('url', gone.url)
FROM gone;
