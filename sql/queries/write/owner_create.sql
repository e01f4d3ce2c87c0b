-- Title: Make the owner's account; whoever was setting up signs in anew
-- Parameters: called text; password_argon2 text; actor text; now timestamptz
-- Grain: one row, or none when there is an owner
WITH made AS (
    INSERT INTO owner_account (name, password_argon2, made_at, changed_at)
    VALUES (:'called'::text, :'password_argon2'::text, :'now'::timestamptz, :'now'::timestamptz)
    ON CONFLICT (is_owner) DO NOTHING
    RETURNING owner_account.name
),

ended AS (
    DELETE FROM web_session USING made WHERE web_session.role = 'setup'
)

INSERT INTO audit_log (actor, action, details)
SELECT
    :'actor'::text AS actor,
    'owner.create' AS action,
    jsonb_build_object('name', made.name) AS details
FROM made;
