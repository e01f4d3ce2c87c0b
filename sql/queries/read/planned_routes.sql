-- Title: Planned routes
-- Parameters: user_ids text[]
-- Grain: one row per person and route
SELECT
    planned_route.user_id,
    planned_route.polar_route_id,
    planned_route.name,
    planned_route.distance_m,
    planned_route.origin,
    planned_route.way_latitude,
    planned_route.way_longitude,
    planned_route.way_altitude_m
FROM planned_route
WHERE planned_route.user_id = any(:'user_ids'::text[])
ORDER BY planned_route.polar_route_id;
