-- Title: Comparisons of times that reach the index, for analysts
-- `local_time >= now() - interval '7 days'` compares a wall clock with a moment. PostgreSQL's own comparison of two
-- kinds of time is none that a security barrier trusts, so that it would be asked of every row of every chunk. Those
-- here bring the right side to the kind of the left, by a SELECT that the planner puts in place of the call; what is
-- left is a comparison of one kind: it goes through the barrier, to the index, and leaves chunks out.
-- They answer what PostgreSQL's own do, except within the hour in which the session's clock is set forward or back.
-- They are found first where the search path names pg_catalog behind analytics, as analysts' roles do.
DO $$
DECLARE
    -- A date is its midnight: it lies before a moment of the same date, unless that is midnight.
    this_day CONSTANT text := '(%s)::date';
    next_midnight CONSTANT text :=
        '(((%s) OPERATOR(pg_catalog.-) interval ''1 microsecond'')::date OPERATOR(pg_catalog.+) 1)';
    comparison record;
BEGIN
    FOR comparison IN
        SELECT
            pair.kind,
            pair.beside,
            sign.own,
            format('%s_%s_%s', pair.kind, sign.word, pair.beside) AS name,
            format(
                CASE WHEN pair.kind <> 'date' THEN '%s' WHEN sign.own IN ('>=', '<') THEN next_midnight ELSE this_day END,
                pair.moved
            ) AS other
        FROM (VALUES
            ('timestamp', 'timestamptz', '($2)::timestamp'),
            ('timestamp', 'date', '($2)::timestamp'),
            ('timestamptz', 'timestamp', '($2)::timestamptz'),
            ('timestamptz', 'date', '($2)::timestamptz'),
            ('date', 'timestamp', '$2'),
            ('date', 'timestamptz', '($2)::timestamp')
        ) AS pair (kind, beside, moved)
        CROSS JOIN (VALUES ('>=', 'ge'), ('>', 'gt'), ('<=', 'le'), ('<', 'lt')) AS sign (own, word)
    LOOP
        EXECUTE format(
            'CREATE OR REPLACE FUNCTION analytics.%I(%s, %s) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS %L',
            comparison.name, comparison.kind, comparison.beside,
            format('SELECT $1 OPERATOR(pg_catalog.%s) %s', comparison.own, comparison.other)
        );
        IF to_regoperator(format('analytics.%s(%s,%s)', comparison.own, comparison.kind, comparison.beside)) IS NULL THEN
            EXECUTE format(
                'CREATE OPERATOR analytics.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = analytics.%I)',
                comparison.own, comparison.kind, comparison.beside, comparison.name
            );
        END IF;
    END LOOP;
END
$$;
