-- Title: Forget what deeds were answered
-- Parameters: before timestamptz
-- Grain: one row per deed that was begun before then
DELETE FROM deed_answer
WHERE deed_answer.begun_at < :'before'::timestamptz;
