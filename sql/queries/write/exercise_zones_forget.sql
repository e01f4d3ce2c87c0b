-- Title: Forget the zones of exercises whose details came without any
-- Parameters: ids bigint[]
-- Grain: one row per zone of AccessLink's that went
DELETE FROM exercise_zone AS old
WHERE old.source = 'accesslink' AND old.exercise_id = any(:'ids'::bigint[]);
