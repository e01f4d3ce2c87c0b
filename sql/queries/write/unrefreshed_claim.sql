-- Title: Mark the notes that a refresh, which begins now, will settle
-- Parameters: relation text; refresh uuid; until date, where the refresh ends
-- Grain: one row per month that has such days, the newest first; a note whose write has not ended is left alone
WITH claimed AS (
    UPDATE unrefreshed SET refresh = :'refresh'::uuid
    WHERE
        unrefreshed.relation = :'relation'::text
        AND unrefreshed.first_day < :'until'::date
        AND unrefreshed.user_id IN (
            SELECT free.user_id
            FROM unrefreshed AS free
            WHERE free.relation = :'relation'::text
            FOR UPDATE SKIP LOCKED
        )
    RETURNING unrefreshed.first_day, unrefreshed.last_day
)

SELECT DISTINCT month.first::date AS first_day
FROM claimed
CROSS JOIN LATERAL generate_series(
    date_trunc('month', claimed.first_day::timestamp),
    least(claimed.last_day, :'until'::date)::timestamp,
    interval '1 month'
) AS month (first)
ORDER BY month.first::date DESC;
