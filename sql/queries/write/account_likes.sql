-- Title: Keep what a person likes, with its line in the audit log
-- Parameters: user_id text; time_zone, units, language, hour_cycle text (NULL: as the data or the browser say); actor text
-- Grain: one row, the person, or none when there is none
WITH kept AS (
    UPDATE account SET
        time_zone = :'time_zone'::text,
        units = :'units'::text,
        language = :'language'::text,
        hour_cycle = :'hour_cycle'::text
    WHERE account.user_id = :'user_id'::text
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
        account.synced_at
),

logged AS (
    INSERT INTO audit_log (actor, action, user_id, details)
    SELECT
        :'actor'::text AS actor,
        'person.prefer' AS action,
        kept.user_id,
        jsonb_build_object(
            'time_zone', kept.time_zone,
            'units', kept.units,
            'language', kept.language,
            'hour_cycle', kept.hour_cycle
        ) AS details
    FROM kept
)

SELECT
    kept.user_id,
    kept.polar_user_id,
    kept.display_name,
    kept.time_zone,
    kept.utc_offset_minutes,
    kept.units,
    kept.language,
    kept.hour_cycle,
    kept.created_at,
    kept.synced_at
FROM kept;
