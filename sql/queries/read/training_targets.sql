-- Title: Trainings that were planned
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and target, the newest first
SELECT
    training_target.user_id,
    training_target.polar_target_id,
    training_target.start_local,
    training_target.name,
    training_target.description,
    training_target.done,
    training_target.sport,
    training_target.kind,
    training_target.duration_s,
    training_target.distance_m,
    training_target.parts
FROM training_target
WHERE
    training_target.user_id = any(:'user_ids'::text[])
    AND training_target.start_local >= :'first'::date AND training_target.start_local < :'last'::date + 1
ORDER BY training_target.start_local DESC;
