-- Title: What the house was told in the pages, who comes back from Polar and what for, and applications' own names of people

CREATE TABLE setting (
    name text PRIMARY KEY,
    value_sealed bytea NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL
);
COMMENT ON TABLE setting IS 'One row per setting that was made in the pages or over GraphQL. Environment variables go before it.';
COMMENT ON COLUMN setting.name IS 'polar_client_id, polar_client_secret, or joining.';
COMMENT ON COLUMN setting.value_sealed IS 'The value, Fernet-encrypted with ENCRYPTION_KEY.';
COMMENT ON COLUMN setting.changed_at IS 'When it was made.';
COMMENT ON COLUMN setting.changed_by IS 'Who made it, as in the audit log.';

CREATE TABLE person_alias (
    alias text PRIMARY KEY CHECK (alias ~ '^[A-Za-z0-9._@:-]{1,128}$'),
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    made_at timestamptz NOT NULL
);
CREATE INDEX person_alias_user_id ON person_alias (user_id);
COMMENT ON TABLE person_alias IS 'One row per further name of a person: an application''s own user id, which means the same person in every address.';
COMMENT ON COLUMN person_alias.alias IS 'The further name.';
COMMENT ON COLUMN person_alias.user_id IS 'The person.';
COMMENT ON COLUMN person_alias.made_at IS 'When it was first used.';

CREATE TABLE exchange_code (
    code_sha256 bytea PRIMARY KEY CHECK (octet_length(code_sha256) = 32),
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    called text NOT NULL,
    callback_url text NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX exchange_code_user_id ON exchange_code (user_id);
CREATE INDEX exchange_code_expires_at ON exchange_code (expires_at);
COMMENT ON TABLE exchange_code IS 'One row per code that an application has not exchanged for a key yet.';
COMMENT ON COLUMN exchange_code.code_sha256 IS 'SHA-256 of the code; that itself is not stored.';
COMMENT ON COLUMN exchange_code.user_id IS 'The person.';
COMMENT ON COLUMN exchange_code.called IS 'What the application calls the person.';
COMMENT ON COLUMN exchange_code.callback_url IS 'Where the code was sent to.';
COMMENT ON COLUMN exchange_code.expires_at IS 'From when on it is refused.';

-- Who signs in through Polar is named by Polar's answer alone.
-- squawk-ignore ban-drop-not-null
ALTER TABLE connection_attempt ALTER COLUMN user_id DROP NOT NULL;
ALTER TABLE connection_attempt ADD COLUMN purpose text NOT NULL DEFAULT 'connect' CHECK (
    purpose IN ('connect', 'sign_in', 'app')
);
ALTER TABLE connection_attempt ADD COLUMN invitation_sha256 bytea;
ALTER TABLE connection_attempt ADD COLUMN callback_url text;
ALTER TABLE connection_attempt ADD COLUMN callback_state text;
ALTER TABLE connection_attempt ADD COLUMN token_sealed bytea;
ALTER TABLE connection_attempt ADD COLUMN polar_user_id bigint;
COMMENT ON COLUMN connection_attempt.user_id IS 'The person to be connected; of an application, its own name of them; NULL: Polar says who it is.';
COMMENT ON COLUMN connection_attempt.purpose IS 'connect; sign_in to the pages; app: an application with users of its own.';
COMMENT ON COLUMN connection_attempt.invitation_sha256 IS 'SHA-256 of the invitation that a stranger came with.';
COMMENT ON COLUMN connection_attempt.callback_url IS 'Where the application waits for a code.';
COMMENT ON COLUMN connection_attempt.callback_state IS 'What the application wants to have back.';
COMMENT ON COLUMN connection_attempt.token_sealed IS 'The token, encrypted, when Polar gave it out and could not be asked for more: who comes again needs no new consent.';
COMMENT ON COLUMN connection_attempt.polar_user_id IS 'Whose token it is, as Polar counts people.';
