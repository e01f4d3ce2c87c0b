-- Title: What analysts would have to put together themselves
-- Made of the views of 10_analytics.sql, which see to whose rows are told: what is read from a relation itself here is
-- looked up by what such a view has answered, behind an OFFSET 0, so that no condition of a reader's reaches it before.

-- Grain: one row per person whom the reader sees
DO $$
DECLARE
    -- Any grant will do: who someone is has no class.
    any_class CONSTANT text := '{sleep,heart,training,location,profile}';
BEGIN
    EXECUTE format(
        'CREATE OR REPLACE VIEW analytics.person WITH (security_barrier) AS '
        'SELECT user_id, CASE WHEN %s THEN display_name END AS display_name, '
        'time_zone, utc_offset_minutes, created_at, synced_at FROM account '
        'WHERE (%s) AND user_id = ANY ((SELECT analyst_list(current_user, %L::text[]) COLLATE "default")::text[])',
        analyst_condition('profile'),
        (SELECT string_agg(analyst_condition(class.class), ' OR ') FROM unnest(any_class::text[]) AS class (class)),
        any_class
    );
END
$$;
COMMENT ON VIEW analytics.person IS 'One row per person.';
COMMENT ON COLUMN analytics.person.user_id IS 'The person.';
COMMENT ON COLUMN analytics.person.display_name IS 'Name as Polar has it; NULL without the class profile.';
COMMENT ON COLUMN analytics.person.time_zone IS 'IANA name, set by the person; NULL: not set.';
COMMENT ON COLUMN analytics.person.utc_offset_minutes IS 'Newest offset of the wearer''s clock that Polar''s data showed, minutes.';
COMMENT ON COLUMN analytics.person.created_at IS 'When Ursa first met the person.';
COMMENT ON COLUMN analytics.person.synced_at IS 'End of the last sync that brought data.';

-- Grain: one row per person; its newest sync
CREATE OR REPLACE VIEW analytics.sync_state AS
SELECT
    person.user_id,
    person.synced_at,
    run.run_id,
    run.origin,
    run.state,
    run.days,
    run.queued_at,
    run.started_at,
    run.ended_at,
    run.error_code,
    run.error,
    feed.failed_feeds,
    owed.owed_count
FROM analytics.person
LEFT JOIN LATERAL (
    SELECT newest.*
    FROM sync_run AS newest
    WHERE newest.user_id = person.user_id
    ORDER BY newest.queued_at DESC
    LIMIT 1
) AS run ON TRUE
LEFT JOIN LATERAL (
    SELECT array_agg(failed.feed ORDER BY failed.feed) AS failed_feeds
    FROM sync_feed AS failed
    WHERE failed.run_id = run.run_id AND failed.state IN ('failed', 'partial')
    OFFSET 0 -- noqa: AM09
) AS feed ON TRUE
LEFT JOIN LATERAL (
    SELECT count(*) AS owed_count
    FROM sync_owed AS thing
    WHERE thing.user_id = person.user_id AND thing.given_up_at IS NULL
    OFFSET 0 -- noqa: AM09
) AS owed ON TRUE;
COMMENT ON VIEW analytics.sync_state IS 'One row per person: how fresh their data are, and how their newest sync went.';
COMMENT ON COLUMN analytics.sync_state.user_id IS 'The person.';
COMMENT ON COLUMN analytics.sync_state.synced_at IS 'End of the last sync that brought data.';
COMMENT ON COLUMN analytics.sync_state.run_id IS 'The newest sync run; NULL: none that is still known.';
COMMENT ON COLUMN analytics.sync_state.origin IS 'Who asked for it: rest, graphql, schedule, webhook, command, demo.';
COMMENT ON COLUMN analytics.sync_state.state IS 'queued, running, success, partial, failed, interrupted.';
COMMENT ON COLUMN analytics.sync_state.days IS 'How many days back were asked for.';
COMMENT ON COLUMN analytics.sync_state.queued_at IS 'When it was asked for.';
COMMENT ON COLUMN analytics.sync_state.started_at IS 'When a worker began.';
COMMENT ON COLUMN analytics.sync_state.ended_at IS 'When it was over.';
COMMENT ON COLUMN analytics.sync_state.error_code IS 'Stable code of what ended it.';
COMMENT ON COLUMN analytics.sync_state.error IS 'What went wrong, in words.';
COMMENT ON COLUMN analytics.sync_state.failed_feeds IS 'Feeds that did not come, or not whole; NULL: none.';
COMMENT ON COLUMN analytics.sync_state.owed_count IS 'Things that did not come yet and are asked for again.';

-- Grain: one row per exercise and zone
CREATE OR REPLACE VIEW analytics.exercise_zone AS
SELECT
    exercise.user_id,
    exercise.exercise_id,
    exercise.start_local,
    zone.zone_index,
    zone.lower_bpm,
    zone.upper_bpm,
    zone.in_zone_s,
    zone.device_id,
    zone.written_at,
    zone.run_id,
    zone.source
FROM analytics.exercise
CROSS JOIN LATERAL (
    SELECT of_exercise.*
    FROM exercise_zone AS of_exercise
    WHERE of_exercise.exercise_id = exercise.exercise_id
    OFFSET 0 -- noqa: AM09
) AS zone;
COMMENT ON VIEW analytics.exercise_zone IS 'One row per exercise and heart-rate zone. Source: GET /v3/exercises, zones=true.';

-- Grain: one row per exercise and lap
DO $$
BEGIN
    EXECUTE format(
        'CREATE OR REPLACE VIEW analytics.exercise_lap AS '
        'SELECT exercise.user_id, exercise.exercise_id, exercise.start_local, lap.kind, lap.lap_index, lap.duration_s, '
        'lap.split_s, lap.distance_m, CASE WHEN %1$s THEN lap.heart_rate_avg END AS heart_rate_avg, '
        'CASE WHEN %1$s THEN lap.heart_rate_max END AS heart_rate_max, lap.speed_avg_kmh, lap.speed_max_kmh, '
        'lap.ascent_m, lap.descent_m, lap.device_id, lap.written_at, lap.run_id, lap.source '
        'FROM analytics.exercise CROSS JOIN LATERAL ('
        'SELECT of_exercise.* FROM exercise_lap AS of_exercise '
        'WHERE of_exercise.exercise_id = exercise.exercise_id OFFSET 0) AS lap',
        analyst_condition('heart')
    );
END
$$;
COMMENT ON VIEW analytics.exercise_lap IS 'One row per exercise and lap. Source: the archive.';

-- Grain: one row per exercise that repeats no other one
CREATE OR REPLACE VIEW analytics.exercise_recovery AS
SELECT
    exercise.user_id,
    exercise.exercise_id,
    exercise.start_local,
    exercise.end_local,
    exercise.detailed_sport,
    during.bpm_at_end,
    after.lowest_bpm_after,
    during.bpm_at_end - after.lowest_bpm_after AS recovery_bpm,
    after.sample_count,
    exercise.written_at
FROM analytics.exercise
LEFT JOIN LATERAL (
    SELECT round(avg(sample.heart_rate))::integer AS bpm_at_end
    FROM analytics.exercise_sample AS sample
    WHERE
        sample.user_id = exercise.user_id AND sample.exercise_id = exercise.exercise_id
        AND sample.local_time > exercise.end_local - interval '1 minute'
        AND sample.local_time <= exercise.end_local + interval '1 minute'
) AS during ON TRUE
LEFT JOIN LATERAL (
    SELECT min(sample.bpm)::integer AS lowest_bpm_after, count(sample.bpm) AS sample_count
    FROM analytics.heart_rate_sample AS sample
    WHERE
        sample.user_id = exercise.user_id
        AND sample.local_time > exercise.end_local
        AND sample.local_time <= exercise.end_local + interval '10 minutes'
) AS after ON TRUE
WHERE exercise.duplicate_of IS NULL;
COMMENT ON VIEW analytics.exercise_recovery IS 'One row per exercise that repeats no other one: how far heart rate fell in the 10 minutes after it. Name a person or a window of start_local: each row is looked up.';
COMMENT ON COLUMN analytics.exercise_recovery.bpm_at_end IS 'Mean heart rate of the exercise''s last minute, bpm.';
COMMENT ON COLUMN analytics.exercise_recovery.lowest_bpm_after IS 'Lowest heart rate of the day''s own samples in the 10 minutes after the end, bpm.';
COMMENT ON COLUMN analytics.exercise_recovery.recovery_bpm IS 'The difference, bpm; NULL where either was not measured.';
COMMENT ON COLUMN analytics.exercise_recovery.sample_count IS 'Samples with a signal in these 10 minutes.';

-- Grain: one row per person and night, named by the day of waking up
CREATE OR REPLACE VIEW analytics.night AS
SELECT
    sleep.user_id,
    sleep.date,
    sleep.sleep_start_local,
    sleep.sleep_end_local,
    sleep.sleep_start_at,
    sleep.sleep_end_at,
    sleep.utc_offset_minutes,
    sleep.sleep_start_local::time AS bedtime,
    sleep.sleep_end_local::time AS wake_up,
    extract(EPOCH FROM sleep.sleep_start_local - sleep.date::timestamp)::double precision / 3600 AS bedtime_h,
    extract(EPOCH FROM sleep.sleep_end_local - sleep.date::timestamp)::double precision / 3600 AS wake_up_h,
    extract(EPOCH FROM coalesce(
        sleep.sleep_end_at - sleep.sleep_start_at, sleep.sleep_end_local - sleep.sleep_start_local
    ))::integer AS span_s,
    CASE
        WHEN num_nonnulls(sleep.light_s, sleep.deep_s, sleep.rem_s) > 0
            THEN coalesce(sleep.light_s, 0) + coalesce(sleep.deep_s, 0) + coalesce(sleep.rem_s, 0)
    END AS asleep_s,
    sleep.light_s,
    sleep.deep_s,
    sleep.rem_s,
    sleep.interruption_s,
    sleep.sleep_score,
    sleep.sleep_charge,
    sleep.continuity,
    sleep.sleep_cycles,
    sleep.sleep_goal_s,
    coalesce(sleep.heart_rate_avg, recharge.heart_rate_avg) AS heart_rate_avg,
    recharge.hrv_rmssd_ms,
    recharge.beat_to_beat_avg_ms,
    recharge.breathing_rate_avg,
    recharge.ans_charge,
    recharge.nightly_recharge_status,
    sleep.device_id,
    greatest(sleep.written_at, recharge.written_at) AS written_at
FROM analytics.sleep
LEFT JOIN analytics.nightly_recharge AS recharge
    ON sleep.user_id = recharge.user_id AND sleep.date = recharge.date;
COMMENT ON VIEW analytics.night IS 'One row per person and night: sleep with the recharge of the same date. Source: GET /v3/users/sleep, GET /v3/users/nightly-recharge.';
COMMENT ON COLUMN analytics.night.bedtime IS 'Fell asleep, on the wearer''s clock.';
COMMENT ON COLUMN analytics.night.wake_up IS 'Woke up, on the wearer''s clock.';
COMMENT ON COLUMN analytics.night.bedtime_h IS 'Fell asleep, hours after midnight of the date; before midnight it is negative, so that means and differences are right.';
COMMENT ON COLUMN analytics.night.wake_up_h IS 'Woke up, hours after midnight of the date.';
COMMENT ON COLUMN analytics.night.span_s IS 'From falling asleep to waking up, seconds.';
COMMENT ON COLUMN analytics.night.asleep_s IS 'Time asleep in a known stage, seconds; NULL without staging.';
COMMENT ON COLUMN analytics.night.heart_rate_avg IS 'Mean heart rate, bpm; the recharge''s where the night has no signal.';
COMMENT ON COLUMN analytics.night.written_at IS 'When Ursa last wrote either row; NULL: before Ursa noted it.';

-- Grain: one row per person and night
CREATE OR REPLACE VIEW analytics.night_regularity AS
SELECT
    night.user_id,
    night.date,
    CASE WHEN count(night.bedtime_h) OVER fortnight >= 5 THEN 60 * stddev_samp(night.bedtime_h) OVER fortnight END
    AS bedtime_std_dev_min,
    CASE WHEN count(night.wake_up_h) OVER fortnight >= 5 THEN 60 * stddev_samp(night.wake_up_h) OVER fortnight END
    AS wake_up_std_dev_min,
    count(night.bedtime_h) OVER fortnight AS nights,
    night.sleep_score,
    night.written_at
FROM analytics.night
WINDOW fortnight AS (
    PARTITION BY night.user_id ORDER BY night.date RANGE BETWEEN interval '13 days' PRECEDING AND CURRENT ROW -- noqa: CP01
);
COMMENT ON VIEW analytics.night_regularity IS 'One row per person and night: how regular the 14 nights that end with it were.';
COMMENT ON COLUMN analytics.night_regularity.bedtime_std_dev_min IS 'Standard deviation of the bedtimes of 14 nights, minutes; NULL below 5 nights.';
COMMENT ON COLUMN analytics.night_regularity.wake_up_std_dev_min IS 'Standard deviation of the times of waking up, minutes; NULL below 5 nights.';
COMMENT ON COLUMN analytics.night_regularity.nights IS 'Nights that went into it.';

-- Grain: one row per person, night and stretch of one stage
CREATE OR REPLACE VIEW analytics.sleep_stage_segment AS
SELECT
    change.user_id,
    change.date,
    change.stage,
    change.local_time AS start_local,
    coalesce(change.next_local, night.sleep_end_local) AS end_local,
    (extract(EPOCH FROM coalesce(change.next_local, night.sleep_end_local) - change.local_time) / 60)::double precision
    + 60 * (coalesce(change.next_fold, change.fold) - change.fold) AS minutes,
    change.device_id,
    change.written_at
FROM (
    SELECT
        sample.user_id,
        sample.date,
        sample.stage,
        sample.local_time,
        sample.fold,
        sample.device_id,
        sample.written_at,
        lead(sample.local_time) OVER night AS next_local,
        lead(sample.fold) OVER night AS next_fold
    FROM analytics.sleep_stage_sample AS sample
    WINDOW night AS (PARTITION BY sample.user_id, sample.date ORDER BY sample.local_time, sample.fold)
) AS change
LEFT JOIN analytics.sleep AS night ON change.user_id = night.user_id AND change.date = night.date;
COMMENT ON VIEW analytics.sleep_stage_segment IS 'One row per stretch of one stage of a night. Source: GET /v3/users/sleep, hypnogram.';
COMMENT ON COLUMN analytics.sleep_stage_segment.stage IS 'WAKE, REM, LIGHTER, LIGHT, DEEP, UNKNOWN.';
COMMENT ON COLUMN analytics.sleep_stage_segment.start_local IS 'Start, on the wearer''s clock.';
COMMENT ON COLUMN analytics.sleep_stage_segment.end_local IS 'End, on the wearer''s clock: the next change of stage, or waking up.';
COMMENT ON COLUMN analytics.sleep_stage_segment.minutes IS 'How long it lasted, minutes; a repeated hour is counted.';

-- Grain: one row per person and day, one column per metric of the registry
DO $$
DECLARE
    columns text;
    described record;
BEGIN
    -- Columns stay where they are in a view that is there: new ones come last.
    SELECT string_agg(made.expression, ', ' ORDER BY coalesce(there.attnum, 32767), made.place)
    INTO columns
    FROM (
        SELECT
            row_number() OVER () + 3 AS place,
            metric.metric AS name,
            format('max(value) FILTER (WHERE metric = %L) AS %I', metric.metric, metric.metric) AS expression
        FROM metric
        UNION ALL
        VALUES (1, 'user_id', 'user_id'), (2, 'date', 'date'), (3, 'written_at', 'max(written_at) AS written_at')
    ) AS made
    LEFT JOIN pg_attribute AS there
        ON there.attrelid = to_regclass('analytics.daily_wide') AND made.name = there.attname;
    EXECUTE format(
        'CREATE OR REPLACE VIEW analytics.daily_wide AS SELECT %s FROM analytics.metric_daily GROUP BY user_id, date',
        columns
    );
    FOR described IN SELECT metric.metric, metric.title, metric.unit FROM metric LOOP
        EXECUTE format(
            'COMMENT ON COLUMN analytics.daily_wide.%I IS %L',
            described.metric, format('%s, %s.', described.title, described.unit)
        );
    END LOOP;
END
$$;
COMMENT ON VIEW analytics.daily_wide IS 'One row per person and day, one column per metric; NULL without a value.';

-- Grain: one row per metric
CREATE OR REPLACE VIEW analytics.metric AS
SELECT metric.metric, metric.title, metric.unit, metric.source, metric.direction, metric.class
FROM metric;
COMMENT ON VIEW analytics.metric IS 'One row per daily metric: what it is, and in which unit.';

-- Public's formulas, on the rows that analysts see.
DO $$
BEGIN
    EXECUTE replace(replace(
        pg_get_functiondef('baselines_on(date)'::regprocedure),
        format('FUNCTION %I.baselines_on', current_schema()), 'FUNCTION analytics.baselines_on'
    ), 'FROM metric_daily', 'FROM analytics.metric_daily');
END
$$;
COMMENT ON FUNCTION analytics.baselines_on(date) IS 'What was normal on a day: one row per person and metric, over the 90 days that end with it.';

-- What is passed on means what it means where it is from.
DO $$
DECLARE
    passed record;
BEGIN
    FOR passed IN
        SELECT DISTINCT ON (made.oid, attribute.attname)
            made.oid::regclass AS name, attribute.attname AS column_name, col_description(origin.relation, origin.attnum) AS comment
        FROM (VALUES
            ('exercise_zone', 'exercise_zone', 1), ('exercise_zone', 'analytics.exercise', 2),
            ('exercise_lap', 'exercise_lap', 1), ('exercise_lap', 'analytics.exercise', 2),
            ('exercise_recovery', 'analytics.exercise', 1),
            ('night', 'analytics.sleep', 1), ('night', 'analytics.nightly_recharge', 2),
            ('night_regularity', 'analytics.sleep', 1),
            ('sleep_stage_segment', 'analytics.sleep_stage_sample', 1),
            ('daily_wide', 'analytics.metric_daily', 1),
            ('metric', 'metric', 1)
        ) AS source (made, name, place)
        INNER JOIN pg_class AS made ON made.oid = to_regclass('analytics.' || source.made)
        INNER JOIN pg_attribute AS attribute ON made.oid = attribute.attrelid AND attribute.attnum > 0
        INNER JOIN LATERAL (
            SELECT there.attrelid AS relation, there.attnum
            FROM pg_attribute AS there
            WHERE there.attrelid = to_regclass(source.name) AND there.attname = attribute.attname
        ) AS origin ON TRUE
        WHERE col_description(made.oid, attribute.attnum) IS NULL
        ORDER BY made.oid, attribute.attname, source.place
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', passed.name, passed.column_name, passed.comment);
    END LOOP;
END
$$;
