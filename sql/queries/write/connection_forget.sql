-- Title: Forget the people who did not come back from Polar
-- Parameters: now timestamptz
-- Grain: one row per connection that was started and has expired
DELETE FROM connection_attempt
WHERE connection_attempt.expires_at <= :'now'::timestamptz;
