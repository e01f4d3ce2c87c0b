-- Title: Naps in the hours of nights
-- Parameters: user_id text; dates date[] (of the nights)
-- Grain: one row per nap that overlaps one of these nights as it is stored; one of more than 36 h has a broken end, and counts for none
SELECT DISTINCT
    nap.date,
    nap.sleep_start_local
FROM sleep
INNER JOIN nap
    ON
        sleep.user_id = nap.user_id
        AND sleep.sleep_start_local < coalesce(nap.sleep_end_local, nap.sleep_start_local + interval '1 minute')
        AND sleep.sleep_end_local > nap.sleep_start_local
WHERE
    sleep.user_id = :'user_id'::text
    AND sleep.date = any(:'dates'::date[])
    AND sleep.sleep_end_local - sleep.sleep_start_local <= interval '36 hours'
    AND nap.user_id = :'user_id'::text
    AND nap.date >= (SELECT min(each.date) - 2 FROM unnest(:'dates'::date[]) AS each (date))
    AND nap.date <= (SELECT max(each.date) + 2 FROM unnest(:'dates'::date[]) AS each (date));
