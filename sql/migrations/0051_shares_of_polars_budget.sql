-- Title: What each key spends of Polar's request budget with tokens of its own

ALTER TABLE sync_run ADD COLUMN spender text;
COMMENT ON COLUMN sync_run.spender IS 'Whose share of Polar''s request budget the run is from: a key id, master or open; NULL: the timetable''s and the owner''s.';

CREATE TABLE polar_spending (
    spender text PRIMARY KEY,
    window_began timestamptz NOT NULL,
    requests integer NOT NULL
);
COMMENT ON TABLE polar_spending IS 'One row per key that syncs with tokens of its own, and one for all of them: requests to Polar in the last window of 15 minutes.';
COMMENT ON COLUMN polar_spending.spender IS 'A key id, master or open; all: everybody together.';
COMMENT ON COLUMN polar_spending.window_began IS 'When the window began: with its first request.';
COMMENT ON COLUMN polar_spending.requests IS 'Requests in the window, refused ones included.';
