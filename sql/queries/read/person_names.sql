-- Title: Further names of a person: applications' names of them, and Polar's number
-- Parameters: user_id text
-- Grain: one row per name
SELECT person_alias.alias AS called
FROM person_alias
WHERE person_alias.user_id = :'user_id'::text
UNION
SELECT account.polar_user_id::text AS called
FROM account
WHERE account.user_id = :'user_id'::text AND account.polar_user_id IS NOT NULL;
