-- Title: Sports that people do
-- Parameters: user_ids text[]
-- Grain: one row per person and sport, the one of most sessions first; a session that came twice counts once
SELECT
    exercise.user_id,
    coalesce(sport_name(exercise.sport, exercise.detailed_sport), 'OTHER') AS sport_name,
    count(*)::integer AS sessions,
    min(exercise.start_local)::date AS first_date,
    max(exercise.start_local)::date AS last_date
FROM exercise
WHERE exercise.user_id = any(:'user_ids'::text[]) AND exercise.duplicate_of IS NULL
GROUP BY exercise.user_id, coalesce(sport_name(exercise.sport, exercise.detailed_sport), 'OTHER')
ORDER BY sessions DESC, sport_name;
