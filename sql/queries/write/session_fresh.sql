-- Title: Somebody gave their password or consent again
-- Parameters: session_id uuid; fresh_until timestamptz
-- Grain: one row, or none when the session was ended
UPDATE web_session SET fresh_until = :'fresh_until'::timestamptz
WHERE web_session.session_id = :'session_id'::uuid;
