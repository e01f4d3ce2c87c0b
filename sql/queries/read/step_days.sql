-- Title: Days with steps by the minute, from the daily aggregate and what it does not tell yet
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and day, the newest first. A day's samples may lie on the clock of a neighbour.
SELECT
    step_days.user_id,
    step_days.date,
    sum(step_days.steps)::integer AS steps,
    sum(step_days.minutes)::integer AS sample_count
FROM step_days(:'user_ids'::text[], :'first'::date, :'last'::date)
GROUP BY step_days.user_id, step_days.date
ORDER BY step_days.date DESC;
