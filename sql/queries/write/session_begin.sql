-- Title: Somebody signs in, with a line in the audit log
-- Parameters: secret_sha256 bytea; role text; user_id text (NULL: not a person); agent text; now timestamptz;
-- expires_at timestamptz; fresh_until timestamptz; how text (password, link, polar); address text
-- Grain: one row, the session, or none for a person who is gone
WITH begun AS (
    INSERT INTO web_session (secret_sha256, role, user_id, agent, began_at, seen_at, expires_at, fresh_until)
    SELECT
        :'secret_sha256'::bytea AS secret_sha256,
        :'role'::text AS role,
        :'user_id'::text AS user_id,
        :'agent'::text AS agent,
        :'now'::timestamptz AS began_at,
        :'now'::timestamptz AS seen_at,
        :'expires_at'::timestamptz AS expires_at,
        :'fresh_until'::timestamptz AS fresh_until
    WHERE
        :'user_id'::text IS NULL
        OR EXISTS (SELECT FROM account WHERE account.user_id = :'user_id'::text FOR KEY SHARE)
    RETURNING
        web_session.session_id,
        web_session.role,
        web_session.user_id,
        web_session.agent,
        web_session.began_at,
        web_session.seen_at,
        web_session.expires_at,
        web_session.fresh_until
),

logged AS (
    INSERT INTO audit_log (actor, action, user_id, details)
    SELECT
        'session:' || begun.session_id AS actor,
        'session.begin' AS action,
        begun.user_id,
        jsonb_build_object('role', begun.role, 'how', :'how'::text, 'address', :'address'::text) AS details
    FROM begun
)

SELECT
    NULL::text AS name,
    begun.session_id,
    begun.role,
    begun.user_id,
    begun.agent,
    begun.began_at,
    begun.seen_at,
    begun.expires_at,
    begun.fresh_until
FROM begun;
