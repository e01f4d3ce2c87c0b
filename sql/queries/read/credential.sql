-- Title: A person's Polar token, and whose it is at Polar
-- Parameters: user_id text
-- Grain: one row, or none when the person is not connected
SELECT
    account.user_id,
    account.polar_user_id,
    credential.token_encrypted
FROM account
INNER JOIN credential ON account.user_id = credential.user_id
WHERE account.user_id = :'user_id'::text;
