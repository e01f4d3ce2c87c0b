-- Title: Naps: sleeps beside the night of their date

CREATE TABLE nap (
    user_id text NOT NULL,
    date date NOT NULL,
    sleep_start_local timestamp NOT NULL,
    sleep_end_local timestamp,
    sleep_start_at timestamptz,
    sleep_end_at timestamptz,
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
    stage_minute integer[],
    stage text[],
    heart_rate_minute integer[],
    heart_rate_bpm integer[],
    extra jsonb,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, date, sleep_start_local)
);
COMMENT ON TABLE nap IS 'One row per person and nap: a sleep beside the night of its date, shorter than it or without stages. Source: GET /v3/users/sleep.';
COMMENT ON COLUMN nap.user_id IS 'The person.';
COMMENT ON COLUMN nap.written_at IS 'When Ursa last wrote the row.';
SELECT create_hypertable('nap', by_range('date', interval '90 days'), create_default_indexes => FALSE);

ALTER TABLE nap SET (
    timescaledb.enable_columnstore, timescaledb.segmentby = 'user_id', timescaledb.orderby = 'date DESC, sleep_start_local DESC'
);
CALL add_columnstore_policy('nap', after => interval '45 days');
