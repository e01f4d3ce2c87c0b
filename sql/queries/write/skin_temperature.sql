-- Title: Store skin temperature
-- Parameters: user_id text; one array per column, all of one length
-- Grain: one row per person and date; an unchanged row is not rewritten,
-- and a value that Polar once sent is not wiped by an answer that lacks it
INSERT INTO skin_temperature (
    user_id,
    date,
    temperature_c,
    deviation_from_baseline_c,
    extra
)
SELECT
    :'user_id'::text,
    sent.date,
    sent.temperature_c,
    sent.deviation_from_baseline_c,
    sent.extra
FROM unnest(
    :'date'::date[],
    :'temperature_c'::double precision[],
    :'deviation_from_baseline_c'::double precision[],
    :'extra'::jsonb[]
) AS sent (
    date,
    temperature_c,
    deviation_from_baseline_c,
    extra
)
ON CONFLICT (user_id, date) DO UPDATE SET
    temperature_c = coalesce(excluded.temperature_c, skin_temperature.temperature_c),
    deviation_from_baseline_c = coalesce(excluded.deviation_from_baseline_c, skin_temperature.deviation_from_baseline_c),
    extra = coalesce(excluded.extra, skin_temperature.extra),
    written_at = now()
WHERE (
    skin_temperature.temperature_c,
    skin_temperature.deviation_from_baseline_c,
    skin_temperature.extra
) IS DISTINCT FROM (
    coalesce(excluded.temperature_c, skin_temperature.temperature_c),
    coalesce(excluded.deviation_from_baseline_c, skin_temperature.deviation_from_baseline_c),
    coalesce(excluded.extra, skin_temperature.extra)
);
