-- Title: The same year again for many people, its samples of 35 days
-- Parameters: settings bench.person; bench.first, bench.last: numbers of the copies
-- Grain: none
-- Exercises have numbers of their own: each copy's lie as far from the others' as there are any.
DO $$
DECLARE
    person CONSTANT text := current_setting('bench.person');
    first CONSTANT integer := current_setting('bench.first')::integer;
    last CONSTANT integer := current_setting('bench.last')::integer;
    apart CONSTANT bigint := coalesce((SELECT max(exercise_id) FROM exercise WHERE user_id = person), 0);
    relation text;
    own text;
    copied text;
BEGIN
    INSERT INTO account (user_id, time_zone, utc_offset_minutes)
    SELECT format('copy-%s', copy), account.time_zone, account.utc_offset_minutes
    FROM account CROSS JOIN generate_series(first, last) AS copy
    WHERE account.user_id = person;
    FOREACH relation IN ARRAY ARRAY[
        'sleep', 'nightly_recharge', 'activity', 'cardio_load', 'metric_daily', 'exercise', 'heart_rate_sample',
        'sleep_stage_sample', 'exercise_sample', 'exercise_zone'
    ] LOOP
        SELECT
            string_agg(quote_ident(attribute.attname), ', ' ORDER BY attribute.attnum),
            string_agg(
                CASE
                    WHEN attribute.attname = 'user_id' THEN 'format(''copy-%s'', copy)'
                    WHEN attribute.attname IN ('exercise_id', 'duplicate_of')
                        THEN format('told.%I + copy * %s', attribute.attname, apart)
                    ELSE format('told.%I', attribute.attname)
                END,
                ', ' ORDER BY attribute.attnum
            )
        INTO own, copied
        FROM pg_attribute AS attribute
        WHERE
            attribute.attrelid = relation::regclass AND attribute.attnum > 0
            AND NOT attribute.attisdropped AND attribute.attgenerated = '';
        EXECUTE format(
            'INSERT INTO %1$I (%2$s) OVERRIDING SYSTEM VALUE SELECT %3$s FROM %1$I AS told '
            'CROSS JOIN generate_series($1, $2) AS copy WHERE %4$s',
            relation, own, copied,
            CASE
                WHEN relation = 'exercise_zone'
                    THEN format('told.exercise_id IN (SELECT exercise_id FROM exercise WHERE user_id = %L)', person)
                WHEN relation LIKE '%\_sample'
                    THEN format('told.user_id = %L AND told.local_time >= now() - interval ''35 days''', person)
                ELSE format('told.user_id = %L', person)
            END
        ) USING first, last;
    END LOOP;
END
$$;
