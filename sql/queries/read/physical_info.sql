-- Title: Versions of people's settings at Polar
-- Parameters: user_ids text[]; versions integer, at most so many of each person
-- Grain: one row per person and version, the newest first
SELECT
    asked.user_id,
    version.modified_at,
    version.created_at,
    version.birthday,
    version.gender,
    version.weight_kg,
    version.weight_source,
    version.height_cm,
    version.maximum_heart_rate,
    version.resting_heart_rate,
    version.aerobic_threshold,
    version.anaerobic_threshold,
    version.vo2_max,
    version.training_background,
    version.typical_day,
    version.sleep_goal_s
FROM unnest(:'user_ids'::text[]) AS asked (user_id)
-- So many of each person; a CTE can not look sideways.
CROSS JOIN LATERAL ( -- noqa: ST05
    SELECT physical_info.*
    FROM physical_info
    WHERE physical_info.user_id = asked.user_id
    ORDER BY physical_info.modified_at DESC
    LIMIT :'versions'::integer
) AS version
ORDER BY version.modified_at DESC;
