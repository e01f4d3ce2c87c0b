-- Title: From when on another password is looked at
-- Parameters: names text[]; now timestamptz
-- Grain: one row: the latest moment, or null when one is looked at now
SELECT max(wrong_password.next_at) AS next_at
FROM wrong_password
WHERE
    wrong_password.name = any(:'names'::text[])
    AND wrong_password.next_at > :'now'::timestamptz;
