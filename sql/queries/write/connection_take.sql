-- Title: Take the state that came back from Polar, so that it works once
-- Parameters: state_sha256 bytea; started_by text[] (the names of who comes); purposes text[]; now timestamptz
-- Grain: one row, or none when the state is unknown, used, too old, or another's
DELETE FROM connection_attempt
WHERE
    connection_attempt.state_sha256 = :'state_sha256'::bytea
    AND connection_attempt.started_by = any(:'started_by'::text[])
    AND connection_attempt.purpose = any(:'purposes'::text[])
    AND connection_attempt.expires_at > :'now'::timestamptz
RETURNING
    connection_attempt.user_id,
    connection_attempt.redirect_uri,
    connection_attempt.started_by,
    connection_attempt.purpose,
    connection_attempt.invitation_sha256,
    connection_attempt.callback_url,
    connection_attempt.callback_state,
    connection_attempt.token_sealed,
    connection_attempt.polar_user_id;
