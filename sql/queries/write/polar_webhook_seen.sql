-- Title: How Polar's webhook stands
-- Parameters: active boolean; reactivated boolean; error text or NULL; now timestamptz
-- Grain: one row, or none
UPDATE polar_webhook SET
    active = :'active'::boolean,
    checked_at = :'now'::timestamptz,
    reactivated_at = CASE WHEN :'reactivated'::boolean THEN :'now'::timestamptz ELSE polar_webhook.reactivated_at END,
    error = :'error'::text;
