-- Title: Which version of a person's data somebody has seen

CREATE TABLE data_version (
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    part text NOT NULL CHECK (part IN ('days', 'findings')),
    version uuid NOT NULL,
    PRIMARY KEY (user_id, part)
);
COMMENT ON TABLE data_version IS 'One row per person and part of what is told about them, once something was stored. Of two parts, so that who stores findings of many people holds up no sync.';
COMMENT ON COLUMN data_version.user_id IS 'The person.';
COMMENT ON COLUMN data_version.part IS 'days: what came from Polar. findings: what was worked out of it.';
COMMENT ON COLUMN data_version.version IS 'A new random name with each change: one that was seen once is never met again with other data, not even after a backup was restored or somebody got an old user_id.';
