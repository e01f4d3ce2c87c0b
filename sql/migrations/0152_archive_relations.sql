-- Title: What the archive alone tells: tests, weights, notes, targets, devices, METs, pulse intervals

CREATE TABLE orthostatic_test (
    user_id text NOT NULL,
    test_local timestamp NOT NULL,
    test_at timestamptz NOT NULL,
    utc_offset_minutes integer,
    rr_supine_ms double precision,
    rr_standing_up_min_ms double precision,
    rr_standing_ms double precision,
    rr_supine_usual_ms double precision,
    rr_standing_usual_ms double precision,
    rmssd_supine_ms double precision,
    rmssd_standing_ms double precision,
    rmssd_supine_usual_ms double precision,
    rmssd_standing_usual_ms double precision,
    heart_rate_bpm integer[],
    device_id text,
    source text NOT NULL DEFAULT 'archive',
    run_id uuid,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, test_local)
);
COMMENT ON TABLE orthostatic_test IS 'One row per person and orthostatic test. Source: the archive.';

CREATE TABLE fitness_test (
    user_id text NOT NULL,
    test_local timestamp NOT NULL,
    test_at timestamptz NOT NULL,
    utc_offset_minutes integer,
    own_index integer,
    fitness_class text,
    heart_rate_avg integer,
    heart_rate_max integer,
    weight_kg double precision,
    device_id text,
    source text NOT NULL DEFAULT 'archive',
    run_id uuid,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, test_local)
);
COMMENT ON TABLE fitness_test IS 'One row per person and fitness test. Source: the archive.';

CREATE TABLE body_weight (
    user_id text NOT NULL,
    measured_local timestamp NOT NULL,
    weight_kg double precision,
    device_id text,
    source text NOT NULL DEFAULT 'archive',
    run_id uuid,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, measured_local)
);
COMMENT ON TABLE body_weight IS 'One row per person and weighing. Source: the archive.';

CREATE TABLE diary_entry (
    user_id text NOT NULL,
    noted_local timestamp NOT NULL,
    kind text NOT NULL,
    text text,
    device_id text,
    source text NOT NULL DEFAULT 'archive',
    run_id uuid,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, noted_local, kind)
);
COMMENT ON TABLE diary_entry IS 'One row per person and note or feeling of a day. Source: the archive.';

CREATE TABLE training_target (
    user_id text NOT NULL,
    polar_target_id text NOT NULL,
    start_local timestamp,
    name text,
    description text,
    done boolean,
    sport text,
    kind text,
    duration_s double precision,
    distance_m double precision,
    parts jsonb,
    device_id text,
    source text NOT NULL DEFAULT 'archive',
    run_id uuid,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, polar_target_id)
);
COMMENT ON TABLE training_target IS 'One row per person and planned training. Source: the archive.';

CREATE TABLE planned_route (
    user_id text NOT NULL,
    polar_route_id text NOT NULL,
    name text,
    distance_m double precision,
    origin text,
    way_latitude double precision[],
    way_longitude double precision[],
    way_altitude_m double precision[],
    device_id text,
    source text NOT NULL DEFAULT 'archive',
    run_id uuid,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, polar_route_id)
);
COMMENT ON TABLE planned_route IS 'One row per person and planned route. Source: the archive.';

CREATE TABLE device (
    user_id text NOT NULL,
    device_id text NOT NULL,
    name text,
    removed_local timestamp,
    source text NOT NULL DEFAULT 'archive',
    run_id uuid,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, device_id)
);
COMMENT ON TABLE device IS 'One row per person and device. Source: the archive.';

CREATE TABLE met_sample (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    fold smallint NOT NULL DEFAULT 0,
    date date NOT NULL,
    met real,
    device_id text,
    source text NOT NULL DEFAULT 'archive',
    run_id uuid,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, local_time, fold)
);
COMMENT ON TABLE met_sample IS 'One row per 30 s of a day''s activity. Source: the archive.';
COMMENT ON COLUMN met_sample.met IS 'Energy spent, in multiples of that at rest.';
SELECT create_hypertable('met_sample', by_range('local_time', interval '28 days'), create_default_indexes => FALSE);
ALTER TABLE met_sample SET (
    timescaledb.enable_columnstore, timescaledb.segmentby = 'user_id', timescaledb.orderby = 'local_time DESC'
);
CALL add_columnstore_policy('met_sample', after => interval '45 days');

CREATE TABLE ppi_sample (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    fold smallint NOT NULL DEFAULT 0,
    date date NOT NULL,
    rmssd_ms real,
    sdnn_ms real,
    beats integer NOT NULL,
    device_id text,
    source text NOT NULL DEFAULT 'archive',
    run_id uuid,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, local_time, fold)
);
COMMENT ON TABLE ppi_sample IS 'One row per 5 minutes of sleep in which pulse intervals were measured. Source: the archive.';
COMMENT ON COLUMN ppi_sample.rmssd_ms IS 'RMSSD of intervals that follow each other, milliseconds.';
COMMENT ON COLUMN ppi_sample.sdnn_ms IS 'Standard deviation of the intervals, milliseconds.';
COMMENT ON COLUMN ppi_sample.beats IS 'Intervals between 300 and 2000 ms.';
SELECT create_hypertable('ppi_sample', by_range('local_time', interval '90 days'), create_default_indexes => FALSE);
ALTER TABLE ppi_sample SET (
    timescaledb.enable_columnstore, timescaledb.segmentby = 'user_id', timescaledb.orderby = 'local_time DESC'
);
CALL add_columnstore_policy('ppi_sample', after => interval '45 days');

CREATE TABLE pulse_interval_sample (
    user_id text NOT NULL,
    local_time timestamp NOT NULL,
    fold smallint NOT NULL DEFAULT 0,
    date date NOT NULL,
    interval_ms smallint NOT NULL,
    device_id text,
    source text NOT NULL DEFAULT 'archive',
    run_id uuid,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, local_time, fold)
);
COMMENT ON TABLE pulse_interval_sample IS 'One row per pulse interval of sleep, where they were asked for. Source: the archive.';
COMMENT ON COLUMN pulse_interval_sample.interval_ms IS 'Interval between two beats, milliseconds.';
SELECT create_hypertable('pulse_interval_sample', by_range('local_time', interval '28 days'), create_default_indexes => FALSE);
ALTER TABLE pulse_interval_sample SET (
    timescaledb.enable_columnstore, timescaledb.segmentby = 'user_id', timescaledb.orderby = 'local_time DESC'
);
CALL add_columnstore_policy('pulse_interval_sample', after => interval '45 days');

DO $$
DECLARE
    relation text;
BEGIN
    FOREACH relation IN ARRAY ARRAY[
        'orthostatic_test', 'fitness_test', 'body_weight', 'diary_entry', 'training_target', 'planned_route', 'device',
        'met_sample', 'ppi_sample', 'pulse_interval_sample'
    ]
    LOOP
        EXECUTE format('COMMENT ON COLUMN %I.user_id IS ''The person.''', relation);
        EXECUTE format('COMMENT ON COLUMN %I.source IS ''Which source last wrote the row: accesslink, archive, derived.''', relation);
        EXECUTE format('COMMENT ON COLUMN %I.run_id IS ''The import that last wrote the row; NULL: none.''', relation);
        EXECUTE format('COMMENT ON COLUMN %I.written_at IS ''When Ursa last wrote the row.''', relation);
        EXECUTE format('COMMENT ON COLUMN %I.device_id IS ''Device that measured it; NULL where Polar does not say.''', relation);
    END LOOP;
    FOREACH relation IN ARRAY ARRAY['met_sample', 'ppi_sample', 'pulse_interval_sample'] LOOP
        EXECUTE format(
            'COMMENT ON COLUMN %I.local_time IS ''On the wearer''''s wall clock; timestamp without time zone on purpose: a day is the wearer''''s own day.''',
            relation
        );
        EXECUTE format(
            'COMMENT ON COLUMN %I.fold IS ''1: the clock shows this moment for the second time (its repeated hour); else 0.''',
            relation
        );
        EXECUTE format('COMMENT ON COLUMN %I.date IS ''The day, or the night by the day of waking up.''', relation);
    END LOOP;
END
$$;
