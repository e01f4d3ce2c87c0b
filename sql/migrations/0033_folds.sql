-- Title: Both samples of a moment that the clock showed twice: the relations with fewer rows
-- squawk-ignore-file ban-drop-constraint, constraint-missing-not-valid, adding-serial-primary-key-field
-- As in 0031 and 0032. Samples of exercises have no fold: they are counted from the start, on its offset alone, so that
-- no moment comes twice. Hours of alertness neither: a period has one offset. Temperatures know their absolute time,
-- which takes the place of a fold in their key.

DO $$
DECLARE
    relation text;
BEGIN
    FOREACH relation IN ARRAY ARRAY[
        'activity_zone_sample', 'inactivity_stamp_sample',
        'sleep_stage_sample', 'sleep_heart_rate_sample', 'hrv_sample', 'breathing_sample'
    ]
    LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN fold smallint NOT NULL DEFAULT 0', relation);
        EXECUTE format(
            'COMMENT ON COLUMN %I.fold IS ''1: the clock shows this moment for the second time (its repeated hour); else 0.''',
            relation
        );
        EXECUTE format(
            'ALTER TABLE %1$I DROP CONSTRAINT %2$I, ADD PRIMARY KEY (user_id, local_time, fold)',
            relation, relation || '_pkey'
        );
    END LOOP;
    FOREACH relation IN ARRAY ARRAY['activity_zone_sample', 'inactivity_stamp_sample'] LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN date date', relation);
        EXECUTE format(
            'COMMENT ON COLUMN %I.date IS ''The day that the sample belongs to; NULL: the day of its moment.''', relation
        );
    END LOOP;
END
$$;

ALTER TABLE body_temperature_sample
DROP CONSTRAINT body_temperature_sample_pkey,
ADD PRIMARY KEY (user_id, device_id, measurement_type, local_time, measured_at);
