-- Title: Fitness tests
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and test, the newest first
SELECT
    fitness_test.user_id,
    fitness_test.test_local,
    fitness_test.test_at,
    fitness_test.utc_offset_minutes,
    fitness_test.own_index,
    fitness_test.fitness_class,
    fitness_test.heart_rate_avg,
    fitness_test.heart_rate_max,
    fitness_test.weight_kg
FROM fitness_test
WHERE
    fitness_test.user_id = any(:'user_ids'::text[])
    AND fitness_test.test_local >= :'first'::date AND fitness_test.test_local < :'last'::date + 1
ORDER BY fitness_test.test_local DESC;
