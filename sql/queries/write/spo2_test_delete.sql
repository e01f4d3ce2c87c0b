-- Title: Delete a blood oxygen test for good, and leave a receipt
-- Parameters: user_id text; test_at timestamptz, to the second; actor text
-- Grain: one row, the receipt, or none when there is no such test
WITH doomed AS MATERIALIZED (
    SELECT spo2_test.*
    FROM spo2_test
    WHERE
        spo2_test.user_id = :'user_id'::text
        AND spo2_test.test_at >= :'test_at'::timestamptz
        AND spo2_test.test_at < :'test_at'::timestamptz + interval '1 second'
    ORDER BY spo2_test.test_at
    LIMIT 1
),

buried AS (
    INSERT INTO tombstone (user_id, relation, key)
    SELECT
        doomed.user_id,
        'spo2_test' AS relation,
        jsonb_build_object('test_at', doomed.test_at) AS key
    FROM doomed
    ON CONFLICT (user_id, relation, key) DO NOTHING
),

earlier AS (
    INSERT INTO history (user_id, relation, key, earlier, reason)
    SELECT
        doomed.user_id,
        'spo2_test' AS relation,
        jsonb_build_object('test_at', doomed.test_at) AS key,
        to_jsonb(doomed) - 'user_id' AS earlier,
        'deleted' AS reason
    FROM doomed
),

gone AS (
    DELETE FROM spo2_test AS old
    USING doomed
    WHERE old.user_id = doomed.user_id AND old.test_at = doomed.test_at
    RETURNING 1
)

INSERT INTO audit_log (actor, action, user_id, details)
SELECT
    :'actor'::text AS actor,
    'spo2_test.delete' AS action,
    doomed.user_id,
    jsonb_build_object('test_at', doomed.test_at, 'rows', (SELECT count(*) FROM gone)) AS details
FROM doomed
RETURNING
    audit_log.audit_id AS receipt_id,
    audit_log.user_id,
    audit_log.happened_at AS deleted_at,
    (audit_log.details ->> 'rows')::bigint AS rows;
