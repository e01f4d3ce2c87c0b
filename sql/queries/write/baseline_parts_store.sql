-- Title: Store the parts of a person's baselines
-- Parameters: user_id text; parts jsonb, a list of objects; now timestamptz
-- Grain: one row per metric and era; of a baseline that is split no more they are removed
WITH sent AS (
    SELECT found.*
    FROM jsonb_to_recordset(:'parts'::jsonb) AS found (
        metric text,
        era text,
        since date,
        because text,
        baseline_value double precision,
        median double precision,
        q1 double precision,
        q3 double precision,
        iqr double precision,
        std_dev double precision,
        min double precision,
        max double precision,
        lower_bound double precision,
        upper_bound double precision,
        sample_count integer,
        status text,
        data_start_date date,
        data_end_date date,
        as_of date
    )
),

gone AS (
    DELETE FROM baseline_part
    WHERE
        baseline_part.user_id = :'user_id'::text
        AND baseline_part.metric NOT IN (SELECT sent.metric FROM sent)
)

INSERT INTO baseline_part (
    user_id, metric, era, since, because, baseline_value, median, q1, q3, iqr, std_dev, min, max, lower_bound, upper_bound, sample_count, status, data_start_date, data_end_date, as_of, calculated_at
)
SELECT
    :'user_id'::text,
    sent.metric,
    sent.era,
    sent.since,
    sent.because,
    sent.baseline_value,
    sent.median,
    sent.q1,
    sent.q3,
    sent.iqr,
    sent.std_dev,
    sent.min,
    sent.max,
    sent.lower_bound,
    sent.upper_bound,
    sent.sample_count,
    sent.status,
    sent.data_start_date,
    sent.data_end_date,
    sent.as_of,
    :'now'::timestamptz
FROM sent
ON CONFLICT (user_id, metric, era) DO UPDATE SET
    since = excluded.since,
    because = excluded.because,
    baseline_value = excluded.baseline_value,
    median = excluded.median,
    q1 = excluded.q1,
    q3 = excluded.q3,
    iqr = excluded.iqr,
    std_dev = excluded.std_dev,
    min = excluded.min,
    max = excluded.max,
    lower_bound = excluded.lower_bound,
    upper_bound = excluded.upper_bound,
    sample_count = excluded.sample_count,
    status = excluded.status,
    data_start_date = excluded.data_start_date,
    data_end_date = excluded.data_end_date,
    as_of = excluded.as_of,
    calculated_at = excluded.calculated_at
WHERE baseline_part.calculated_at <= excluded.calculated_at; -- Who began to look earlier saw less.
