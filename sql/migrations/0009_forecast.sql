-- Title: What is expected of the coming days

CREATE TABLE forecast (
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    metric text NOT NULL,
    days date[] NOT NULL,
    value double precision[] NOT NULL,
    low double precision[] NOT NULL,
    high double precision[] NOT NULL,
    reason text CHECK ((reason IS NULL) = (cardinality(days) > 0)),
    skill double precision,
    origins integer NOT NULL,
    coverage double precision,
    autocorrelation double precision,
    weekly boolean NOT NULL,
    sample_count integer NOT NULL,
    as_of date NOT NULL,
    calculated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, metric)
);
COMMENT ON TABLE forecast IS 'One row per person and forecast metric: the next 7 days in arrays, or why nothing is said. The view forecast_day has a row per day.';
COMMENT ON COLUMN forecast.user_id IS 'The person.';
COMMENT ON COLUMN forecast.metric IS 'Name of the metric.';
COMMENT ON COLUMN forecast.days IS 'The coming days; empty when the forecast is withheld.';
COMMENT ON COLUMN forecast.value IS 'Expected value of each day, in the metric''s unit.';
COMMENT ON COLUMN forecast.low IS 'Lower end of the 80 % interval of each day.';
COMMENT ON COLUMN forecast.high IS 'Upper end of the 80 % interval of each day.';
COMMENT ON COLUMN forecast.reason IS 'Why the forecast is withheld; NULL when it is given.';
COMMENT ON COLUMN forecast.skill IS '1 minus mean error / mean error of the 28-day mean, on the person''s own past.';
COMMENT ON COLUMN forecast.origins IS 'Past days from which the skill was measured.';
COMMENT ON COLUMN forecast.coverage IS 'Share of past values inside the 80 % intervals, 0 to 1.';
COMMENT ON COLUMN forecast.autocorrelation IS 'How much a day is like the day before, 0 to 1.';
COMMENT ON COLUMN forecast.weekly IS 'Whether the weekday is part of the model.';
COMMENT ON COLUMN forecast.sample_count IS 'Days with a value that went into it.';
COMMENT ON COLUMN forecast.as_of IS 'Day before the first forecast day.';
COMMENT ON COLUMN forecast.calculated_at IS 'When it was computed.';

-- Rows of a baseline are rewritten every day: with room on their page no index has to follow.
ALTER TABLE baseline SET (fillfactor = 50);

-- The statistics of 90 days stand on it: NaN, infinities and numbers that drown all others stay out.
ALTER TABLE metric_daily ADD CONSTRAINT metric_daily_value CHECK (value BETWEEN -1e12 AND 1e12) NOT VALID;
