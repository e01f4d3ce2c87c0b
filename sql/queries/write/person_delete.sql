-- Title: Delete every row of a person, and leave a receipt
-- Parameters: user_id text; actor text; deregistered boolean (whether Polar ended a registration)
-- Grain: one row, the receipt, or none when there is no such person
WITH deleted AS (
    SELECT delete_person(:'user_id'::text) AS rows
)

INSERT INTO audit_log (actor, action, user_id, details)
SELECT
    :'actor'::text AS actor,
    'person.delete' AS action,
    :'user_id'::text AS user_id,
    jsonb_build_object('rows', deleted.rows, 'deregistered', :'deregistered'::boolean) AS details
FROM deleted
WHERE deleted.rows > 0
RETURNING
    audit_log.audit_id AS receipt_id,
    audit_log.user_id,
    audit_log.happened_at AS deleted_at,
    (audit_log.details ->> 'deregistered')::boolean AS deregistered,
    (audit_log.details ->> 'rows')::bigint AS rows;
