-- Title: A year of hourly heart rate and of eight daily metrics for many people
-- Parameters: people integer; today date
-- Grain: none
INSERT INTO account (user_id)
SELECT 'other-' || person FROM generate_series(1, %(people)s::integer) AS person;

INSERT INTO metric_daily (user_id, metric, date, value)
SELECT 'other-' || person, metric, %(today)s::date - day, 50 + (person + day) %% 17
FROM generate_series(1, %(people)s::integer) AS person
CROSS JOIN generate_series(0, 364) AS day
CROSS JOIN unnest(ARRAY['hrv_rmssd', 'sleep_score', 'resting_hr', 'steps', 'hr_mean', 'hr_min', 'hr_max', 'cardio_load']) AS metric;

INSERT INTO heart_rate_sample (user_id, local_time, bpm, minute_weight)
SELECT 'other-' || person, %(today)s::date::timestamp - make_interval(hours => hour), 50 + (person + hour) %% 60, 1
FROM generate_series(1, %(people)s::integer) AS person
CROSS JOIN generate_series(0, 364 * 24) AS hour;

ANALYZE;
