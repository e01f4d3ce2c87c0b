-- Title: The registries of metrics and of classes of data
-- Generated from app/metrics.py, app/records/classes.py and sql/templates/registries.j2 by `make generate`.
CREATE OR REPLACE VIEW metric AS
SELECT
    registry.metric, registry.title, registry.unit, registry.source, registry.direction, registry.class
FROM (VALUES
    ('hrv_rmssd', 'Heart rate variability (RMSSD)', 'ms', 'nightly_recharge.hrv_rmssd_ms', 'higher', 'heart'),
    ('sleep_score', 'Sleep score', 'points', 'sleep.sleep_score', 'higher', 'sleep'),
    ('resting_hr', 'Resting heart rate in the night', 'bpm', 'nightly_recharge.heart_rate_avg', 'lower', 'heart'),
    ('training_load', 'Training load (cardio load)', 'TRIMP', 'cardio_load.cardio_load', 'neither', 'training'),
    ('training_load_ratio', 'Acute to chronic load ratio', 'ratio', 'cardio_load.cardio_load_ratio', 'neither', 'training'),
    ('strain', 'Strain: mean load of 7 days', 'TRIMP', 'cardio_load.strain', 'neither', 'training'),
    ('tolerance', 'Tolerance: mean load of 28 days', 'TRIMP', 'cardio_load.tolerance', 'neither', 'training'),
    ('sleep_hours', 'Time asleep', 'h', 'sleep.total_hours', 'higher', 'sleep'),
    ('deep_sleep_hours', 'Deep sleep', 'h', 'sleep.deep_hours', 'higher', 'sleep'),
    ('rem_sleep_hours', 'REM sleep', 'h', 'sleep.rem_hours', 'higher', 'sleep'),
    ('sleep_efficiency', 'Time asleep of the time in bed', '%', 'sleep.efficiency_percent', 'higher', 'sleep'),
    ('sleep_continuity', 'Continuity of sleep', '1-5', 'sleep.continuity', 'higher', 'sleep'),
    ('sleep_heart_rate', 'Heart rate in sleep', 'bpm', 'sleep.heart_rate_avg', 'lower', 'heart'),
    ('breathing_rate', 'Breathing rate in the night', '1/min', 'nightly_recharge.breathing_rate_avg', 'neither', 'heart'),
    ('ans_charge', 'ANS charge', '-10..+10', 'nightly_recharge.ans_charge', 'higher', 'heart'),
    ('hrv_ln_7d', 'HRV of the week: mean ln RMSSD of 7 days', 'ln ms', 'metric_daily.hrv_rmssd', 'higher', 'heart'),
    ('hrv_variation_7d', 'How much HRV varies: coefficient of variation of ln RMSSD, 7 days', '%', 'metric_daily.hrv_rmssd', 'neither', 'heart'),
    ('steps', 'Steps', 'steps', 'activity.steps', 'higher', 'training'),
    ('active_calories', 'Energy of activity', 'kcal', 'activity.calories_active', 'neither', 'training'),
    ('active_minutes', 'Time in activity', 'min', 'activity.active_minutes', 'higher', 'training'),
    ('distance_km', 'Distance from steps', 'km', 'activity.distance_km', 'neither', 'training'),
    ('activity_percent', 'Share of the activity goal', '%', 'activity.daily_activity_percent', 'higher', 'training'),
    ('hr_min', 'Lowest heart rate of the day', 'bpm', 'heart_rate_daily.hr_min', 'neither', 'heart'),
    ('hr_mean', 'Mean heart rate over the day''s minutes', 'bpm', 'heart_rate_daily.hr_mean', 'lower', 'heart'),
    ('hr_max', 'Highest heart rate of the day', 'bpm', 'heart_rate_daily.hr_max', 'neither', 'heart'),
    ('hr_samples', 'Heart rate samples with a signal', 'samples', 'heart_rate_daily.sample_count', 'neither', 'heart'),
    ('skin_temperature', 'Skin temperature in sleep', '°C', 'skin_temperature.temperature_c', 'neither', 'heart'),
    ('skin_temperature_deviation', 'Skin temperature against the usual', '°C', 'skin_temperature.deviation_from_baseline_c', 'neither', 'heart')
) AS registry (metric, title, unit, source, direction, class);
COMMENT ON VIEW metric IS 'One row per daily metric.';
COMMENT ON COLUMN metric.metric IS 'Its name in metric_daily.';
COMMENT ON COLUMN metric.title IS 'Its name in words.';
COMMENT ON COLUMN metric.unit IS 'Unit of its values.';
COMMENT ON COLUMN metric.source IS 'Relation and quantity that it is made of.';
COMMENT ON COLUMN metric.direction IS 'Which direction is good news: higher, lower, neither.';
COMMENT ON COLUMN metric.class IS 'Class of data that who sees its values needs.';

CREATE OR REPLACE VIEW relation_class AS
SELECT registry.relation, registry.class
FROM (VALUES
    ('activity', 'training'),
    ('activity_zone_sample', 'training'),
    ('alertness_hour', 'sleep'),
    ('alertness_period', 'sleep'),
    ('bedtime', 'sleep'),
    ('body_temperature_hourly', 'heart'),
    ('body_temperature_period', 'heart'),
    ('body_temperature_sample', 'heart'),
    ('body_weight', 'profile'),
    ('breathing_sample', 'heart'),
    ('cardio_load', 'training'),
    ('device', 'profile'),
    ('diary_entry', 'profile'),
    ('ecg_test', 'heart'),
    ('exercise', 'training'),
    ('exercise_lap', 'training'),
    ('exercise_sample', 'training'),
    ('exercise_zone', 'training'),
    ('fitness_test', 'heart'),
    ('heart_rate_daily', 'heart'),
    ('heart_rate_hourly', 'heart'),
    ('heart_rate_sample', 'heart'),
    ('hrv_sample', 'heart'),
    ('inactivity_stamp_sample', 'training'),
    ('met_sample', 'training'),
    ('nap', 'sleep'),
    ('nightly_recharge', 'heart'),
    ('orthostatic_test', 'heart'),
    ('pattern', 'heart'),
    ('pattern', 'sleep'),
    ('pattern', 'training'),
    ('physical_info', 'profile'),
    ('planned_route', 'location'),
    ('ppi_sample', 'heart'),
    ('pulse_interval_sample', 'heart'),
    ('route_point_sample', 'location'),
    ('skin_contact_change', 'heart'),
    ('skin_temperature', 'heart'),
    ('sleep', 'sleep'),
    ('sleep_heart_rate_sample', 'heart'),
    ('sleep_stage_sample', 'sleep'),
    ('spo2_test', 'heart'),
    ('step_sample', 'training'),
    ('steps_daily', 'training'),
    ('steps_hourly', 'training'),
    ('training_target', 'training')
) AS registry (relation, class);
COMMENT ON VIEW relation_class IS 'One row per relation and class of data that who sees its rows needs.';
COMMENT ON COLUMN relation_class.relation IS 'The relation.';
COMMENT ON COLUMN relation_class.class IS 'The class: sleep, heart, training, location, profile.';

CREATE OR REPLACE VIEW quantity_class AS
SELECT registry.quantity, registry.class
FROM (VALUES
    ('breathing_rate_avg', 'heart'),
    ('heart_rate', 'heart'),
    ('heart_rate_avg', 'heart'),
    ('heart_rate_bpm', 'heart'),
    ('heart_rate_max', 'heart'),
    ('heart_rate_minute', 'heart'),
    ('hrv_rmssd_ms', 'heart'),
    ('rr_interval_ms', 'heart')
) AS registry (quantity, class);
COMMENT ON VIEW quantity_class IS 'One row per quantity that keeps a class of its own in whatever relation it stands.';
COMMENT ON COLUMN quantity_class.quantity IS 'Name of the column.';
COMMENT ON COLUMN quantity_class.class IS 'The class.';
