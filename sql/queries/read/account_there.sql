-- Title: Whether there is such a person
-- Parameters: user_id text
-- Grain: one row, or none
SELECT TRUE AS there
FROM account
WHERE account.user_id = :'user_id'::text;
