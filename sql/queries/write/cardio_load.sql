-- Title: Store cardio load
-- Parameters: user_id text; one array per column, all of one length
-- Grain: one row per person and date; an unchanged row is not rewritten,
-- and a value that Polar once sent is not wiped by an answer that lacks it
INSERT INTO cardio_load (
    user_id,
    date,
    cardio_load,
    strain,
    tolerance,
    cardio_load_ratio,
    cardio_load_status,
    level_very_low,
    level_low,
    level_medium,
    level_high,
    level_very_high,
    extra
)
SELECT
    :'user_id'::text,
    sent.date,
    sent.cardio_load,
    sent.strain,
    sent.tolerance,
    sent.cardio_load_ratio,
    sent.cardio_load_status,
    sent.level_very_low,
    sent.level_low,
    sent.level_medium,
    sent.level_high,
    sent.level_very_high,
    sent.extra
FROM unnest(
    :'date'::date[],
    :'cardio_load'::double precision[],
    :'strain'::double precision[],
    :'tolerance'::double precision[],
    :'cardio_load_ratio'::double precision[],
    :'cardio_load_status'::text[],
    :'level_very_low'::double precision[],
    :'level_low'::double precision[],
    :'level_medium'::double precision[],
    :'level_high'::double precision[],
    :'level_very_high'::double precision[],
    :'extra'::jsonb[]
) AS sent (
    date,
    cardio_load,
    strain,
    tolerance,
    cardio_load_ratio,
    cardio_load_status,
    level_very_low,
    level_low,
    level_medium,
    level_high,
    level_very_high,
    extra
)
ON CONFLICT (user_id, date) DO UPDATE SET
    cardio_load = coalesce(excluded.cardio_load, cardio_load.cardio_load),
    strain = coalesce(excluded.strain, cardio_load.strain),
    tolerance = coalesce(excluded.tolerance, cardio_load.tolerance),
    cardio_load_ratio = coalesce(excluded.cardio_load_ratio, cardio_load.cardio_load_ratio),
    cardio_load_status = coalesce(excluded.cardio_load_status, cardio_load.cardio_load_status),
    level_very_low = coalesce(excluded.level_very_low, cardio_load.level_very_low),
    level_low = coalesce(excluded.level_low, cardio_load.level_low),
    level_medium = coalesce(excluded.level_medium, cardio_load.level_medium),
    level_high = coalesce(excluded.level_high, cardio_load.level_high),
    level_very_high = coalesce(excluded.level_very_high, cardio_load.level_very_high),
    extra = coalesce(excluded.extra, cardio_load.extra),
    written_at = now()
WHERE (
    cardio_load.cardio_load,
    cardio_load.strain,
    cardio_load.tolerance,
    cardio_load.cardio_load_ratio,
    cardio_load.cardio_load_status,
    cardio_load.level_very_low,
    cardio_load.level_low,
    cardio_load.level_medium,
    cardio_load.level_high,
    cardio_load.level_very_high,
    cardio_load.extra
) IS DISTINCT FROM (
    coalesce(excluded.cardio_load, cardio_load.cardio_load),
    coalesce(excluded.strain, cardio_load.strain),
    coalesce(excluded.tolerance, cardio_load.tolerance),
    coalesce(excluded.cardio_load_ratio, cardio_load.cardio_load_ratio),
    coalesce(excluded.cardio_load_status, cardio_load.cardio_load_status),
    coalesce(excluded.level_very_low, cardio_load.level_very_low),
    coalesce(excluded.level_low, cardio_load.level_low),
    coalesce(excluded.level_medium, cardio_load.level_medium),
    coalesce(excluded.level_high, cardio_load.level_high),
    coalesce(excluded.level_very_high, cardio_load.level_very_high),
    coalesce(excluded.extra, cardio_load.extra)
);
