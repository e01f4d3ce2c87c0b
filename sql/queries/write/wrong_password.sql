-- Title: Somebody gave a wrong password: the next one waits longer, and the audit log tells it
-- Parameters: names text[]; longest_s integer[] of each name; now timestamptz; address text
-- Grain: one row
-- The first three cost nothing; from the fourth on each doubles the wait.
WITH noted AS (
    INSERT INTO wrong_password AS former (name, times, last_at, next_at)
    SELECT
        given.name,
        1 AS times,
        :'now'::timestamptz AS last_at,
        :'now'::timestamptz AS next_at
    FROM unnest(:'names'::text[]) AS given (name)
    ON CONFLICT (name) DO UPDATE SET
        times = former.times + 1,
        last_at = excluded.last_at,
        next_at = excluded.last_at + CASE WHEN former.times >= 3 THEN least(
            2 ^ least(former.times - 3, 20),
            (:'longest_s'::integer[])[array_position(:'names'::text[], former.name)]
        ) ELSE 0 END * interval '1 second'
    RETURNING former.name, former.times
)

INSERT INTO audit_log (actor, action, details)
SELECT
    'nobody' AS actor,
    'password.wrong' AS action,
    jsonb_build_object('address', :'address'::text, 'times', max(noted.times)) AS details
FROM noted;
