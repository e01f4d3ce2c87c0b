-- Title: A session is ended, with a line in the audit log
-- Parameters: session_id uuid; user_id text (NULL: of anybody); actor text
-- Grain: one row, or none when it is another's or was ended before
WITH ended AS (
    DELETE FROM web_session
    WHERE
        web_session.session_id = :'session_id'::uuid
        AND (:'user_id'::text IS NULL OR web_session.user_id = :'user_id'::text)
    RETURNING web_session.session_id, web_session.user_id, web_session.role
)

INSERT INTO audit_log (actor, action, user_id, details)
SELECT
    :'actor'::text AS actor,
    'session.end' AS action,
    ended.user_id,
    jsonb_build_object('session_id', ended.session_id, 'role', ended.role) AS details
FROM ended;
