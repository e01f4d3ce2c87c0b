-- Title: Forget the samples of periods of temperature that came without any
-- Parameters: user_id text; device_id text[], measurement_type text[], start_at timestamptz[] (of the periods, of one length)
-- Grain: one row: how many went, and the first and last day of these
WITH gone AS (
    DELETE FROM body_temperature_sample AS old
    USING unnest(:'device_id'::text[], :'measurement_type'::text[], :'start_at'::timestamptz[]) AS period (device_id, measurement_type, start_at)
    WHERE
        old.user_id = :'user_id'::text
        AND old.source = 'accesslink'
        AND old.device_id = period.device_id
        AND old.measurement_type = period.measurement_type
        AND old.start_at = period.start_at
        AND old.local_time >= (SELECT min(each.start_at) FROM unnest(:'start_at'::timestamptz[]) AS each (start_at)) - interval '2 days'
        AND old.local_time <= (SELECT max(each.start_at) FROM unnest(:'start_at'::timestamptz[]) AS each (start_at)) + interval '31 days'
    RETURNING old.local_time
)

SELECT
    count(*) AS gone,
    min(gone.local_time)::date AS first_day,
    max(gone.local_time)::date AS last_day
FROM gone;
