-- Title: Where each row is from, what it was before, and what its person deleted
-- Nothing is computed and no row is rewritten: columns are added, also to compressed chunks, and stay NULL
-- where a row was written before there was somebody to say it.

DO $$
DECLARE
    relation text;
BEGIN
    FOREACH relation IN ARRAY ARRAY[
        'sleep', 'nightly_recharge', 'activity', 'cardio_load', 'skin_temperature', 'bedtime', 'metric_daily',
        'alertness_period', 'alertness_hour', 'exercise', 'exercise_zone', 'spo2_test', 'ecg_test', 'physical_info',
        'body_temperature_period', 'skin_contact_change',
        'heart_rate_sample', 'step_sample', 'activity_zone_sample', 'inactivity_stamp_sample',
        'sleep_stage_sample', 'sleep_heart_rate_sample', 'hrv_sample', 'breathing_sample',
        'exercise_sample', 'route_point_sample', 'body_temperature_sample'
    ]
    LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN IF NOT EXISTS device_id text', relation);
        EXECUTE format('ALTER TABLE %I ADD COLUMN IF NOT EXISTS written_at timestamptz', relation);
        -- A default for rows to come; one for those that are there would be a lie.
        EXECUTE format('ALTER TABLE %I ALTER COLUMN written_at SET DEFAULT now()', relation);
        EXECUTE format('ALTER TABLE %I ADD COLUMN run_id uuid', relation);
        EXECUTE format('ALTER TABLE %I ADD COLUMN source text NOT NULL DEFAULT ''accesslink''', relation);
        EXECUTE format(
            'COMMENT ON COLUMN %I.device_id IS ''Device that measured it; NULL where Polar does not say.''', relation
        );
        EXECUTE format(
            'COMMENT ON COLUMN %I.written_at IS ''When Ursa last wrote the row; NULL: before Ursa noted it.''', relation
        );
        EXECUTE format(
            'COMMENT ON COLUMN %I.run_id IS ''The sync run that last wrote the row; NULL: none, or before Ursa noted it. Runs are forgotten before rows.''',
            relation
        );
        EXECUTE format('COMMENT ON COLUMN %I.source IS ''Where the row is from: accesslink.''', relation);
    END LOOP;
END
$$;

CREATE TABLE history (
    user_id text NOT NULL,
    history_id bigint GENERATED ALWAYS AS IDENTITY,
    relation text NOT NULL,
    key jsonb NOT NULL,
    earlier jsonb NOT NULL,
    reason text NOT NULL CHECK (reason IN ('changed', 'deleted')),
    replaced_at timestamptz NOT NULL DEFAULT now(),
    run_id uuid,
    PRIMARY KEY (user_id, history_id)
);
COMMENT ON TABLE history IS 'One row per earlier version of a row that a sync replaced or a person deleted; kept for HISTORY_DAYS.';
COMMENT ON COLUMN history.user_id IS 'The person.';
COMMENT ON COLUMN history.history_id IS 'Number of the version; a later one has a higher number.';
COMMENT ON COLUMN history.relation IS 'Relation that the row is or was in.';
COMMENT ON COLUMN history.key IS 'The row''s key without the person: {"date": "2026-01-11"}.';
COMMENT ON COLUMN history.earlier IS 'The whole row as it was, by column; its own written_at and run_id say since when.';
COMMENT ON COLUMN history.reason IS 'changed: a newer answer took its place; deleted: its person deleted it.';
COMMENT ON COLUMN history.replaced_at IS 'When it was replaced or deleted.';
COMMENT ON COLUMN history.run_id IS 'The sync run that replaced it; NULL: none.';
CREATE INDEX history_relation ON history (user_id, relation, history_id DESC);
CREATE INDEX history_replaced_at ON history (replaced_at);

CREATE TABLE tombstone (
    user_id text NOT NULL,
    relation text NOT NULL,
    key jsonb NOT NULL,
    deleted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, relation, key)
);
COMMENT ON TABLE tombstone IS 'One row per row that its person deleted: no later sync brings it back. Kept as long as the person.';
COMMENT ON COLUMN tombstone.user_id IS 'The person.';
COMMENT ON COLUMN tombstone.relation IS 'Relation that the row was in.';
COMMENT ON COLUMN tombstone.key IS 'The row''s key without the person, as in history.';
COMMENT ON COLUMN tombstone.deleted_at IS 'When it was deleted.';

-- Of one session that came under two ids, the first one is the exercise.
ALTER TABLE exercise ADD COLUMN duplicate_of bigint;
COMMENT ON COLUMN exercise.duplicate_of IS 'The exercise that this one repeats: another record of the same session; NULL: none.';
