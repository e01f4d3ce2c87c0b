-- Title: Set the owner's password anew; every other session of theirs ends
-- Parameters: password_argon2 text; actor text; session_id uuid (NULL: all end); now timestamptz
-- Grain: one row, or none when there is no owner
WITH changed AS (
    UPDATE owner_account SET password_argon2 = :'password_argon2'::text, changed_at = :'now'::timestamptz
    RETURNING owner_account.name
),

ended AS (
    DELETE FROM web_session USING changed
    WHERE
        web_session.role = 'owner'
        AND web_session.session_id IS DISTINCT FROM :'session_id'::uuid
)

INSERT INTO audit_log (actor, action, details)
SELECT
    :'actor'::text AS actor,
    'owner.password' AS action,
    jsonb_build_object('name', changed.name) AS details
FROM changed;
