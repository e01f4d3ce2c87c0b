-- Title: Events

CREATE TABLE exercise (
    user_id text NOT NULL,
    exercise_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    polar_exercise_id text NOT NULL,
    start_at timestamptz NOT NULL,
    start_local timestamp NOT NULL,
    utc_offset_minutes integer NOT NULL,
    duration_s double precision,
    uploaded_at timestamptz,
    sport text,
    detailed_sport text,
    device text,
    device_id text,
    distance_m double precision,
    calories integer,
    heart_rate_avg integer,
    heart_rate_max integer,
    training_load double precision,
    cardio_load double precision,
    cardio_load_interpretation text,
    muscle_load double precision,
    muscle_load_interpretation text,
    perceived_load double precision,
    perceived_load_interpretation text,
    user_rpe text,
    running_index integer,
    fat_percent integer,
    carbohydrate_percent integer,
    protein_percent integer,
    has_route boolean,
    rr_interval_ms integer[],
    has_details boolean NOT NULL,
    extra jsonb,
    written_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, polar_exercise_id)
);
COMMENT ON TABLE exercise IS 'One row per exercise. Source: GET /v3/exercises.';
COMMENT ON COLUMN exercise.user_id IS 'The person.';
COMMENT ON COLUMN exercise.written_at IS 'When Ursa last wrote the row.';
COMMENT ON COLUMN exercise.exercise_id IS 'Ursa''s own number of the exercise.';
CREATE INDEX exercise_user_id_start_local ON exercise (user_id, start_local DESC, exercise_id);

CREATE TABLE spo2_test (
    user_id text NOT NULL,
    test_at timestamptz NOT NULL,
    test_local timestamp NOT NULL,
    utc_offset_minutes integer,
    device_id text,
    test_status text,
    blood_oxygen_percent integer,
    spo2_class text,
    deviation_from_baseline text,
    hrv_deviation_from_baseline text,
    quality_percent double precision,
    heart_rate_avg integer,
    hrv_ms double precision,
    altitude_m double precision,
    extra jsonb,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, test_at)
);
COMMENT ON TABLE spo2_test IS 'One row per blood oxygen test. Source: GET /v3/users/biosensing/spo2.';
COMMENT ON COLUMN spo2_test.user_id IS 'The person.';
COMMENT ON COLUMN spo2_test.written_at IS 'When Ursa last wrote the row.';

CREATE TABLE ecg_test (
    user_id text NOT NULL,
    test_at timestamptz NOT NULL,
    test_local timestamp NOT NULL,
    utc_offset_minutes integer,
    device_id text,
    heart_rate_avg integer,
    hrv_ms double precision,
    hrv_level text,
    rri_ms double precision,
    pulse_transit_time_systolic_ms double precision,
    pulse_transit_time_diastolic_ms double precision,
    pulse_transit_time_quality_index double precision,
    sample_offset_ms integer[],
    amplitude_mv real[],
    quality_offset_ms integer[],
    quality_level text[],
    extra jsonb,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, test_at)
);
COMMENT ON TABLE ecg_test IS 'One row per wrist ECG, waveform in arrays. Source: GET /v3/users/biosensing/ecg.';
COMMENT ON COLUMN ecg_test.user_id IS 'The person.';
COMMENT ON COLUMN ecg_test.written_at IS 'When Ursa last wrote the row.';

CREATE TABLE physical_info (
    user_id text NOT NULL,
    modified_at timestamptz NOT NULL,
    created_at timestamptz,
    birthday date,
    gender text,
    weight_kg double precision,
    weight_source text,
    height_cm double precision,
    maximum_heart_rate integer,
    resting_heart_rate integer,
    aerobic_threshold integer,
    anaerobic_threshold integer,
    vo2_max integer,
    training_background text,
    typical_day text,
    sleep_goal_s double precision,
    extra jsonb,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, modified_at)
);
COMMENT ON TABLE physical_info IS 'One row per version of a person''s settings that Ursa saw. Source: GET /v3/users/physical-info.';
COMMENT ON COLUMN physical_info.user_id IS 'The person.';
COMMENT ON COLUMN physical_info.written_at IS 'When Ursa last wrote the row.';

CREATE TABLE alertness_period (
    user_id text NOT NULL,
    period_start_at timestamptz NOT NULL,
    period_end_at timestamptz,
    sleep_start_at timestamptz,
    sleep_end_at timestamptz,
    utc_offset_minutes integer,
    grade double precision,
    grade_validity_s integer,
    grade_type text,
    grade_classification text,
    validity text,
    sleep_inertia text,
    sleep_type text,
    result_type text,
    extra jsonb,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, period_start_at)
);
COMMENT ON TABLE alertness_period IS 'One row per sleep and its alertness. Source: GET /v3/users/sleepwise/alertness.';
COMMENT ON COLUMN alertness_period.user_id IS 'The person.';
COMMENT ON COLUMN alertness_period.written_at IS 'When Ursa last wrote the row.';

CREATE TABLE body_temperature_period (
    user_id text NOT NULL,
    device_id text NOT NULL,
    measurement_type text NOT NULL,
    start_at timestamptz NOT NULL,
    end_at timestamptz,
    modified_at timestamptz,
    sensor_location text,
    extra jsonb,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, device_id, measurement_type, start_at)
);
COMMENT ON TABLE body_temperature_period IS 'One row per stretch of measurement. Source: GET /v3/users/biosensing/bodytemperature.';
COMMENT ON COLUMN body_temperature_period.user_id IS 'The person.';
COMMENT ON COLUMN body_temperature_period.written_at IS 'When Ursa last wrote the row.';

CREATE TABLE exercise_zone (
    exercise_id bigint NOT NULL REFERENCES exercise (exercise_id) ON DELETE CASCADE,
    zone_index integer NOT NULL,
    lower_bpm integer,
    upper_bpm integer,
    in_zone_s double precision,
    PRIMARY KEY (exercise_id, zone_index)
);
COMMENT ON TABLE exercise_zone IS 'One row per exercise and heart-rate zone. Source: GET /v3/exercises, zones=true.';
COMMENT ON COLUMN exercise_zone.exercise_id IS 'The exercise.';

CREATE TABLE skin_contact_change (
    user_id text NOT NULL,
    device_id text NOT NULL,
    changed_at timestamptz NOT NULL,
    skin_contact boolean NOT NULL,
    PRIMARY KEY (user_id, device_id, changed_at)
);
COMMENT ON TABLE skin_contact_change IS 'One row per change of contact. Source: GET /v3/users/biosensing/skincontacts.';
COMMENT ON COLUMN skin_contact_change.user_id IS 'The person.';
