-- Title: Versions of a person's settings at Polar
-- Parameters: user_id text; versions integer, at most so many
-- Grain: one row per version, the newest first
SELECT
    physical_info.modified_at,
    physical_info.created_at,
    physical_info.birthday,
    physical_info.gender,
    physical_info.weight_kg,
    physical_info.weight_source,
    physical_info.height_cm,
    physical_info.maximum_heart_rate,
    physical_info.resting_heart_rate,
    physical_info.aerobic_threshold,
    physical_info.anaerobic_threshold,
    physical_info.vo2_max,
    physical_info.training_background,
    physical_info.typical_day,
    physical_info.sleep_goal_s
FROM physical_info
WHERE physical_info.user_id = :'user_id'::text
ORDER BY physical_info.modified_at DESC
LIMIT :'versions'::integer;
