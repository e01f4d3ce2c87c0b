-- Title: Which stages each hour after falling asleep is made of
-- Parameters: none
-- Grain: one row per person and hour of the nights of the last four weeks
WITH stretch AS (
    SELECT
        segment.user_id,
        segment.stage,
        segment.start_local - night.sleep_start_local AS first,
        segment.end_local - night.sleep_start_local AS last
    FROM sleep_stage_segment AS segment
    INNER JOIN night ON segment.user_id = night.user_id AND segment.date = night.date
    WHERE segment.date >= now() - interval '28 days' AND night.date >= now() - interval '28 days'
),

part AS (
    SELECT
        stretch.user_id,
        stretch.stage,
        hour.hour,
        extract(EPOCH FROM
            least(stretch.last, (hour.hour + 1) * interval '1 hour')
            - greatest(stretch.first, hour.hour * interval '1 hour')
        ) / 60 AS minutes
    FROM stretch
    CROSS JOIN generate_series(
        extract(HOUR FROM stretch.first)::integer, extract(HOUR FROM stretch.last)::integer
    ) AS hour (hour)
)

SELECT
    part.user_id,
    part.hour + 1 AS hour_of_sleep,
    round(100 * sum(part.minutes) FILTER (WHERE part.stage = 'DEEP') / sum(part.minutes)) AS deep_percent,
    round(100 * sum(part.minutes) FILTER (WHERE part.stage = 'REM') / sum(part.minutes)) AS rem_percent,
    round(100 * sum(part.minutes) FILTER (WHERE part.stage LIKE 'LIGHT%') / sum(part.minutes)) AS light_percent,
    round(100 * sum(part.minutes) FILTER (WHERE part.stage = 'WAKE') / sum(part.minutes)) AS wake_percent
FROM part
GROUP BY part.user_id, part.hour
HAVING sum(part.minutes) > 0
ORDER BY part.user_id, part.hour;
