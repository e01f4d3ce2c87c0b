-- Title: Spend one request of a share of Polar's budget
-- Parameters: spender text; now timestamptz
-- Grain: one row: requests in the running window of 15 minutes, and the seconds until it ends
INSERT INTO polar_spending AS old (spender, window_began, requests)
VALUES (:'spender'::text, :'now'::timestamptz, 1)
ON CONFLICT (spender) DO UPDATE SET
    requests = CASE
        WHEN
            old.window_began <= excluded.window_began - interval '15 minutes'
            OR old.window_began > excluded.window_began + interval '1 minute' -- A clock ran ahead.
            THEN 1
        ELSE old.requests + 1
    END,
    window_began = CASE
        WHEN
            old.window_began <= excluded.window_began - interval '15 minutes'
            OR old.window_began > excluded.window_began + interval '1 minute'
            THEN excluded.window_began
        ELSE old.window_began
    END
RETURNING
    requests,
    ceil(extract(EPOCH FROM window_began + interval '15 minutes' - :'now'::timestamptz))::integer AS wait_s;
