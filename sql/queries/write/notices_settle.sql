-- Title: A sync has brought what notices tell of
-- Parameters: user_id text; events text[] whose feeds it brought; first_day date, from which on; began timestamptz; now timestamptz
-- Grain: one row per notice that had arrived when the sync began
UPDATE polar_notice SET settled_at = :'now'::timestamptz
WHERE
    polar_notice.user_id = :'user_id'::text
    AND polar_notice.settled_at IS NULL
    AND polar_notice.event = any(:'events'::text[])
    AND coalesce(polar_notice.first_day >= :'first_day'::date, TRUE)
    AND polar_notice.arrived_at <= :'began'::timestamptz;
