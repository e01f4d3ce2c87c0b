-- Title: One row per person and day
-- Chunks span a quarter: daily rows are few, and long chunks keep planning quick.

CREATE TABLE sleep (
    user_id text NOT NULL,
    date date NOT NULL,
    sleep_start_at timestamptz,
    sleep_end_at timestamptz,
    sleep_start_local timestamp,
    sleep_end_local timestamp,
    utc_offset_minutes integer,
    device_id text,
    light_s integer,
    deep_s integer,
    rem_s integer,
    unrecognized_s integer,
    interruption_s integer,
    short_interruption_s integer,
    long_interruption_s integer,
    sleep_score integer,
    sleep_charge integer,
    sleep_rating integer,
    continuity double precision,
    continuity_class integer,
    sleep_goal_s integer,
    sleep_cycles integer,
    duration_score double precision,
    solidity_score double precision,
    regeneration_score double precision,
    heart_rate_avg double precision,
    extra jsonb,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, date)
);
COMMENT ON TABLE sleep IS 'One row per person and night, named by the day of waking up. Source: GET /v3/users/sleep.';
COMMENT ON COLUMN sleep.user_id IS 'The person.';
COMMENT ON COLUMN sleep.written_at IS 'When Ursa last wrote the row.';
SELECT create_hypertable('sleep', by_range('date', interval '90 days'), create_default_indexes => FALSE);

CREATE TABLE nightly_recharge (
    user_id text NOT NULL,
    date date NOT NULL,
    heart_rate_avg integer,
    beat_to_beat_avg_ms integer,
    hrv_rmssd_ms integer,
    breathing_rate_avg double precision,
    nightly_recharge_status integer,
    ans_charge double precision,
    ans_charge_status integer,
    extra jsonb,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, date)
);
COMMENT ON TABLE nightly_recharge IS 'One row per person and night. Source: GET /v3/users/nightly-recharge.';
COMMENT ON COLUMN nightly_recharge.user_id IS 'The person.';
COMMENT ON COLUMN nightly_recharge.written_at IS 'When Ursa last wrote the row.';
SELECT create_hypertable('nightly_recharge', by_range('date', interval '90 days'), create_default_indexes => FALSE);

CREATE TABLE activity (
    user_id text NOT NULL,
    date date NOT NULL,
    start_local timestamp NOT NULL,
    end_local timestamp,
    active_s double precision,
    inactive_s double precision,
    daily_activity_percent double precision,
    calories_total integer,
    calories_active integer,
    steps integer,
    inactivity_alert_count integer,
    distance_m double precision,
    extra jsonb,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, date)
);
COMMENT ON TABLE activity IS 'One row per person and day on the wearer''s clock. Source: GET /v3/users/activities.';
COMMENT ON COLUMN activity.user_id IS 'The person.';
COMMENT ON COLUMN activity.written_at IS 'When Ursa last wrote the row.';
SELECT create_hypertable('activity', by_range('date', interval '90 days'), create_default_indexes => FALSE);

CREATE TABLE cardio_load (
    user_id text NOT NULL,
    date date NOT NULL,
    cardio_load double precision,
    strain double precision,
    tolerance double precision,
    cardio_load_ratio double precision,
    cardio_load_status text,
    level_very_low double precision,
    level_low double precision,
    level_medium double precision,
    level_high double precision,
    level_very_high double precision,
    extra jsonb,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, date)
);
COMMENT ON TABLE cardio_load IS 'One row per person and day. Source: GET /v3/users/cardio-load.';
COMMENT ON COLUMN cardio_load.user_id IS 'The person.';
COMMENT ON COLUMN cardio_load.written_at IS 'When Ursa last wrote the row.';
SELECT create_hypertable('cardio_load', by_range('date', interval '90 days'), create_default_indexes => FALSE);

CREATE TABLE skin_temperature (
    user_id text NOT NULL,
    date date NOT NULL,
    temperature_c double precision,
    deviation_from_baseline_c double precision,
    extra jsonb,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, date)
);
COMMENT ON TABLE skin_temperature IS 'One row per person and night. Source: GET /v3/users/biosensing/skintemperature.';
COMMENT ON COLUMN skin_temperature.user_id IS 'The person.';
COMMENT ON COLUMN skin_temperature.written_at IS 'When Ursa last wrote the row.';
SELECT create_hypertable('skin_temperature', by_range('date', interval '90 days'), create_default_indexes => FALSE);

CREATE TABLE bedtime (
    user_id text NOT NULL,
    period_start_at timestamptz NOT NULL,
    period_end_at timestamptz,
    preferred_sleep_start_at timestamptz,
    preferred_sleep_end_at timestamptz,
    sleep_gate_start_at timestamptz,
    sleep_gate_end_at timestamptz,
    utc_offset_minutes integer,
    validity text,
    quality text,
    result_type text,
    extra jsonb,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, period_start_at)
);
COMMENT ON TABLE bedtime IS 'One row per person and night. Source: GET /v3/users/sleepwise/circadian-bedtime.';
COMMENT ON COLUMN bedtime.user_id IS 'The person.';
COMMENT ON COLUMN bedtime.written_at IS 'When Ursa last wrote the row.';
SELECT create_hypertable('bedtime', by_range('period_start_at', interval '90 days'), create_default_indexes => FALSE);

CREATE TABLE metric_daily (
    user_id text NOT NULL,
    metric text NOT NULL,
    date date NOT NULL,
    value double precision NOT NULL,
    PRIMARY KEY (user_id, metric, date)
);
COMMENT ON TABLE metric_daily IS 'One row per person, metric and day; written in the same transaction as the rows it comes from.';
COMMENT ON COLUMN metric_daily.user_id IS 'The person.';
COMMENT ON COLUMN metric_daily.metric IS 'Name of the metric; app/metrics.py has titles, units and sources.';
COMMENT ON COLUMN metric_daily.date IS 'The wearer''s day; for nights the day of waking up.';
COMMENT ON COLUMN metric_daily.value IS 'Value in the metric''s unit; values that no body can have are left out.';
SELECT create_hypertable('metric_daily', by_range('date', interval '90 days'), create_default_indexes => FALSE);
