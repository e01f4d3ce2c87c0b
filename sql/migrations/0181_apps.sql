-- Title: Applications that people let in: codes, tokens, and what each application read

CREATE TABLE app_grant (
    key_id uuid PRIMARY KEY REFERENCES api_key (key_id) ON DELETE CASCADE,
    client_id text NOT NULL,
    host text NOT NULL,
    audience text CHECK (audience IN ('api', 'mcp')),
    made_by text NOT NULL
);
COMMENT ON TABLE app_grant IS 'One row per application that somebody let in: what its key (which has name, person, scopes and end) does not say.';
COMMENT ON COLUMN app_grant.key_id IS 'The key that stands for it; its secret is known to nobody unless audience is NULL.';
COMMENT ON COLUMN app_grant.client_id IS 'The application: what Ursa gave it when it registered, or the address of its document.';
COMMENT ON COLUMN app_grant.host IS 'Where the application lives, as the consent page named it; a machine''s own programs: localhost.';
COMMENT ON COLUMN app_grant.audience IS 'api (all of Ursa) or mcp: where its tokens work; NULL: it holds an API key and no tokens.';
COMMENT ON COLUMN app_grant.made_by IS 'Who let it in, as in the audit log.';

CREATE TABLE app_code (
    code_sha256 bytea PRIMARY KEY CHECK (octet_length(code_sha256) = 32),
    client_id text NOT NULL,
    client_name text NOT NULL,
    host text NOT NULL,
    redirect_uri text NOT NULL,
    challenge text NOT NULL,
    audience text NOT NULL CHECK (audience IN ('api', 'mcp')),
    user_id text REFERENCES account (user_id) ON DELETE CASCADE,
    scopes text[] NOT NULL,
    classes text[],
    made_by text NOT NULL,
    expires_at timestamptz NOT NULL,
    grant_ends_at timestamptz NOT NULL,
    used_at timestamptz,
    key_id uuid REFERENCES api_key (key_id) ON DELETE CASCADE
);
CREATE INDEX app_code_user_id ON app_code (user_id);
CREATE INDEX app_code_key_id ON app_code (key_id);
CREATE INDEX app_code_expires_at ON app_code (expires_at);
COMMENT ON TABLE app_code IS 'One row per yes of somebody to an application, for the minutes until the application exchanges its code; a used one stays a day, so that a second use is seen.';
COMMENT ON COLUMN app_code.code_sha256 IS 'SHA-256 of the code; that itself is not stored.';
COMMENT ON COLUMN app_code.client_id IS 'The application.';
COMMENT ON COLUMN app_code.client_name IS 'What it calls itself.';
COMMENT ON COLUMN app_code.host IS 'Where it lives.';
COMMENT ON COLUMN app_code.redirect_uri IS 'Where the code was sent to.';
COMMENT ON COLUMN app_code.challenge IS 'SHA-256 of the verifier that the application will show, in base64url (PKCE).';
COMMENT ON COLUMN app_code.audience IS 'api or mcp: where the tokens will work.';
COMMENT ON COLUMN app_code.user_id IS 'The person whose data are opened; NULL: everybody''s.';
COMMENT ON COLUMN app_code.scopes IS 'What the application may do: read, sync.';
COMMENT ON COLUMN app_code.classes IS 'Classes of data that it may read; NULL: it reads none.';
COMMENT ON COLUMN app_code.made_by IS 'Who said yes, as in the audit log.';
COMMENT ON COLUMN app_code.expires_at IS 'From when on the code is refused.';
COMMENT ON COLUMN app_code.grant_ends_at IS 'When all that follows from it ends.';
COMMENT ON COLUMN app_code.used_at IS 'When it was exchanged; NULL: not yet.';
COMMENT ON COLUMN app_code.key_id IS 'The grant that it became.';

CREATE TABLE app_token (
    token_sha256 bytea PRIMARY KEY CHECK (octet_length(token_sha256) = 32),
    key_id uuid NOT NULL REFERENCES app_grant (key_id) ON DELETE CASCADE,
    refreshes boolean NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX app_token_key_id ON app_token (key_id);
CREATE INDEX app_token_expires_at ON app_token (expires_at);
COMMENT ON TABLE app_token IS 'One row per token of an application that works, or is a refresh token that was used of late.';
COMMENT ON COLUMN app_token.token_sha256 IS 'SHA-256 of the token; that itself is not stored.';
COMMENT ON COLUMN app_token.key_id IS 'The grant.';
COMMENT ON COLUMN app_token.refreshes IS 'TRUE: a refresh token, which works once; FALSE: an access token.';
COMMENT ON COLUMN app_token.expires_at IS 'From when on it is refused.';
COMMENT ON COLUMN app_token.used_at IS 'When a refresh token was exchanged for the next; shown again later it ends the grant.';

CREATE TABLE app_read (
    key_id uuid NOT NULL REFERENCES api_key (key_id) ON DELETE CASCADE,
    what text NOT NULL,
    times bigint NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (key_id, what)
);
COMMENT ON TABLE app_read IS 'One row per application and thing that it asked for: a tool, an endpoint, GraphQL.';
COMMENT ON COLUMN app_read.key_id IS 'The grant.';
COMMENT ON COLUMN app_read.what IS 'What was asked for: mcp today, rest sleep, graphql.';
COMMENT ON COLUMN app_read.times IS 'How often.';
COMMENT ON COLUMN app_read.last_at IS 'When last.';
