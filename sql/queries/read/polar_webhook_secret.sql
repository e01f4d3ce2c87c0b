-- Title: The secret of Polar's webhook
-- Parameters: none
-- Grain: one row, or none; NULL while the webhook is being made
SELECT polar_webhook.secret_encrypted
FROM polar_webhook;
