-- Title: Everything about one person, as rows and as documents
-- Relations are named by Ursa's own tables of records; values are parameters.

-- Parameters: relation text
-- Grain: one row per column that is told, in the order of the relation
-- Numbers of exercises and names of runs are this database's own: an exercise is named as Polar does.
CREATE OR REPLACE FUNCTION takeout_columns(relation text)
RETURNS TABLE (name text, type text)
LANGUAGE sql STABLE
AS $$
    SELECT
        CASE attribute.attname WHEN 'exercise_id' THEN 'polar_exercise_id' ELSE attribute.attname::text END,
        CASE attribute.attname WHEN 'exercise_id' THEN 'text' ELSE format_type(attribute.atttypid, attribute.atttypmod) END
    FROM pg_attribute AS attribute
    WHERE
        attribute.attrelid = relation::regclass AND attribute.attnum > 0 AND NOT attribute.attisdropped
        AND attribute.attname NOT IN ('user_id', 'run_id', 'duplicate_of')
        AND attribute.attidentity = ''
    ORDER BY attribute.attnum
$$;
COMMENT ON FUNCTION takeout_columns(text) IS 'Columns that are told of a relation, and their types.';

-- Parameters: relation text; person text; first, last date, both included; NULL: all there is
-- Grain: one row per row of the person, as an object
CREATE OR REPLACE FUNCTION takeout_rows(relation text, person text, first date, last date)
RETURNS SETOF jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    hangs boolean := relation <> 'exercise' AND EXISTS (
        SELECT FROM pg_attribute AS attribute
        WHERE attribute.attrelid = relation::regclass AND attribute.attname = 'exercise_id' AND NOT attribute.attisdropped
    );
    own boolean := EXISTS (
        SELECT FROM pg_attribute AS attribute
        WHERE attribute.attrelid = relation::regclass AND attribute.attname = 'user_id' AND NOT attribute.attisdropped
    );
    moment text := (
        SELECT attribute.attname
        FROM pg_attribute AS attribute
        WHERE
            attribute.attrelid = relation::regclass AND NOT attribute.attisdropped
            AND attribute.attname IN ('local_time', 'date')
        ORDER BY attribute.attname DESC
        LIMIT 1
    );
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT to_jsonb(kept) - ARRAY[''user_id'', ''run_id'', ''exercise_id'', ''duplicate_of''] %s '
        'FROM %I AS kept %s WHERE %s.user_id = $1 %s %s',
        CASE
            WHEN hangs THEN '|| jsonb_build_object(''polar_exercise_id'', exercise.polar_exercise_id)' ELSE ''
        END,
        relation,
        CASE WHEN hangs THEN 'INNER JOIN exercise ON kept.exercise_id = exercise.exercise_id' ELSE '' END,
        CASE WHEN own THEN 'kept' ELSE 'exercise' END,
        CASE WHEN first IS NOT NULL THEN format('AND kept.%1$I >= $2 AND kept.%1$I < $3 + 1', moment) ELSE '' END,
        CASE WHEN moment IS NOT NULL THEN format('ORDER BY kept.%I', moment) ELSE '' END
    ) USING person, first, last;
END
$$;
COMMENT ON FUNCTION takeout_rows(text, text, date, date) IS 'A person''s rows of a relation, as objects.';
REVOKE EXECUTE ON FUNCTION takeout_rows(text, text, date, date) FROM public;

-- Parameters: relation text; person text
-- Grain: one row: first and last day of the person's rows, NULL without any
CREATE OR REPLACE FUNCTION takeout_span(relation text, person text)
RETURNS TABLE (first date, last date)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT min(kept.local_time)::date, max(kept.local_time)::date FROM %I AS kept WHERE kept.user_id = $1', relation
    ) USING person;
END
$$;
COMMENT ON FUNCTION takeout_span(text, text) IS 'First and last day of a person''s samples.';
REVOKE EXECUTE ON FUNCTION takeout_span(text, text) FROM public;

-- Parameters: person text; day date: of waking up
-- Grain: one row: all that is known of the night
CREATE OR REPLACE FUNCTION takeout_night(person text, day date)
RETURNS jsonb
LANGUAGE sql STABLE
AS $$
    SELECT jsonb_build_object(
        'date', day,
        'sleep', (
            SELECT to_jsonb(night) - 'user_id' FROM sleep AS night
            WHERE night.user_id = person AND night.date = day
        ),
        'recharge', (
            SELECT to_jsonb(night) - 'user_id' FROM nightly_recharge AS night
            WHERE night.user_id = person AND night.date = day
        ),
        'stages', (
            SELECT jsonb_agg(jsonb_build_array(sample.local_time, sample.stage) ORDER BY sample.local_time, sample.fold)
            FROM sleep_stage_sample AS sample
            WHERE
                sample.user_id = person AND sample.date = day
                AND sample.local_time >= day - 2 AND sample.local_time < day + 3
        ),
        'hrv_rmssd_ms', (
            SELECT jsonb_agg(jsonb_build_array(sample.local_time, sample.rmssd_ms) ORDER BY sample.local_time, sample.fold)
            FROM hrv_sample AS sample
            WHERE
                sample.user_id = person AND sample.date = day
                AND sample.local_time >= day - 2 AND sample.local_time < day + 3
        ),
        'breaths_per_minute', (
            SELECT jsonb_agg(
                jsonb_build_array(sample.local_time, sample.breaths_per_minute) ORDER BY sample.local_time, sample.fold
            )
            FROM breathing_sample AS sample
            WHERE
                sample.user_id = person AND sample.date = day
                AND sample.local_time >= day - 2 AND sample.local_time < day + 3
        )
    )
$$;
COMMENT ON FUNCTION takeout_night(text, date) IS 'All that is known of a night, as one object.';
REVOKE EXECUTE ON FUNCTION takeout_night(text, date) FROM public;

-- Parameters: person text; number bigint: Ursa's own of the exercise
-- Grain: one row: all that is known of the exercise; samples as columns
CREATE OR REPLACE FUNCTION takeout_exercise(person text, number bigint)
RETURNS jsonb
LANGUAGE sql STABLE
AS $$
    SELECT jsonb_build_object(
        'exercise', to_jsonb(session) - 'user_id',
        'zones', (
            SELECT jsonb_agg(to_jsonb(zone) - 'exercise_id' ORDER BY zone.zone_index)
            FROM exercise_zone AS zone WHERE zone.exercise_id = number
        ),
        'laps', (
            SELECT jsonb_agg(to_jsonb(lap) - 'exercise_id' ORDER BY lap.kind, lap.lap_index)
            FROM exercise_lap AS lap WHERE lap.exercise_id = number
        ),
        'samples', (
            SELECT jsonb_agg(
                jsonb_build_array(
                    sample.local_time, sample.heart_rate, sample.speed_kmh, sample.altitude_m,
                    sample.distance_m, sample.cadence_rpm, sample.power_w
                ) ORDER BY sample.local_time
            )
            FROM exercise_sample AS sample
            WHERE
                sample.user_id = person AND sample.exercise_id = number
                AND sample.local_time >= session.start_local - interval '1 day'
                AND sample.local_time < session.start_local + interval '8 days'
        ),
        'route', (
            SELECT jsonb_agg(jsonb_build_array(point.local_time, point.latitude, point.longitude) ORDER BY point.local_time)
            FROM route_point_sample AS point
            WHERE
                point.user_id = person AND point.exercise_id = number
                AND point.local_time >= session.start_local - interval '1 day'
                AND point.local_time < session.start_local + interval '8 days'
        )
    )
    FROM exercise AS session
    WHERE session.user_id = person AND session.exercise_id = number
$$;
COMMENT ON FUNCTION takeout_exercise(text, bigint) IS 'All that is known of an exercise, as one object.';
REVOKE EXECUTE ON FUNCTION takeout_exercise(text, bigint) FROM public;

-- Parameters: relation text; person text; run uuid; rows jsonb: objects as takeout_rows tells them
-- Grain: how many rows were not there yet
-- Numbers of exercises are this database's own: rows name their exercise as Polar does, under polar_exercise_id.
CREATE OR REPLACE FUNCTION takeout_restore(relation text, person text, run uuid, key text[], rows jsonb)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    names text;
    picked text;
    restored bigint;
BEGIN
    SELECT
        string_agg(quote_ident(attribute.attname), ', ' ORDER BY attribute.attnum),
        string_agg(
            CASE attribute.attname
                WHEN 'user_id' THEN '$1'
                WHEN 'run_id' THEN '$2'
                WHEN 'exercise_id' THEN 'exercise.exercise_id'
                WHEN 'written_at' THEN 'now()'
                WHEN 'duplicate_of' THEN 'NULL'
                ELSE 'sent.' || quote_ident(attribute.attname)
            END,
            ', ' ORDER BY attribute.attnum
        )
    INTO names, picked
    FROM pg_attribute AS attribute
    WHERE
        attribute.attrelid = relation::regclass AND attribute.attnum > 0 AND NOT attribute.attisdropped
        AND attribute.attidentity = '';
    EXECUTE format(
        'WITH restored AS ('
        'INSERT INTO %1$I (%2$s) SELECT %3$s '
        'FROM jsonb_array_elements($3) AS each (whole) '
        'CROSS JOIN LATERAL jsonb_populate_record(NULL::%1$I, each.whole) AS sent %4$s '
        'ON CONFLICT DO NOTHING RETURNING *), '
        'noted AS (INSERT INTO import_change (user_id, run_id, relation, key, brought) '
        'SELECT $1, $2, %5$L, (SELECT jsonb_object_agg(name, to_jsonb(restored) -> name) FROM unnest($4) AS name), ''{}'' '
        'FROM restored WHERE $4 IS NOT NULL) '
        'SELECT count(*) FROM restored',
        relation, names, picked,
        CASE
            WHEN relation = 'exercise' OR position('exercise.exercise_id' IN picked) = 0 THEN ''
            ELSE
                'INNER JOIN exercise ON exercise.user_id = $1 '
                'AND exercise.polar_exercise_id = each.whole ->> ''polar_exercise_id'''
        END,
        relation
    ) INTO restored USING person, run, rows, key;
    RETURN restored;
END
$$;
COMMENT ON FUNCTION takeout_restore(text, text, uuid, text[], jsonb) IS 'Rows of an export that are not there yet, made again.';
REVOKE EXECUTE ON FUNCTION takeout_restore(text, text, uuid, text[], jsonb) FROM public;
