-- Title: Compute what is normal, all metrics at once, and store it
-- Parameters: user_ids text[], NULL for everybody; as_of date, the last of the 90 days; now timestamptz; answer boolean
-- Grain: one row per person and metric, or none without `answer`: the work is done all the same. A metric
-- without a value in the 90 days loses its baseline.
WITH held AS ( -- Nobody's findings outlive their account.
    SELECT account.user_id
    FROM account
    WHERE (:'user_ids'::text[] IS NULL OR account.user_id = any(:'user_ids'::text[]))
    FOR KEY SHARE
),

calculated AS (
    SELECT found.*
    FROM baselines_on(:'as_of'::date) AS found
    WHERE (:'user_ids'::text[] IS NULL OR found.user_id = any(:'user_ids'::text[]))
),

gone AS (
    DELETE FROM baseline
    WHERE
        (
            baseline.user_id = any(:'user_ids'::text[])
            -- Nearly everybody has a value in the window; they need no second look.
            OR (
                :'user_ids'::text[] IS NULL
                AND baseline.data_end_date NOT BETWEEN :'as_of'::date - 89 AND :'as_of'::date
            )
        )
        AND NOT EXISTS (
            SELECT FROM calculated
            WHERE calculated.user_id = baseline.user_id AND calculated.metric = baseline.metric
        )
),

stored AS (
    INSERT INTO baseline (
        user_id, metric, baseline_value, baseline_7d, baseline_30d, baseline_90d,
        median, q1, q3, iqr, std_dev, min, max, lower_bound, upper_bound,
        sample_count, status, data_start_date, data_end_date, as_of, calculated_at
    )
    SELECT
        calculated.user_id,
        calculated.metric,
        calculated.baseline_value,
        calculated.baseline_7d,
        calculated.baseline_30d,
        calculated.baseline_90d,
        calculated.median,
        calculated.q1,
        calculated.q3,
        calculated.iqr,
        calculated.std_dev,
        calculated.min,
        calculated.max,
        calculated.lower_bound,
        calculated.upper_bound,
        calculated.sample_count,
        calculated.status,
        calculated.data_start_date,
        calculated.data_end_date,
        calculated.as_of,
        :'now'::timestamptz
    FROM calculated -- In the order of its groups, so that two at once do not lock each other out.
    WHERE calculated.user_id IN (SELECT held.user_id FROM held)
    ON CONFLICT (user_id, metric) DO UPDATE SET
        baseline_value = excluded.baseline_value,
        baseline_7d = excluded.baseline_7d,
        baseline_30d = excluded.baseline_30d,
        baseline_90d = excluded.baseline_90d,
        median = excluded.median,
        q1 = excluded.q1,
        q3 = excluded.q3,
        iqr = excluded.iqr,
        std_dev = excluded.std_dev,
        min = excluded.min,
        max = excluded.max,
        lower_bound = excluded.lower_bound,
        upper_bound = excluded.upper_bound,
        sample_count = excluded.sample_count,
        status = excluded.status,
        data_start_date = excluded.data_start_date,
        data_end_date = excluded.data_end_date,
        as_of = excluded.as_of,
        calculated_at = excluded.calculated_at
    RETURNING baseline.*
),

raised AS ( -- After the baselines are, as who stores patterns does it, lest two lock each other out.
    INSERT INTO data_version (user_id, part, version)
    SELECT
        held.user_id,
        'findings' AS part,
        gen_random_uuid() AS version
    FROM held
    WHERE (SELECT count(*) FROM stored) >= 0
    ORDER BY held.user_id
    ON CONFLICT (user_id, part) DO UPDATE SET version = excluded.version
)

SELECT
    stored.user_id,
    stored.metric,
    stored.baseline_value,
    stored.baseline_7d,
    stored.baseline_30d,
    stored.baseline_90d,
    stored.median,
    stored.q1,
    stored.q3,
    stored.iqr,
    stored.std_dev,
    stored.min,
    stored.max,
    stored.lower_bound,
    stored.upper_bound,
    stored.sample_count,
    stored.status,
    stored.data_start_date,
    stored.data_end_date,
    stored.as_of,
    stored.calculated_at,
    (
        SELECT coalesce(jsonb_agg(to_jsonb(part) - '{user_id,calculated_at}'::text[] ORDER BY part.era), '[]')
        FROM baseline_part AS part
        WHERE part.user_id = stored.user_id AND part.metric = stored.metric
    ) AS parts
FROM stored
WHERE :'answer'::boolean;
