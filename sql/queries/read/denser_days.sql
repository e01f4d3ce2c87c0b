-- Title: Days of which an archive has told more heart rate than is sent
-- Parameters: user_id text; days date[]; samples bigint[]: how many are sent of each
-- Grain: one row per such day; none at all of people whose archive was never imported
SELECT told.day
FROM archive_owner
CROSS JOIN LATERAL told_days('heart_rate_sample', archive_owner.user_id, :'days'::date[]) AS told
INNER JOIN unnest(:'days'::date[], :'samples'::bigint[]) AS sent (day, samples) ON told.day = sent.day
WHERE archive_owner.user_id = :'user_id'::text AND told.archived AND told.samples > sent.samples;
