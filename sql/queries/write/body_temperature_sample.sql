-- Title: Store body temperature samples
-- Parameters: user_id text; one array per column
-- Grain: one row, the number of rows that were new or had changed. A period is replaced as a whole,
-- an unchanged row is not rewritten. The wearer's clock comes from the nearest night, because Polar sends UTC alone.
WITH raw AS (
    SELECT
        utc.device_id,
        utc.measurement_type,
        utc.start_at AT TIME ZONE 'UTC' AS start_at,
        utc.measured_at AT TIME ZONE 'UTC' AS measured_at,
        utc.temperature_c::real AS temperature_c
    FROM unnest(
        :'device_id'::text[],
        :'measurement_type'::text[],
        :'start_at'::timestamp[],
        :'measured_at'::timestamp[],
        :'temperature_c'::double precision[]
    ) AS utc (device_id, measurement_type, start_at, measured_at, temperature_c)
),

period AS (
    SELECT
        started.start_at,
        coalesce((
            SELECT sleep.utc_offset_minutes
            FROM sleep
            WHERE
                sleep.user_id = :'user_id'::text
                AND sleep.date BETWEEN started.start_at::date - 7 AND started.start_at::date + 7
            ORDER BY abs(extract(EPOCH FROM sleep.sleep_end_at - started.start_at))
            LIMIT 1
        ), account.utc_offset_minutes, 0) AS utc_offset_minutes
    FROM (SELECT DISTINCT raw.start_at FROM raw) AS started
    INNER JOIN account ON account.user_id = :'user_id'::text
),

sent AS (
    SELECT
        raw.*,
        (raw.measured_at AT TIME ZONE 'UTC') + make_interval(mins => period.utc_offset_minutes) AS local_time
    FROM raw
    INNER JOIN period USING (start_at)
),

gone AS (
    DELETE FROM body_temperature_sample AS kept
    USING (SELECT DISTINCT sent.device_id, sent.measurement_type, sent.start_at FROM sent) AS replaced
    WHERE
        kept.user_id = :'user_id'::text
        AND kept.device_id = replaced.device_id
        AND kept.measurement_type = replaced.measurement_type
        AND kept.start_at = replaced.start_at
        AND NOT EXISTS (
            SELECT FROM sent
            WHERE
                sent.device_id = kept.device_id
                AND sent.measurement_type = kept.measurement_type
                AND sent.local_time = kept.local_time
        )
),

written AS (
    INSERT INTO body_temperature_sample (
        user_id, local_time, measured_at, device_id, measurement_type, start_at, temperature_c
    )
    SELECT DISTINCT ON (sent.device_id, sent.measurement_type, sent.local_time)
        :'user_id'::text,
        sent.local_time,
        sent.measured_at,
        sent.device_id,
        sent.measurement_type,
        sent.start_at,
        sent.temperature_c
    FROM sent
    ORDER BY sent.device_id, sent.measurement_type, sent.local_time, sent.start_at DESC
    ON CONFLICT (user_id, device_id, measurement_type, local_time) DO UPDATE SET
        measured_at = excluded.measured_at,
        start_at = excluded.start_at,
        temperature_c = excluded.temperature_c
    WHERE
        (
            body_temperature_sample.measured_at,
            body_temperature_sample.start_at,
            body_temperature_sample.temperature_c
        ) IS DISTINCT FROM (excluded.measured_at, excluded.start_at, excluded.temperature_c)
    RETURNING 1
)

SELECT count(*) AS written FROM written;
