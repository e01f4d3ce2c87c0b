-- Title: What the analysis found out

CREATE TABLE baseline (
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    metric text NOT NULL,
    baseline_value double precision,
    baseline_7d double precision,
    baseline_30d double precision,
    baseline_90d double precision,
    median double precision,
    q1 double precision,
    q3 double precision,
    iqr double precision,
    std_dev double precision,
    min double precision,
    max double precision,
    lower_bound double precision,
    upper_bound double precision,
    sample_count integer NOT NULL,
    status text NOT NULL CHECK (status IN ('ready', 'partial', 'insufficient')),
    data_start_date date,
    data_end_date date,
    as_of date NOT NULL,
    calculated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, metric)
);
COMMENT ON TABLE baseline IS 'One row per person and metric: what is normal, over the 90 days that end with as_of.';
COMMENT ON COLUMN baseline.user_id IS 'The person.';
COMMENT ON COLUMN baseline.metric IS 'Name of the metric.';
COMMENT ON COLUMN baseline.baseline_value IS 'Mean of 90 days, in the metric''s unit; NULL below 7 values.';
COMMENT ON COLUMN baseline.baseline_7d IS 'Mean of 7 days; NULL below 3 values.';
COMMENT ON COLUMN baseline.baseline_30d IS 'Mean of 30 days; NULL below 7 values.';
COMMENT ON COLUMN baseline.baseline_90d IS 'Mean of 90 days; NULL below 21 values.';
COMMENT ON COLUMN baseline.median IS 'Median, linear interpolation.';
COMMENT ON COLUMN baseline.q1 IS 'First quartile, linear interpolation.';
COMMENT ON COLUMN baseline.q3 IS 'Third quartile, linear interpolation.';
COMMENT ON COLUMN baseline.iqr IS 'q3 minus q1.';
COMMENT ON COLUMN baseline.std_dev IS 'Standard deviation, divisor n-1.';
COMMENT ON COLUMN baseline.min IS 'Smallest value.';
COMMENT ON COLUMN baseline.max IS 'Largest value.';
COMMENT ON COLUMN baseline.lower_bound IS 'q1 minus 1.5 iqr.';
COMMENT ON COLUMN baseline.upper_bound IS 'q3 plus 1.5 iqr.';
COMMENT ON COLUMN baseline.sample_count IS 'Days with a value.';
COMMENT ON COLUMN baseline.status IS 'ready from 21 values, partial from 7, else insufficient.';
COMMENT ON COLUMN baseline.data_start_date IS 'First day with a value.';
COMMENT ON COLUMN baseline.data_end_date IS 'Last day with a value.';
COMMENT ON COLUMN baseline.as_of IS 'The day the baseline speaks of.';
COMMENT ON COLUMN baseline.calculated_at IS 'When it was computed.';

CREATE TABLE pattern (
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    pattern_name text NOT NULL,
    pattern_type text NOT NULL,
    score double precision,
    confidence double precision,
    significance text NOT NULL CHECK (significance IN ('high', 'medium', 'low', 'insufficient')),
    metrics_involved text[] NOT NULL,
    sample_count integer NOT NULL,
    details jsonb NOT NULL,
    as_of date NOT NULL,
    analyzed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, pattern_name)
);
COMMENT ON TABLE pattern IS 'One row per person and pattern: correlations, trends, composites.';
COMMENT ON COLUMN pattern.user_id IS 'The person.';
COMMENT ON COLUMN pattern.pattern_name IS 'Name of the pattern.';
COMMENT ON COLUMN pattern.pattern_type IS 'correlation, trend, composite.';
COMMENT ON COLUMN pattern.score IS 'Coefficient, change in percent, or risk 0-100, by type.';
COMMENT ON COLUMN pattern.confidence IS '1 minus the p-value that decided.';
COMMENT ON COLUMN pattern.significance IS 'high p < 0.01, medium p < 0.05, low p < 0.1, insufficient.';
COMMENT ON COLUMN pattern.metrics_involved IS 'Names of the metrics.';
COMMENT ON COLUMN pattern.sample_count IS 'Days that went into it.';
COMMENT ON COLUMN pattern.details IS 'What lets a reader check the claim.';
COMMENT ON COLUMN pattern.as_of IS 'The day the pattern speaks of.';
COMMENT ON COLUMN pattern.analyzed_at IS 'When it was computed.';
