-- Title: What was usual before a baseline began anew, and what has been since

CREATE TABLE baseline_part (
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    metric text NOT NULL,
    era text NOT NULL CHECK (era IN ('before', 'since')),
    since date NOT NULL,
    because text NOT NULL CHECK (because IN ('new_device', 'step')),
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
    sample_count integer NOT NULL,
    status text NOT NULL CHECK (status IN ('ready', 'partial', 'insufficient')),
    data_start_date date,
    data_end_date date,
    as_of date NOT NULL,
    calculated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, metric, era)
);
COMMENT ON TABLE baseline_part IS 'One row per person, metric and era, for baselines that a new device or a found step splits within their 90 days.';
COMMENT ON COLUMN baseline_part.user_id IS 'The person.';
COMMENT ON COLUMN baseline_part.metric IS 'Name of the metric.';
COMMENT ON COLUMN baseline_part.era IS 'before the day, or since it.';
COMMENT ON COLUMN baseline_part.since IS 'First day of the new device, or of the new level.';
COMMENT ON COLUMN baseline_part.because IS 'Why the baseline begins anew: new_device, step.';
COMMENT ON COLUMN baseline_part.baseline_value IS 'Mean of these days of the 90, in the metric''s unit; NULL below 7 values.';
COMMENT ON COLUMN baseline_part.median IS 'Median, linear interpolation.';
COMMENT ON COLUMN baseline_part.q1 IS 'First quartile, linear interpolation.';
COMMENT ON COLUMN baseline_part.q3 IS 'Third quartile, linear interpolation.';
COMMENT ON COLUMN baseline_part.iqr IS 'q3 minus q1.';
COMMENT ON COLUMN baseline_part.std_dev IS 'Standard deviation, divisor n-1.';
COMMENT ON COLUMN baseline_part.min IS 'Smallest value.';
COMMENT ON COLUMN baseline_part.max IS 'Largest value.';
COMMENT ON COLUMN baseline_part.lower_bound IS 'q1 minus 1.5 iqr.';
COMMENT ON COLUMN baseline_part.upper_bound IS 'q3 plus 1.5 iqr.';
COMMENT ON COLUMN baseline_part.sample_count IS 'Days with a value.';
COMMENT ON COLUMN baseline_part.status IS 'ready from 21 values, partial from 7, else insufficient.';
COMMENT ON COLUMN baseline_part.data_start_date IS 'First day with a value.';
COMMENT ON COLUMN baseline_part.data_end_date IS 'Last day with a value.';
COMMENT ON COLUMN baseline_part.as_of IS 'The day that the analysis spoke of.';
COMMENT ON COLUMN baseline_part.calculated_at IS 'When it was computed.';
