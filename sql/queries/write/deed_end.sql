-- Title: Keep what a deed was answered
-- Parameters: actor text; deed_name text; begun_at timestamptz; done_at timestamptz; answer_sealed bytea (or null, when it is too large)
-- Grain: one row, or none when the name was forgotten meanwhile
UPDATE deed_answer SET
    done_at = :'done_at'::timestamptz,
    answer_sealed = :'answer_sealed'::bytea
WHERE
    deed_answer.actor = :'actor'::text
    AND deed_answer.deed_name = :'deed_name'::text
    AND deed_answer.begun_at = :'begun_at'::timestamptz
    AND deed_answer.done_at IS NULL;
