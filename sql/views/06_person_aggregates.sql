-- Title: Hours, weeks and months of people, whole at once
-- Continuous aggregates tell what was there at the last refresh. Days that were written since are noted in unrefreshed,
-- and made of the rows here. Each is one SELECT, so that the planner takes it apart and looks up these people alone.
-- Everybody's questions go to the aggregates themselves.

-- Parameters: people text[]; first, last day, both included
-- Grain: one row per person and hour of the wearer's clock; mean = weighted_sum / minutes
CREATE OR REPLACE FUNCTION heart_rate_hours(people text[], first date, last date)
RETURNS TABLE (
    user_id text,
    hour timestamp,
    bpm_min smallint,
    bpm_max smallint,
    weighted_sum double precision,
    minutes double precision,
    sample_count bigint
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT kept.user_id, kept.hour, kept.bpm_min, kept.bpm_max, kept.weighted_sum, kept.minutes, kept.sample_count
    FROM heart_rate_hourly AS kept
    WHERE
        kept.user_id = ANY(people) AND kept.hour >= first AND kept.hour < last + 1
        AND NOT EXISTS (
            SELECT FROM unrefreshed AS late
            WHERE
                late.user_id = kept.user_id AND late.relation = 'heart_rate_sample'
                AND kept.hour >= late.first_day AND kept.hour < late.last_day + 1
        )
    UNION ALL
    SELECT late.user_id, made.*
    FROM unrefreshed AS late
    CROSS JOIN LATERAL (
        SELECT
            date_trunc('hour', sample.local_time) AS hour,
            min(sample.bpm),
            max(sample.bpm),
            sum(sample.bpm * sample.minute_weight::double precision),
            sum(sample.minute_weight::double precision) FILTER (WHERE sample.bpm IS NOT NULL),
            count(sample.bpm)
        FROM heart_rate_sample AS sample
        WHERE
            sample.user_id = late.user_id
            AND sample.local_time >= late.first_day AND sample.local_time < late.last_day + 1
            AND sample.local_time >= first AND sample.local_time < last + 1
        GROUP BY 1
    ) AS made
    WHERE late.user_id = ANY(people) AND late.relation = 'heart_rate_sample'
$$;
COMMENT ON FUNCTION heart_rate_hours(text[], date, date) IS 'Hours of people''s heart rate, those that are not refreshed yet included.';
REVOKE EXECUTE ON FUNCTION heart_rate_hours(text[], date, date) FROM public;

-- Parameters: people text[]; first, last day, both included
-- Grain: one row per person and hour of the wearer's clock
CREATE OR REPLACE FUNCTION step_hours(people text[], first date, last date)
RETURNS TABLE (user_id text, hour timestamp, steps bigint, minutes bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT kept.user_id, kept.hour, kept.steps, kept.minutes
    FROM steps_hourly AS kept
    WHERE
        kept.user_id = ANY(people) AND kept.hour >= first AND kept.hour < last + 1
        AND NOT EXISTS (
            SELECT FROM unrefreshed AS late
            WHERE
                late.user_id = kept.user_id AND late.relation = 'step_sample'
                AND kept.hour >= late.first_day AND kept.hour < late.last_day + 1
        )
    UNION ALL
    SELECT late.user_id, made.*
    FROM unrefreshed AS late
    CROSS JOIN LATERAL (
        SELECT date_trunc('hour', sample.local_time) AS hour, sum(sample.steps), count(*)
        FROM step_sample AS sample
        WHERE
            sample.user_id = late.user_id
            AND sample.local_time >= late.first_day AND sample.local_time < late.last_day + 1
            AND sample.local_time >= first AND sample.local_time < last + 1
        GROUP BY 1
    ) AS made
    WHERE late.user_id = ANY(people) AND late.relation = 'step_sample'
$$;
COMMENT ON FUNCTION step_hours(text[], date, date) IS 'Hours of people''s steps, those that are not refreshed yet included.';
REVOKE EXECUTE ON FUNCTION step_hours(text[], date, date) FROM public;

-- Parameters: people text[]; first, last date that samples belong to, both included
-- Grain: one row per person, date, and day of the wearer's clock on which its samples lie: it may be a neighbour
CREATE OR REPLACE FUNCTION step_days(people text[], first date, last date)
RETURNS TABLE (user_id text, day timestamp, date date, steps bigint, minutes bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT kept.user_id, kept.day, kept.date, kept.steps, kept.minutes
    FROM steps_daily AS kept
    WHERE
        kept.user_id = ANY(people) AND kept.day >= first - 1 AND kept.day <= last + 1
        AND kept.date BETWEEN first AND last
        AND NOT EXISTS (
            SELECT FROM unrefreshed AS late
            WHERE
                late.user_id = kept.user_id AND late.relation = 'step_sample'
                AND kept.day >= late.first_day AND kept.day <= late.last_day
        )
    UNION ALL
    SELECT late.user_id, made.*
    FROM unrefreshed AS late
    CROSS JOIN LATERAL (
        SELECT date_trunc('day', sample.local_time), coalesce(sample.date, sample.local_time::date), sum(sample.steps), count(*)
        FROM step_sample AS sample
        WHERE
            sample.user_id = late.user_id
            AND sample.local_time >= late.first_day AND sample.local_time < late.last_day + 1
            AND sample.local_time >= first - 1 AND sample.local_time < last + 2
            AND coalesce(sample.date, sample.local_time::date) BETWEEN first AND last
        GROUP BY 1, 2
    ) AS made
    WHERE late.user_id = ANY(people) AND late.relation = 'step_sample'
$$;
COMMENT ON FUNCTION step_days(text[], date, date) IS 'Days of people''s steps, those that are not refreshed yet included.';
REVOKE EXECUTE ON FUNCTION step_days(text[], date, date) FROM public;

-- Parameters: people text[]; first, last day, both included
-- Grain: one row per person, kind of temperature and hour of the wearer's clock, degrees Celsius
CREATE OR REPLACE FUNCTION body_temperature_hours(people text[], first date, last date)
RETURNS TABLE (
    user_id text,
    measurement_type text,
    hour timestamp,
    temperature_c_min real,
    temperature_c_mean double precision,
    temperature_c_max real,
    sample_count bigint
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT
        kept.user_id, kept.measurement_type, kept.hour,
        kept.temperature_c_min, kept.temperature_c_mean, kept.temperature_c_max, kept.sample_count
    FROM body_temperature_hourly AS kept
    WHERE
        kept.user_id = ANY(people) AND kept.hour >= first AND kept.hour < last + 1
        AND NOT EXISTS (
            SELECT FROM unrefreshed AS late
            WHERE
                late.user_id = kept.user_id AND late.relation = 'body_temperature_sample'
                AND kept.hour >= late.first_day AND kept.hour < late.last_day + 1
        )
    UNION ALL
    SELECT late.user_id, made.*
    FROM unrefreshed AS late
    CROSS JOIN LATERAL (
        SELECT
            sample.measurement_type,
            date_trunc('hour', sample.local_time) AS hour,
            min(sample.temperature_c),
            avg(sample.temperature_c),
            max(sample.temperature_c),
            count(*)
        FROM body_temperature_sample AS sample
        WHERE
            sample.user_id = late.user_id
            AND sample.local_time >= late.first_day AND sample.local_time < late.last_day + 1
            AND sample.local_time >= first AND sample.local_time < last + 1
        GROUP BY 1, 2
    ) AS made
    WHERE late.user_id = ANY(people) AND late.relation = 'body_temperature_sample'
$$;
COMMENT ON FUNCTION body_temperature_hours(text[], date, date) IS 'Hours of people''s temperatures, those that are not refreshed yet included.';
REVOKE EXECUTE ON FUNCTION body_temperature_hours(text[], date, date) FROM public;

-- Parameters: people text[]; metrics text[]; first, last day: weeks that have one of these days in them
-- Grain: one row per person, metric and week (Monday to Sunday)
CREATE OR REPLACE FUNCTION metric_weeks(people text[], metrics text[], first date, last date)
RETURNS TABLE (
    user_id text,
    metric text,
    week date,
    n bigint,
    mean double precision,
    std_dev double precision,
    min double precision,
    q1 double precision,
    median double precision,
    q3 double precision,
    max double precision
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT
        kept.user_id, kept.metric, kept.week, kept.n, kept.mean, kept.std_dev,
        kept.min, kept.q1, kept.median, kept.q3, kept.max
    FROM metric_weekly AS kept
    WHERE
        kept.user_id = ANY(people) AND kept.metric = ANY(metrics)
        AND kept.week >= date_trunc('week', first::timestamp)::date AND kept.week <= last
        AND NOT EXISTS (
            SELECT FROM unrefreshed AS late
            WHERE
                late.user_id = kept.user_id AND late.relation = 'metric_daily'
                AND kept.week > late.first_day - 7 AND kept.week <= late.last_day
        )
    UNION ALL
    SELECT late.user_id, made.*
    FROM unrefreshed AS late
    CROSS JOIN LATERAL (
        SELECT
            daily.metric,
            date_trunc('week', daily.date::timestamp)::date AS week,
            count(*),
            avg(daily.value),
            stddev_samp(daily.value),
            min(daily.value),
            percentile_cont(0.25) WITHIN GROUP (ORDER BY daily.value),
            percentile_cont(0.5) WITHIN GROUP (ORDER BY daily.value),
            percentile_cont(0.75) WITHIN GROUP (ORDER BY daily.value),
            max(daily.value)
        FROM metric_daily AS daily
        WHERE
            daily.user_id = late.user_id AND daily.metric = ANY(metrics)
            AND daily.date >= date_trunc('week', late.first_day::timestamp)::date
            AND daily.date < date_trunc('week', late.last_day::timestamp)::date + 7
            AND daily.date >= date_trunc('week', first::timestamp)::date
            AND daily.date < date_trunc('week', last::timestamp)::date + 7
        GROUP BY 1, 2
    ) AS made
    WHERE late.user_id = ANY(people) AND late.relation = 'metric_daily'
$$;
COMMENT ON FUNCTION metric_weeks(text[], text[], date, date) IS 'Weeks of people''s metrics, those that are not refreshed yet included.';
REVOKE EXECUTE ON FUNCTION metric_weeks(text[], text[], date, date) FROM public;

-- Parameters: people text[]; metrics text[]; first, last day: months that have one of these days in them
-- Grain: one row per person, metric and calendar month
CREATE OR REPLACE FUNCTION metric_months(people text[], metrics text[], first date, last date)
RETURNS TABLE (
    user_id text,
    metric text,
    month date,
    n bigint,
    mean double precision,
    std_dev double precision,
    min double precision,
    q1 double precision,
    median double precision,
    q3 double precision,
    max double precision
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT
        kept.user_id, kept.metric, kept.month, kept.n, kept.mean, kept.std_dev,
        kept.min, kept.q1, kept.median, kept.q3, kept.max
    FROM metric_monthly AS kept
    WHERE
        kept.user_id = ANY(people) AND kept.metric = ANY(metrics)
        AND kept.month >= date_trunc('month', first::timestamp)::date AND kept.month <= last
        AND NOT EXISTS (
            SELECT FROM unrefreshed AS late
            WHERE
                late.user_id = kept.user_id AND late.relation = 'metric_daily'
                AND kept.month >= date_trunc('month', late.first_day::timestamp)::date AND kept.month <= late.last_day
        )
    UNION ALL
    SELECT late.user_id, made.*
    FROM unrefreshed AS late
    CROSS JOIN LATERAL (
        SELECT
            daily.metric,
            date_trunc('month', daily.date::timestamp)::date AS month,
            count(*),
            avg(daily.value),
            stddev_samp(daily.value),
            min(daily.value),
            percentile_cont(0.25) WITHIN GROUP (ORDER BY daily.value),
            percentile_cont(0.5) WITHIN GROUP (ORDER BY daily.value),
            percentile_cont(0.75) WITHIN GROUP (ORDER BY daily.value),
            max(daily.value)
        FROM metric_daily AS daily
        WHERE
            daily.user_id = late.user_id AND daily.metric = ANY(metrics)
            AND daily.date >= date_trunc('month', late.first_day::timestamp)::date
            AND daily.date < (date_trunc('month', late.last_day::timestamp) + interval '1 month')::date
            AND daily.date >= date_trunc('month', first::timestamp)::date
            AND daily.date < (date_trunc('month', last::timestamp) + interval '1 month')::date
        GROUP BY 1, 2
    ) AS made
    WHERE late.user_id = ANY(people) AND late.relation = 'metric_daily'
$$;
COMMENT ON FUNCTION metric_months(text[], text[], date, date) IS 'Months of people''s metrics, those that are not refreshed yet included.';
REVOKE EXECUTE ON FUNCTION metric_months(text[], text[], date, date) FROM public;
