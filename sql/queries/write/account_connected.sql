-- Title: Note which Polar account a person has
-- Parameters: user_id text; polar_user_id bigint; display_name text (NULL: Polar did not say)
-- Grain: one row, the person, or none when they have another Polar account; a known name stays
UPDATE account SET
    polar_user_id = :'polar_user_id'::bigint,
    display_name = coalesce(:'display_name'::text, account.display_name)
WHERE
    account.user_id = :'user_id'::text
    AND coalesce(account.polar_user_id, :'polar_user_id'::bigint) = :'polar_user_id'::bigint
RETURNING
    account.user_id,
    account.polar_user_id,
    account.display_name,
    account.time_zone,
    account.utc_offset_minutes,
    account.units,
    account.language,
    account.hour_cycle,
    account.created_at,
    account.synced_at;
