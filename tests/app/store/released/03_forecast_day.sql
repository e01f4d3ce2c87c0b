-- Title: Forecasts, one row per coming day
CREATE OR REPLACE VIEW forecast_day AS
SELECT
    forecast.user_id,
    forecast.metric,
    coming.date,
    coming.value,
    coming.low,
    coming.high,
    forecast.as_of
FROM forecast
CROSS JOIN LATERAL unnest(
    forecast.days, forecast.value, forecast.low, forecast.high
) AS coming (date, value, low, high);
COMMENT ON VIEW forecast_day IS 'One row per person, metric and coming day: what is expected, with 80 % intervals.';
COMMENT ON COLUMN forecast_day.user_id IS 'The person.';
COMMENT ON COLUMN forecast_day.metric IS 'Name of the metric.';
COMMENT ON COLUMN forecast_day.date IS 'The coming day.';
COMMENT ON COLUMN forecast_day.value IS 'Expected value, in the metric''s unit.';
COMMENT ON COLUMN forecast_day.low IS 'Lower end of the 80 % interval.';
COMMENT ON COLUMN forecast_day.high IS 'Upper end of the 80 % interval.';
COMMENT ON COLUMN forecast_day.as_of IS 'Day before the first forecast day.';
