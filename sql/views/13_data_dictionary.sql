-- Title: What analysts see, described: type, unit, meaning, source, the words that a column knows
-- Grain: one row per view of the schema analytics and column
-- Units follow from the names, as everywhere in Ursa; a name that tells none stands in the list. The first that fits counts.
CREATE OR REPLACE VIEW analytics.data_dictionary AS
WITH unit_of (place, name, unit) AS (
    VALUES
    (1, '^metric_(daily|weekly|monthly)\.(value|mean|sum|std_dev|min|q1|median|q3|max)$', 'see metric.unit'),
    (2, '^(baseline|baseline_part|forecast|forecast_day)\.(baseline_.*|value|low|high|mean|std_dev|min|q1|median|q3|max|iqr|.*_bound)$', 'see metric.unit'),
    (3, '^heart_rate_(hourly|daily)\.(mean|weighted_sum)$', 'bpm'),
    (4, '\.(.*_rate_(avg|max)|heart_rate|.*_heart_rate|heart_rate_bpm|.*_threshold|bpm|bpm_.*|.*_bpm|.*_bpm_after)$', 'bpm'),
    (5, '_min$', 'min'),
    (6, '\.(.*_)?minutes?$', 'min'),
    (7, '_hours$|_h$', 'h'),
    (8, '_ms$', 'ms'),
    (9, '_kmh$', 'km/h'),
    (10, '_km$', 'km'),
    (11, '_s$', 's'),
    (12, '_m$', 'm'),
    (13, '_cm$', 'cm'),
    (14, '_kg$', 'kg'),
    (15, '_c(_min|_mean|_max)?$', '°C'),
    (16, '_percent$', '%'),
    (17, '_w$', 'W'),
    (18, '_hpa$', 'hPa'),
    (19, '_mv$', 'mV'),
    (20, '_rpm$|breaths_per_minute$', '1/min'),
    (21, '_spm$', 'steps/min'),
    (22, 'calories', 'kcal'),
    (23, '\.steps$', 'steps'),
    (24, '\.(latitude|longitude)$', '°'),
    (25, '\.muscle_load$', 'kJ'),
    (26, '\.(cardio_load|strain|tolerance|level_.*)$', 'TRIMP'),
    (27, '\.vo2_max$', 'ml/kg/min')
),

words_of (relation, name, words) AS (
    VALUES
    ('^(nap|sleep_stage_sample|sleep_stage_segment)$', 'stage', '{WAKE,REM,LIGHTER,LIGHT,DEEP,UNKNOWN}'::text[]),
    ('^activity_zone_sample$', 'zone', '{SLEEP,SEDENTARY,LIGHT,MODERATE,VIGOROUS,NON_WEAR}'),
    ('^cardio_load$', 'cardio_load_status', '{DETRAINING,MAINTAINING,PRODUCTIVE,OVERREACHING,RECOVERY_AFTER_OVERREACHING,PRODUCTIVE_DROPPED_FROM_OVERREACHING,PRODUCTIVE_ALMOST_OVERREACHING,UNRECOGNIZED}'),
    ('^(bedtime|alertness_period|alertness_hour)$', 'validity', '{VALID,ESTIMATE,NOT_VALID,RESET}'),
    ('^bedtime$', 'quality', '{WEAK,COMPROMISED,CLEARLY_RECOGNIZABLE}'),
    ('^(bedtime|alertness_period)$', 'result_type', '{PREDICTION,HISTORY}'),
    ('^alertness_period$', 'grade_type', '{PRIMARY,ADDITIONAL}'),
    ('^alertness_period$', 'grade_classification', '{WEAK,FAIR,STRONG,EXCELLENT}'),
    ('^alertness_period$', 'sleep_inertia', '{NO_INERTIA,MILD,MODERATE,HEAVY}'),
    ('^alertness_period$', 'sleep_type', '{PRIMARY,SECONDARY,ARTIFICIAL}'),
    ('^alertness_hour$', 'alertness_level', '{MINIMAL,VERY_LOW,LOW,HIGH,VERY_HIGH}'),
    ('^exercise$', '.*_interpretation', '{VERY_LOW,LOW,MEDIUM,HIGH,VERY_HIGH}'),
    ('^exercise$', 'user_rpe', '{RPE_NONE,RPE_EASY,RPE_LIGHT,RPE_FAIRLY_BRISK,RPE_BRISK,RPE_MODERATE,RPE_FAIRLY_HARD,RPE_HARD,RPE_EXHAUSTING,RPE_EXTREME}'),
    ('^spo2_test$', 'spo2_class', '{VERY_LOW,LOW,NORMAL}'),
    ('^(spo2_test|ecg_test)$', '(hrv_)?deviation_from_baseline|hrv_level', '{BELOW_USUAL,USUAL,ABOVE_USUAL}'),
    ('^ecg_test$', 'quality_level', '{NO_CONTACT,LOW,HIGH}'),
    ('^body_temperature_', 'measurement_type', '{SKIN_TEMPERATURE,CORE_TEMPERATURE}'),
    ('^body_temperature_', 'sensor_location', '{DISTAL,PROXIMAL}'),
    ('^physical_info$', 'gender', '{MALE,FEMALE}'),
    ('^physical_info$', 'weight_source', '{DEFAULT,ESTIMATE,USER,MEASURED,KEEP}'),
    ('^physical_info$', 'training_background', '{OCCASIONAL,REGULAR,FREQUENT,HEAVY,SEMI_PRO,PRO}'),
    ('^physical_info$', 'typical_day', '{MOSTLY_SITTING,MOSTLY_STANDING,MOSTLY_MOVING}'),
    ('^(baseline|baseline_part)$', 'status', '{ready,partial,insufficient}'),
    ('^baseline_part$', 'era', '{before,since}'),
    ('^baseline_part$', 'because', '{new_device,step}'),
    ('^diary_entry$', 'kind', '{NOTE,FEELING}'),
    ('^exercise_lap$', 'kind', '{MANUAL,AUTOMATIC}'),
    ('^training_target$', 'kind', '{FREE,VOLUME,PHASED,STRENGTH}'),
    ('^sync_state$', 'origin', '{rest,graphql,schedule,webhook,command,demo}'),
    ('^pattern$', 'pattern_type', '{correlation,trend,composite}'),
    ('^pattern$', 'significance', '{high,medium,low,insufficient}'),
    ('^history$', 'reason', '{changed,deleted}'),
    ('^sync_state$', 'state', '{queued,running,success,partial,failed,interrupted}'),
    ('^metric$', 'direction', '{higher,lower,neither}'),
    ('^metric$', 'class', '{sleep,heart,training,location,profile}'),
    ('^(metric_.*|baseline|baseline_part|forecast|forecast_day)$', 'metric', ARRAY(SELECT named.metric FROM metric AS named)), -- noqa: CP03
    -- Who wrote the row; of a metric it is where its values are from.
    ('^(?!metric$)', 'source', '{accesslink,archive,derived}')
),

-- What Ursa makes of other relations; of all others the comment names where they are from.
made_of (relation, source) AS (
    VALUES
    ('baseline', 'metric_daily'),
    ('baseline_part', 'metric_daily'),
    ('body_temperature_hourly', 'body_temperature_sample'),
    ('daily_wide', 'metric_daily'),
    ('exercise_recovery', 'exercise_sample, heart_rate_sample'),
    ('forecast', 'metric_daily'),
    ('forecast_day', 'forecast'),
    ('heart_rate_daily', 'heart_rate_hourly'),
    ('heart_rate_hourly', 'heart_rate_sample'),
    ('history', 'rows that were replaced or deleted'),
    ('metric', 'Ursa'),
    ('metric_daily', 'see metric.source'),
    ('metric_monthly', 'metric_daily'),
    ('metric_weekly', 'metric_daily'),
    ('night_regularity', 'night'),
    ('pattern', 'metric_daily'),
    ('person', 'Ursa'),
    ('steps_daily', 'step_sample'),
    ('steps_hourly', 'step_sample'),
    ('sync_state', 'Ursa')
)

SELECT
    class.relname AS relation,
    attribute.attname AS column_name,
    format_type(attribute.atttypid, attribute.atttypmod) AS type,
    col_description(class.oid, attribute.attnum) AS description,
    obj_description(class.oid, 'pg_class') AS relation_description,
    CASE
        WHEN class.relname = 'daily_wide' AND wide.unit IS NOT NULL THEN wide.unit
        WHEN attribute.atttypid NOT IN ('text'::regtype, 'timestamptz'::regtype, 'timestamp'::regtype) THEN (
            SELECT unit_of.unit
            FROM unit_of
            WHERE (class.relname || '.' || attribute.attname) ~ unit_of.name
            ORDER BY unit_of.place
            LIMIT 1
        )
    END AS unit,
    coalesce(
        CASE WHEN class.relname = 'daily_wide' THEN wide.source END,
        made_of.source,
        substring(obj_description(class.oid, 'pg_class') FROM 'Source: (.*)\.$')
    ) AS source,
    (
        SELECT words_of.words
        FROM words_of
        WHERE class.relname ~ words_of.relation AND attribute.attname ~ ('^(' || words_of.name || ')$')
        LIMIT 1 -- noqa: AM09
    ) AS allowed_values
FROM pg_class AS class
INNER JOIN pg_namespace AS namespace ON class.relnamespace = namespace.oid AND namespace.nspname = 'analytics'
INNER JOIN pg_attribute AS attribute ON class.oid = attribute.attrelid AND attribute.attnum > 0
LEFT JOIN metric AS wide ON attribute.attname = wide.metric
LEFT JOIN made_of ON class.relname = made_of.relation
WHERE class.relkind = 'v' AND class.relname <> 'data_dictionary';
COMMENT ON VIEW analytics.data_dictionary IS 'One row per column that analysts see: relation, type, unit and meaning, source, allowed words.';
