-- Title: Weeks of training, sport by sport
-- Parameters: user_ids text[]; first, last date: weeks (Monday to Sunday) that have one of these days in them, told whole
-- Grain: one row per person, week of the wearer's clock and sport, the newest week first; a session that came twice counts once
SELECT
    session.user_id,
    date_trunc('week', session.start_local)::date AS week,
    coalesce(sport_name(session.sport, session.detailed_sport), 'OTHER') AS sport_name,
    count(*)::integer AS sessions,
    sum(session.duration_s)::double precision AS duration_s,
    sum(session.distance_m)::double precision AS distance_m,
    sum(session.cardio_load)::double precision AS cardio_load,
    sum(session.calories)::integer AS calories,
    count(zones.seconds)::integer AS sessions_with_zones,
    -- What lies in no zone: below the lowest, or without a signal.
    (greatest(sum(session.duration_s - zones.total) FILTER (WHERE zones.total IS NOT NULL), 0) / 60)::double precision AS below_zones_minutes,
    CASE WHEN count(zones.seconds) > 0 THEN ARRAY[
        coalesce(sum(zones.seconds[1]), 0) / 60,
        coalesce(sum(zones.seconds[2]), 0) / 60,
        coalesce(sum(zones.seconds[3]), 0) / 60,
        coalesce(sum(zones.seconds[4]), 0) / 60,
        coalesce(sum(zones.seconds[5]), 0) / 60
    ]::double precision[] ELSE '{}' END AS zone_minutes
FROM exercise AS session
-- The zones of each session, the lowest first; a CTE can not look sideways.
LEFT JOIN LATERAL ( -- noqa: ST05
    SELECT
        array_agg(coalesce(exercise_zone.in_zone_s, 0) ORDER BY exercise_zone.zone_index) AS seconds,
        sum(exercise_zone.in_zone_s) AS total
    FROM exercise_zone
    WHERE exercise_zone.exercise_id = session.exercise_id
) AS zones ON TRUE
WHERE
    session.user_id = any(:'user_ids'::text[])
    AND session.duplicate_of IS NULL
    AND session.start_local >= date_trunc('week', :'first'::date::timestamp)
    AND session.start_local < date_trunc('week', :'last'::date::timestamp) + interval '7 days'
GROUP BY
    session.user_id,
    date_trunc('week', session.start_local),
    coalesce(sport_name(session.sport, session.detailed_sport), 'OTHER')
ORDER BY week DESC, sport_name;
