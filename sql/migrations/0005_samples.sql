-- Title: Samples and hours
-- Polar's samples carry no zone. `local_time` is the wearer's wall clock, so that a day is the
-- wearer's own day for everybody at once; one aggregate over absolute time can not do that.

CREATE TABLE heart_rate_sample (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    bpm smallint,
    minute_weight real NOT NULL,
    PRIMARY KEY (user_id, local_time)
);
COMMENT ON TABLE heart_rate_sample IS 'One row per sample of continuous heart rate, every 5 minutes at rest and every second in bursts. Source: GET /v3/users/continuous-heart-rate.';
COMMENT ON COLUMN heart_rate_sample.user_id IS 'The person.';
COMMENT ON COLUMN heart_rate_sample.local_time IS 'On the wearer''s wall clock; timestamp without time zone on purpose: a day is the wearer''s own day.';
COMMENT ON COLUMN heart_rate_sample.bpm IS 'Heart rate, bpm; NULL where the watch had no signal.';
COMMENT ON COLUMN heart_rate_sample.minute_weight IS '1 / (samples with a signal in the same minute): a mean weighted with it is the mean over minutes.';
SELECT create_hypertable('heart_rate_sample', by_range('local_time', interval '28 days'), create_default_indexes => FALSE);

CREATE TABLE step_sample (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    steps integer NOT NULL,
    PRIMARY KEY (user_id, local_time)
);
COMMENT ON TABLE step_sample IS 'One row per measured minute. Source: GET /v3/users/activities, steps=true.';
COMMENT ON COLUMN step_sample.user_id IS 'The person.';
COMMENT ON COLUMN step_sample.local_time IS 'On the wearer''s wall clock; timestamp without time zone on purpose: a day is the wearer''s own day.';
COMMENT ON COLUMN step_sample.steps IS 'Steps in the minute that starts here.';
SELECT create_hypertable('step_sample', by_range('local_time', interval '28 days'), create_default_indexes => FALSE);

CREATE TABLE activity_zone_sample (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    zone text NOT NULL,
    PRIMARY KEY (user_id, local_time)
);
COMMENT ON TABLE activity_zone_sample IS 'One row per change of activity zone. Source: GET /v3/users/activities, activity_zones=true.';
COMMENT ON COLUMN activity_zone_sample.user_id IS 'The person.';
COMMENT ON COLUMN activity_zone_sample.local_time IS 'On the wearer''s wall clock; timestamp without time zone on purpose: a day is the wearer''s own day.';
COMMENT ON COLUMN activity_zone_sample.zone IS 'Zone from here to the next row: SLEEP, SEDENTARY, LIGHT, MODERATE, VIGOROUS, NON_WEAR.';
SELECT create_hypertable('activity_zone_sample', by_range('local_time', interval '90 days'), create_default_indexes => FALSE);

CREATE TABLE inactivity_stamp_sample (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    PRIMARY KEY (user_id, local_time)
);
COMMENT ON TABLE inactivity_stamp_sample IS 'One row per inactivity alert. Source: GET /v3/users/activities, inactivity_stamps=true.';
COMMENT ON COLUMN inactivity_stamp_sample.user_id IS 'The person.';
COMMENT ON COLUMN inactivity_stamp_sample.local_time IS 'On the wearer''s wall clock; timestamp without time zone on purpose: a day is the wearer''s own day.';
SELECT create_hypertable('inactivity_stamp_sample', by_range('local_time', interval '90 days'), create_default_indexes => FALSE);

CREATE TABLE sleep_stage_sample (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    date date NOT NULL,
    stage text NOT NULL,
    PRIMARY KEY (user_id, local_time)
);
COMMENT ON TABLE sleep_stage_sample IS 'One row per change of sleep stage. Source: GET /v3/users/sleep, hypnogram.';
COMMENT ON COLUMN sleep_stage_sample.user_id IS 'The person.';
COMMENT ON COLUMN sleep_stage_sample.local_time IS 'On the wearer''s wall clock; timestamp without time zone on purpose: a day is the wearer''s own day.';
COMMENT ON COLUMN sleep_stage_sample.date IS 'The night, by the day of waking up.';
COMMENT ON COLUMN sleep_stage_sample.stage IS 'Stage from here to the next row: WAKE, REM, LIGHTER, LIGHT, DEEP, UNKNOWN.';
SELECT create_hypertable('sleep_stage_sample', by_range('local_time', interval '90 days'), create_default_indexes => FALSE);

CREATE TABLE sleep_heart_rate_sample (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    date date NOT NULL,
    bpm smallint,
    PRIMARY KEY (user_id, local_time)
);
COMMENT ON TABLE sleep_heart_rate_sample IS 'One row per 5 minutes of sleep. Source: GET /v3/users/sleep, heart_rate_samples.';
COMMENT ON COLUMN sleep_heart_rate_sample.user_id IS 'The person.';
COMMENT ON COLUMN sleep_heart_rate_sample.local_time IS 'On the wearer''s wall clock; timestamp without time zone on purpose: a day is the wearer''s own day.';
COMMENT ON COLUMN sleep_heart_rate_sample.date IS 'The night, by the day of waking up.';
COMMENT ON COLUMN sleep_heart_rate_sample.bpm IS 'Heart rate, bpm; NULL where the watch had no signal.';
SELECT create_hypertable('sleep_heart_rate_sample', by_range('local_time', interval '90 days'), create_default_indexes => FALSE);

CREATE TABLE hrv_sample (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    date date NOT NULL,
    rmssd_ms real,
    PRIMARY KEY (user_id, local_time)
);
COMMENT ON TABLE hrv_sample IS 'One row per 5 minutes of sleep. Source: GET /v3/users/nightly-recharge, hrv_samples.';
COMMENT ON COLUMN hrv_sample.user_id IS 'The person.';
COMMENT ON COLUMN hrv_sample.local_time IS 'On the wearer''s wall clock; timestamp without time zone on purpose: a day is the wearer''s own day.';
COMMENT ON COLUMN hrv_sample.date IS 'The night, by the day of waking up.';
COMMENT ON COLUMN hrv_sample.rmssd_ms IS 'Heart rate variability (RMSSD), milliseconds; NULL without a signal.';
SELECT create_hypertable('hrv_sample', by_range('local_time', interval '90 days'), create_default_indexes => FALSE);

CREATE TABLE breathing_sample (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    date date NOT NULL,
    breaths_per_minute real,
    PRIMARY KEY (user_id, local_time)
);
COMMENT ON TABLE breathing_sample IS 'One row per 5 minutes of sleep. Source: GET /v3/users/nightly-recharge, breathing_samples.';
COMMENT ON COLUMN breathing_sample.user_id IS 'The person.';
COMMENT ON COLUMN breathing_sample.local_time IS 'On the wearer''s wall clock; timestamp without time zone on purpose: a day is the wearer''s own day.';
COMMENT ON COLUMN breathing_sample.date IS 'The night, by the day of waking up.';
COMMENT ON COLUMN breathing_sample.breaths_per_minute IS 'Breathing rate, breaths per minute; NULL without a signal.';
SELECT create_hypertable('breathing_sample', by_range('local_time', interval '90 days'), create_default_indexes => FALSE);

CREATE TABLE exercise_sample (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    exercise_id bigint NOT NULL,
    heart_rate smallint,
    speed_kmh real,
    cadence_rpm real,
    altitude_m real,
    power_w real,
    pedalling_index_percent real,
    left_right_balance_percent real,
    air_pressure_hpa real,
    running_cadence_spm real,
    temperature_c real,
    distance_m real,
    PRIMARY KEY (user_id, exercise_id, local_time)
);
COMMENT ON TABLE exercise_sample IS 'One row per moment of an exercise, mostly a second. Source: GET /v3/exercises, samples=true.';
COMMENT ON COLUMN exercise_sample.user_id IS 'The person.';
COMMENT ON COLUMN exercise_sample.local_time IS 'On the wearer''s wall clock; timestamp without time zone on purpose: a day is the wearer''s own day.';
COMMENT ON COLUMN exercise_sample.exercise_id IS 'The exercise.';
COMMENT ON COLUMN exercise_sample.heart_rate IS 'Heart rate, bpm; NULL: no value.';
COMMENT ON COLUMN exercise_sample.speed_kmh IS 'Speed, km/h; NULL: no value.';
COMMENT ON COLUMN exercise_sample.cadence_rpm IS 'Cadence, revolutions per minute; running: of one leg; NULL: no value.';
COMMENT ON COLUMN exercise_sample.altitude_m IS 'Altitude, metres; NULL: no value.';
COMMENT ON COLUMN exercise_sample.power_w IS 'Power, watt; NULL: no value.';
COMMENT ON COLUMN exercise_sample.pedalling_index_percent IS 'Pedalling index, percent; NULL: no value.';
COMMENT ON COLUMN exercise_sample.left_right_balance_percent IS 'Left/right balance, percent; NULL: no value.';
COMMENT ON COLUMN exercise_sample.air_pressure_hpa IS 'Air pressure, hectopascal; NULL: no value.';
COMMENT ON COLUMN exercise_sample.running_cadence_spm IS 'Running cadence, steps per minute; NULL: no value.';
COMMENT ON COLUMN exercise_sample.temperature_c IS 'Temperature, degrees Celsius; NULL: no value.';
COMMENT ON COLUMN exercise_sample.distance_m IS 'Distance since the start, metres; NULL: no value.';
SELECT create_hypertable('exercise_sample', by_range('local_time', interval '28 days'), create_default_indexes => FALSE);

CREATE TABLE route_point_sample (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    exercise_id bigint NOT NULL,
    latitude double precision NOT NULL,
    longitude double precision NOT NULL,
    satellites smallint,
    fix smallint,
    PRIMARY KEY (user_id, exercise_id, local_time)
);
COMMENT ON TABLE route_point_sample IS 'One row per point of a route. Source: GET /v3/exercises, route=true.';
COMMENT ON COLUMN route_point_sample.user_id IS 'The person.';
COMMENT ON COLUMN route_point_sample.local_time IS 'On the wearer''s wall clock; timestamp without time zone on purpose: a day is the wearer''s own day.';
COMMENT ON COLUMN route_point_sample.exercise_id IS 'The exercise.';
COMMENT ON COLUMN route_point_sample.latitude IS 'Degrees north.';
COMMENT ON COLUMN route_point_sample.longitude IS 'Degrees east.';
COMMENT ON COLUMN route_point_sample.satellites IS 'Satellites in sight, 0-63.';
COMMENT ON COLUMN route_point_sample.fix IS 'Quality of the fix, 0-3.';
SELECT create_hypertable('route_point_sample', by_range('local_time', interval '90 days'), create_default_indexes => FALSE);

CREATE TABLE body_temperature_sample (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    measured_at timestamptz NOT NULL,
    device_id text NOT NULL,
    measurement_type text NOT NULL,
    start_at timestamptz NOT NULL,
    temperature_c real NOT NULL,
    PRIMARY KEY (user_id, device_id, measurement_type, local_time)
);
COMMENT ON TABLE body_temperature_sample IS 'One row per temperature. Source: GET /v3/users/biosensing/bodytemperature.';
COMMENT ON COLUMN body_temperature_sample.user_id IS 'The person.';
COMMENT ON COLUMN body_temperature_sample.local_time IS 'On the wearer''s wall clock; timestamp without time zone on purpose: a day is the wearer''s own day. Made with the offset of the nearest night, because Polar sends UTC alone.';
COMMENT ON COLUMN body_temperature_sample.measured_at IS 'Time of the measurement, absolute.';
COMMENT ON COLUMN body_temperature_sample.device_id IS 'Device; empty when Polar does not say.';
COMMENT ON COLUMN body_temperature_sample.measurement_type IS 'SKIN_TEMPERATURE or CORE_TEMPERATURE.';
COMMENT ON COLUMN body_temperature_sample.start_at IS 'Start of the period it belongs to, absolute time.';
COMMENT ON COLUMN body_temperature_sample.temperature_c IS 'Degrees Celsius.';
SELECT create_hypertable('body_temperature_sample', by_range('local_time', interval '90 days'), create_default_indexes => FALSE);

CREATE TABLE alertness_hour (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    period_start_at timestamptz NOT NULL,
    start_at timestamptz NOT NULL,
    end_at timestamptz NOT NULL,
    alertness_level text,
    validity text,
    PRIMARY KEY (user_id, local_time, period_start_at),
    FOREIGN KEY (user_id, period_start_at)
    REFERENCES alertness_period (user_id, period_start_at) ON DELETE CASCADE
);
COMMENT ON TABLE alertness_hour IS 'One row per hour of predicted or lived alertness. Source: GET /v3/users/sleepwise/alertness, hourly_data.';
COMMENT ON COLUMN alertness_hour.user_id IS 'The person.';
SELECT create_hypertable('alertness_hour', by_range('local_time', interval '90 days'), create_default_indexes => FALSE);
