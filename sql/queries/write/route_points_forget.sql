-- Title: Forget the points of exercises whose details came without any
-- Parameters: user_id text; ids bigint[]; first, last timestamp (span of their starts)
-- Grain: one row per point of AccessLink's that went; the bounds spare compressed chunks, and an edit moves no start by a fortnight
DELETE FROM route_point_sample AS old
WHERE
    old.user_id = :'user_id'::text
    AND old.source = 'accesslink'
    AND old.local_time >= :'first'::timestamp - interval '14 days'
    AND old.local_time <= :'last'::timestamp + interval '14 days'
    AND old.exercise_id = any(:'ids'::bigint[]);
