-- Title: Store bedtime
-- Parameters: user_id text; one array per column, all of one length
-- Grain: one row per person and period_start_at; an unchanged row is not rewritten,
-- a night that Polar has predicted anew takes the place of the old one,
-- and a value that Polar once sent is not wiped by an answer that lacks it
WITH gone AS (
    DELETE FROM bedtime AS kept
    USING unnest(
        :'period_start_at'::timestamptz[],
        :'period_end_at'::timestamptz[]
    ) AS sent (period_start_at, period_end_at)
    WHERE
        kept.user_id = :'user_id'::text
        AND kept.period_start_at < sent.period_end_at
        AND kept.period_end_at > sent.period_start_at
        AND kept.period_start_at <> all(:'period_start_at'::timestamptz[])
)

INSERT INTO bedtime (
    user_id,
    period_start_at,
    period_end_at,
    preferred_sleep_start_at,
    preferred_sleep_end_at,
    sleep_gate_start_at,
    sleep_gate_end_at,
    utc_offset_minutes,
    validity,
    quality,
    result_type,
    extra
)
SELECT
    :'user_id'::text,
    sent.period_start_at,
    sent.period_end_at,
    sent.preferred_sleep_start_at,
    sent.preferred_sleep_end_at,
    sent.sleep_gate_start_at,
    sent.sleep_gate_end_at,
    -- Polar sometimes sends 0 where the night before has the true offset.
    CASE
        WHEN sent.utc_offset_minutes <> 0 THEN sent.utc_offset_minutes
        ELSE coalesce((
            SELECT sleep.utc_offset_minutes
            FROM sleep
            WHERE
                sleep.user_id = :'user_id'::text
                AND sleep.date BETWEEN sent.period_start_at::date - 7 AND sent.period_start_at::date + 7
            ORDER BY abs(extract(EPOCH FROM sleep.sleep_end_at - sent.period_end_at))
            LIMIT 1
        ), sent.utc_offset_minutes)
    END,
    sent.validity,
    sent.quality,
    sent.result_type,
    sent.extra
FROM unnest(
    :'period_start_at'::timestamptz[],
    :'period_end_at'::timestamptz[],
    :'preferred_sleep_start_at'::timestamptz[],
    :'preferred_sleep_end_at'::timestamptz[],
    :'sleep_gate_start_at'::timestamptz[],
    :'sleep_gate_end_at'::timestamptz[],
    :'utc_offset_minutes'::integer[],
    :'validity'::text[],
    :'quality'::text[],
    :'result_type'::text[],
    :'extra'::jsonb[]
) AS sent (
    period_start_at,
    period_end_at,
    preferred_sleep_start_at,
    preferred_sleep_end_at,
    sleep_gate_start_at,
    sleep_gate_end_at,
    utc_offset_minutes,
    validity,
    quality,
    result_type,
    extra
)
ON CONFLICT (user_id, period_start_at) DO UPDATE SET
    period_end_at = coalesce(excluded.period_end_at, bedtime.period_end_at),
    preferred_sleep_start_at = coalesce(excluded.preferred_sleep_start_at, bedtime.preferred_sleep_start_at),
    preferred_sleep_end_at = coalesce(excluded.preferred_sleep_end_at, bedtime.preferred_sleep_end_at),
    sleep_gate_start_at = coalesce(excluded.sleep_gate_start_at, bedtime.sleep_gate_start_at),
    sleep_gate_end_at = coalesce(excluded.sleep_gate_end_at, bedtime.sleep_gate_end_at),
    utc_offset_minutes = coalesce(excluded.utc_offset_minutes, bedtime.utc_offset_minutes),
    validity = coalesce(excluded.validity, bedtime.validity),
    quality = coalesce(excluded.quality, bedtime.quality),
    result_type = coalesce(excluded.result_type, bedtime.result_type),
    extra = coalesce(excluded.extra, bedtime.extra),
    written_at = now()
WHERE (
    bedtime.period_end_at,
    bedtime.preferred_sleep_start_at,
    bedtime.preferred_sleep_end_at,
    bedtime.sleep_gate_start_at,
    bedtime.sleep_gate_end_at,
    bedtime.utc_offset_minutes,
    bedtime.validity,
    bedtime.quality,
    bedtime.result_type,
    bedtime.extra
) IS DISTINCT FROM (
    coalesce(excluded.period_end_at, bedtime.period_end_at),
    coalesce(excluded.preferred_sleep_start_at, bedtime.preferred_sleep_start_at),
    coalesce(excluded.preferred_sleep_end_at, bedtime.preferred_sleep_end_at),
    coalesce(excluded.sleep_gate_start_at, bedtime.sleep_gate_start_at),
    coalesce(excluded.sleep_gate_end_at, bedtime.sleep_gate_end_at),
    coalesce(excluded.utc_offset_minutes, bedtime.utc_offset_minutes),
    coalesce(excluded.validity, bedtime.validity),
    coalesce(excluded.quality, bedtime.quality),
    coalesce(excluded.result_type, bedtime.result_type),
    coalesce(excluded.extra, bedtime.extra)
);
