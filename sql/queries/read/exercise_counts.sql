-- Title: How many exercises people have
-- Parameters: user_ids text[]; first, last date (NULL: no limit); duplicates boolean; sports, words text[] (NULL: all)
-- Grain: one row per person who has any; the same ones as the pages of exercise_page.sql lead through
SELECT
    exercise.user_id,
    count(*)::integer AS number
FROM exercise
WHERE
    exercise.user_id = any(:'user_ids'::text[])
    AND (:'duplicates'::boolean OR exercise.duplicate_of IS NULL)
    AND (coalesce(:'sports'::text[], :'words'::text[]) IS NULL OR is_wanted(exercise, :'sports'::text[], :'words'::text[]))
    AND (:'first'::date IS NULL OR exercise.start_local >= :'first'::date)
    AND (:'last'::date IS NULL OR exercise.start_local < :'last'::date + interval '1 day')
GROUP BY exercise.user_id;
