-- Title: Forget the laps of exercises whose details came without any
-- Parameters: ids bigint[]
-- Grain: one row per lap of AccessLink's that went
DELETE FROM exercise_lap AS old
WHERE old.source = 'accesslink' AND old.exercise_id = any(:'ids'::bigint[]);
