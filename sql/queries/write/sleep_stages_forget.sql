-- Title: Forget the stages of nights
-- Parameters: user_id text; dates date[]; first, last date (of these)
-- Grain: one row per sample that went
DELETE FROM sleep_stage_sample AS old
WHERE
    old.user_id = :'user_id'::text
    AND old.local_time >= :'first'::date - interval '2 days'
    AND old.local_time <= :'last'::date + interval '2 days'
    AND old.date = any(:'dates'::date[]);
