-- Title: What the timetable promises from now on
-- Parameters: people integer; pace, interval_minutes, requests_a_day double precision; allowed_a_day integer; now timestamptz
-- Grain: one row
INSERT INTO timetable (people, pace, interval_minutes, requests_a_day, allowed_a_day, planned_at)
VALUES (
    :'people'::integer,
    :'pace'::double precision,
    :'interval_minutes'::double precision,
    :'requests_a_day'::double precision,
    :'allowed_a_day'::integer,
    :'now'::timestamptz
)
ON CONFLICT (one) DO UPDATE SET
    people = excluded.people,
    pace = excluded.pace,
    interval_minutes = excluded.interval_minutes,
    requests_a_day = excluded.requests_a_day,
    allowed_a_day = excluded.allowed_a_day,
    planned_at = excluded.planned_at;
