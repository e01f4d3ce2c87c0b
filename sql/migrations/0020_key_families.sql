-- Title: Keys know which key made them, what they may read, and connections who started them

-- The table is small, and its rows are written seldom: the scan and its lock are short.
-- squawk-ignore adding-foreign-key-constraint
ALTER TABLE api_key ADD COLUMN parent_id uuid REFERENCES api_key (key_id);
-- squawk-ignore adding-foreign-key-constraint
ALTER TABLE api_key ADD COLUMN root_id uuid REFERENCES api_key (key_id);
ALTER TABLE api_key ADD COLUMN classes text[] CHECK (
    cardinality(classes) > 0 AND classes <@ ARRAY['sleep', 'heart', 'training', 'location', 'profile']
);
ALTER TABLE api_key ADD COLUMN renews_itself boolean NOT NULL DEFAULT FALSE;

CREATE INDEX api_key_parent_id ON api_key (parent_id);
CREATE INDEX api_key_root_id ON api_key (root_id);

COMMENT ON COLUMN api_key.root_id IS 'The key at the head of the family; NULL for that one itself.';

-- The audit log tells which of the keys that are here were made by another one.
UPDATE api_key SET parent_id = maker.key_id
FROM audit_log, api_key AS maker
WHERE
    audit_log.action = 'api_key.create'
    AND audit_log.details ->> 'key_id' = api_key.key_id::text
    AND audit_log.actor = maker.key_id::text
    AND maker.key_id <> api_key.key_id;

WITH RECURSIVE family AS (
    SELECT
        head.key_id,
        head.key_id AS root_id
    FROM api_key AS head
    WHERE head.parent_id IS NULL
    UNION ALL
    SELECT
        child.key_id,
        family.root_id
    FROM api_key AS child
    INNER JOIN family ON child.parent_id = family.key_id
)

UPDATE api_key SET root_id = family.root_id
FROM family
WHERE api_key.key_id = family.key_id AND api_key.parent_id IS NOT NULL;

COMMENT ON COLUMN audit_log.actor IS 'Who did it: a key id, "master", "open" (no key was needed), "cli", "demo", "schedule".';

-- Whoever is on the way to Polar while this runs starts again: nobody is called ''.
ALTER TABLE connection_attempt ADD COLUMN started_by text NOT NULL DEFAULT '';
COMMENT ON COLUMN connection_attempt.started_by IS 'Who may finish it, as in the audit log: the caller that started it.';
