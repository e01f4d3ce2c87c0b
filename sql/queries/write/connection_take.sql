-- Title: Take the state that came back from Polar, so that it works once
-- Parameters: state_sha256 bytea; now timestamptz
-- Grain: one row, or none when the state is unknown, used or too old
DELETE FROM connection_attempt
WHERE
    connection_attempt.state_sha256 = :'state_sha256'::bytea
    AND connection_attempt.expires_at > :'now'::timestamptz
RETURNING connection_attempt.user_id, connection_attempt.redirect_uri;
