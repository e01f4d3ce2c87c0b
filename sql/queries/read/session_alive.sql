-- Title: Whether a session is there still
-- Parameters: session_id uuid
-- Grain: one row, or none when it was ended
SELECT web_session.expires_at
FROM web_session
WHERE web_session.session_id = :'session_id'::uuid;
