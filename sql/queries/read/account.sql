-- Title: One person
-- Parameters: user_id text: their id, an application's name of them, or Polar's number
-- Grain: one row, or none when there is no such person
SELECT
    account.user_id,
    account.polar_user_id,
    account.display_name,
    account.time_zone,
    account.utc_offset_minutes,
    account.units,
    account.language,
    account.hour_cycle,
    account.created_at,
    account.synced_at
FROM account
WHERE account.user_id = coalesce(
    (SELECT own.user_id FROM account AS own WHERE own.user_id = :'user_id'::text),
    (SELECT person_alias.user_id FROM person_alias WHERE person_alias.alias = :'user_id'::text),
    (
        SELECT numbered.user_id FROM account AS numbered
        WHERE numbered.polar_user_id = CASE
            WHEN :'user_id'::text ~ '^[1-9][0-9]{0,17}$' THEN :'user_id'::text::bigint
        END
    )
);
