-- Title: A session was used: it lives on
-- Parameters: session_id uuid; now timestamptz; expires_at timestamptz
-- Grain: one row, or none when it was ended
UPDATE web_session SET seen_at = :'now'::timestamptz, expires_at = :'expires_at'::timestamptz
WHERE web_session.session_id = :'session_id'::uuid;
