-- Title: What a deed was answered that somebody named
-- Parameters: actor text; deed_name text
-- Grain: one row or none
SELECT
    deed_answer.request_sha256,
    deed_answer.done_at,
    deed_answer.answer_sealed
FROM deed_answer
WHERE
    deed_answer.actor = :'actor'::text
    AND deed_answer.deed_name = :'deed_name'::text;
