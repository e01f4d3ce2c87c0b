-- Title: Nights that were measured anew in this transaction
-- Parameters: user_id text; dates date[]; measured text[] (columns that move together)
-- Grain: one row per night of these dates of which something that was known before has another value now.
-- Read by themselves first: TimescaleDB can not make a whole row of a compressed one where it joins.
WITH night AS MATERIALIZED (
    SELECT * FROM sleep
    WHERE sleep.user_id = :'user_id'::text AND sleep.date = any(:'dates'::date[])
)

SELECT night.date::text AS date
FROM history
INNER JOIN night ON night.date = (history.key ->> 'date')::date
WHERE
    history.user_id = :'user_id'::text
    AND history.relation = 'sleep'
    AND history.replaced_at = now()
    AND NOT to_jsonb(night) @> (
        SELECT jsonb_object_agg(known.key, known.value)
        FROM jsonb_each(jsonb_strip_nulls(history.earlier)) AS known (key, value)
        WHERE known.key = any(:'measured'::text[])
    );
