-- Title: Forget the hours of periods that came without any
-- Parameters: user_id text; period_start_at timestamptz[]
-- Grain: one row: how many went, and the first and last day of these
WITH gone AS (
    DELETE FROM alertness_hour AS old
    WHERE
        old.user_id = :'user_id'::text
        AND old.source = 'accesslink'
        AND old.period_start_at = any(:'period_start_at'::timestamptz[])
        AND old.local_time >= (SELECT min(each.start_at) FROM unnest(:'period_start_at'::timestamptz[]) AS each (start_at)) - interval '2 days'
        AND old.local_time <= (SELECT max(each.start_at) FROM unnest(:'period_start_at'::timestamptz[]) AS each (start_at)) + interval '4 days'
    RETURNING old.local_time
)

SELECT
    count(*) AS gone,
    min(gone.local_time)::date AS first_day,
    max(gone.local_time)::date AS last_day
FROM gone;
