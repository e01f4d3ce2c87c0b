-- Title: People on their way through Polar's authorization page

CREATE TABLE connection_attempt (
    state_sha256 bytea PRIMARY KEY CHECK (octet_length(state_sha256) = 32),
    user_id text NOT NULL CHECK (user_id ~ '^[A-Za-z0-9._@:-]{1,128}$'),
    redirect_uri text,
    expires_at timestamptz NOT NULL
);
COMMENT ON TABLE connection_attempt IS 'One row per connection that was started and not finished. The person may be new: account has no row of them yet.';
COMMENT ON COLUMN connection_attempt.state_sha256 IS 'SHA-256 of the state that travels to Polar and back; the state itself is not stored.';
COMMENT ON COLUMN connection_attempt.user_id IS 'The person to be connected.';
COMMENT ON COLUMN connection_attempt.redirect_uri IS 'Where Polar sends the browser back to, byte for byte; NULL: the client''s default at Polar.';
COMMENT ON COLUMN connection_attempt.expires_at IS 'From when on the state is refused.';

CREATE INDEX connection_attempt_user_id ON connection_attempt (user_id);
CREATE INDEX connection_attempt_expires_at ON connection_attempt (expires_at);

-- One Polar account under two names would end for both when one is deleted.
CREATE UNIQUE INDEX account_polar_user_id ON account (polar_user_id);
