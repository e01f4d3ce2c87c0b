-- Title: How Polar's webhook stands
-- Parameters: active boolean or NULL, where Polar did not say; reactivated boolean; error text or NULL; now timestamptz
-- Grain: one row, or none; where it tells nothing any more, who was told of is asked for as often as everybody again
WITH polled AS (
    UPDATE credential SET
        noticed_at = NULL,
        due_at = NULL
    WHERE credential.noticed_at IS NOT NULL AND NOT :'active'::boolean AND EXISTS (SELECT FROM polar_webhook)
)

UPDATE polar_webhook SET
    active = coalesce(:'active'::boolean, polar_webhook.active),
    checked_at = :'now'::timestamptz,
    reactivated_at = CASE WHEN :'reactivated'::boolean THEN :'now'::timestamptz ELSE polar_webhook.reactivated_at END,
    error = :'error'::text;
