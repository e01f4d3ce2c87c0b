-- Title: What the archive tells of nights and exercises and AccessLink does not
ALTER TABLE nightly_recharge
ADD COLUMN recharge_sub_level integer,
ADD COLUMN baseline_beat_to_beat_ms double precision,
ADD COLUMN baseline_beat_to_beat_sd_ms double precision,
ADD COLUMN baseline_rmssd_ms double precision,
ADD COLUMN baseline_rmssd_sd_ms double precision,
ADD COLUMN baseline_breath_ms double precision,
ADD COLUMN baseline_breath_sd_ms double precision,
ADD COLUMN sleep_tip text,
ADD COLUMN vitality_tip text,
ADD COLUMN exercise_tip text;

ALTER TABLE exercise
ADD COLUMN name text,
ADD COLUMN note text,
ADD COLUMN feeling text,
ADD COLUMN ascent_m double precision,
ADD COLUMN descent_m double precision,
ADD COLUMN recovery_time_s double precision,
ADD COLUMN training_benefit text,
ADD COLUMN start_trigger text;

CREATE TABLE exercise_lap (
    exercise_id bigint NOT NULL REFERENCES exercise (exercise_id) ON DELETE CASCADE,
    kind text NOT NULL,
    lap_index integer NOT NULL,
    duration_s double precision,
    split_s double precision,
    distance_m double precision,
    heart_rate_avg integer,
    heart_rate_max integer,
    speed_avg_kmh double precision,
    speed_max_kmh double precision,
    ascent_m double precision,
    descent_m double precision,
    source text NOT NULL DEFAULT 'archive',
    run_id uuid,
    device_id text,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (exercise_id, kind, lap_index)
);
COMMENT ON TABLE exercise_lap IS 'One row per exercise and lap. Source: the archive.';
COMMENT ON COLUMN exercise_lap.exercise_id IS 'The exercise.';

DO $$
DECLARE
    relation text;
BEGIN
    -- The word that 0030 wrote knew one source alone.
    FOR relation IN
        SELECT column_of.table_name
        FROM information_schema.columns AS column_of
        INNER JOIN information_schema.tables AS base
            ON column_of.table_schema = base.table_schema AND column_of.table_name = base.table_name
        WHERE column_of.table_schema = current_schema() AND column_of.column_name = 'source' AND base.table_type = 'BASE TABLE'
    LOOP
        EXECUTE format(
            'COMMENT ON COLUMN %I.source IS ''Which source last wrote the row: accesslink, archive, derived.''', relation
        );
        EXECUTE format(
            'COMMENT ON COLUMN %I.run_id IS ''The sync or import that last wrote the row; NULL: none, or before Ursa noted it. Runs are forgotten before rows.''',
            relation
        );
    END LOOP;
END
$$;
COMMENT ON COLUMN exercise_lap.device_id IS 'Device that measured it; NULL where Polar does not say.';
COMMENT ON COLUMN exercise_lap.written_at IS 'When Ursa last wrote the row.';
