-- Title: Keep a person's row until the transaction ends
-- Parameters: user_id text
-- Grain: one row, or none when there is no such person
SELECT account.user_id
FROM account
WHERE account.user_id = :'user_id'::text
FOR KEY SHARE;
