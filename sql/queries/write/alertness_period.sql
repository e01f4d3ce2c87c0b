-- Title: Store alertness period
-- Parameters: user_id text; one array per column, all of one length
-- Grain: one row per person and period_start_at; an unchanged row is not rewritten,
-- a period whose sleep Polar has measured anew takes the place of the old one,
-- and a value that Polar once sent is not wiped by an answer that lacks it
WITH gone AS (
    DELETE FROM alertness_period AS kept
    USING unnest(
        :'period_start_at'::timestamptz[],
        :'sleep_start_at'::timestamptz[],
        :'sleep_end_at'::timestamptz[]
    ) AS sent (period_start_at, sleep_start_at, sleep_end_at)
    WHERE
        kept.user_id = :'user_id'::text
        AND kept.sleep_start_at < sent.sleep_end_at
        AND kept.sleep_end_at > sent.sleep_start_at
        AND kept.period_start_at <> all(:'period_start_at'::timestamptz[])
)

INSERT INTO alertness_period (
    user_id,
    period_start_at,
    period_end_at,
    sleep_start_at,
    sleep_end_at,
    utc_offset_minutes,
    grade,
    grade_validity_s,
    grade_type,
    grade_classification,
    validity,
    sleep_inertia,
    sleep_type,
    result_type,
    extra
)
SELECT
    :'user_id'::text,
    sent.period_start_at,
    sent.period_end_at,
    sent.sleep_start_at,
    sent.sleep_end_at,
    sent.utc_offset_minutes,
    sent.grade,
    sent.grade_validity_s,
    sent.grade_type,
    sent.grade_classification,
    sent.validity,
    sent.sleep_inertia,
    sent.sleep_type,
    sent.result_type,
    sent.extra
FROM unnest(
    :'period_start_at'::timestamptz[],
    :'period_end_at'::timestamptz[],
    :'sleep_start_at'::timestamptz[],
    :'sleep_end_at'::timestamptz[],
    :'utc_offset_minutes'::integer[],
    :'grade'::double precision[],
    :'grade_validity_s'::integer[],
    :'grade_type'::text[],
    :'grade_classification'::text[],
    :'validity'::text[],
    :'sleep_inertia'::text[],
    :'sleep_type'::text[],
    :'result_type'::text[],
    :'extra'::jsonb[]
) AS sent (
    period_start_at,
    period_end_at,
    sleep_start_at,
    sleep_end_at,
    utc_offset_minutes,
    grade,
    grade_validity_s,
    grade_type,
    grade_classification,
    validity,
    sleep_inertia,
    sleep_type,
    result_type,
    extra
)
ON CONFLICT (user_id, period_start_at) DO UPDATE SET
    period_end_at = coalesce(excluded.period_end_at, alertness_period.period_end_at),
    sleep_start_at = coalesce(excluded.sleep_start_at, alertness_period.sleep_start_at),
    sleep_end_at = coalesce(excluded.sleep_end_at, alertness_period.sleep_end_at),
    utc_offset_minutes = coalesce(excluded.utc_offset_minutes, alertness_period.utc_offset_minutes),
    grade = coalesce(excluded.grade, alertness_period.grade),
    grade_validity_s = coalesce(excluded.grade_validity_s, alertness_period.grade_validity_s),
    grade_type = coalesce(excluded.grade_type, alertness_period.grade_type),
    grade_classification = coalesce(excluded.grade_classification, alertness_period.grade_classification),
    validity = coalesce(excluded.validity, alertness_period.validity),
    sleep_inertia = coalesce(excluded.sleep_inertia, alertness_period.sleep_inertia),
    sleep_type = coalesce(excluded.sleep_type, alertness_period.sleep_type),
    result_type = coalesce(excluded.result_type, alertness_period.result_type),
    extra = coalesce(excluded.extra, alertness_period.extra),
    written_at = now()
WHERE (
    alertness_period.period_end_at,
    alertness_period.sleep_start_at,
    alertness_period.sleep_end_at,
    alertness_period.utc_offset_minutes,
    alertness_period.grade,
    alertness_period.grade_validity_s,
    alertness_period.grade_type,
    alertness_period.grade_classification,
    alertness_period.validity,
    alertness_period.sleep_inertia,
    alertness_period.sleep_type,
    alertness_period.result_type,
    alertness_period.extra
) IS DISTINCT FROM (
    coalesce(excluded.period_end_at, alertness_period.period_end_at),
    coalesce(excluded.sleep_start_at, alertness_period.sleep_start_at),
    coalesce(excluded.sleep_end_at, alertness_period.sleep_end_at),
    coalesce(excluded.utc_offset_minutes, alertness_period.utc_offset_minutes),
    coalesce(excluded.grade, alertness_period.grade),
    coalesce(excluded.grade_validity_s, alertness_period.grade_validity_s),
    coalesce(excluded.grade_type, alertness_period.grade_type),
    coalesce(excluded.grade_classification, alertness_period.grade_classification),
    coalesce(excluded.validity, alertness_period.validity),
    coalesce(excluded.sleep_inertia, alertness_period.sleep_inertia),
    coalesce(excluded.sleep_type, alertness_period.sleep_type),
    coalesce(excluded.result_type, alertness_period.result_type),
    coalesce(excluded.extra, alertness_period.extra)
);
