-- Title: What an archive tells of the person, where nobody told it before
-- Parameters: user_id text; time_zone, display_name text or NULL
-- Grain: one row when something was new
UPDATE account SET
    time_zone = coalesce(account.time_zone, :'time_zone'::text),
    display_name = coalesce(account.display_name, :'display_name'::text)
WHERE
    account.user_id = :'user_id'::text
    AND (
        (account.time_zone IS NULL AND :'time_zone'::text IS NOT NULL)
        OR (account.display_name IS NULL AND :'display_name'::text IS NOT NULL)
    );
