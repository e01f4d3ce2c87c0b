-- Title: People, their connection to Polar, and the keys that open their data

CREATE TABLE account (
    user_id text PRIMARY KEY CHECK (user_id ~ '^[A-Za-z0-9._@:-]{1,128}$'),
    polar_user_id bigint,
    display_name text,
    time_zone text,
    utc_offset_minutes smallint,
    created_at timestamptz NOT NULL DEFAULT now(),
    synced_at timestamptz
);
COMMENT ON TABLE account IS 'One row per person. Every other relation is keyed on its user_id first.';

CREATE TABLE credential (
    user_id text PRIMARY KEY REFERENCES account (user_id) ON DELETE CASCADE,
    token_encrypted bytea NOT NULL,
    connected_at timestamptz NOT NULL DEFAULT now(),
    refused_at timestamptz
);
COMMENT ON TABLE credential IS 'One row per person who is connected to Polar: the access token, encrypted.';
COMMENT ON COLUMN credential.user_id IS 'The person.';
COMMENT ON COLUMN credential.token_encrypted IS 'Polar access token, Fernet-encrypted with ENCRYPTION_KEY.';
COMMENT ON COLUMN credential.connected_at IS 'When this token was first accepted.';
COMMENT ON COLUMN credential.refused_at IS 'When Polar first answered 401 to it; NULL while it works.';

CREATE TABLE api_key (
    key_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id text REFERENCES account (user_id) ON DELETE CASCADE,
    label text NOT NULL,
    prefix text NOT NULL,
    secret_sha256 bytea NOT NULL UNIQUE,
    scopes text[] NOT NULL CHECK (scopes <@ ARRAY['read', 'sync', 'admin']),
    rate_limit_per_minute integer NOT NULL CHECK (rate_limit_per_minute > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    request_count bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE api_key IS 'One row per API key. The secret itself is shown once and not stored.';
COMMENT ON COLUMN api_key.secret_sha256 IS 'SHA-256 of the secret.';

CREATE INDEX api_key_user_id ON api_key (user_id);

CREATE TABLE audit_log (
    audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    happened_at timestamptz NOT NULL DEFAULT now(),
    actor text NOT NULL,
    action text NOT NULL,
    user_id text,
    details jsonb
);
COMMENT ON TABLE audit_log IS 'One row per deed that somebody may ask about later: keys, connections, deletions.';
COMMENT ON COLUMN audit_log.audit_id IS 'Number of the entry.';
COMMENT ON COLUMN audit_log.happened_at IS 'When it happened.';
COMMENT ON COLUMN audit_log.actor IS 'Who did it: a key id, "master", "command", "schedule".';
COMMENT ON COLUMN audit_log.action IS 'What was done, as noun.verb: api_key.create.';
COMMENT ON COLUMN audit_log.user_id IS 'The person it concerns; kept after the person is deleted, as a receipt.';
COMMENT ON COLUMN audit_log.details IS 'What else is worth knowing; never a secret.';

CREATE TABLE analyst_grant (
    role_name name NOT NULL,
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    PRIMARY KEY (role_name, user_id)
);
COMMENT ON TABLE analyst_grant IS 'One row per database role and person whose rows that role may see in the schema analytics.';
COMMENT ON COLUMN analyst_grant.role_name IS 'The login role of an analyst.';
COMMENT ON COLUMN analyst_grant.user_id IS 'The person.';
