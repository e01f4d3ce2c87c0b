-- Title: Whom a name means: a person's own id, an application's name of them, or Polar's number
-- Parameters: called text
-- Grain: one row: the person's id, or null when nobody is called so
SELECT coalesce(
    (SELECT account.user_id FROM account WHERE account.user_id = :'called'::text),
    (SELECT person_alias.user_id FROM person_alias WHERE person_alias.alias = :'called'::text),
    (
        SELECT account.user_id FROM account
        WHERE account.polar_user_id = CASE
            WHEN :'called'::text ~ '^[1-9][0-9]{0,17}$' THEN :'called'::text::bigint
        END
    )
) AS user_id;
