-- Title: Forget the stages of nights that were measured anew
-- Parameters: user_id text; dates date[] (nights of whose stages the answer said nothing); first, last date (of these); measured text[] (columns that move together)
-- Grain: one row per sample that went: those of nights that were measured anew in this transaction
WITH anew AS MATERIALIZED (
    SELECT night.date
    FROM history
    INNER JOIN sleep AS night
        ON night.user_id = history.user_id AND night.date = (history.key ->> 'date')::date
    WHERE
        history.user_id = :'user_id'::text
        AND history.relation = 'sleep'
        AND history.replaced_at = now()
        AND night.date = any(:'dates'::date[])
        AND NOT to_jsonb(night) @> (
            SELECT jsonb_object_agg(known.key, known.value)
            FROM jsonb_each(jsonb_strip_nulls(history.earlier)) AS known (key, value)
            WHERE known.key = any(:'measured'::text[])
        )
)

DELETE FROM sleep_stage_sample AS old
USING anew
WHERE
    old.user_id = :'user_id'::text
    AND old.local_time >= :'first'::date - interval '2 days'
    AND old.local_time <= :'last'::date + interval '2 days'
    AND old.date = anew.date;
