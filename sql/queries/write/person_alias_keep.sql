-- Title: Keep an application's own name of a person
-- Parameters: alias text; user_id text; now timestamptz
-- Grain: one row, or none when it is another person's name
INSERT INTO person_alias AS former (alias, user_id, made_at)
SELECT
    :'alias'::text AS alias,
    :'user_id'::text AS user_id,
    :'now'::timestamptz AS made_at
WHERE NOT EXISTS (
    SELECT FROM account WHERE account.user_id = :'alias'::text
)
ON CONFLICT (alias) DO UPDATE SET made_at = former.made_at WHERE former.user_id = excluded.user_id;
