-- Title: Polar made no webhook
-- Parameters: began timestamptz, when it was going to
-- Grain: one row, or none where another one is being made or was made
DELETE FROM polar_webhook
WHERE polar_webhook.created_at = :'began'::timestamptz AND polar_webhook.webhook_id IS NULL;
