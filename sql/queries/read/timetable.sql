-- Title: What the timetable promises
-- Parameters: none
-- Grain: one row, or none before it was first worked out
SELECT
    timetable.people,
    timetable.pace,
    timetable.interval_minutes,
    timetable.requests_a_day,
    timetable.allowed_a_day,
    timetable.planned_at
FROM timetable;
