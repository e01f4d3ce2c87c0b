-- Title: Forget that a deed was begun, since nothing was done
-- Parameters: actor text; deed_name text; begun_at timestamptz
-- Grain: one row
DELETE FROM deed_answer
WHERE
    deed_answer.actor = :'actor'::text
    AND deed_answer.deed_name = :'deed_name'::text
    AND deed_answer.begun_at = :'begun_at'::timestamptz
    AND deed_answer.done_at IS NULL;
